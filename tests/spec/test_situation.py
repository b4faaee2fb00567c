"""``curated.situation``: one row per spell."""

from tests.tableau import base, lignes


def test_le_rsa():
    con = base("""
    situations
    id_dossier | situation | date_debut | date_fin
    D1         | RSA       | 2016-01-01 | 2017-06-30
    D1         | ARE       | 2017-07-01 |
    D2         |           | 2017-01-01 |
    """)
    assert lignes(con, "SELECT id_dossier, situation, date_debut, date_fin, est_rsa FROM curated.situation ORDER BY 1, 3") == [
        ("D1", "RSA", "2016-01-01", "2017-06-30", True),
        ("D1", "ARE", "2017-07-01", None, False),
        ("D2", None, "2017-01-01", None, False),
    ]
