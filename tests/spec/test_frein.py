"""``curated.frein``: one row per evaluation of an obstacle."""

from tests.tableau import base, lignes


def test_une_ligne_par_evaluation():
    con = base("""
    freins
    id_parcours | famille  | intensite | date_evaluation
    P1          | mobilité | 3         | 2017-01-20
    P1          | mobilité | 1         | 2017-07-20
    """)
    assert lignes(con, "SELECT id_parcours, famille, intensite, date_evaluation FROM curated.frein ORDER BY 4") == [
        ("P1", "mobilité", 3, "2017-01-20"),
        ("P1", "mobilité", 1, "2017-07-20"),
    ]
