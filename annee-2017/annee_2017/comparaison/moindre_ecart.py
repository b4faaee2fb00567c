"""The least that the monthly tables of étapes must depart from the print so that the printed year holds: printed figures alone, no base.

An étape in progress on several dates is one, so that the counts of the months bound the count of the year; where they
cannot all be true, some line must give way. The prices and the hypotheses are those under which the reference year was
made (``solveur.etapes_comptes``): a line that gives way costs more than one étape, the total of a class more than a line.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csc_array

from plie_analysis.protection.programme import modele

from ..solveur.etapes_comptes import BROKEN, MISS, SESSIONS, TOTAL_BROKEN, TOTAL_MISS, intervals

SECONDS = 60.0
LARGEST = 1000.0
# Costs are whole: within less than one of the best is the best.
GAP = 0.9
Case = tuple[str, int]


@dataclass(frozen=True)
class Imprime:
    """What is printed of the operations of a class.

    ``mois``: the count of an operation in a month, a line that is not there being worth 0 where the table is complete.
    ``annee``: the count of the year, None when it is not known. ``totaux``: the count of the class in a month.
    """

    mois: tuple[tuple[Case, float], ...]
    annee: tuple[tuple[str, float | None], ...]
    totaux: tuple[tuple[int, float], ...]


def couts(imprime: Imprime, comptes: Mapping[Case, float]) -> dict[int, float]:
    """What these counts cost beside the print, by month; a line that is neither printed nor known to be 0 costs nothing."""
    found = dict.fromkeys(_months(imprime), 0.0)
    for (name, month), count in imprime.mois:
        found[month] += _price(comptes.get((name, month), 0) - count, MISS, BROKEN)
    for month, total in imprime.totaux:
        found[month] += _price(sum(count for (_, at), count in comptes.items() if at == month) - total, TOTAL_MISS, TOTAL_BROKEN)
    return found


@functools.cache
def moindre(imprime: Imprime) -> dict[int, float]:
    """The cheapest counts that the printed year allows: what they cost, by month. Empty when none is possible, or found in time: nothing is then proven."""
    programme = _Programme()
    months = _months(imprime)
    year = dict(imprime.annee)
    counted = {name: _operation(programme, name, total, months) for name, total in year.items()}
    prices: dict[int, list[tuple[int, float]]] = {month: [] for month in months}
    for (name, month), count in imprime.mois:
        most = year[name]
        prices[month] += programme.near(counted[name][month], count, MISS, BROKEN, LARGEST if most is None else most)
    most_of_all = sum(LARGEST if total is None else total for total in year.values())
    for month, total in imprime.totaux:
        terms = [term for cells in counted.values() for term in cells[month]]
        prices[month] += programme.near(terms, total, TOTAL_MISS, TOTAL_BROKEN, most_of_all)
    if (values := programme.solve()) is None:
        return {}
    return {month: float(round(sum(cost * values[index] for index, cost in paid))) for month, paid in prices.items()}


def _months(imprime: Imprime) -> list[int]:
    return sorted({month for (_, month), _ in imprime.mois})


def _price(gap: float, unit: float, broken: float) -> float:
    return abs(gap) * unit + (broken if gap else 0)


def _operation(programme: "_Programme", name: str, total: float | None, months: list[int]) -> dict[int, list[tuple[int, float]]]:
    """The terms that make an operation's count of each month: its étapes, by the months in which they are counted."""
    if total is None:
        return {month: [(programme.variable(LARGEST), 1.0)] for month in months}
    room: dict[tuple, float] = {}
    session, size = SESSIONS.get(name, ((0, 0), LARGEST))
    has_session = size <= total
    for debut, fin, most in intervals(name, int(total)):
        key = tuple(m for m in months if debut <= m <= fin), has_session and session[0] <= debut <= session[1]
        room[key] = room.get(key, 0) + most
    variables = {key: programme.variable(min(most, total)) for key, most in room.items()}
    programme.row([(index, 1.0) for index in variables.values()], total)
    if has_session:
        programme.row([(index, 1.0) for (_, within), index in variables.items() if within], size)
    return {month: [(index, 1.0) for (counted, _), index in variables.items() if month in counted] for month in months}


class _Programme:
    """Costs, bounds and rows, handed to HiGHS once."""

    def __init__(self) -> None:
        self._costs: list[float] = []
        self._uppers: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[list[tuple[int, float]], float, float]] = []

    def variable(self, upper: float, cost: float = 0.0, *, whole: bool = False) -> int:
        """A variable between 0 and ``upper``. Only choices need be whole: consecutive months make the counts whole by themselves."""
        self._costs.append(cost)
        self._uppers.append(upper)
        self._whole.append(whole)
        return len(self._costs) - 1

    def row(self, terms: Iterable[tuple[int, float]], value: float, low: float | None = None) -> None:
        """``value`` exactly, or anything from ``low`` to it."""
        self._rows.append((list(terms), value if low is None else low, value))

    def near(self, terms: list[tuple[int, float]], value: float, unit: float, broken: float, most: float) -> list[tuple[int, float]]:
        """Ask for ``value``: each unit away costs ``unit``, and being away at all ``broken``; the variables that say so, with their cost."""
        above, below = max(most - value, 0), value
        more, less, flag = self.variable(above, unit), self.variable(below, unit), self.variable(1, broken, whole=True)
        self.row([*terms, (more, -1.0), (less, 1.0)], value)
        self.row([(more, 1.0), (flag, -above)], 0, -np.inf)
        self.row([(less, 1.0), (flag, -below)], 0, -np.inf)
        return [(more, unit), (less, unit), (flag, broken)]

    def solve(self) -> np.ndarray | None:
        """The cheapest values, or None."""
        cells = [(line, index, weight) for line, (terms, _, _) in enumerate(self._rows) for index, weight in terms]
        lines, columns, weights = zip(*cells, strict=True)
        width = len(self._costs)
        matrix = csc_array((weights, (lines, columns)), shape=(len(self._rows), width))
        limits = np.array([row[1] for row in self._rows]), np.array([row[2] for row in self._rows])
        solver = modele(matrix, (np.zeros(width), np.array(self._uppers)), limits, np.array(self._whole))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", GAP)
        solver.setOptionValue("time_limit", SECONDS)
        solver.changeColsCost(width, np.arange(width, dtype=np.int32), np.array(self._costs))
        solver.run()
        is_solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return np.array(solver.getSolution().col_value) if is_solved else None
