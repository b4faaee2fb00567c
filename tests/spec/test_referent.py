"""``curated.referent``: one row per référent and period in post."""

from tests.tableau import base, lignes


def test_une_ligne_par_periode():
    con = base("""
    referents
    code_referent | structure | nb_etp | date_debut | date_fin
    R1            | Maison    | 1      |            | 2017-10-31
    R1            | Maison    | 0.8    | 2017-11-01 |
    """)
    assert lignes(con, "SELECT code_referent, structure, nb_etp, date_debut, date_fin FROM curated.referent ORDER BY 3") == [
        ("R1", "Maison", 0.8, "2017-11-01", None),
        ("R1", "Maison", 1.0, None, "2017-10-31"),
    ]
