"""What is hidden so that no small number can be worked out, on tables that can be checked by hand."""

from plie_analysis.protection import choix
from plie_analysis.protection.audit import weak_numbers
from plie_analysis.protection.choix import HOMOGENE, PRIMARY, SECONDARY, Choisissables, suppress
from plie_analysis.protection.systeme import System
from tests.systemes import choose, crossed, protected, table


def test_a_lone_small_cell_takes_one_other_with_it():
    outcome = choose(table(sante=2, maternite=12, retraite=30), 5, poids={"retraite": 1.1, "total": 10})
    assert outcome.reasons == {"sante": PRIMARY, "maternite": SECONDARY}
    assert outcome.cases == outcome.borne == 2


def test_what_is_hidden_is_at_least_one_a_reader_knows_it():
    """Two cells that make 3 are 1 and 2: a third must go, though each could be 0 to 3 if zeros were hidden."""
    assert len(choose(table(a=1, b=2, c=40), 5).reasons) == 3
    # 3 + 4 = 7: each is from 1 to 6, as wide as the threshold.
    assert choose(table(a=3, b=4, c=40), 5).reasons == {"a": PRIMARY, "b": PRIMARY}
    # 2 + 4 = 6: each is from 1 to 5, which is not.
    assert len(choose(table(a=2, b=4, c=40), 5).reasons) == 3


def test_zero_is_shown_and_interne_hides_nothing():
    assert choose(table(a=0, b=12), 11).reasons == {}
    assert choose(table(a=1, b=12), 0).reasons == {}


def test_the_threshold_itself_is_shown():
    assert choose(table(a=5, b=20), 5).reasons == {}


def test_a_crossed_table_is_protected_in_both_directions_by_four_cells():
    outcome = choose(crossed([[3, 20, 31], [15, 25, 40], [22, 31, 60]]), 5, poids={"total": 9})
    assert (0, 0) in outcome.reasons and len(outcome.reasons) == 4


def test_only_small_numbers_must_be_protected_not_what_protects_them():
    """The cell that goes with the small one need not be protected in its turn: no cascade."""
    system = crossed([[2, 3, 40], [30, 60, 12], [50, 70, 13]])
    outcome = choose(system, 5)
    assert outcome.cases == outcome.borne == 6


def test_the_total_that_leads_the_page_is_kept():
    assert "total" in choose(table(a=2, b=200), 5, poids={"b": 1.0, "total": 0.5}).reasons
    assert "total" not in choose(table(a=2, b=200), 5, poids={"b": 1.0, "total": 5.0}).reasons


def test_last_month_s_letter_cannot_be_subtracted():
    """Cumulated to September = 8 (shown in September), October alone = 2: October's cumulated count must not show."""
    system = System({"sept": 8, "octobre": 2, "cumul octobre": 10})
    assert system.add_relation({"sept": 1, "octobre": 1, "cumul octobre": -1})
    assert set(choose(system, 5, known={"sept"}).reasons) == {"octobre", "cumul octobre"}


def test_a_number_within_another_is_at_most_that():
    """One of 30 étapes, hidden; but those who have it are 3 at most, and that is shown elsewhere."""
    system = System({"étape": 2, "personnes": 6, "autres": 30, "total": 32})
    assert system.add_relation({"étape": 1, "autres": 1, "total": -1})
    system.add_nesting("étape", "personnes")
    assert set(choose(system, 5, poids={"total": 9}).reasons) == {"étape", "autres"}
    tight = System({"étape": 2, "personnes": 5, "autres": 30, "total": 32})
    assert tight.add_relation({"étape": 1, "autres": 1, "total": -1})
    tight.add_nesting("étape", "personnes")
    assert set(choose(tight, 5, poids={"total": 9}).reasons) == {"étape", "autres", "personnes"}, "1 to 5 is narrower than 5"


