"""What one kind of readers can work out of a choice of what to hide, and the inequality that a sound choice would satisfy."""

from collections.abc import Collection, Hashable, Iterator, Mapping

import numpy as np
from scipy.sparse import bmat, csc_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from .programme import modele, viser
from .systeme import TOLERANCE, System, reached

INFINI = np.inf
POINTS_MAX = 500
TOURS_MAX = 12


class Lecteur:
    """A reader: what he knows before (``known``), what the page may show him (``free``), what must stay wide (``widths``)."""

    def __init__(self, system: System, known: Collection[Hashable], free: Collection[Hashable], wider: Mapping[Hashable, float]):
        self.system = reached(system, set(known), [key for key in (*system.widths, *free) if key in system.counts])
        self.known = {key for key in self.system.counts if key in known}
        self.free = {key for key in free if key in self.system.counts and key not in self.known}
        self.hidden_before = self.system.counts.keys() - self.known - self.free
        self.widths = {
            key: width + wider.get(key, 0.0)
            for key, width in self.system.widths.items()
            if key not in self.known and key in self.system.counts
        }
        self.keys = list(self.system.counts)
        self.column = {key: rank for rank, key in enumerate(self.keys)}
        self.truth = np.array([self.system.counts[key] for key in self.keys])
        self.floors = np.array([self.system.floor(key) for key in self.keys])
        # So far above that an interval that reaches it is as wide as can be.
        self.ceiling = 10.0 * float(self.truth.max(initial=0.0)) + 1000.0
        self.equal = self._matrix(self.system.relations)
        self.less = self._matrix(self.system.inequalities)
        self.rows = vstack([self.equal, self.less]).tocsr()
        self.points: list[tuple[np.ndarray, np.ndarray]] = []
        self.sound: set[bytes] = set()
        self.exposed: set[Hashable] = set()

    def _matrix(self, relations) -> csr_matrix:
        entries = [(rank, self.column[key], value) for rank, relation in enumerate(relations) for key, value in relation.items()]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_matrix((values, (rows, columns)), shape=(len(relations), len(self.keys)), dtype=float)

    def is_zero(self, key: Hashable) -> bool:
        """Whether a number is 0, which is shown: hiding it would protect nothing."""
        return self.system.counts.get(key, 0.0) == 0

    def company(self) -> Iterator[list[Hashable]]:
        """For each number to protect, the other numbers of each sum that holds it, when all of them could be shown."""
        for relation in self.system.relations:
            others = [key for key in relation if key not in self.known]
            for key in others:
                if key in self.widths and key not in self.exposed:
                    rest = [other for other in others if other != key]
                    if not any(other in self.hidden_before for other in rest):
                        yield rest

    def give_up_exposed(self, hideable: set[Hashable]) -> set[Hashable]:
        """The numbers that stay too narrow even if the page hides all it can: earlier publications give them away."""
        self.exposed = {key for key, _, _ in self._weak(hideable)}
        return self.exposed

    def is_sound(self, hidden: set[Hashable]) -> bool:
        """Whether every number to protect stays wide enough when these are hidden."""
        return next(self._weak(hidden), None) is None

    def cuts(self, hidden: set[Hashable]) -> Iterator[tuple[dict[Hashable, float], float]]:
        """For each number that this choice leaves too narrow, the inequality that it breaks (Σ coefficient × hidden ≥ least)."""
        for key, duals, needed in self._weak(hidden):
            coefficients, constant = self._coefficients(key, duals)
            least = needed - constant
            capped = {one: min(value, least) for one, value in coefficients.items() if value > TOLERANCE}
            if least > TOLERANCE and capped:
                yield capped, least

    def _weak(self, hidden: set[Hashable]):
        """The numbers too narrow, each with the duals of the reader's two problems and the width needed."""
        # What a page hides from its own readers, those of another level may have read elsewhere: only their ``free`` numbers are hidden.
        unknown = np.array([key in self.hidden_before or (key in hidden and key in self.free) for key in self.keys], dtype=bool)
        wanted = {self.column[key]: key for key in self.widths if key not in self.exposed and unknown[self.column[key]]}
        for columns, equal, less in self._groups(unknown):
            mine = [rank for rank in columns.tolist() if rank in wanted]
            name = columns.tobytes()
            if not mine or name in self.sound:
                continue
            group = None
            low, high = self._reach(columns)
            is_sound = True
            for rank in sorted(mine, key=lambda rank: (self.truth[rank], rank)):
                needed = self.widths[wanted[rank]]
                if high[rank] - low[rank] >= needed - TOLERANCE:
                    continue
                if group is None:
                    group = _Group(self, columns, equal, less)
                    low, high = group.spread({one: self.widths[wanted[one]] for one in mine}, low, high)
                    if high[rank] - low[rank] >= needed - TOLERANCE:
                        continue
                ends, duals = [], []
                for sign in (-1, 1):
                    value, dual, point = group.solve(rank, sign)
                    self.points.append((columns, point[columns]))
                    low, high = np.minimum(low, point), np.maximum(high, point)
                    ends.append(value)
                    duals.append((sign, dual))
                if ends[0] - ends[1] < needed - TOLERANCE:
                    is_sound = False
                    yield wanted[rank], duals, needed
            if is_sound:
                self.sound.add(name)
        del self.points[:-POINTS_MAX]

    def _reach(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and greatest values seen in the solutions that hold for a group, those found for smaller groups included."""
        low, high = self.truth.copy(), self.truth.copy()
        inside = np.zeros(len(self.keys), dtype=bool)
        inside[columns] = True
        for others, values in self.points:
            moved = others[np.abs(values - self.truth[others]) > TOLERANCE]
            if inside[moved].all():
                low[others], high[others] = np.minimum(low[others], values), np.maximum(high[others], values)
        return low, high

    def _groups(self, unknown: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """The unknown numbers that chains of relations tie, each group with its sums and its inequalities."""
        columns = np.flatnonzero(unknown)
        part = self.rows[:, columns]
        useful = np.flatnonzero(np.diff(part.indptr))
        part = part[useful]
        graph = bmat([[None, part.T], [part, None]]) if len(useful) else csr_matrix((len(columns), len(columns)))
        _, labels = connected_components(graph, directed=False)
        edge = self.equal.shape[0]
        for label in np.unique(labels[: len(columns)]):
            ranks = useful[labels[len(columns) :] == label] if len(useful) else useful
            yield columns[labels[: len(columns)] == label], ranks[ranks < edge], ranks[ranks >= edge] - edge

    def _coefficients(self, key: Hashable, duals) -> tuple[dict[Hashable, float], float]:
        """What hiding each free number may add to the width, and what is there whatever is hidden."""
        total = np.zeros(len(self.keys))
        constant = 0.0
        room = self.truth - self.floors
        for sign, (equal, less) in duals:
            reduced = np.zeros(len(self.keys))
            reduced[self.column[key]] = sign
            reduced -= self.equal.T @ equal + self.less.T @ less
            constant += float(-less @ (-(self.less @ self.truth)))
            total += np.where(reduced < -TOLERANCE, INFINI, np.where(reduced > TOLERANCE, reduced * room, 0.0))
        coefficients = {}
        for one, rank in self.column.items():
            if total[rank] > TOLERANCE:
                if one in self.free:
                    coefficients[one] = float(total[rank])
                elif one in self.hidden_before:
                    constant += float(total[rank])
        return coefficients, constant


class _Group:
    """The reader's problems over one group of unknown numbers: one model, solved again from where it stood for each number."""

    def __init__(self, reader: Lecteur, columns: np.ndarray, equal: np.ndarray, less: np.ndarray):
        self.reader, self.columns = reader, columns
        self.place = {rank: place for place, rank in enumerate(columns.tolist())}
        self.aimed: set[int] = set()
        known = reader.truth.copy()
        known[columns] = 0.0
        inside = reader.less[less][:, columns].tocsr()
        right = -(reader.less[less] @ known)
        alone = np.diff(inside.indptr) == 1
        self._limit(inside[alone], right[alone], less[alone])
        self.equal, self.less = equal, less[~alone]
        matrix = csc_matrix(vstack([reader.equal[equal][:, columns], inside[~alone]]))
        sums, limits = -(reader.equal[equal] @ known), right[~alone]
        self.solver = modele(
            matrix,
            (self.lower, self.upper),
            (np.concatenate([sums, np.full(len(limits), -INFINI)]), np.concatenate([sums, limits])),
        )

    def _limit(self, rows: csr_matrix, right: np.ndarray, ranks: np.ndarray) -> None:
        """The inequalities over one unknown number only are its limits; ``limit``: which inequality gives each."""
        self.lower = self.reader.floors[self.columns].copy()
        self.upper = np.full(len(self.columns), self.reader.ceiling)
        self.limit: dict[tuple[int, bool], tuple[int, float]] = {}
        for place, value, most, rank in zip(rows.indices.tolist(), rows.data.tolist(), right.tolist(), ranks.tolist(), strict=True):
            end = most / value
            if value > 0 and end < self.upper[place]:
                self.upper[place] = end
                self.limit[place, True] = rank, value
            elif value < 0 and end > self.lower[place]:
                self.lower[place] = end
                self.limit[place, False] = rank, value

    def spread(self, widths: dict[int, float], low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points where many numbers at once are as great, or as small, as their width asks, so that few have to be looked at one by one."""
        narrow = [rank for rank, needed in widths.items() if high[rank] - low[rank] < needed]
        for rank in narrow:
            place = self.place[rank]
            self.solver.changeColBounds(
                place, self.lower[place], min(self.upper[place], max(low[rank] + widths[rank], self.reader.truth[rank]))
            )
        for _ in range(TOURS_MAX):
            before = len(narrow)
            for sign in (-1.0, 1.0):
                self._aim(dict.fromkeys((self.place[rank] for rank in narrow), sign))
                point = self.reader.truth.copy()
                point[self.columns] = self.solver.getSolution().col_value
                self.reader.points.append((self.columns, point[self.columns]))
                low, high = np.minimum(low, point), np.maximum(high, point)
            narrow = [rank for rank in narrow if high[rank] - low[rank] < widths[rank] - TOLERANCE]
            if not narrow or len(narrow) > 0.95 * before:
                break
        for rank in widths:
            place = self.place[rank]
            self.solver.changeColBounds(place, self.lower[place], self.upper[place])
        return low, high

    def _aim(self, costs: dict[int, float]) -> None:
        self.aimed = viser(self.solver, costs, self.aimed)

    def solve(self, rank: int, sign: int) -> tuple[float, tuple[np.ndarray, np.ndarray], np.ndarray]:
        """The greatest (``sign`` -1) or least (1) value of a number, the duals over all relations, and a point that reaches it."""
        self._aim({self.place[rank]: float(sign)})
        found = self.solver.getSolution()
        reader = self.reader
        prices, reduced = np.array(found.row_dual), np.array(found.col_dual)
        duals = np.zeros(reader.equal.shape[0]), np.zeros(reader.less.shape[0])
        duals[0][self.equal], duals[1][self.less] = prices[: len(self.equal)], prices[len(self.equal) :]
        for at in np.flatnonzero(np.abs(reduced) > TOLERANCE).tolist():
            if limit := self.limit.get((at, bool(reduced[at] < 0))):
                duals[1][limit[0]] = reduced[at] / limit[1]
        point = reader.truth.copy()
        point[self.columns] = found.col_value
        return sign * self.solver.getInfo().objective_function_value, duals, point
