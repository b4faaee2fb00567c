"""What every report is: a period, the questions it asks, what it refuses, what it reads of the year before, its heading and its foot."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from ..cohortes.suivi import Suivi
from ..errors import PlieError
from ..exercice import Annee
from ..protection.resultats import Brut
from ..survie.couverture import exiger_photo
from . import page
from .elements import MASQUE, Cellule, Texte
from .periodes import Mois, un_an_plus_tot
from .reponses import Plage, Question, Reponses, questions_de

REUNIS = (
    "Les motifs, opérations, aides et contrats peu fréquents sont réunis sous un même nom (« Autres motifs »…), "
    "d’après une liste fixe : la même chaque mois, quels que soient les nombres."
)
MASQUES = f"« {MASQUE} » (non communiqué) : l’effectif est petit, ou permettrait d’en retrouver un qui l’est."


@dataclass(frozen=True)
class Page:
    """A report over ``du`` to ``au``. Its methods without argument are its sections; they read ``reponses``, never the base.

    A report says: its name in ``questions.toml`` (``NOM``), its periods, the count without which it has nothing to say
    (``PRESENCE``, over ``presence``), how it is called in refusals (``libelle``, ``manque``).
    """

    reponses: Reponses
    organisme: str
    parametres: dict

    NOM: ClassVar[str] = ""
    NOTES: ClassVar[tuple[str, ...]] = ()
    PRESENCE: ClassVar[str] = "parcours_actifs"
    verifier: ClassVar[str]

    if TYPE_CHECKING:
        # What each report says in its own way: properties here would hide the fields of those that have some.
        @property
        def du(self) -> dt.date: ...
        @property
        def au(self) -> dt.date: ...
        @property
        def libelle(self) -> str: ...
        @property
        def manque(self) -> str: ...

    def demander(self) -> Self:
        """The page, everything it shows being asked for and protected together.

        Raises ``PlieError`` when the photo was taken before the period ended, holds nothing of it, or does not cover it.
        """
        reponses = self.reponses
        exiger_photo(reponses.photo, self.au, self.libelle)
        reponses.poser(self.questions())
        if self.PRESENCE and reponses.est_nul(self.PRESENCE, *self.presence):
            raise PlieError(f"Aucun parcours n'est connu {self.manque}.\nVérifiez {self.verifier} et la photo chargée.")
        reponses.couverture.exiger(reponses.photo, self.au, self.libelle)
        reponses.proteger(self.autres())
        return self

    def questions(self) -> list[Question]:
        """What the page asks of the indicators."""
        return questions_de(self.NOM, self.periodes())

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The periods that ``questions.toml`` names; an empty one is not asked for (the photo does not go back that far)."""
        raise NotImplementedError

    def autres(self) -> dict[str, Brut]:
        """The other results that the page shows, by name."""
        return {}

    @property
    def presence(self) -> tuple[dt.date, dt.date]:
        """The period in which the page must find somebody."""
        return self.du, self.au

    def periode(self, du: dt.date, au: dt.date) -> Plage:
        """A period as known now."""
        return Plage(du, au, self.reponses.connu_au)

    def passe(self, du: dt.date, au: dt.date) -> list[Plage]:
        """A period of the year before, as it was known a year before: both years have the same delay of keying. None if the photo does not go back that far."""
        return [Plage(du, au, un_an_plus_tot(self.reponses.connu_au))] if self.reponses.couvre(du) else []

    def cellule(self, indicateur: str, **parametres) -> Cellule:
        """A figure of the period."""
        return self.reponses.cellule(indicateur, self.du, self.au, **parametres)

    def entete_de(self, titre: str, chapeau: str) -> Texte:
        """Heading of the page, with what must be known of the photo before reading."""
        reponses = self.reponses
        return page.entete(self.organisme, titre, chapeau, (*reponses.couverture.reserves(reponses.photo, self.du), *reponses.ecartes))

    def pied(self) -> Texte:
        """Facts at the foot of the page."""
        return page.pied(
            du=self.du,
            au=self.au,
            connu_au=self.reponses.connu_au,
            photo=self.reponses.photo,
            parametres=self.parametres,
            notes=(*self.notes(), *([REUNIS] if self._reunit() else []), *([MASQUES] if self.reponses.est_protegee else [])),
        )

    def _reunit(self) -> bool:
        """Whether the page shows rare modalities together."""
        return any(axis in self.reponses.axes for question in self.questions() for axis in question.par)

    def notes(self) -> tuple[str, ...]:
        """What the foot says besides."""
        return self.NOTES


@dataclass(frozen=True)
class PageAnnuelle(Page):
    """A report over one year, civil or not."""

    annee: Annee

    verifier: ClassVar[str] = "l'année demandée"

    @property
    def du(self) -> dt.date:
        """First day of the year."""
        return self.annee.debut

    @property
    def au(self) -> dt.date:
        """Last day of the year."""
        return self.annee.fin

    @property
    def libelle(self) -> str:
        """« l'année 2017 », « l'exercice 2025-2026 »."""
        return f"l'{self.annee.nom}"

    @property
    def manque(self) -> str:
        """« en 2017 »."""
        return f"en {self.annee}"

    @property
    def l_annee_avant(self) -> tuple[dt.date, dt.date]:
        """First and last days of the year before."""
        return self.annee.precedente.debut, self.annee.precedente.fin


@dataclass(frozen=True)
class PageMensuelle(Page):
    """A report of one month and of its year up to it."""

    mois: Mois

    verifier: ClassVar[str] = "le mois demandé"

    @property
    def du(self) -> dt.date:
        """First day of its year: what is cumulated begins there."""
        return self.mois.depart

    @property
    def au(self) -> dt.date:
        """Last day of the month."""
        return self.mois.fin

    @property
    def libelle(self) -> str:
        """« mars 2017 »."""
        return self.mois.libelle


@dataclass(frozen=True)
class PageSuivi(Page):
    """A report on entries followed up to one day; the follow-up itself refuses what the photo does not hold."""

    suivi: Suivi

    @property
    def du(self) -> dt.date:
        """First day of the entries."""
        return self.suivi.demande.periode.du

    @property
    def au(self) -> dt.date:
        """Day of the observation."""
        return self.suivi.demande.au

    def demander(self) -> Self:
        """The page, everything it shows being asked for and protected together."""
        self.reponses.poser(self.questions())
        self.reponses.proteger(self.autres())
        return self

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """Nothing is asked of the indicators, unless the page says so."""
        return {}

    def questions(self) -> list[Question]:
        """What the page asks of the indicators."""
        return questions_de(self.NOM, self.periodes()) if self.NOM else []
