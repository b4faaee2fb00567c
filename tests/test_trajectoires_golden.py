"""``trajectoires`` against stored results of the slow reference, every kind of input alike."""

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from plie_analysis import trajectoires
from plie_analysis.trajectoires.source import connect
from tests.trajectoires_reference import GOLDEN, PRIORITY

KEYS = {
    "chronogramme": ["t", "etat"],
    "transitions": ["de", "vers"],
    "temps_moyen": ["etat"],
    "entropie": ["id"],
    "variantes": ["variante"],
}


def golden(name):
    return pd.read_csv(GOLDEN / f"{name}.csv", keep_default_na=False)


def suites():
    table = golden("suites")
    return table.assign(etat=table["etat"].where(table["etat"] != "", None)).sample(frac=1, random_state=3)


def as_relation(table):
    return connect().from_arrow(pa.Table.from_pandas(table, preserve_index=False))


@pytest.mark.parametrize("form", ["pandas", "arrow", "relation", "parquet", "categories"])
@pytest.mark.parametrize("name", KEYS)
def test_equals_the_slow_reference(name, form, tmp_path):
    table = suites()
    if form == "arrow":
        table = pa.Table.from_pandas(table, preserve_index=False)
    elif form == "relation":
        table = as_relation(table)
    elif form == "parquet":
        table.to_parquet(tmp_path / "suites.parquet")
        table = tmp_path / "suites.parquet"
    elif form == "categories":
        table = table.assign(etat=table["etat"].astype("category"))
    found = getattr(trajectoires, name)(table).set_index(KEYS[name]).sort_index()
    expected = golden(name).set_index(KEYS[name]).sort_index()
    numbers = found[expected.columns]
    assert expected.index.difference(found.index).empty
    assert not numbers.drop(expected.index).to_numpy().any()  # cells that the reference leaves out are zeros
    pd.testing.assert_frame_equal(numbers.loc[expected.index], expected, check_dtype=False, check_index_type=False, rtol=0, atol=1e-12)


def test_monthly_states_equal_the_slow_reference():
    table = golden("intervalles").sample(frac=1, random_state=3)
    found = trajectoires.etats_mensuels(table, priorite=PRIORITY)
    expected = golden("etats_mensuels")
    assert found.astype({"etat": "str"}).to_numpy().tolist() == expected.to_numpy().tolist()
    assert list(found["etat"].cat.categories) == [*PRIORITY, "sans étape", "sorti"]


def test_many_parcours_come_out_sorted():
    """More rows than DuckDB handles in one piece: the order must not depend on threads."""
    table = pd.DataFrame({"id": [f"P{n:06}" for n in range(200_000)][::-1], "debut": "2017-01-01", "fin": "2017-06-30", "etat": "emploi"})
    found = trajectoires.etats_mensuels(table)
    assert len(found) == 1_200_000
    assert found["t"].tolist() == list(range(6)) * 200_000
    assert found["id"].is_monotonic_increasing


def test_a_relation_of_the_caller_is_left_as_it_was():
    """Even when its own table bears one of our names."""
    con = duckdb.connect()
    con.execute("CREATE TABLE suite AS SELECT * FROM (VALUES (1, 0, 'A'), (1, 1, 'B')) v(id, t, etat)")
    table = con.table("suite")
    assert trajectoires.variantes(table)["variante"].tolist() == ["A → B"]
    assert trajectoires.suivi_direct(table)["n"].tolist() == [1]
    assert con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)
    assert con.execute("SELECT count(*) FROM suite").fetchone() == (2,)
