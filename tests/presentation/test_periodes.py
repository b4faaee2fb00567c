"""Months, years, and the columns of a table by months."""

import datetime as dt
import itertools

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.presentation.periodes import Mois, lire_annee, lire_date, lire_mois, tranches, un_an_plus_tot


@pytest.mark.parametrize(
    ("mois", "attendu"),
    [
        ("2017-01", ["janv."]),
        ("2017-03", ["janv.", "févr.", "mars"]),
        ("2017-04", ["1er trim.", "avr."]),
        ("2017-12", ["1er trim.", "2e trim.", "3e trim.", "oct.", "nov.", "déc."]),
    ],
)
def test_quarters_gone_by_are_folded_as_in_the_letters(mois, attendu):
    columns = tranches(lire_mois(mois))
    assert [column.libelle for column in columns] == attendu
    assert columns[0].debut == dt.date(2017, 1, 1) and columns[-1].fin == lire_mois(mois).fin
    assert all(after.debut - before.fin == dt.timedelta(days=1) for before, after in itertools.pairwise(columns))


def test_a_month_knows_its_neighbours():
    march = Mois(2016, 3)
    assert (march.fin, march.un_an_avant.fin, march.precedent.fin) == (dt.date(2016, 3, 31), dt.date(2015, 3, 31), dt.date(2016, 2, 29))
    assert Mois(2017, 1).precedent is None


@pytest.mark.parametrize(
    ("jour", "avant"),
    [("2017-12-31", "2016-12-31"), ("2017-02-28", "2016-02-29"), ("2016-02-29", "2015-02-28"), ("2018-01-15", "2017-01-15")],
)
def test_a_year_before_keeps_month_ends(jour, avant):
    assert un_an_plus_tot(dt.date.fromisoformat(jour)) == dt.date.fromisoformat(avant)


@pytest.mark.parametrize("texte", ["2017", "2017-13", "2017-9", "septembre", "", "0000-01"])
def test_what_is_not_a_month_is_refused(texte):
    with pytest.raises(PlieError, match="n'est pas un mois"):
        lire_mois(texte)


def test_what_is_not_a_year_or_a_date_is_refused():
    with pytest.raises(PlieError, match="n'est pas une année"):
        lire_annee("17")
    with pytest.raises(PlieError, match="ne se lit pas"):
        lire_date("31/02/2017")
