"""The data dictionary: compiled, up to date, and true to what the queries produce."""

import re
from pathlib import Path

import pytest

from plie_analysis import curate
from tests.tableau import base, dossier

ROOT = Path(__file__).parent.parent
NAMES = sorted(table.nom for table in curate.tables())


@pytest.fixture(scope="module")
def con():
    return base("participants\nid_dossier\nD1")


@pytest.mark.parametrize("table", curate.tables(), ids=lambda table: table.nom)
def test_documented_columns_are_the_columns_produced(con, table):
    produced = con.execute(f"DESCRIBE {table.requete.replace('$photo', 'DATE ' + repr('2017-12-31'))}").fetchall()
    assert [(name, kind) for name, kind, *_ in produced] == [(c.nom, c.type) for c in table.colonnes]


@pytest.mark.parametrize("table", curate.tables(), ids=lambda table: table.nom)
def test_every_description_is_a_french_sentence(table):
    for column in table.colonnes:
        assert column.definition.endswith("."), f"{table.nom}.{column.nom}"


def test_a_column_means_the_same_wherever_its_key_does():
    """The columns common to the person and to the parcours are described in the same words everywhere."""
    common = {"photo", "sexe", "date_naissance", "commune", "quartier", "qpv", "niveau", "id_parcours", "id_dossier", "prescripteur"}
    said: dict[str, set[str]] = {}
    for table in curate.tables():
        for column in table.colonnes:
            if column.nom in common - (
                {"prescripteur", "id_dossier"} if table.nom in ("prescription", "participant", "situation") else set()
            ):
                said.setdefault(column.nom, set()).add(column.definition)
    assert {name: texts for name, texts in said.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("nom", NAMES)
def test_one_table_one_name(nom):
    assert (ROOT / "tests" / "spec" / f"test_{nom}.py").is_file()


def test_est_columns_are_never_null(con):
    for table in curate.tables():
        for column in table.colonnes:
            if column.nom.startswith("est_"):
                assert column.type == "BOOLEAN"
                assert re.search(r"= faux|sinon faux|vrai si|vrai pour", column.definition), f"{table.nom}.{column.nom}"


def test_parquet_copies(tmp_path):
    import duckdb

    racine = dossier(tmp_path, "participants\nid_dossier\nD1")
    with duckdb.connect(str(racine / "data/curated/plie.duckdb")) as con:
        paths = curate.write_parquet(con, tmp_path / "copies")
        curate.write_parquet(con, tmp_path / "copies")
        assert sorted(path.stem for path in paths) == NAMES
        assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == [f"{nom}.parquet" for nom in NAMES]
        assert con.read_parquet(str(tmp_path / "copies/participant.parquet")).fetchall() == con.table("curated.participant").fetchall()
