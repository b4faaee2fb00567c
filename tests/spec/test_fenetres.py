"""Two close days tell nothing of what happened between them, whichever dates of a question move, on exits counted by hand."""

from plie_analysis.indicateurs import compter, planifier
from plie_analysis.protection.cles import read_calcul
from plie_analysis.protection.registre import Publication
from tests.sorties import base_of
from tests.spec.test_masquage import compute, hide
from tests.tableau import base, reglages

con = base_of(
    ("EMPLOI", "Dijon", "2017-01-03", 2),
    ("EMPLOI", "Dijon", "2017-03-05", 20),
    ("EMPLOI", "Dijon", "2017-06-14", 3),
    ("EMPLOI", "Dijon", "2017-11-09", 20),
)


def asked(con, *questions, seuil=5):
    """For each question asked in turn (first and last day), whether it is answered; nothing is forgotten."""
    known, answered = Publication(), []
    for du, au in questions:
        calcul, _ = compute(con, ["sorties"], du, au)
        masque = hide([calcul], seuil, known)
        known.add(masque.publication)
        answered.append(not masque.lignes[0])
    return answered


def test_the_last_day_may_not_move_by_a_few_days(con):
    """3 exits on 14 June."""
    assert asked(con, ("2017-01-01", "2017-06-13"), ("2017-01-01", "2017-06-15")) == [True, False]


def test_nor_the_first_day(con):
    """2 exits on 3 January."""
    assert asked(con, ("2017-01-01", "2017-12-31"), ("2017-01-04", "2017-12-31")) == [True, False]


def test_nor_both_by_turns(con):
    """From March to 15 June, from 14 June to December, less from March to December: 14 and 15 June are counted twice, 3 exits."""
    assert asked(con, ("2017-03-01", "2017-06-15"), ("2017-06-14", "2017-12-31"), ("2017-03-01", "2017-12-31")) == [True, True, False]
    assert asked(con, ("2017-03-01", "2017-06-13"), ("2017-06-16", "2017-12-31"), ("2017-03-01", "2017-12-31")) == [True, True, False]


def test_nor_through_a_chain_of_periods_none_of_which_is_close_to_another(con):
    """(1 January – 15 June) + (14 June – December) − (1 January – December), the last one read as two halves cut in September."""
    half = (("2017-01-01", "2017-09-30"), ("2017-10-01", "2017-12-31"))
    assert asked(con, *half, ("2017-01-01", "2017-06-15"), ("2017-06-14", "2017-12-31")) == [True, True, True, False]


def test_where_nothing_happened_or_much_did_nothing_is_hidden(con):
    assert asked(con, ("2017-01-01", "2017-06-16"), ("2017-01-01", "2017-06-30"), ("2017-01-01", "2017-12-31")) == [True, True, True]
    assert asked(con, ("2017-01-01", "2017-03-04"), ("2017-01-01", "2017-03-06"), seuil=2) == [True, True]


def test_a_month_and_more_is_a_flow_like_another(con):
    assert asked(con, ("2017-01-01", "2017-05-31"), ("2017-01-01", "2017-06-30")) == [True, True]


def test_what_was_keyed_in_a_few_days_cannot_be_told_apart():
    """20 exits known on 10 July, 22 on 20 July: the same count, known at two close days, would tell the 2 keyed in between."""
    keyed = ["2017-03-06"] * 20 + ["2017-07-15"] * 2
    lines = "".join(f"P{n} | D{n} | R1 | 2016-03-01 | 2017-03-05 | EMPLOI | {day}\n" for n, day in enumerate(keyed))
    con = base(
        "parcours\nid_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_sortie\n" + lines
    )
    known, answered = Publication(), []
    for day in ("2017-07-10", "2017-07-20", "2017-09-30"):
        plan = planifier(con, ["sorties"], du="2017-01-01", au="2017-06-30", connu_au=day, config=reglages())
        masque = hide([read_calcul(plan, compter(plan))], 5, known)
        known.add(masque.publication)
        answered.append(not masque.lignes[0])
    con.close()
    assert answered[:2] == [True, False]
