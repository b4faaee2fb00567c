"""The periods a report speaks of: a month in its year, a year, and the same a year before."""

import calendar
import datetime as dt
from dataclasses import dataclass

from .. import francais
from ..jours import read_day, read_month, read_quarter, read_year


@dataclass(frozen=True)
class Mois:
    """A calendar month; ``debut`` and ``fin`` are its first and last days, both included."""

    annee: int
    numero: int

    @property
    def debut(self) -> dt.date:
        """First day."""
        return dt.date(self.annee, self.numero, 1)

    @property
    def fin(self) -> dt.date:
        """Last day."""
        return dt.date(self.annee, self.numero, calendar.monthrange(self.annee, self.numero)[1])

    @property
    def janvier(self) -> dt.date:
        """First day of its year: where the cumulated figures start."""
        return dt.date(self.annee, 1, 1)

    @property
    def un_an_avant(self) -> "Mois":
        """The same month, a year before."""
        return Mois(self.annee - 1, self.numero)

    @property
    def precedent(self) -> "Mois | None":
        """The month before in the same year; ``None`` for January."""
        return Mois(self.annee, self.numero - 1) if self.numero > 1 else None

    @property
    def depuis_janvier(self) -> list["Mois"]:
        """The months of the year up to this one."""
        return [Mois(self.annee, numero) for numero in range(1, self.numero + 1)]

    @property
    def nom(self) -> str:
        """« décembre »."""
        return francais.MOIS[self.numero - 1]

    @property
    def de_nom(self) -> str:
        """« d’octobre », « de mars »."""
        return francais.elision("de", self.nom)

    @property
    def abrege(self) -> str:
        """« déc. »."""
        return francais.MOIS_ABREGES[self.numero - 1]

    @property
    def libelle(self) -> str:
        """« décembre 2017 »."""
        return f"{self.nom} {self.annee}"

    @property
    def cumul(self) -> str:
        """What a cumulated column is called: « Depuis janvier »."""
        return f"Depuis janvier {self.annee}"


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


def lire_mois(texte: str) -> Mois:
    """The month as ``jours.read_month`` reads it. Raises ``PlieError`` otherwise."""
    first = read_month(texte)
    return Mois(first.year, first.month)


def lire_trimestre(texte: str) -> tuple[int, int]:
    """The year and the quarter as ``jours.read_quarter`` reads them. Raises ``PlieError`` otherwise."""
    return read_quarter(texte)


def lire_annee(texte: str | int) -> int:
    """The year written ``AAAA``. Raises ``PlieError`` otherwise."""
    return read_year(texte)


def lire_date(texte: str) -> dt.date:
    """The day as ``jours.read_day`` reads it. Raises ``PlieError`` otherwise."""
    return read_day(texte)


def tranches(mois: Mois) -> list[Tranche]:
    """The columns of a table by months, as the letters fold them: quarters gone by, then the months of this quarter."""
    quarter = (mois.numero - 1) // 3
    past = [
        Tranche(f"{name} trim.", f"au {name} trimestre", Mois(mois.annee, 3 * rank + 1).debut, Mois(mois.annee, 3 * rank + 3).fin)
        for rank, name in enumerate(("1er", "2e", "3e")[:quarter])
    ]
    current = [Tranche(one.abrege, f"en {one.nom}", one.debut, one.fin) for one in mois.depuis_janvier[3 * quarter :]]
    return past + current
