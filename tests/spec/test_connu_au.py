"""What was known on a day: a line keyed after it does not exist, an exit keyed after it has not happened."""

import datetime as dt

import ibis
import pytest

from plie_analysis.indicateurs.contexte import open_contexte
from plie_analysis.indicateurs.periode import Periode
from tests.tableau import base, reglages

TEXTE = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P1          | D1         | R1            | 2017-01-10  | 2017-06-01  | EMPLOI       | 2017-02-01         | 2017-07-01
P2          | D2         | R1            | 2017-01-10  |             |              |                    |

etapes
id_etape | id_parcours | operation | date_debut | date_saisie
E1       | P1          | PMSMP     | 2017-01-20 | 2017-03-01
E2       | P2          | PMSMP     | 2017-01-20 |

entretiens
id_entretien | id_parcours | date_entretien | date_saisie
N1           | P1          | 2017-01-20     | 2017-03-01
N2           | P2          | 2017-01-20     |

veilles
id_parcours | date_debut | date_fin
P1          | 2017-02-01 | 2017-03-01
P2          | 2017-02-01 | 2017-03-01
"""
AVANT_PARCOURS, PARCOURS, AVANT_ETAPE, ETAPE, AVANT_SORTIE, SORTIE = (
    dt.date(2017, 1, 31),
    dt.date(2017, 2, 1),
    dt.date(2017, 2, 28),
    dt.date(2017, 3, 1),
    dt.date(2017, 6, 30),
    dt.date(2017, 7, 1),
)


@pytest.fixture(scope="module")
def con():
    return base(TEXTE)


def connu(con, table: str, jour: dt.date) -> dict:
    """Parcours → exit, of the lines of a table known on a day."""
    contexte = open_contexte(con, Periode(dt.date(2017, 1, 1), dt.date(2017, 12, 31)), jour, reglages(), None)
    t = contexte.lignes(table, {"id_parcours", "date_sortie"})
    rows = con.execute(str(ibis.to_sql(t.select("id_parcours", "date_sortie"), dialect="duckdb"))).fetchall()
    return dict(rows)


@pytest.mark.parametrize(
    ("table", "jour", "attendu"),
    [
        ("parcours", AVANT_PARCOURS, {"P2"}),
        ("parcours", PARCOURS, {"P1", "P2"}),
        ("veille", AVANT_PARCOURS, {"P2"}),
        ("veille", PARCOURS, {"P1", "P2"}),
        ("etape", AVANT_ETAPE, {"P2"}),
        ("etape", ETAPE, {"P1", "P2"}),
        ("entretien", AVANT_ETAPE, {"P2"}),
        ("entretien", ETAPE, {"P1", "P2"}),
        ("sortie", AVANT_SORTIE, set()),
        ("sortie", SORTIE, {"P1"}),
    ],
)
def test_une_ligne_saisie_apres_n_existe_pas(con, table, jour, attendu):
    assert set(connu(con, table, jour)) == attendu


@pytest.mark.parametrize("table", ["parcours", "etape", "entretien", "veille"])
def test_une_sortie_saisie_apres_n_a_pas_eu_lieu(con, table):
    assert connu(con, table, AVANT_SORTIE)["P1"] is None
    assert connu(con, table, SORTIE)["P1"] == dt.date(2017, 6, 1)


def test_une_etape_n_est_pas_connue_avant_son_parcours():
    con = base(TEXTE.replace("| 2017-01-20 | 2017-03-01", "| 2017-01-20 |"))
    assert set(connu(con, "etape", AVANT_PARCOURS)) == {"P2"}
    assert set(connu(con, "etape", PARCOURS)) == {"P1", "P2"}