def test_without_time_to_choose_everything_goes_then_what_can_be_shown_comes_back(monkeypatch):
    monkeypatch.setattr(choix._Master, "solve", lambda self: set(self.forced))
    ticks = iter([0.0, 0.0, choix.BUDGET_S + 1, *[choix.BUDGET_S + 2] * 100])
    monkeypatch.setattr(choix.time, "monotonic", lambda: next(ticks))
    system = crossed([[3, 20, 31], [15, 25, 40], [22, 31, 60]])
    outcome = choose(system, 5)
    assert not list(weak_numbers(system, system.counts.keys() - outcome.reasons.keys()))
    assert 4 <= len(outcome.reasons) < len(system.counts) / 2


def test_what_was_already_given_away_is_said():
    assert choose(table(a=2, b=20), 5, known={"b", "total"}).exposed == {"a"}


def test_each_kind_of_readers_is_protected_by_its_own_threshold_from_all_it_reads():
    """The public was shown nothing; partners were shown b: hiding a and b protects the one and not the others."""
    far, near = protected(table(a=2, b=20, c=30), 5), protected(table(a=2, b=20, c=30), 5)
    free = frozenset(far.counts)
    page = Choisissables(free, tuple(frozenset([key]) for key in sorted(free)), (1.0, 1.0, 1.1, 5.0))
    assert set(suppress(page, [(far, set())]).reasons) == {"a", "b"}
    assert set(suppress(page, [(far, set()), (near, {"b"})]).reasons) == {"a", "c"}


def test_what_readers_know_already_protects_nothing_even_if_the_page_hides_it():
    """Partners were shown b: hiding it from them again, because the public must not see it, hides nothing from them."""
    near = protected(table(a=2, b=20, c=30), 5)
    far = protected(table(a=2, b=20, c=30), 5)
    far.widths["b"] = 5.0
    free = frozenset(near.counts)
    page = Choisissables(free, tuple(frozenset([key]) for key in sorted(free)), (1.0, 1.0, 5.0, 9.0))
    assert set(suppress(page, [(far, set()), (near, {"b"})]).reasons) == {"a", "b", "c"}


def test_a_cell_that_shows_two_numbers_goes_whole():
    system = protected(System({"part": 3, "tout": 20}), 5)
    page = Choisissables(frozenset(system.counts), (frozenset(["part", "tout"]), frozenset(["tout"])))
    outcome = suppress(page, [(system, set())])
    assert outcome.reasons == {"part": PRIMARY} and outcome.cases == 1


def test_a_group_that_is_all_of_one_sensitive_modality_does_not_show_with_it():
    system = System({"quartier": 8, "quartier, RSA": 8, "ensemble": 90})
    system.homogenes = [("quartier, RSA", "quartier")]
    assert set(choose(system, 5, poids={"quartier": 2.0}).reasons.values()) == {HOMOGENE}


def test_a_sum_that_does_not_hold_is_no_relation_unless_a_reader_knows_its_sense():
    system = System({"a": 2, "b": 3, "total": 4})
    assert not system.add_relation({"a": 1, "b": 1, "total": -1})
    assert not system.add_relation({"a": 1, "inconnue": -1})
    assert not system.relations and not system.inequalities
    system.add_relation({"a": 1, "b": 1, "total": -1}, or_less=True)
    assert system.inequalities == [{"a": -1, "b": -1, "total": 1}]


def test_what_a_page_hides_from_the_public_partners_may_have_read_elsewhere():
    """To the public, a, b and d make 14, each from 1 to 12; partners were shown b: to them a and d make 4, and c must go too."""
    far, near = protected(table(a=3, b=10, c=30, d=1), 11), protected(table(a=3, b=10, c=30, d=1), 5)
    free = frozenset(far.counts)
    page = Choisissables(free, tuple(frozenset([key]) for key in sorted(free)), (1.0, 1.0, 1.0, 1.0, 5.0))
    assert set(suppress(page, [(far, set())]).reasons) == {"a", "b", "d"}
    assert set(suppress(page, [(far, set()), (near, {"b"})]).reasons) == {"a", "b", "c", "d"}
