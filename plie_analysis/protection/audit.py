"""The auditor: what each kind of readers can work out of all that they were shown, in whole numbers, whoever chose what to hide.

It knows nothing of the choice: it takes the register, the relations and what is hidden, and bounds each number to protect by integer
programming. A number is sound when two solutions that fit all that is known differ by the width asked.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from .. import francais
from .cles import CleDeCompte
from .effectifs import Lecteurs, system_of
from .faits import Faits
from .programme import modele, viser
from .registre import Publication
from .systeme import TOLERANCE, System, reached

TOURS_MAX = 12


@dataclass(frozen=True)
class Fuite:
    """A number that some readers can place too closely: its key, the bounds they reach, the width asked, and who they are."""

    cle: Hashable
    bas: float
    haut: float
    largeur: float
    niveau: str = ""

    @property
    def phrase(self) -> str:
        """What it counts, in French, without its value nor its bounds."""
        return nommer(self.cle)


def auditer(lectures: Iterable[tuple[str, Lecteurs]], page: Publication, *, faits: Faits, homogeneite: dict) -> list[Fuite]:
    """What the readers of a page could work out with it and could not without it.

    ``lectures``: for each level, the threshold that protects people from its readers and all that they were shown, the page included
    or not. Numbers to protect that the page does not bear on are not looked at again.
    """
    found = []
    for niveau, lecture in lectures:
        system, known = system_of(page, lecture, faits, homogeneite)
        shown = known | page.montres()
        near = reached(system, known, page.etats)
        for key, low, high, width in weak_numbers(near, shown):
            if not _is_weak_anyway(system, known, key):
                found.append(Fuite(key, low, high, width, niveau))
        printed = [key for key in system.widths if key in shown and key not in known]
        found += [Fuite(key, system.counts[key], system.counts[key], system.widths[key], niveau) for key in printed]
        for part, whole in system.homogenes:
            if part in shown and whole in shown and not (part in known and whole in known):
                found.append(Fuite(part, system.counts[part], system.counts[part], 0.0, niveau))
    return found


def _is_weak_anyway(system: System, before: set[Hashable], key: Hashable) -> bool:
    """Whether readers could already place a number too closely before."""
    near = reached(system, before, [key])
    near.widths = {key: system.widths[key]}
    return any(True for _ in weak_numbers(near, before))


def weak_numbers(system: System, shown: set[Hashable]) -> Iterator[tuple[Hashable, float, float, float]]:
    """The numbers to protect that can be placed in an interval narrower than asked: key, least, greatest, width asked."""
    unknown = [key for key in system.counts if key not in shown]
    for keys, equal, less in _components(system, unknown):
        wanted = {key: system.widths[key] for key in keys if key in system.widths}
        if wanted:
            yield from _Component(system, keys, equal, less).weak(wanted)


def _components(system: System, unknown: list[Hashable]):
    """The unknown numbers that chains of relations tie, each with its sums and its inequalities."""
    column = {key: rank for rank, key in enumerate(unknown)}
    rows = [(True, relation) for relation in system.relations] + [(False, relation) for relation in system.inequalities]
    links = [(rank, column[key]) for rank, (_, relation) in enumerate(rows) for key in relation if key in column]
    size = len(rows) + len(unknown)
    if not unknown:
        return
    left = [rank for rank, _ in links]
    right = [len(rows) + place for _, place in links]
    _, labels = connected_components(csr_matrix((np.ones(len(links)), (left, right)), shape=(size, size)), directed=False)
    for label in np.unique(labels[len(rows) :]):
        keys = [unknown[place] for place in np.flatnonzero(labels[len(rows) :] == label)]
        mine = [rows[rank] for rank in np.flatnonzero(labels[: len(rows)] == label)]
        yield keys, [relation for is_sum, relation in mine if is_sum], [relation for is_sum, relation in mine if not is_sum]


class _Component:
    """The whole-number problem over some unknown numbers; its continuous form is solved first, as its answers are mostly whole."""

    def __init__(self, system: System, keys: list[Hashable], equal: list[dict], less: list[dict]):
        self.column = {key: rank for rank, key in enumerate(keys)}
        self.truth = np.array([system.counts[key] for key in keys])
        # A sum of hours or of euros need not be whole.
        self.whole = np.array([not (isinstance(key, CleDeCompte) and key.est_somme) for key in keys])
        self.floors = np.array([system.floor(key) for key in keys])
        self.ceilings = np.full(len(keys), 10.0 * float(max(system.counts.values(), default=0.0)) + 1000.0)
        rows = [self._rows(system, equal), self._rows(system, less)]
        self.matrix = csc_matrix(vstack([matrix for matrix, _ in rows]))
        slack = np.where(np.asarray(abs(self.matrix) @ ~self.whole) > 0, TOLERANCE, 0.0)
        right = np.concatenate([limits for _, limits in rows])
        self.limits = np.where(np.arange(len(right)) < len(equal), right, -np.inf) - slack, right + slack
        self.solver = modele(self.matrix, (self.floors, self.ceilings), self.limits)
        self.aimed: set[int] = set()

    def _rows(self, system: System, relations: list[dict]) -> tuple[csr_matrix, np.ndarray]:
        right = [-sum(value * system.counts[key] for key, value in one.items() if key not in self.column) for one in relations]
        entries = [
            (rank, self.column[key], value) for rank, one in enumerate(relations) for key, value in one.items() if key in self.column
        ]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_matrix((values, (rows, columns)), shape=(len(relations), len(self.truth)), dtype=float), np.array(right, dtype=float)

    def weak(self, wanted: dict[Hashable, float]) -> Iterator[tuple[Hashable, float, float, float]]:
        """The numbers whose interval is narrower than asked, after looking for solutions that clear many at once."""
        low, high = self._clear({self.column[key]: width for key, width in wanted.items()})
        for key, width in wanted.items():
            place = self.column[key]
            for sign in (-1.0, 1.0):
                if high[place] - low[place] < width - TOLERANCE:
                    point = self._solve({place: sign})
                    point = point if self._is_whole(point) else self._whole_end(place, sign)
                    low, high = np.minimum(low, point), np.maximum(high, point)
            if high[place] - low[place] < width - TOLERANCE:
                yield key, float(low[place]), float(high[place]), width

    def _clear(self, wanted: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
        """The least and greatest values in solutions where many numbers at once are as great, or as small, as their width asks."""
        low, high = self.truth.copy(), self.truth.copy()
        narrow = list(wanted)
        for _ in range(TOURS_MAX):
            before = len(narrow)
            for place in wanted:
                end = max(np.ceil(low[place] + wanted[place]), self.truth[place]) if place in narrow else self.ceilings[place]
                self.solver.changeColBounds(place, self.floors[place], end)
            for sign in (-1.0, 1.0):
                point = self._solve(dict.fromkeys(narrow, sign))
                if self._is_whole(point):
                    low, high = np.minimum(low, point), np.maximum(high, point)
            narrow = [place for place in narrow if high[place] - low[place] < wanted[place] - TOLERANCE]
            if not narrow or len(narrow) > 0.95 * before:
                break
        for place in wanted:
            self.solver.changeColBounds(place, self.floors[place], self.ceilings[place])
        return low, high

    def _solve(self, costs: dict[int, float]) -> np.ndarray:
        self.aimed = viser(self.solver, costs, self.aimed)
        return np.array(self.solver.getSolution().col_value)

    def _is_whole(self, point: np.ndarray) -> bool:
        return bool(np.all(np.abs(point - np.round(point))[self.whole] < TOLERANCE))

    def _whole_end(self, place: int, sign: float) -> np.ndarray:
        """The whole-number solution where a number is the greatest (``sign`` -1) or the least, looked for in two ways: a solver may err."""
        found = []
        for presolve in ("on", "off"):
            solver = modele(self.matrix, (self.floors, self.ceilings), self.limits, self.whole)
            solver.setOptionValue("presolve", presolve)
            viser(solver, {place: sign}, set())
            found.append(np.array(solver.getSolution().col_value))
        return min(found, key=lambda point: sign * point[place])


def nommer(cle: Hashable) -> str:
    """What a number counts, in French: table, modalities, period; for what is left of numbers that are shown, these."""
    if isinstance(cle, CleDeCompte):
        where = ", ".join(f"{axe} = {modality}" for axe, modality in cle.axes) or "ensemble"
        flags = "".join(f", {flag.removeprefix('est_').replace('_', ' ')}" for flag in cle.garder)
        return f"{cle.base[0]} ({where}{flags}), du {cle.du} au {cle.au}"
    what, *of = cle if isinstance(cle, tuple) else (str(cle),)
    return f"{what}{francais.INSECABLE}: {' / '.join(nommer(one) for one in of)}"
