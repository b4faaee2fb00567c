"""Whatever the table: no small number can be placed too closely, and few more cells are hidden than the best choice would."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis.protection.audit import weak_numbers
from tests.systemes import choose, crossed, protected

TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 25), min_size=width, max_size=width), min_size=2, max_size=4)
)


@given(TABLES, st.sampled_from([5, 11]))
def test_nothing_hidden_can_be_placed_too_closely_in_whole_numbers(cells, threshold):
    system = crossed(cells)
    outcome = choose(system, threshold)
    small = {key for key, count in system.counts.items() if 0 < count < threshold}
    assert small <= outcome.reasons.keys()
    shown = system.counts.keys() - outcome.reasons.keys()
    weak = {key for key, *_ in weak_numbers(system, shown)}
    assert weak <= outcome.exposed
    assert outcome.cases == len(outcome.reasons) and outcome.borne <= outcome.cases


@given(TABLES, st.sampled_from([3, 5]))
@settings(max_examples=25)
def test_the_choice_is_near_the_best_there_is(cells, threshold):
    """The best choice is found by trying every set smaller than the one chosen."""
    system = crossed([row[:3] for row in cells[:2]])
    outcome = choose(system, threshold)
    if outcome.exposed or not outcome.reasons:
        return
    forced = {key for key, count in system.counts.items() if 0 < count < threshold}
    others = [key for key, count in system.counts.items() if count >= threshold]
    for size in range(len(outcome.reasons) - len(forced)):
        for more in combinations(others, size):
            hidden = forced | set(more)
            if not list(weak_numbers(protected(system, threshold), system.counts.keys() - hidden)):
                pytest.fail(f"{len(outcome.reasons)} hidden, {len(hidden)} would do")


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2), st.sampled_from([3, 5]), st.randoms())
def test_the_auditor_finds_what_counting_every_table_finds(cells, threshold, random):
    """A 2 × 2 table, some of it hidden: its interior takes every value that gives the margins shown, and no other."""
    system = protected(crossed(cells), threshold)
    hidden = {key for key in system.counts if random.random() < 0.6 and system.counts[key]}
    shown = system.counts.keys() - hidden
    found = {key: (low, high) for key, low, high, _ in weak_numbers(system, shown)}
    values: dict = {key: set() for key in hidden}
    for a, b, c, d in product(range(18), repeat=4) if len(hidden) < 5 else ():
        table = {(0, 0): a, (0, 1): b, (1, 0): c, (1, 1): d, ("ligne", 0): a + b, ("ligne", 1): c + d, ("colonne", 0): a + c, ("colonne", 1): b + d, "total": a + b + c + d}  # fmt: skip
        if all(table[key] == system.counts[key] for key in shown) and all(table[key] >= 1 for key in hidden):
            for key in hidden:
                values[key].add(table[key])
    for key, seen in values.items():
        if seen and key in system.widths:
            is_weak = max(seen) - min(seen) < threshold
            assert (key in found) == is_weak
            if is_weak:
                assert found[key] == (min(seen), max(seen))
