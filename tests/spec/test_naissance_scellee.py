"""A date of birth as round as the brackets allow: the same side of 26, 45 and 55 years at every useful date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.scellement import naissance
from plie_analysis.scellement.colonnes import Colonne, colonnes
from tests.tableau import PHOTO, base, reglages

REPERES = (dt.date(2016, 12, 31), *(dt.date(2017, month + 1, 1) - dt.timedelta(days=1) for month in range(1, 12)), PHOTO)
JOURS = st.dates(dt.date(2016, 6, 1), PHOTO)


def _age(birth: dt.date, day: dt.date) -> int:
    """Completed years; born on 29 February: a year older on 28 February of common years, as the engine counts."""
    years = day.year - birth.year
    last = 28 if (birth.month, birth.day) == (2, 29) and day.year % 4 else birth.day
    return years - ((day.month, day.day) < (birth.month, last))


def _side(birth: dt.date, day: dt.date) -> tuple[bool, ...]:
    return tuple(_age(birth, day) >= bound for bound in (26, 45, 55))


def _substitute(con) -> dict[str, dt.date]:
    naissance.install(con, colonnes(reglages()), PHOTO, REPERES)
    return dict(con.execute("FROM substitution").fetchall())


def _one(birth: str, entry: str, out: str = "") -> str:
    con = base(f"""
    participants
    id_dossier | date_naissance
    D1         | {birth}

    parcours
    id_parcours | id_dossier | date_entree | date_sortie
    P1          | D1         | {entry}     | {out}
    """)
    return str(_substitute(con)["D1"])


@pytest.mark.parametrize(
    ("birth", "entry", "shown"),
    [
        ("1983-11-20", "2017-03-01", "1980-01-01"),  # far from every bound: the decade is enough
        ("1991-06-15", "2017-03-01", "1991-06-01"),  # 26 in June 2017, within the period: the month
        ("1991-06-15", "2017-06-10", "1991-06-11"),  # and entered between the first of the month and the birthday
        ("1972-03-20", "2017-01-15", "1972-03-01"),  # 45 in March: neither the year nor the quarter keeps February under 45
        ("1963-08-09", "2017-03-01", "1963-01-01"),  # 55 in 2018, after the photo: 1960 would be too old, the year is enough
    ],
)
def test_how_round_a_date_is(birth, entry, shown):
    found = _one(birth, entry)
    assert found == shown


@given(
    births=st.lists(st.dates(dt.date(1955, 1, 1), dt.date(2001, 12, 31)), min_size=1, max_size=6),
    days=st.lists(st.tuples(JOURS, JOURS, JOURS), min_size=6, max_size=6),
)
def test_brackets_are_the_same_at_every_useful_date(births, days):
    text = ["participants", "id_dossier | date_naissance"]
    text += [f"D{n} | {birth}" for n, birth in enumerate(births)]
    text += ["", "parcours", "id_parcours | id_dossier | date_entree | date_sortie"]
    text += [f"P{n} | D{n} | {min(a, b)} | {max(a, b)}" for n, (a, b, _) in enumerate(days[: len(births)])]
    text += ["", "etapes", "id_etape | id_parcours | operation | date_debut"]
    text += [f"E{n} | P{n} | CDDI | {c}" for n, (_, _, c) in enumerate(days[: len(births)])]
    found = _substitute(base("\n".join(text)))
    for n, birth in enumerate(births):
        for day in (*REPERES, *days[n]):
            assert _side(found[f"D{n}"], day) == _side(birth, day), (birth, found[f"D{n}"], day)


def test_an_unknown_birth_stays_unknown():
    con = base("participants\nid_dossier | date_naissance\nD1 |\n")
    assert _substitute(con) == {}


def test_keying_dates_do_not_make_a_date_more_precise():
    columns = [Colonne("parcours", "id_dossier", "VARCHAR", "cle", "dossier", "")]
    columns += [Colonne("parcours", nom, "DATE", "garder", "", "") for nom in ("photo", "date_saisie_entree", "date_entree")]
    assert [column.nom for column in naissance._dates(tuple(columns))] == ["date_entree"]
