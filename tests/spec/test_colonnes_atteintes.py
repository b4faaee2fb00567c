"""Which table holds a column: the line, else its parcours, else its person; and the wide views that follow."""

import datetime as dt

import pytest

from plie_analysis.curate.liens import atteintes
from tests.tableau import base, lignes

TENUES = {
    "parcours": ("photo", "id_parcours", "id_dossier", "date_entree", "organisme", "date_saisie"),
    "participant": ("photo", "id_dossier", "commune", "organisme", "date_saisie"),
    "etape": ("photo", "id_parcours", "organisme", "date_saisie"),
    "veille": ("photo", "id_parcours", "date_debut"),
    "situation": ("photo", "id_dossier", "date_situation"),
    "bareme": ("photo", "valeur"),
}
COLONNES = {table: dict.fromkeys(names, "VARCHAR") for table, names in TENUES.items()}


@pytest.mark.parametrize(
    ("table", "attendu"),
    [
        (
            "etape",
            {"organisme": "etape", "date_saisie": "etape", "date_entree": "parcours", "id_dossier": "parcours", "commune": "participant"},
        ),
        ("veille", {"organisme": "parcours", "date_saisie": None, "photo": "veille", "commune": "participant"}),
        ("situation", {"commune": "participant", "organisme": "participant", "date_entree": None, "date_saisie": None}),
        ("parcours", {"organisme": "parcours", "date_saisie": "parcours", "commune": "participant"}),
        ("participant", {"commune": "participant", "date_saisie": "participant", "date_entree": None}),
        ("bareme", {"valeur": "bareme", "commune": None, "date_entree": None}),
    ],
)
def test_la_table_qui_tient_une_colonne(table, attendu):
    found = atteintes(table, COLONNES)
    assert {nom: found.get(nom) for nom in attendu} == attendu


TEXTE = """
participants
id_dossier | commune
D1         | {commune}

parcours
id_parcours | id_dossier | code_referent | date_entree
P1          | D1         | R1            | 2017-01-10

prescriptions
id_prescription | id_dossier | date_prescription
X1              | D1         | 2017-01-02
X2              |            | 2017-01-02

etapes
id_etape | id_parcours | operation | date_debut
E1       | P1          | PMSMP     | 2017-02-01
"""


def test_une_vue_large_rejoint_le_parcours_et_la_personne_de_la_meme_photo():
    con = base(TEXTE.format(commune="Dijon"), photo=dt.date(2017, 11, 30))
    base(TEXTE.format(commune="Talant"), photo=dt.date(2017, 12, 31), con=con)
    assert lignes(con, "SELECT photo, id_etape, date_entree, commune FROM large.etape ORDER BY photo") == [
        ("2017-11-30", "E1", "2017-01-10", "Dijon"),
        ("2017-12-31", "E1", "2017-01-10", "Talant"),
    ]


def test_une_ligne_qui_n_atteint_personne_reste_dans_la_vue_large():
    con = base(TEXTE.format(commune="Dijon"))
    assert lignes(con, "SELECT id_prescription, commune FROM large.prescription ORDER BY 1") == [("X1", "Dijon"), ("X2", None)]
