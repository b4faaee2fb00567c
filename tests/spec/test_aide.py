"""``large.aide``: one row per aid of the enveloppe souple."""

from tests.tableau import base, lignes


def test_une_ligne_par_aide():
    con = base("""
    aides
    id_parcours | date_aide  | nature    | motif  | montant_euros
    P1          | 2017-05-02 | transport | Emploi | 120.5
    """)
    assert lignes(con, "SELECT id_dossier, date_aide, nature, motif, montant_euros FROM large.aide") == [
        ("DP1", "2017-05-02", "transport", "Emploi", 120.5)
    ]
