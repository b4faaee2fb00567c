"""The annual report as an object: one method by section, each giving pieces to show."""

from collections.abc import Iterable
from dataclasses import dataclass

from ... import indicateurs
from ...protection.resultats import Brut
from .. import nationaux
from ..elements import Cellule, Texte
from ..pages import PageAnnuelle
from ..reponses import Plage, Question, questions_de
from . import bilan as partie_bilan
from . import comparaisons as partie_comparaisons
from . import entrees as partie_entrees
from . import observation as partie_observation
from . import parcours as partie_parcours
from . import parcours_types as partie_types
from . import profil as partie_profil
from . import sorties as partie_sorties
from .regles import Avant

COUTS = ("cout_par_sortie_positive", "part_fse")


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

    def questions(self) -> list[Question]:
        """What the page asks of the indicators: in the house, the year before as it is known now besides; costs and interviews, if any."""
        more = [] if self.reponses.est_protegee else questions_de("annuel_interne", self.periodes())
        costs = tuple(name for name in COUTS if name in indicateurs.definitions(self.reponses.porte.config))
        heard = partie_observation.EXPORT in self.reponses.exports
        more += partie_observation.questions(self.periode(self.du, self.au)) if heard else []
        return [*super().questions(), *more, *([Question(costs, self.periode(self.du, self.au))] if costs else [])]

    def autres(self) -> dict[str, Brut]:
        """The readings of the exits; the national figures besides, numbers of print that nothing hides."""
        self.reponses.porte.montres.ajouter(nationaux.nombres())
        return partie_comparaisons.lues(self)

    def avant(self, indicateur: str, **modalites: str) -> Cellule:
        """A figure of the year before, as known on its last day: computed when the photo goes back that far, else as published, else empty.

        It is what the report of that year said, as the reports that follow one another quote each other.
        """
        du, au = self.l_annee_avant
        if self.avant_publie:
            return self.reponses.publies.cellule(indicateur, du, au, **modalites)
        if not modalites:
            return self.reponses.cellule(indicateur, du, au, au)
        axes = tuple(sorted(modalites))
        return self.reponses.croisement(indicateur, du, au, axes, au).get(tuple(modalites[axe] for axe in axes), Cellule(0))

    def compare(self, indicateur: str) -> Avant:
        """A figure of the year before, as known on its last day and as known now: each empty where the page did not ask for it."""
        du, au = self.l_annee_avant
        if self.avant_publie:
            return Avant(self.reponses.publies.cellule(indicateur, du, au))
        asked = (Plage(du, au, au), self.periode(du, au))
        then, now = (self.reponses.cellule(indicateur, *one) if self.reponses.a_pose(indicateur, one) else Cellule() for one in asked)
        return Avant(then, now)

    def si_defini(self, indicateur: str) -> Cellule:
        """A figure of the year that the photo's settings may not define; empty then."""
        known = self.reponses.a_pose(indicateur, self.periode(self.du, self.au))
        return self.cellule(indicateur) if known else Cellule()

    @property
    def dite(self) -> str:
        """« de 2017 »: what a sentence calls its period."""
        return f"de {self.annee}"

    @property
    def dans(self) -> str:
        """« dans l’année », « dans l’exercice »."""
        return f"dans l’{self.annee.mot}"

    @property
    def avant_publie(self) -> bool:
        """Whether the year before comes from print."""
        return not self.reponses.couvre(self.l_annee_avant[0])

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(f"Rapport annuel {self.annee.en_titre}", f"Les participants et leurs parcours, {self.annee.du_au}.")

    chiffres_cles = partie_bilan.chiffres_cles
    profil = partie_profil.profil
    niveaux = partie_profil.niveaux
    territoires = partie_profil.territoires
    entrees = partie_entrees.entrees
    prescripteurs = partie_entrees.prescripteurs
    sorties = partie_sorties.sorties
    sorties_positives = partie_sorties.sorties_positives
    par_sexe_et_motif = partie_sorties.par_sexe_et_motif
    comparaisons = partie_comparaisons.comparaisons
    lectures = partie_comparaisons.lectures_des_sorties
    parcours = partie_parcours.etapes
    durees = partie_parcours.durees
    parcours_types = partie_types.types
    observation = partie_observation.observation
    bilan = partie_bilan.bilan

    def notes(self) -> tuple[str, ...]:
        """Which knowledge each year is read with."""
        return (
            f"Sauf mention contraire, les chiffres de {self.annee.precedente} sont ceux que l’on connaissait au {self.annee.precedente.date_de_fin}.",
        )
