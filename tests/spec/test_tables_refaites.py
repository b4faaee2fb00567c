"""An upgrade that changes the tables: said when the base is opened, mended by the next load, exports there or not."""

import shutil

import duckdb
import pytest

from plie_analysis.cli import run
from plie_analysis.curate import tables
from tests import exports

AVANT, APRES = "2017-11-30", "2017-12-31"


@pytest.fixture
def ancienne(tmp_path):
    """A base of two photos made by an earlier version: a column that tables have today is missing from it."""
    for photo in (AVANT, APRES):
        exports.write_photo(tmp_path, photo)
    assert run(["charger", "--racine", str(tmp_path)]) == 0
    with duckdb.connect(str(tmp_path / "data/curated/plie.duckdb")) as con:
        con.execute("DROP VIEW large.etape")
        con.execute("ALTER TABLE curated.etape DROP COLUMN delai_jours")
        con.execute("UPDATE journal.tables SET empreinte = 'une autre version'")
    return tmp_path


def test_a_question_asks_for_a_load(ancienne, capsys):
    question = ["indicateurs", "entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--racine", str(ancienne)]
    assert run(question) == 2
    said = capsys.readouterr().err
    assert "autre version de l'atelier" in said.replace("’", "'") and "plie charger" in said
    assert "Traceback" not in said and "imprévue" not in said


def test_a_load_makes_every_photo_again_even_without_its_exports(ancienne, capsys):
    shutil.rmtree(ancienne / "data/raw" / AVANT)
    assert run(["charger", "--racine", str(ancienne)]) == 0
    question = ["indicateurs", "etapes_commencees", "--du", "2017-01-01", "--au", AVANT, "--format", "csv", "--racine", str(ancienne)]
    capsys.readouterr()
    for photo in (AVANT, APRES):
        assert run([*question, "--photo", photo]) == 0
        assert "etapes_commencees,2," in capsys.readouterr().out
    with duckdb.connect(str(ancienne / "data/curated/plie.duckdb"), read_only=True) as con:
        for table in tables():
            held = [name for name, *_ in con.execute(f"DESCRIBE curated.{table.nom}").fetchall()]
            assert held == [column.nom for column in table.colonnes]
        assert con.execute("SELECT count(*), count(DISTINCT photo), count(delai_jours) FROM large.etape").fetchone() == (4, 2, 4)
