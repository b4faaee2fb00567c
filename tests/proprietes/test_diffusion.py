"""Whatever the table, no hidden count can be bounded within less than the threshold."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.protection.suppression import suppress
from plie_analysis.protection.systeme import System, bounds

TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=5)
)


def crossed(cells: list[list[int]]) -> System:
    array = np.array(cells)
    system = System({(i, j): int(array[i, j]) for i in range(array.shape[0]) for j in range(array.shape[1])})
    system.counts |= {("ligne", i): int(n) for i, n in enumerate(array.sum(1))}
    system.counts |= {("colonne", j): int(n) for j, n in enumerate(array.sum(0))}
    system.counts["total"] = int(array.sum())
    for i in range(array.shape[0]):
        assert system.add_relation({("ligne", i): -1} | {(i, j): 1 for j in range(array.shape[1])})
    for j in range(array.shape[1]):
        assert system.add_relation({("colonne", j): -1} | {(i, j): 1 for i in range(array.shape[0])})
    assert system.add_relation({"total": -1} | {("ligne", i): 1 for i in range(array.shape[0])})
    assert system.add_relation({"total": -1} | {("colonne", j): 1 for j in range(array.shape[1])})
    return system


@given(TABLES, st.sampled_from([5, 11]))
def test_nothing_hidden_can_be_pinned(cells, threshold):
    system = crossed(cells)
    outcome = suppress(system, threshold)
    small = {key for key, count in system.counts.items() if 0 < count < threshold}
    assert small <= outcome.reasons.keys()
    assert not outcome.exposed or sum(map(sum, cells)) < 2 * threshold
    for key, (low, high) in bounds(system, outcome.reasons).items():
        assert key in outcome.exposed or high - low >= threshold - 1e-6
