"""Small numbers, on tables that can be checked by hand."""

import pytest

from plie_analysis.protection.suppression import PRIMARY, SECONDARY, suppress
from plie_analysis.protection.systeme import System, bounds


def table(**cells) -> System:
    """A one-way table: the cells and their total."""
    system = System({**cells, "total": sum(cells.values())})
    assert system.add_relation({**dict.fromkeys(cells, 1), "total": -1})
    return system


def test_a_lone_small_cell_takes_the_smallest_other_with_it():
    system = table(sante=2, maternite=9, retraite=30)
    outcome = suppress(system, 5)
    assert outcome.reasons == {"sante": PRIMARY, "maternite": SECONDARY}


def test_two_small_cells_protect_each_other_only_when_their_sum_is_wide_enough():
    assert suppress(table(a=1, b=2, c=40), 5).reasons == {"a": PRIMARY, "b": PRIMARY, "c": SECONDARY}
    assert suppress(table(a=3, b=4, c=40), 5).reasons == {"a": PRIMARY, "b": PRIMARY}


def test_zero_is_shown_and_interne_hides_nothing():
    assert suppress(table(a=0, b=12), 11).reasons == {}
    assert suppress(table(a=1, b=12), 0).reasons == {}


def test_a_crossed_table_is_protected_in_both_directions():
    counts = {("f", "oui"): 3, ("f", "non"): 20, ("h", "oui"): 15, ("h", "non"): 25}
    system = System(dict(counts))
    for sexe in "fh":
        system.counts[(sexe,)] = counts[sexe, "oui"] + counts[sexe, "non"]
        assert system.add_relation({(sexe, "oui"): 1, (sexe, "non"): 1, (sexe,): -1})
    for qpv in ("oui", "non"):
        system.counts[qpv] = counts["f", qpv] + counts["h", qpv]
        assert system.add_relation({("f", qpv): 1, ("h", qpv): 1, qpv: -1})
    hidden = set(suppress(system, 5).reasons)
    assert ("f", "oui") in hidden and len(hidden) >= 4
    assert all(high - low >= 5 for low, high in bounds(system, hidden).values())


def test_last_month_s_letter_cannot_be_subtracted():
    # Cumulated to September = 8 (shown in September), October alone = 2: October's cumulated count must not show.
    system = System({"sept": 8, "octobre": 2, "cumul octobre": 10})
    assert system.add_relation({"sept": 1, "octobre": 1, "cumul octobre": -1})
    outcome = suppress(system, 5, published={"sept"})
    assert set(outcome.reasons) == {"octobre", "cumul octobre"}


def test_what_was_already_given_away_is_said():
    system = table(a=2, b=20)
    outcome = suppress(system, 5, published={"b", "total"})
    assert outcome.exposed == {"a"}


def test_a_sum_that_does_not_hold_is_no_relation():
    system = System({"a": 2, "b": 3, "total": 4})
    assert not system.add_relation({"a": 1, "b": 1, "total": -1})
    assert not system.add_relation({"a": 1, "inconnue": -1})


@pytest.mark.parametrize("threshold", [5, 11])
def test_bounds_of_a_known_total(threshold):
    system = table(a=1, b=7, c=90)
    low, high = bounds(system, {"a", "b"})["a"]
    assert (low, high) == (0, 8)


def test_the_threshold_itself_is_shown():
    assert suppress(table(a=5, b=20), 5).reasons == {}


def test_an_interval_as_wide_as_the_threshold_protects():
    assert suppress(table(a=2, b=3, c=40), 5).reasons == {"a": PRIMARY, "b": PRIMARY}


def test_a_total_is_the_last_to_be_hidden():
    assert suppress(table(a=2, b=200), 5).reasons == {"a": PRIMARY, "b": SECONDARY}
