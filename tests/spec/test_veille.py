"""``curated.veille``: one row per pause of a parcours."""

from tests.tableau import base, lignes


def test_duree_d_une_veille():
    con = base("""
    veilles
    id_parcours | date_debut | date_fin   | motif
    P1          | 2017-03-01 | 2017-04-30 | Santé
    P1          | 2017-11-01 |            | Santé
    """)
    assert lignes(con, "SELECT id_parcours, date_debut, duree_jours, motif FROM curated.veille ORDER BY 2") == [
        ("P1", "2017-03-01", 60, "Santé"),
        ("P1", "2017-11-01", None, "Santé"),
    ]
