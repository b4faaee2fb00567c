"""``curated.participant``: one row per dossier, with the person's QPV as the list of the photo's date gives it."""

import datetime as dt

from plie_analysis import curate
from plie_analysis.settings import PACKAGE, Settings
from tests.tableau import base, brute, lignes, reglages

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


EN_2026 = dt.date(2026, 6, 30)
CARTES = """
participants
id_dossier | commune  | quartier         | quartier_saisi  | date_saisie
Q1         | Quetigny | Quetigny Centre  | Quetigny Centre |
Q2         | Longvic  | Bief du Moulin   | Bief du Moulin  |
Q3         | Chenôve  | Le Mail          | Le Mail         |
Q4         | Chenôve  | Le Mail          | Le Mail         | 2017-03-01
Q5         | Chenôve  | Le Mail          | QN02101M        | 2017-03-01
Q6         | Chenôve  | Le Mail          | Le Mail         | 2024-01-01
Q7         | Chenôve  | hors QPV         | hors QPV        | 2025-02-01
Q8         | Longvic  | Guynemer         | Guynemer        |
Q9         | Chenôve  |                  | à vérifier      |
"""
ETATS = "SELECT id_dossier, qpv, qpv_2014, qpv_2024 FROM curated.participant ORDER BY 1"


def test_une_adresse_de_2026_sous_chaque_carte():
    con = base(CARTES, photo=EN_2026)
    assert lignes(con, ETATS) == [
        ("Q1", "oui", "non", "oui"),  # créé en 2024 : de veille avant
        ("Q2", "oui", "oui", "oui"),  # même périmètre
        ("Q3", "oui", None, "oui"),  # agrandi : peut-être dehors en 2014
        ("Q4", "oui", "oui", "oui"),  # saisi sous la carte de 2014 : son nom est celui de 2014
        ("Q5", "oui", None, "oui"),  # écrit avec le code de 2024 : relu depuis
        ("Q6", "oui", None, "oui"),
        ("Q7", "non", "non", "non"),  # les quartiers n'ont fait que grandir : dehors en 2024, dehors en 2014
        ("Q8", "non", "non", "non"),
        ("Q9", None, None, None),
    ]


def test_le_quartier_nomme_suit_chaque_carte():
    con = base(CARTES, photo=EN_2026)
    query = "SELECT quartier_2014, quartier_nomme_2014, quartier_2024, quartier_nomme_2024 FROM curated.participant WHERE id_dossier IN ('Q1', 'Q3', 'Q7', 'Q8') ORDER BY id_dossier"
    assert lignes(con, query) == [
        ("hors QPV", "Quetigny Centre", "Quetigny Centre", "Quetigny Centre"),
        (None, None, "Le Mail", "Le Mail"),
        ("hors QPV", "hors QPV", "hors QPV", "hors QPV"),
        ("hors QPV", "Guynemer", "hors QPV", "Guynemer"),
    ]


def test_une_adresse_d_avant_2024_sous_la_carte_de_2024():
    """A quartier that only grew keeps whoever lived in it; outside of one that grew, nobody can tell."""
    con = base(
        CARTES
        + """D1 | Ahuy | hors QPV | |
        D2 | Quetigny | hors QPV | |
        D3 | | hors QPV | |
        D4 | Longvic | hors QPV | |"""
    )
    assert lignes(con, ETATS.replace("ORDER", "WHERE id_dossier NOT IN ('Q4', 'Q5', 'Q6') ORDER")) == [
        ("D1", "non", "non", "non"),  # aucun quartier dans cette commune
        ("D2", "non", "non", None),
        ("D3", "non", "non", None),  # commune inconnue
        ("D4", "non", "non", "non"),  # le seul quartier de Longvic n'a pas changé
        ("Q1", "non", "non", None),  # le périmètre créé n'est pas celui de la veille
        ("Q2", "oui", "oui", "oui"),
        ("Q3", "oui", "oui", "oui"),
        ("Q7", "non", "non", None),
        ("Q8", "non", "non", "non"),
        ("Q9", None, None, None),
    ]


def test_un_quartier_reduit_ou_retire_de_la_carte_rend_le_passe_muet():
    """Outside in 2024, in a commune where a quartier shrank or left the map: perhaps inside before."""
    for change in (
        "UPDATE ref.quartier SET perimetre = 'reduit' WHERE code_officiel = 'QN02101M'",
        "DELETE FROM ref.quartier WHERE code_officiel = 'QN02101M'",
    ):
        con = brute(CARTES, photo=EN_2026)
        con.execute(change)
        curate.build(con, [EN_2026], Settings(PACKAGE, reglages()))
        assert lignes(con, ETATS.replace("ORDER", "WHERE id_dossier = 'Q7' ORDER")) == [("Q7", "non", None, "non")]


def test_une_liste_de_quartiers_sans_carte_vaut_par_ses_seules_dates():
    """A PLIE's own CSV from before these columns: each line is worth from its first to its last day, its perimeter the same."""
    con = brute(CARTES, photo=EN_2026)
    con.execute("UPDATE ref.quartier SET code_officiel = '', generation = '', perimetre = '', a_verifier = ''")
    curate.build(con, [EN_2026], Settings(PACKAGE, reglages()))
    assert lignes(con, ETATS.replace("ORDER", "WHERE id_dossier IN ('Q1', 'Q3') ORDER")) == [
        ("Q1", "oui", "non", "oui"),
        ("Q3", "oui", "oui", "oui"),
    ]


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
