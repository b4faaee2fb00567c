"""The tables of étapes as printed and as computed: lines, totals, classes, and the least departure that the print allows."""

import calendar
import re
from collections.abc import Mapping
from functools import cached_property

from ..solveur.contraintes import OUTSIDE_TOTAL, classes
from .moindre_ecart import Case, Imprime, couts, moindre
from .publiees import Condition, Publiee
from .valeurs import Valeurs

LINE = re.compile(r"[^.]+\.etapes\.(?P<classe>[^.]+)\.[^.]+\.nb")
TOTAL = re.compile(r"[^.]+\.etapes\.total\.nb")
CLASSE, OPERATION = Condition("classe_etape", (), sauf=True), Condition("operation", (), sauf=True)


class TablesEtapes:
    """The tables of étapes of every publication; ``gaps``: lines printed without their number (see ``read_gaps``)."""

    def __init__(self, publiees: Mapping[str, Publiee], valeurs: Valeurs, gaps: Mapping[str, str]):
        self._valeurs = valeurs
        self._gaps = gaps
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
        """Class of each operation: of the nomenclature, else the one under which it is printed."""
        printed = [self.classes_printed(publication) for publication in self._lines]
        return {**{name: classe.replace("-", " ") for table in printed for name, classe in table.items()}, **classes()}

    def is_least(self, publication: str, classe: str) -> bool:
        """Whether a class departs from the printed table of a month by the least that the printed year allows: its counts are then settled."""
        line = self.lines(publication)[0]
        computed, least = self._departures(line.horloge.au.year)[classe]
        month = month_of(line)
        return bool(least) and (sum(computed.values()) == sum(least.values()) or computed.get(month) == least.get(month))

    def is_settled(self, publication: str) -> bool:
        """Whether every count of a table is settled: that of the print, or at the least departure; in a table of the year, all printed."""
        lines = self.lines(publication)
        if not lines:
            return False
        if not self._counts(lines[0]).keys() <= self.classe.keys() <= self._known[publication].keys():
            return False
        if not month_of(lines[0]):
            return not self.departs(publication)
        return all(self.is_least(publication, classe) for classe in set(self.classe.values()))

    def departs(self, publication: str) -> dict[str, float]:
        """By operation whose computed count in a table is not the printed one, 0 where a complete table does not have the line: by how much."""
        counts = self._counts(self.lines(publication)[0])
        gaps = {name: counts.get(name, 0) - count for name, count in sorted(self._known[publication].items())}
        return {name: gap for name, gap in gaps.items() if gap}

    def printed_months(self, year: int) -> dict[str, dict[int, float]]:
        """Counts of each operation in each month, lines left out where the table is complete included, as 0."""
        found: dict[str, dict[int, float]] = {}
        for month, publication in self._months(year).items():
            for name, count in self._known[publication].items():
                found.setdefault(name, {})[month] = count
        return found

    def _months(self, year: int) -> dict[int, str]:
        """The publication of each month that has a table."""
        firsts = [lines[0] for lines in self._lines.values()]
        return {month: line.publication for line in firsts if line.horloge.au.year == year and (month := month_of(line))}

    def _counts(self, line: Publiee) -> dict[str, float]:
        return {name: count for (_, name), count in self.computed(line).items() if count}

    @cached_property
    def _known(self) -> dict[str, dict[str, float]]:
        """What each table says of each operation: its line; where the table is complete, 0 for a line that is not there."""
        found = {}
        for publication, lines in self._lines.items():
            printed = {self.operation[line.id]: line.figure.valeur for line in lines}
            left = self._total_of(publication)
            missing = [name for name in (self._named(key) for key in self._gaps if key.startswith(f"{publication}.")) if name]
            if left is not None and len(missing) == 1:
                printed[missing[0]] = left - sum(printed.values())
            absent = dict.fromkeys(self.classe, 0.0) if left == sum(printed.values()) else {}
            found[publication] = {**absent, **printed}
        return found

    def _total_of(self, publication: str) -> float | None:
        """The printed total, with the line that no total counts when it is what the lines have more."""
        if publication not in self.totals:
            return None
        lines, total = self.lines(publication), self.totals[publication].figure.valeur
        outside = sum(line.figure.valeur for line in lines if self.operation[line.id] == OUTSIDE_TOTAL)
        return total + outside if sum(line.figure.valeur for line in lines) == total + outside else total

    def _named(self, key: str) -> str:
        """The operation of a line printed without its number: that of the same line elsewhere."""
        suffix = key.partition(".")[2]
        return next((name for line, name in self.operation.items() if line.partition(".")[2] == suffix), "")

    def _departures(self, year: int) -> dict[str, tuple[dict[int, float], dict[int, float]]]:
        """By class: what its computed months cost beside the print, and the least that they can."""
        if year not in self._costs:
            comptes: dict[Case, float] = {}
            for month, publication in self._months(year).items():
                comptes |= {(name, month): count for name, count in self._counts(self.lines(publication)[0]).items()}
            self._costs[year] = {classe: self._departure(classe, year, comptes) for classe in set(self.classe.values())}
        return self._costs[year]

    @cached_property
    def _costs(self) -> dict[int, dict]:
        return {}

    def _departure(self, classe: str, year: int, comptes: dict[Case, float]) -> tuple[dict[int, float], dict[int, float]]:
        imprime = self._imprime(classe, year)
        own = {case: count for case, count in comptes.items() if self.classe.get(case[0]) == classe}
        computed = couts(imprime, own)
        return computed, moindre(imprime) if any(computed.values()) else computed

    def _imprime(self, classe: str, year: int) -> Imprime:
        own = sorted(name for name, value in self.classe.items() if value == classe)
        months = self.printed_months(year)
        mois = {(name, month): count for name in own for month, count in sorted(months.get(name, {}).items())}
        annuels = [line for line in self.lines() if is_year(line, year)]
        absent = 0.0 if any(self.is_complete(publication) for publication in {line.publication for line in annuels}) else None
        annee = {**dict.fromkeys(own, absent), **{name: line.figure.valeur for line in annuels if (name := self.operation[line.id]) in own}}
        totaux = []
        for month, publication in self._months(year).items():
            known = self._known[publication]
            if known.keys() >= self.classe.keys():
                outside = self._total_of(publication) != self.totals[publication].figure.valeur
                totaux.append((month, sum(known[name] for name in own if not (outside and name == OUTSIDE_TOTAL))))
        return Imprime(tuple(mois.items()), tuple(annee.items()), tuple(totaux))


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
