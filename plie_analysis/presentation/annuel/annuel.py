"""The annual report as an object: one method by section, each giving pieces to show."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..elements import Bloc, Carte, Cartes, Cellule, Texte
from ..pages import PageAnnuelle
from ..reponses import Plage
from . import entrees as partie_entrees
from . import parcours as partie_parcours
from . import parcours_types as partie_types
from . import profil as partie_profil
from . import sorties as partie_sorties


@dataclass(frozen=True)
class Annuel(PageAnnuelle):
    """The report of one year."""

    NOM = "annuel"

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The year, and the year before as its own report knew it, then as it is known now."""
        du, au = self.l_annee_avant
        seen = self.reponses.couvre(du)
        return {
            "annee": [self.periode(self.du, self.au)],
            "avant": [Plage(du, au, au)] if seen else [],
            "evolution": [self.periode(du, au)] if seen else [],
        }

    def avant(self, indicateur: str, **modalites: str) -> Cellule:
        """A figure of the year before, as known on its 31 December: computed when the photo goes back that far, else as published, else empty.

        It is what the report of that year said, as the reports that follow one another quote each other.
        """
        du, au = self.l_annee_avant
        if self.avant_publie:
            return self.reponses.publies.cellule(indicateur, du, au, **modalites)
        if not modalites:
            return self.reponses.cellule(indicateur, du, au, au)
        axes = tuple(sorted(modalites))
        return self.reponses.croisement(indicateur, du, au, axes, au).get(tuple(modalites[axe] for axe in axes), Cellule(0))

    def evolution(self, indicateur: str) -> tuple[Cellule, Cellule]:
        """The year and the year before, both as they are known now: what an evolution compares."""
        read = self.reponses.publies.cellule if self.avant_publie else self.reponses.cellule
        return self.cellule(indicateur), read(indicateur, *self.l_annee_avant)

    @property
    def avant_publie(self) -> bool:
        """Whether the year before comes from print."""
        return not self.reponses.couvre(self.l_annee_avant[0])

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(
            f"Rapport annuel {self.annee}", f"Les participants et leurs parcours, du 1er janvier au 31 décembre {self.annee}."
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the year, as cards."""
        exits, jobs = self.cellule("sorties"), self.cellule("part_etapes_emploi")
        months = self.cellule("duree_moyenne_accompagnes")
        return Bloc(
            [
                Cartes(
                    [
                        Carte("Personnes accompagnées", self.cellule("accompagnes")),
                        Carte("Entrées", self.cellule("entrees")),
                        Carte(
                            "Sorties",
                            exits,
                            ""
                            if self.cellule("sorties_positives").est_vide
                            else f"dont {self.cellule('sorties_positives').texte} positives",
                            (self.cellule("sorties_positives"),),
                        ),
                        Carte("Part des sorties positives", self.cellule("taux_sorties_positives")),
                        Carte("En parcours au 31 décembre", self.cellule("file_active")),
                        Carte(
                            "Étapes vers l’emploi",
                            jobs.autre(jobs.numerateur, "etapes"),
                            "" if jobs.est_vide else f"{jobs.texte} des {self.cellule('etapes').texte} étapes",
                            (jobs, self.cellule("etapes")),
                        ),
                        Carte("Durée moyenne des parcours", months.autre(months.valeur, months.unite)),
                        Carte("Coût moyen d’un accompagnement", self.cellule("cout_moyen")),
                    ]
                )
            ]
        )

    profil = partie_profil.profil
    niveaux = partie_profil.niveaux
    territoires = partie_profil.territoires
    entrees = partie_entrees.entrees
    prescripteurs = partie_entrees.prescripteurs
    sorties = partie_sorties.sorties
    sorties_positives = partie_sorties.sorties_positives
    parcours = partie_parcours.etapes
    durees = partie_parcours.durees
    parcours_types = partie_types.types

    def notes(self) -> tuple[str, ...]:
        """Which knowledge each year is read with."""
        return (
            f"Les chiffres cités de {self.annee - 1} sont ceux qui étaient connus au 31 décembre {self.annee - 1} ; les évolutions comparent les deux années telles qu’elles sont connues à présent.",
        )
