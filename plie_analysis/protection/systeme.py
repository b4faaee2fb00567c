"""What a reader of published tables knows: counts, and the sums that tie them together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

TOLERANCE = 1e-6


@dataclass
class System:
    """Counts by key, and linear relations that hold between them.

    ``counts``: key → true count (≥ 0). ``relations``: each a mapping key → coefficient whose weighted sum is 0.
    """

    counts: dict[Hashable, float] = field(default_factory=dict)
    relations: list[dict[Hashable, float]] = field(default_factory=list)

    def add_relation(self, coefficients: Mapping[Hashable, float]) -> bool:
        """Keep a relation if every cell is known here and it really holds; say whether it was kept.

        A sum that does not hold (persons counted in two modalities, for instance) teaches a reader nothing.
        """
        relation = {key: value for key, value in coefficients.items() if value}
        if len(relation) < 2 or any(key not in self.counts for key in relation):
            return False
        if abs(sum(value * self.counts[key] for key, value in relation.items())) > TOLERANCE:
            return False
        self.relations.append(relation)
        return True


def bounds(system: System, hidden: Iterable[Hashable], asked: Iterable[Hashable] | None = None) -> dict[Hashable, tuple[float, float]]:
    """The interval in which a reader can bound each hidden count, by linear programming.

    The reader knows every count that is not hidden, every relation, and that a count is not negative.
    Returns ``{key: (low, high)}`` for the ``asked`` keys (default: all hidden ones); ``high`` may be infinite.
    """
    hidden = set(hidden)
    wanted = hidden if asked is None else set(asked) & hidden
    result: dict[Hashable, tuple[float, float]] = {}
    for component, relations in components(system, hidden):
        concerned = [key for key in component if key in wanted]
        if concerned:
            result |= _solve(system, component, relations, concerned)
    return result


def components(system: System, hidden: set[Hashable]) -> list[tuple[list[Hashable], list[dict[Hashable, float]]]]:
    """Hidden keys grouped when a chain of relations ties them, each group with its relations."""
    parent = {key: key for key in hidden}

    def find(key: Hashable) -> Hashable:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    useful = []
    for relation in system.relations:
        unknown = [key for key in relation if key in parent]
        if unknown:
            useful.append((relation, unknown[0]))
            root = find(unknown[0])
            for key in unknown[1:]:
                parent[find(key)] = root
    groups: dict[Hashable, tuple[list[Hashable], list[dict[Hashable, float]]]] = {}
    for key in sorted(hidden, key=repr):
        groups.setdefault(find(key), ([], []))[0].append(key)
    for relation, key in useful:
        groups[find(key)][1].append(relation)
    return list(groups.values())


def _solve(
    system: System, component: list[Hashable], relations: list[dict[Hashable, float]], asked: list[Hashable]
) -> dict[Hashable, tuple[float, float]]:
    if not relations:
        return dict.fromkeys(asked, (0.0, np.inf))
    column = {key: index for index, key in enumerate(component)}
    rows, columns, values, known = [], [], [], []
    for number, relation in enumerate(relations):
        known.append(-sum(value * system.counts[key] for key, value in relation.items() if key not in column))
        for key, value in relation.items():
            if key in column:
                rows.append(number)
                columns.append(column[key])
                values.append(value)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(relations), len(component)))
    result = {}
    for key in asked:
        aim = np.zeros(len(component))
        aim[column[key]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * aim, A_eq=matrix, b_eq=known, bounds=(0, None), method="highs")
            ends.append(sign * found.fun if found.status == 0 else (np.inf if sign == -1 else 0.0))
        result[key] = (ends[0], ends[1])
    return result
