"""Which numbers must stay unpublished so that no small one can be worked out, as few as can be.

The method is that of Fischetti and Salazar (2001): a master problem chooses what to hide; a reader's problem, for each number to
protect, says what the choice lets him work out, and its dual gives the inequality that every sound choice satisfies.
"""

import time
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_matrix

from .lecteur import Lecteur
from .programme import minimiser
from .systeme import TOLERANCE, System

PRIMARY = "effectif inférieur au seuil"
SECONDARY = "masquée pour qu'une autre case ne puisse pas être retrouvée"
HOMOGENE = "tous ont la même modalité sensible"
BUDGET_S = 20.0
GAP = 0.01


@dataclass
class Suppression:
    """What to hide.

    ``reasons`` by key; ``exposed``: numbers to protect that earlier publications already give away; ``borne``: how many cells the best
    choice hides at least (0 when nothing is hidden), ``cases``: how many this one hides.
    """

    reasons: dict[Hashable, str] = field(default_factory=dict)
    exposed: set[Hashable] = field(default_factory=set)
    cases: int = 0
    borne: float = 0.0


@dataclass(frozen=True)
class Choisissables:
    """What can still be decided: the numbers of a page, its cells (each the numbers that it shows), and what hiding a cell costs."""

    libres: frozenset[Hashable]
    cases: tuple[frozenset[Hashable], ...] = ()
    poids: tuple[float, ...] = ()


def suppress(
    page: Choisissables, systems: Iterable[tuple[System, Collection[Hashable]]], *, wider: Mapping[Hashable, float] | None = None
) -> Suppression:
    """Choose the numbers of a page to hide, so that no reader can place a number to protect in an interval narrower than asked.

    ``systems``: one per kind of readers, with what they could read before. The widths asked are those of the systems (``wider`` asks
    for more). A number to protect is hidden; a zero is shown. When what was published before gives one away, it is in ``exposed``.
    """
    readers = [Lecteur(system, known, page.libres, wider or {}) for system, known in systems]
    outcome = Suppression()
    forced = {key for reader in readers for key in reader.system.widths if key in page.libres and key not in reader.known}
    hideable = [key for key in sorted(page.libres, key=repr) if key in forced or any(not reader.is_zero(key) for reader in readers)]
    if not any(reader.system.widths or reader.system.homogenes for reader in readers):
        return outcome
    for reader in readers:
        outcome.exposed |= reader.give_up_exposed(set(hideable))
    master = _Master(page, hideable, forced)
    for reader in readers:
        master.add_pairs(reader)
    hidden = _search(master, readers)
    for reader in readers:
        pairs = {key for pair in reader.system.homogenes for key in pair}
        outcome.reasons |= {key: HOMOGENE for key in hidden & pairs if key not in outcome.reasons}
    outcome.reasons = {key: PRIMARY if key in forced else outcome.reasons.get(key, SECONDARY) for key in sorted(hidden, key=repr)}
    outcome.cases = sum(1 for case in page.cases if case & hidden)
    outcome.borne = master.bound()
    return outcome


def _search(master: "_Master", readers: list[Lecteur]) -> set[Hashable]:
    """Cut after cut, the choice that every reader finds sound; past the time allowed, hide everything, then give back what can be."""
    end = time.monotonic() + BUDGET_S
    hidden: set[Hashable] = set()
    while time.monotonic() < end:
        hidden = master.solve()
        cuts = [cut for reader in readers for cut in reader.cuts(hidden)]
        if not cuts:
            return hidden
        for coefficients, least in cuts:
            master.add(coefficients, least)
    return _give_back(master, readers, time.monotonic() + BUDGET_S)


def _give_back(master: "_Master", readers: list[Lecteur], end: float) -> set[Hashable]:
    """Everything that can be hidden, but for what can be shown again one number at a time, the dearest first, until ``end``."""
    hidden = set(master.hideable)
    for key in sorted(hidden - master.forced, key=lambda key: -master.weight.get(key, 0)):
        if time.monotonic() > end:
            break
        if all(reader.is_sound(hidden - {key}) for reader in readers):
            hidden.discard(key)
    return hidden


class _Master:
    """The choice: one 0/1 variable per number that can be hidden, one per cell (hidden as soon as one of its numbers is)."""

    def __init__(self, page: Choisissables, hideable: list[Hashable], forced: set[Hashable]):
        self.hideable, self.forced = hideable, forced
        self.column = {key: rank for rank, key in enumerate(hideable)}
        self.cells = [case & self.column.keys() for case in page.cases]
        weights = list(page.poids) or [1.0] * len(self.cells)
        self.cost = np.array([1e-3] * len(hideable) + weights)
        self.weight = {key: weight for case, weight in zip(self.cells, weights, strict=True) for key in case}
        self.rows: list[tuple[dict[int, float], float]] = []
        for rank, case in enumerate(self.cells):
            for key in case:
                self.rows.append(({len(hideable) + rank: 1.0, self.column[key]: -1.0}, 0.0))
        alone = set(hideable) - {key for case in self.cells for key in case}
        for key in alone:
            self.cost[self.column[key]] = 1.0

    def add(self, coefficients: Mapping[Hashable, float], least: float) -> None:
        """Σ coefficient × hidden ≥ least."""
        self.rows.append(({self.column[key]: value for key, value in coefficients.items() if key in self.column}, least))

    def add_pairs(self, reader: Lecteur) -> None:
        """One of the two numbers of each homogeneous pair, and another number in each sum where one is hidden."""
        for pair in reader.system.homogenes:
            found = [key for key in pair if key in self.column]
            if found and not any(key in reader.hidden_before for key in pair):
                self.add(dict.fromkeys(found, 1.0), 1.0)
        for others in reader.company():
            kept = [other for other in others if other in self.column]
            if kept:
                self.add(dict.fromkeys(kept, 1.0), 1.0)

    def solve(self) -> set[Hashable]:
        """The cheapest choice that satisfies all the inequalities known so far."""
        values, _ = self._solved(self.cost, GAP)
        return {key for key, value in zip(self.hideable, values, strict=False) if value > 0.5}

    def bound(self) -> float:
        """How many cells any sound choice hides at least, as far as the inequalities found tell."""
        ones = np.concatenate([np.zeros(len(self.hideable)), np.ones(len(self.cells))])
        _, least = self._solved(ones, 0.0)
        return max(0.0, float(np.ceil(least - TOLERANCE)))

    def _solved(self, cost: np.ndarray, gap: float) -> tuple[np.ndarray, float]:
        """The choice that costs the least, and the least that any would cost; all that can be hidden when there was no time to find one."""
        low = np.zeros(len(cost))
        low[[self.column[key] for key in self.forced]] = 1
        entries = [(rank, column, value) for rank, (row, _) in enumerate(self.rows) for column, value in row.items()]
        ranks, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csc_matrix((values, (ranks, columns)), shape=(len(self.rows), len(cost)), dtype=float)
        limits = np.array([least for _, least in self.rows]), np.full(len(self.rows), np.inf)
        whole = np.arange(len(cost)) < len(self.hideable)
        return minimiser(cost, matrix, (low, np.ones(len(cost))), limits, whole, gap)
