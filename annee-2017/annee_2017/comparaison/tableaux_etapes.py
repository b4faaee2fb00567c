"""The tables of étapes as printed and as computed: lines, totals, classes."""

import calendar
import re
from collections.abc import Mapping
from functools import cached_property

from .publiees import Condition, Publiee
from .valeurs import Valeurs

LINE = re.compile(r"[^.]+\.etapes\.(?P<classe>[^.]+)\.[^.]+\.nb")
TOTAL = re.compile(r"[^.]+\.etapes\.total\.nb")
CLASSE, OPERATION = Condition("classe_etape", (), sauf=True), Condition("operation", (), sauf=True)


class TablesEtapes:
    """The tables of étapes of every publication."""

    def __init__(self, publiees: Mapping[str, Publiee], valeurs: Valeurs):
        self._valeurs = valeurs
        self.operation: dict[str, str] = {}
        self.totals: dict[str, Publiee] = {}
        self._lines: dict[str, list[Publiee]] = {}
        for publiee in publiees.values():
            if not publiee.calculable:
                continue
            named = publiee.modalites("operation")
            if len(publiee.conditions) == len(named) == 1 and LINE.fullmatch(publiee.id):
                self.operation[publiee.id] = named[0]
                self._lines.setdefault(publiee.publication, []).append(publiee)
            elif TOTAL.fullmatch(publiee.id):
                self.totals[publiee.publication] = publiee

    @property
    def publications(self) -> list[str]:
        """Publications that print a table of étapes."""
        return list(self._lines)

    def lines(self, publication: str = "") -> list[Publiee]:
        """Lines of one publication, or of all: one operation, one period."""
        return self._lines.get(publication, []) if publication else [line for lines in self._lines.values() for line in lines]

    def is_complete(self, publication: str) -> bool:
        """Whether the lines of a table add up to its total: an operation that is not there is worth 0."""
        printed, lines = self.totals.get(publication), self.lines(publication)
        return printed is not None and bool(lines) and sum(line.figure.valeur for line in lines) == printed.figure.valeur

    def classes_printed(self, publication: str) -> dict[str, str]:
        """Class under which a publication prints each operation, written as in the ids (« formation-qualifiante »)."""
        return {self.operation[line.id]: found["classe"] for line in self.lines(publication) if (found := LINE.fullmatch(line.id))}

    def computed(self, publiee: Publiee) -> dict[tuple[str, str], float]:
        """Étapes computed over the clock of a figure, by (class of the year, operation)."""
        cells = self._valeurs.calculs.cells(self._valeurs.demande("etapes", (CLASSE, OPERATION), publiee.horloge))
        return {(own, operation): found.valeur or 0 for (own, operation), found in cells.items()}

    @cached_property
    def classe(self) -> dict[str, str]:
        """Class of the year of each operation counted somewhere."""
        first = [lines[0] for lines in self._lines.values()]
        self._valeurs.calculs.prepare(self._valeurs.demande("etapes", (CLASSE, OPERATION), line.horloge) for line in first)
        return {operation: own for line in first for own, operation in self.computed(line)}


def slug(classe: str) -> str:
    """A class written as in the ids."""
    return classe.replace(" ", "-")


def month_of(publiee: Publiee) -> int:
    """Month of a figure that covers one month, else 0."""
    du, au = publiee.horloge.du, publiee.horloge.au
    whole = (du.year, du.month, du.day) == (au.year, au.month, 1) and au.day == calendar.monthrange(au.year, au.month)[1]
    return du.month if whole else 0


def is_year(publiee: Publiee, year: int) -> bool:
    """Whether a figure covers a civil year."""
    du, au = publiee.horloge.du, publiee.horloge.au
    return (du.year, du.month, du.day, au.year, au.month, au.day) == (year, 1, 1, year, 12, 31)
