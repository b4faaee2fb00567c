"""``curated.participant``: one row per dossier, with the person's QPV as the list of the photo's date gives it."""

import datetime as dt

from tests.tableau import base, lignes

QUARTIERS = """
participants
id_dossier | civilite | commune  | quartier         | quartier_saisi   | est_rqth
D1         | Mme      | Dijon    | Grésilles        | Gresilles        | true
D2         | M.       | Dijon    |                  |                  | false
D3         | M.       | Dijon    | hors QPV         | Hors QPV         |
D4         | M.       | Dijon    |                  | NR               |
D5         | M.       | Dijon    |                  | à vérifier       |
D6         | M.       | Talant   | Grésilles        | Grésilles        |
D7         |          |          | Grésilles        | Grésilles        |
D8         | Mme      | Quetigny | Quetigny Centre  | Quetigny Centre  |
"""


def test_le_qpv_d_une_personne():
    con = base(QUARTIERS)
    assert lignes(con, "SELECT id_dossier, quartier, qpv FROM curated.participant ORDER BY 1") == [
        ("D1", "Grésilles", "oui"),
        ("D2", "hors QPV", "non"),  # case vide
        ("D3", "hors QPV", "non"),
        ("D4", None, None),  # « NR » : on ne sait pas, ce n'est pas « non »
        ("D5", None, None),
        ("D6", None, None),  # un quartier de Dijon chez quelqu'un de Talant
        ("D7", None, None),  # commune inconnue : rien ne permet de vérifier
        ("D8", "hors QPV", "non"),  # quartier de veille, pas encore prioritaire
    ]


def test_un_quartier_de_veille_est_nomme_sans_etre_prioritaire():
    con = base(QUARTIERS)
    assert lignes(
        con, "SELECT id_dossier, quartier_nomme FROM curated.participant WHERE id_dossier IN ('D1', 'D2', 'D4', 'D6', 'D8') ORDER BY 1"
    ) == [
        ("D1", "Grésilles"),
        ("D2", "hors QPV"),
        ("D4", None),
        ("D6", None),
        ("D8", "Quetigny Centre"),
    ]


def test_quetigny_centre_est_prioritaire_en_2024():
    con = base(QUARTIERS, photo=dt.date(2024, 6, 30))
    assert lignes(con, "SELECT quartier, qpv FROM curated.participant WHERE id_dossier = 'D8'") == [("Quetigny Centre", "oui")]


def test_sexe_et_rqth_inconnus_restent_vides():
    con = base(QUARTIERS)
    assert lignes(con, "SELECT sexe, rqth FROM curated.participant WHERE id_dossier IN ('D1', 'D2', 'D7') ORDER BY id_dossier") == [
        ("femme", "oui"),
        ("homme", "non"),
        (None, None),
    ]


def test_une_ligne_ecartee_n_est_pas_reprise():
    con = base("""
    participants
    id_dossier | est_retenue
    D1         | true
    D1         | false
    """)
    assert lignes(con, "SELECT id_dossier FROM curated.participant") == [("D1",)]


def test_un_quartier_change_de_nature_le_jour_dit():
    """Quetigny Centre is under watch until 31 December 2023, and a QPV from 1 January 2024."""
    for photo, qpv in ((dt.date(2023, 12, 31), "non"), (dt.date(2024, 1, 1), "oui")):
        con = base(QUARTIERS, photo=photo)
        assert lignes(con, "SELECT quartier_nomme, qpv FROM curated.participant WHERE id_dossier = 'D8'") == [("Quetigny Centre", qpv)]


def test_la_cite_suit_le_niveau_et_reste_inconnue_sans_lui():
    con = base("""
participants
id_dossier | niveau
D1         | VI
D2         | IV
D3         | III
D4         | I
D5         | 8 (2019)
D6         | 9
D7         |
""")
    assert lignes(con, "SELECT cite FROM curated.participant ORDER BY id_dossier") == [
        ("0-2",),
        ("3",),
        ("5",),
        ("7-8",),
        ("8",),
        (None,),  # un diplôme étranger : sans le diplôme, on ne sait pas
        (None,),
    ]
