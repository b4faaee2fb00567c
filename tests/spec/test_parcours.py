"""``curated.parcours``: one row per parcours, its exit read through the nomenclature of motives."""

import datetime as dt

from tests.tableau import base, lignes


def test_nature_et_duree_d_une_sortie():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2017-01-01  | 2017-12-31  | EMPLOI
    P2          | D2         | R1            | 2017-01-01  | 2017-03-01  | MATERNITE
    P3          | D3         | R1            | 2017-01-01  | 2017-03-01  | SANTE
    P4          | D4         | R1            | 2017-01-01  | 2017-03-01  |
    P5          | D5         | R1            | 2017-01-01  |             |
    P6          | D6         | R1            | 2017-01-01  |             | EMPLOI
    P7          | D7         | R1            | 2017-01-01  | 2017-03-01  | RETRAITE
    """)
    assert lignes(
        con,
        "SELECT id_parcours, nature_sortie, duree_jours, est_sorti, est_sortie_positive, est_sortie_autre, est_hors_rapport, est_hors_lettre, est_hors_ave FROM curated.parcours ORDER BY 1",
    ) == [
        ("P1", "positive", 364, True, True, False, False, False, False),
        ("P2", "autre", 59, True, False, True, False, True, False),
        ("P3", "autre", 59, True, False, True, True, True, False),
        ("P4", None, 59, True, False, False, False, False, False),  # motif inconnu : ni positive ni autre
        ("P5", None, None, False, False, False, False, False, False),
        ("P6", None, None, False, False, False, False, False, False),  # un motif sans date n'est pas une sortie
        ("P7", "autre", 59, True, False, True, True, True, True),
    ]


def test_rang_par_date_d_entree_et_cohortes():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P2          | D1         | R1            | 2017-05-02  |             |
    P1          | D1         | R1            | 2015-12-31  | 2016-12-31  | EMPLOI
    P3          | D2         | R1            | 2017-11-15  |             |
    """)
    assert lignes(
        con, "SELECT id_parcours, rang_parcours, cohorte_annee, cohorte_trimestre, cohorte_mois FROM curated.parcours ORDER BY 1"
    ) == [
        ("P1", 1, "2015", "2015-T4", "2015-12"),
        ("P2", 2, "2017", "2017-T2", "2017-05"),
        ("P3", 1, "2017", "2017-T4", "2017-11"),
    ]


def test_prescription_et_structure_du_parcours():
    con = base("""
    prescriptions
    id_prescription | id_dossier | prescripteur           | date_prescription
    O1              | D1         | Conseil départemental  | 2017-01-02
    O2              | D9         | Pôle emploi            | 2017-01-02

    parcours
    id_parcours | id_dossier | id_prescription | code_referent | date_entree
    P1          | D1         | O1              | R1            | 2017-02-11
    P2          | D2         | O2              | R2            | 2017-02-11
    P3          | D3         |                 | R3            | 2017-02-11
    P4          | D4         |                 | R4            | 2017-02-11

    referents
    code_referent | structure | nb_etp | date_debut | date_fin
    R1            | Avant     | 1      | 2015-01-01 | 2016-12-31
    R1            | Après     | 1      | 2017-01-01 |
    R2            | Toujours  | 1      |            |
    R3            | À venir   | 1      | 2018-01-01 |
    R4            | Ce jour   | 1      | 2017-12-31 |
    """)
    assert lignes(con, "SELECT id_parcours, prescripteur, preaffectation_jours, structure FROM curated.parcours ORDER BY 1") == [
        ("P1", "Conseil départemental", 40, "Après"),
        ("P2", None, None, "Toujours"),  # la prescription d'un autre dossier n'est pas la sienne
        ("P3", None, None, None),
        ("P4", None, None, "Ce jour"),
    ]


def test_chaque_photo_garde_ses_lignes():
    texte = """
    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-01-01
    """
    con = base(texte)
    base(texte.replace("P1", "P9"), photo=dt.date(2018, 3, 31), con=con)
    base(texte.replace("P1", "P2"), photo=dt.date(2018, 6, 30), con=con)
    assert lignes(con, "SELECT photo, id_parcours FROM curated.parcours ORDER BY 1") == [
        ("2017-12-31", "P1"),
        ("2018-03-31", "P9"),
        ("2018-06-30", "P2"),
    ]
