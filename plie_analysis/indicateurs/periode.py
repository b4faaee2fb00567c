"""The period of a figure: calendar days, both bounds included."""

import calendar
import datetime as dt
from dataclasses import dataclass

from ..errors import PlieError
from ..exercice import CIVIL, Exercice
from ..jours import read_day


@dataclass(frozen=True)
class Periode:
    """From ``du`` to ``au``, both included."""

    du: dt.date
    au: dt.date

    def dernier_mois(self) -> "Periode":
        """The part of the period that lies in the month of its last day."""
        return Periode(max(self.du, self.au.replace(day=1)), self.au)

    def mois_par_annee(self, exercice: Exercice = CIVIL) -> dict[int, float]:
        """Months of the period in each year, civil ones unless told otherwise; a month cut short counts for its share of days."""
        found: dict[int, float] = {}
        year, month = self.du.year, self.du.month
        while (year, month) <= (self.au.year, self.au.month):
            length = calendar.monthrange(year, month)[1]
            first = max(self.du, dt.date(year, month, 1))
            last = min(self.au, dt.date(year, month, length))
            counted = exercice.annee_du(first).numero
            found[counted] = found.get(counted, 0) + ((last - first).days + 1) / length
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return found

    def is_whole_years(self, exercice: Exercice) -> bool:
        """Whether the period is made of whole years."""
        return (self.du, self.au) == (exercice.annee_du(self.du).debut, exercice.annee_du(self.au).fin)


def read_periode(du: dt.date | str, au: dt.date | str) -> Periode:
    """A period from dates or their text. Raises ``PlieError`` when unreadable or upside down."""
    periode = Periode(read_date(du, "du"), read_date(au, "au"))
    if periode.du > periode.au:
        raise PlieError(f"La période commence le {periode.du:%d/%m/%Y}, après sa fin, le {periode.au:%d/%m/%Y}.\nInversez --du et --au.")
    return periode


def read_date(value: dt.date | str, name: str) -> dt.date:
    """A date from a date or its text (``AAAA-MM-JJ`` or ``JJ/MM/AAAA``); ``name`` is told when it cannot be read."""
    return read_day(value, name)
