"""``large.clause``: one row per contract or candidature."""

from tests.tableau import base, lignes


def test_un_contrat_sans_parcours_est_garde():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01

    clauses
    id_contrat | id_parcours | secteur  | type_contrat | date_orientation | est_valide | date_debut | nb_heures
    C1         | P1          | BTP      | CDD          | 2017-01-10       | true       | 2017-02-01 | 300.25
    C2         |             | services |              | 2017-01-10       |            |            |
    """)
    assert lignes(con, "SELECT id_contrat, id_dossier, secteur, est_valide, est_salarie, nb_heures FROM large.clause ORDER BY 1") == [
        ("C1", "D1", "BTP", True, True, 300.25),
        ("C2", None, "services", False, False, None),
    ]


def test_le_quartier_de_veille_d_un_salarie_est_nomme():
    con = base("""
    participants
    id_dossier | commune  | quartier
    D1         | Quetigny | Quetigny Centre

    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01

    clauses
    id_contrat | id_parcours | date_orientation
    C1         | P1          | 2017-01-10
    C2         |             | 2017-01-10
    """)
    assert lignes(con, "SELECT quartier, quartier_nomme FROM large.clause ORDER BY id_contrat") == [
        ("hors QPV", "Quetigny Centre"),
        (None, None),
    ]
