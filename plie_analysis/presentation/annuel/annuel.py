"""The annual report as an object: one method by section, each giving pieces to show."""

import datetime as dt
from dataclasses import dataclass

from ...cohortes import exiger_photo
from ...errors import PlieError
from ..elements import Bloc, Carte, Cartes, Cellule, Texte
from ..page import entete, pied
from ..publies import Publies
from ..source import Source
from . import entrees, parcours, profil, sorties

CHIFFRES = (
    "accompagnes",
    "entrees",
    "sorties",
    "sorties_positives",
    "taux_sorties_positives",
    "file_active",
    "duree_moyenne_accompagnes",
    "part_etapes_emploi",
    "etapes",
    "cout_moyen",
)


@dataclass(frozen=True)
class Annuel:
    """The report of one year. ``source`` is fixed to a photo and a known date."""

    source: Source
    publies: Publies
    annee: int
    organisme: str
    parametres: dict

    @property
    def du(self) -> dt.date:
        """1 January."""
        return dt.date(self.annee, 1, 1)

    @property
    def au(self) -> dt.date:
        """31 December."""
        return dt.date(self.annee, 12, 31)

    def cellule(self, indicateur: str, **parametres) -> Cellule:
        """A figure of the year."""
        return self.source.cellule(indicateur, self.du, self.au, **parametres)

    def avant(self, indicateur: str, **modalites: str) -> Cellule:
        """A figure of the year before, as known on its 31 December: computed when the photo goes back that far, else as published, else empty.

        It is what the report of that year said, as the reports that follow one another quote each other.
        """
        du, au = self.du.replace(year=self.annee - 1), self.au.replace(year=self.annee - 1)
        if not self.source.couvre(du):
            return self.publies.cellule(indicateur, du, au, **modalites)
        source = self.source.connue_au(au)
        if not modalites:
            return source.cellule(indicateur, du, au)
        axes = tuple(sorted(modalites))
        return source.croisement(indicateur, du, au, axes).get(tuple(modalites[axe] for axe in axes), Cellule(0))

    def evolution(self, indicateur: str) -> tuple[Cellule, Cellule]:
        """The year and the year before, both as they are known now: what an evolution compares."""
        du, au = self.du.replace(year=self.annee - 1), self.au.replace(year=self.annee - 1)
        before = self.source.cellule(indicateur, du, au) if self.source.couvre(du) else self.publies.cellule(indicateur, du, au)
        return self.cellule(indicateur), before

    @property
    def avant_publie(self) -> bool:
        """Whether the year before comes from print."""
        return not self.source.couvre(self.du.replace(year=self.annee - 1))

    def entete(self) -> Texte:
        """Heading of the page."""
        return entete(
            self.organisme,
            f"Rapport annuel {self.annee}",
            f"Les participants et leurs parcours, du 1er janvier au 31 décembre {self.annee}.",
            self.source.couverture.reserves(self.source.photo, self.du),
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the year, as cards."""
        self.source.prevoir(CHIFFRES, self.du, self.au)
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
                        ),
                        Carte("Part des sorties positives", self.cellule("taux_sorties_positives")),
                        Carte("En parcours au 31 décembre", self.cellule("file_active")),
                        Carte(
                            "Étapes vers l’emploi",
                            Cellule(jobs.numerateur, "etapes"),
                            "" if jobs.est_vide else f"{jobs.texte} des {self.cellule('etapes').texte} étapes",
                        ),
                        Carte("Durée moyenne des parcours", Cellule(months.valeur, months.unite)),
                        Carte("Coût moyen d’un accompagnement", self.cellule("cout_moyen")),
                    ]
                )
            ]
        )

    def profil(self) -> Bloc:
        """2.1: sex, age, RSA, quartier prioritaire."""
        return profil.profil(self)

    def niveaux(self) -> Bloc:
        """2.1: levels of training."""
        return profil.niveaux(self)

    def territoires(self) -> Bloc:
        """2.1: communes and quartiers prioritaires, two years side by side."""
        return profil.territoires(self)

    def entrees(self) -> Bloc:
        """2.2: entries by age and sex, commune, quartier."""
        return entrees.entrees(self)

    def prescripteurs(self) -> Bloc:
        """2.2: entries by prescripteur, and the decisions on prescriptions."""
        return entrees.prescripteurs(self)

    def sorties(self) -> Bloc:
        """2.3: exits and rates, by sex, by motive."""
        return sorties.sorties(self)

    def sorties_positives(self) -> Bloc:
        """2.3: who the positive exits are."""
        return sorties.sorties_positives(self)

    def parcours(self) -> Bloc:
        """2.4: étapes by class and operation."""
        return parcours.etapes(self)

    def durees(self) -> Bloc:
        """2.4: durations and delays."""
        return parcours.durees(self)

    def pied(self) -> Texte:
        """Facts at the foot of the page."""
        return pied(
            du=self.du,
            au=self.au,
            connu_au=self.source.connu_au,
            photo=self.source.photo,
            parametres=self.parametres,
            notes=(
                f"Les chiffres cités de {self.annee - 1} sont ceux qui étaient connus au 31 décembre {self.annee - 1} ; les évolutions comparent les deux années telles qu’elles sont connues à présent.",
            ),
        )


def preparer(source: Source, publies: Publies, annee: int, *, organisme: str, parametres: dict) -> Annuel:
    """The report of a year. Raises ``PlieError`` when the photo was taken before the year ended or holds nothing of it."""
    end = dt.date(annee, 12, 31)
    exiger_photo(source.photo, end, f"l'année {annee}")
    report = Annuel(source, publies, annee, organisme, parametres)
    active = report.cellule("parcours_actifs")
    if active.est_vide or not active.valeur:
        raise PlieError(f"Aucun parcours n'est connu en {annee}.\nVérifiez l'année demandée et la photo chargée.")
    source.couverture.exiger(source.photo, end, f"l'année {annee}")
    return report
