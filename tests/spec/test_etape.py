"""``curated.etape``: one row per étape, placed in its parcours."""

from tests.tableau import base, lignes


def test_classe_rang_et_delai():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2017-02-01  | 2017-10-31  | EMPLOI

    etapes
    id_etape | id_parcours | operation                        | date_debut | date_fin
    E1       | P1          | PMSMP                            | 2017-01-15 | 2017-02-15
    E2       | P1          | Mission intérim                  | 2017-05-01 | 2017-05-31
    E3       | P1          | Chantier ETHIC O FIL             | 2017-02-01 | 2017-04-30
    E4       | P1          | Contrat long (CDI / CDD +6 mois) | 2017-10-31 |
    E5       | P1          |                                  | 2017-11-01 |
    """)
    assert lignes(con, "SELECT id_etape, classe_etape, est_dans_parcours, rang_etape, delai_jours, etat FROM curated.etape ORDER BY 1") == [
        ("E1", "mobilisation", False, None, -17, "mobilisation"),  # commencée avant l'entrée
        ("E2", "emploi", True, 2, 89, "emploi"),
        ("E3", "mobilisation", True, 1, 0, "mobilisation"),
        ("E4", "emploi", True, 3, 272, "emploi durable"),  # le jour de la sortie compte
        ("E5", None, False, None, 273, None),
    ]
    assert lignes(
        con,
        "SELECT id_etape, est_emploi, est_emploi_durable, est_mobilisation, est_chantier_insertion, est_formation_qualifiante FROM curated.etape ORDER BY 1",
    ) == [
        ("E1", False, False, True, False, False),
        ("E2", True, False, False, False, False),
        ("E3", False, False, True, True, False),
        ("E4", True, True, False, False, False),
        ("E5", False, False, False, False, False),
    ]


def test_les_etapes_d_un_parcours_ouvert_sont_dans_le_parcours():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-02-01

    etapes
    id_etape | id_parcours | operation | date_debut
    E1       | P1          | PMSMP     | 2017-01-15
    E2       | P1          | PMSMP     | 2017-12-15
    """)
    assert lignes(con, "SELECT id_etape, est_dans_parcours, rang_etape FROM curated.etape ORDER BY 1") == [
        ("E1", False, None),
        ("E2", True, 1),
    ]
