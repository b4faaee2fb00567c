"""The periods a report speaks of: a month or a quarter in its year, and the same a year before."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from .. import francais
from ..exercice import CIVIL, Annee, Exercice, fin_de_mois
from ..jours import read_day, read_month, read_quarter, read_year

RANGS = ("1er", "2e", "3e", "4e")


class DansLAnnee:
    """What a month and a quarter share: their place in the year that the PLIE counts in (``an``), where cumulated figures start."""

    an: Annee
    fin: dt.date

    @property
    def depart(self) -> dt.date:
        """First day of this year: where the cumulated figures start."""
        return self.an.debut

    @property
    def depuis(self) -> str:
        """« depuis janvier »: since when the cumulated figures count."""
        return f"depuis {francais.MOIS[self.depart.month - 1]}"

    @property
    def depuis_le_debut(self) -> str:
        """« de janvier à octobre 2017 », « de septembre 2025 à février 2026 »: the months that the cumulated figures count."""
        year = "" if self.depart.year == self.fin.year else f" {self.depart.year}"
        return f"{francais.de_mois(self.depart)}{year} à {francais.mois_annee(self.fin)}"

    @property
    def cumul(self) -> str:
        """What a cumulated column is called: « Depuis janvier 2017 »."""
        return f"{francais.majuscule(self.depuis)} {self.depart.year}"


@dataclass(frozen=True)
class Mois(DansLAnnee):
    """A calendar month in the year that the PLIE counts in; ``debut`` and ``fin`` are its first and last days, both included."""

    annee: int
    numero: int
    exercice: Exercice = CIVIL

    unite = unites = "mois"
    par_an = 12
    adjectif = "mensuel"

    @property
    def debut(self) -> dt.date:
        """First day."""
        return dt.date(self.annee, self.numero, 1)

    @property
    def fin(self) -> dt.date:  # type: ignore[override]
        """Last day."""
        return fin_de_mois(self.debut)

    @property
    def an(self) -> Annee:  # type: ignore[override]
        """The year that holds it."""
        return self.exercice.annee_du(self.debut)

    @property
    def rang(self) -> int:
        """Its rank in this year."""
        return self.exercice.rang(self.debut)

    @property
    def un_an_avant(self) -> "Mois":
        """The same month, a year before."""
        return replace(self, annee=self.annee - 1)

    @property
    def precedent(self) -> "Mois | None":
        """The month before in the same year; ``None`` for the first one."""
        return self.ecoules[-2] if self.rang > 1 else None

    @property
    def ecoules(self) -> list["Mois"]:
        """The months of the year up to this one."""
        firsts = (self.an.mois(rang) for rang in range(1, self.rang + 1))
        return [Mois(first.year, first.month, self.exercice) for first in firsts]

    @property
    def nom(self) -> str:
        """« décembre »."""
        return francais.MOIS[self.numero - 1]

    @property
    def de_nom(self) -> str:
        """« d’octobre », « de mars »."""
        return francais.elision("de", self.nom)

    @property
    def en_nom(self) -> str:
        """« en décembre »."""
        return f"en {self.nom}"

    @property
    def depuis_nom(self) -> str:
        """« depuis décembre »."""
        return f"depuis {self.nom}"

    @property
    def fin_nom(self) -> str:
        """« fin décembre »."""
        return f"fin {self.nom}"

    @property
    def le_nom(self) -> str:
        """« décembre », as a subject."""
        return self.nom

    @property
    def abrege(self) -> str:
        """« déc. »."""
        return francais.MOIS_ABREGES[self.numero - 1]

    @property
    def libelle(self) -> str:
        """« décembre 2017 »."""
        return f"{self.nom} {self.annee}"

    @property
    def de_libelle(self) -> str:
        """« en décembre 2017 »."""
        return f"en {self.libelle}"


@dataclass(frozen=True)
class Trimestre(DansLAnnee):
    """A quarter (``rang``: 1 to 4) of a year that the PLIE counts in; it reads as a ``Mois`` does."""

    an: Annee
    rang: int

    unite, unites = "trimestre", "trimestres"
    par_an = 4
    adjectif = "trimestriel"

    @property
    def debut(self) -> dt.date:
        """First day."""
        return self.an.trimestre(self.rang)[0]

    @property
    def fin(self) -> dt.date:  # type: ignore[override]
        """Last day."""
        return self.an.trimestre(self.rang)[1]

    @property
    def un_an_avant(self) -> "Trimestre":
        """The same quarter, a year before."""
        return Trimestre(self.an.precedente, self.rang)

    @property
    def precedent(self) -> "Trimestre | None":
        """The quarter before in the same year; ``None`` for the first one."""
        return Trimestre(self.an, self.rang - 1) if self.rang > 1 else None

    @property
    def ecoules(self) -> list["Trimestre"]:
        """The quarters of the year up to this one."""
        return [Trimestre(self.an, rang) for rang in range(1, self.rang + 1)]

    @property
    def nom(self) -> str:
        """« 1er trimestre »."""
        return f"{RANGS[self.rang - 1]} trimestre"

    @property
    def de_nom(self) -> str:
        """« du 1er trimestre »."""
        return f"du {self.nom}"

    @property
    def en_nom(self) -> str:
        """« au 1er trimestre »."""
        return f"au {self.nom}"

    @property
    def depuis_nom(self) -> str:
        """« depuis le 1er trimestre »."""
        return f"depuis le {self.nom}"

    @property
    def fin_nom(self) -> str:
        """« à la fin du 1er trimestre »."""
        return f"à la fin {self.de_nom}"

    @property
    def le_nom(self) -> str:
        """« le 1er trimestre », as a subject."""
        return f"le {self.nom}"

    @property
    def abrege(self) -> str:
        """« 1er trim. »."""
        return f"{RANGS[self.rang - 1]} trim."

    @property
    def libelle(self) -> str:
        """« 1er trimestre 2026 », « 1er trimestre 2025-2026 »."""
        return f"{self.nom} {self.an}"

    @property
    def de_libelle(self) -> str:
        """« au 1er trimestre 2026 »."""
        return f"au {self.libelle}"


Moment = Mois | Trimestre


@dataclass(frozen=True)
class Tranche:
    """A column of a table by months: one month, or a quarter gone by; ``quand`` says when in a sentence."""

    libelle: str
    quand: str
    debut: dt.date
    fin: dt.date


def un_an_plus_tot(jour: dt.date) -> dt.date:
    """The same day a year before (28 February for the 29th)."""
    last = calendar.monthrange(jour.year - 1, jour.month)[1]
    return jour.replace(year=jour.year - 1, day=min(jour.day, last) if jour.day < calendar.monthrange(jour.year, jour.month)[1] else last)


def lire_mois(texte: str, exercice: Exercice = CIVIL) -> Mois:
    """The month as ``jours.read_month`` reads it, in its year (a civil one unless told otherwise). Raises ``PlieError`` otherwise."""
    first = read_month(texte)
    return Mois(first.year, first.month, exercice)


def lire_trimestre(texte: str, exercice: Exercice = CIVIL) -> Trimestre:
    """The quarter as ``jours.read_quarter`` reads it, in its year (a civil one unless told otherwise). Raises ``PlieError`` otherwise."""
    year, rank = read_quarter(texte)
    return Trimestre(exercice.annee(year), rank)


def lire_annee(texte: str | int) -> int:
    """The year written ``AAAA``. Raises ``PlieError`` otherwise."""
    return read_year(texte)


def lire_date(texte: str) -> dt.date:
    """The day as ``jours.read_day`` reads it. Raises ``PlieError`` otherwise."""
    return read_day(texte)


def tranches(moment: Moment) -> list[Tranche]:
    """The columns of a table of a letter: the quarters gone by, then, up to a month, the months of its quarter."""
    shown: list[Moment] = [*moment.ecoules]
    if isinstance(moment, Mois):
        whole = (moment.rang - 1) // 3
        shown = [*(Trimestre(moment.an, rang) for rang in range(1, whole + 1)), *moment.ecoules[3 * whole :]]
    return [Tranche(one.abrege, one.en_nom, one.debut, one.fin) for one in shown]
