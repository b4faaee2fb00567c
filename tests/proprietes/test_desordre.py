"""Whatever the disorder of the exports, what is loaded is what the clean exports give."""

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plie_analysis.contrat import queries
from plie_analysis.curate import build
from tests import desordre
from tests.exports import load, opened, rejects, write_photo

# A load takes about a second: fewer examples than the profile's, in the same proportion when fuzzing.
EXAMPLES = max(10, settings.default.max_examples // 4)


def content(racine: Path) -> dict[str, list[tuple]]:
    """Everything loaded, but for what tells how it was written: file, line, text as read."""
    with opened(racine) as con:
        names = [f"raw.{requete}" for requete in queries()] + [
            f"curated.{nom}" for (nom,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'curated'").fetchall()
        ]
        kept = "COLUMNS(c -> c NOT IN ('fichier', 'ligne') AND NOT suffix(c, '_saisi'))"
        return {name: con.execute(f"SELECT {kept} FROM {name} ORDER BY ALL").fetchall() for name in names} | {"rejets": rejects(con)}


def loaded(seed: int, curate=None) -> dict[str, list[tuple]]:
    """What a disturbed photo gives."""
    racine = Path(tempfile.mkdtemp())
    try:
        write_photo(racine, **desordre.disturbed(random.Random(seed)))
        load(racine, curate=curate)
        return content(racine)
    finally:
        shutil.rmtree(racine)


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> dict[str, list[tuple]]:
    desordre.check()
    racine = tmp_path_factory.mktemp("propre")
    write_photo(racine, **desordre.clean())
    load(racine, curate=build)
    return content(racine)


def test_the_clean_photo_is_read_whole(expected):
    assert expected["rejets"] == []
    for requete, rows in desordre.PROPRE.items():
        nb = len(desordre.kept(requete))
        read = [row[1 : 1 + nb] for row in expected[f"raw.{requete}"]]
        assert not any(value for row in expected[f"raw.{requete}"] for value in row[1 + nb : -1])
        assert sorted(map(repr, read)) == sorted(map(repr, rows))
        assert all(row[-1] for row in expected[f"raw.{requete}"])


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=EXAMPLES)
def test_any_disorder_gives_the_same_content(expected, seed):
    for name, rows in loaded(seed).items():
        assert rows == expected[name], name


@pytest.mark.parametrize("seed", [1, 2])
def test_any_disorder_gives_the_same_curated_tables(expected, seed):
    found = loaded(seed, curate=build)
    assert found == expected
