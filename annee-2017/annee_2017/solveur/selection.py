"""Choosing people under quotas, and giving intervals to the chosen."""

import random
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from .parcours import Parcours
from .programme import INFINITY, Programme


def pick(
    candidates: Sequence[Parcours], size: int, quotas: list[tuple[Callable, int]], rng: random.Random, cost: Callable = lambda p: 0.0
) -> list[Parcours]:
    """``size`` of the candidates such that each quota ``(test, count)`` holds exactly."""
    programme = Programme()
    for i, parcours in enumerate(candidates):
        programme.variable(i, rng.random() + cost(parcours), 1.0)
    programme.equal([(i, 1.0) for i in range(len(candidates))], size)
    for test, count in quotas:
        programme.equal([(i, 1.0) for i, p in enumerate(candidates) if test(p)], count)
    seen: dict[int, list[int]] = {}
    for i, parcours in enumerate(candidates):
        seen.setdefault(parcours.personne, []).append(i)
    for twins in seen.values():
        if len(twins) > 1:
            programme.row([(i, 1.0) for i in twins], 0, min(1.0, INFINITY))
    solved = programme.solve(20, 1e-3)
    return [parcours for i, parcours in enumerate(candidates) if i in solved]


def match(left: Sequence, right: Sequence, fits: Callable) -> list[int] | None:
    """For each of ``left``, the index of its own one of ``right``; None when they cannot all be served."""
    graph = csr_array(np.array([[fits(a, b) for b in right] for a in left], dtype=np.int8))
    found = maximum_bipartite_matching(graph, perm_type="column")
    return None if (found < 0).any() else found.tolist()
