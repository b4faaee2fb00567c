"""The data dictionary: compiled, up to date, and true to what the queries produce."""

import datetime as dt
from pathlib import Path

import pytest

from plie_analysis import contrat, curate
from plie_analysis.curate.build import parametres
from plie_analysis.settings import Settings
from tests.tableau import PHOTO, base, dossier, reglages

ROOT = Path(__file__).parent.parent
NAMES = sorted(table.nom for table in curate.tables())


@pytest.fixture(scope="module")
def con():
    return base("participants\nid_dossier\nD1")


@pytest.mark.parametrize("table", curate.tables(), ids=lambda table: table.nom)
def test_documented_columns_are_the_columns_produced(con, table):
    given = parametres(Settings(ROOT, reglages()), PHOTO)
    used = {name: value for name, value in given.items() if f"${name}" in table.requete}
    produced = con.sql(table.requete, params=used)
    assert list(zip(produced.columns, map(str, produced.types), strict=True)) == [(c.nom, c.type) for c in table.colonnes]


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


def _keys_only(requete: str) -> str:
    """One line of an export that says nothing but its number and what it is tied to."""
    keys = {column.colonne: f"{column.parent or requete}-1" for column in contrat.queries()[requete] if column.is_key}
    return f"{requete}\n{' | '.join(keys)}\n{' | '.join(keys.values())}"


def test_est_columns_are_never_null():
    """Of lines of which nothing is known but their numbers, every ``est_`` column still says true or false."""
    con = base(*(f"{_keys_only(requete)}\n" for requete in contrat.queries()))
    base("parcours\nid_parcours | date_sortie\nsortie-1 | 2017-06-01", photo=PHOTO - dt.timedelta(days=30), con=con)
    for table in curate.tables():
        flags = [column.nom for column in table.colonnes if column.nom.startswith("est_")]
        assert all(column.type == "BOOLEAN" for column in table.colonnes if column.nom in flags)
        for nom in flags:
            found = con.execute(f"SELECT count(*), count({nom}) FROM curated.{table.nom}").fetchone()
            assert found[0] == found[1] and found[0], f"{table.nom}.{nom}"


def test_parquet_copies(tmp_path):
    import duckdb

    racine = dossier(tmp_path, "participants\nid_dossier\nD1")
    with duckdb.connect(str(racine / "data/curated/plie.duckdb")) as con:
        paths = curate.write_parquet(con, tmp_path / "copies")
        curate.write_parquet(con, tmp_path / "copies")
        assert sorted(path.stem for path in paths) == NAMES
        assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == [f"{nom}.parquet" for nom in NAMES]
        assert con.read_parquet(str(tmp_path / "copies/participant.parquet")).fetchall() == con.table("curated.participant").fetchall()
