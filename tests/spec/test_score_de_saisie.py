"""The score of keying on one table of lines: each line loses the weight of its most serious finding, and of that one only."""

import duckdb
import pytest

from plie_analysis.charte import score, travail
from plie_analysis.charte.seuils import en_vigueur
from plie_analysis.charte.suites import load_suites
from plie_analysis.settings import Settings
from tests.charte import photo_propre
from tests.tableau import PHOTO, reglages

# Findings of each étape: T1 none, then one of each kind, then one line with all three, and one with the two lesser.
CONSTATS = {
    "T2": ["bloquante"],
    "T3": ["à corriger"],
    "T4": ["à corriger"],
    "T5": ["alerte"],
    "T6": ["alerte"],
    "T7": ["alerte"],
    "T8": ["alerte", "bloquante", "à corriger"],
    "T9": ["alerte", "à corriger"],
}


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    settings = photo_propre.ecrire(tmp_path_factory.mktemp("score"), 9)
    seuils = en_vigueur(settings.config, PHOTO)
    (suite,) = (one for one in load_suites(Settings(settings.racine, reglages()), seuils) if one.table == "etape")
    with travail.ouvrir(settings, PHOTO, seuils) as opened:
        opened.con.execute("CREATE TABLE constat (nom_table VARCHAR, cle VARCHAR, gravite VARCHAR)")
        rows = [("etape", cle, gravite) for cle, found in CONSTATS.items() for gravite in found]
        opened.con.executemany("INSERT INTO constat VALUES (?, ?, ?)", [*rows, ("entretien", "T1", "bloquante")])
        score.create(opened.con)
        score.collect(opened.con, suite)
        yield opened.con


def test_une_ligne_compte_pour_son_constat_le_plus_grave(con: duckdb.DuckDBPyConnection):
    counts = con.execute("SELECT sum(nb_lignes), sum(nb_bloquantes), sum(nb_a_corriger), sum(nb_alertes) FROM score").fetchall()
    assert counts == [(9, 2, 3, 3)]


def test_chaque_gravite_a_son_poids(con: duckdb.DuckDBPyConnection):
    weights = {"bloquante": 0.9, "à corriger": 0.5, "alerte": 0.2}
    (found,) = con.execute(f"SELECT {score.formule(weights)} FROM score").fetchone()
    assert found == pytest.approx(100 * (9 - 2 * 0.9 - 3 * 0.5 - 3 * 0.2) / 9)


def test_sans_ligne_pas_de_score(con: duckdb.DuckDBPyConnection):
    weights = {"bloquante": 1, "à corriger": 1, "alerte": 1}
    assert con.execute(f"SELECT {score.formule(weights)} FROM score WHERE false").fetchone() == (None,)
