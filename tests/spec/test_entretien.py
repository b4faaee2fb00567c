"""``large.entretien``: one row per meeting."""

from tests.tableau import base, lignes


def test_emargement_non_renseigne_est_faux():
    con = base("""
    entretiens
    id_entretien | id_parcours | date_entretien | modalite  | duree_minutes | est_emarge | est_point_etape
    N1           | P1          | 2017-03-01     | physique  | 45            | true       |
    N2           | P1          | 2017-04-01     | téléphone |               |            | true
    """)
    assert lignes(
        con,
        "SELECT id_entretien, id_dossier, date_entretien, modalite, duree_minutes, est_emarge, est_point_etape FROM large.entretien ORDER BY 1",
    ) == [
        ("N1", "DP1", "2017-03-01", "physique", 45, True, False),
        ("N2", "DP1", "2017-04-01", "téléphone", None, False, True),
    ]
