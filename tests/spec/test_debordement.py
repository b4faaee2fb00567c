"""What a query cannot hold in memory overflows into a private folder, never into the current one, and no kill leaves it for long."""

import contextlib
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from plie_analysis import database, temporaire
from plie_analysis.chiffrement import Cle
from tests.arret import ICI, arreter, processus

TABLE = "CREATE TABLE t AS SELECT range AS a, md5(range::VARCHAR) AS b FROM range(2000000)"
DEBORDE = f"""
import sys
import time
sys.path.insert(0, {str(ICI)!r})
from plie_analysis import database
con = database.memory()
con.execute("SET memory_limit = '60MB'")
con.execute({TABLE!r})
print('prêt', flush=True)
time.sleep(60)
"""


@pytest.fixture
def abri(tmp_path, monkeypatch):
    """The private folder of the system's own, for this test alone; the current folder is empty."""
    (tmp_path / "ici").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path / "ici")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield temporaire.abri_sans_dossier()
    temporaire.rendre()


def octets(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_query_overflows_into_a_private_folder_and_leaves_nothing(abri):
    temporaire.rendre()
    with contextlib.closing(database.memory()) as con:
        con.execute("SET memory_limit = '60MB'")
        con.execute(TABLE)
        assert octets(abri) > 1_000_000 and not list(Path.cwd().iterdir())
        assert all(path.stat().st_mode & 0o077 == 0 for path in (abri, temporaire.du_processus()))
        assert con.execute("SELECT count(b), max(a) FROM t").fetchone() == (2_000_000, 1_999_999)
    temporaire.rendre()
    assert not abri.exists() and not list(Path.cwd().iterdir())


def test_two_databases_of_a_process_do_not_share_their_place(abri):
    places = set()
    for _ in range(2):
        con = database.memory()
        places.add(con.execute("SELECT current_setting('temp_directory')").fetchone())
    assert len(places) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_folder_of_a_killed_process_is_swept_and_that_of_a_living_one_stays(abri):
    process = processus(sys.executable, "-c", DEBORDE, cwd=Path.cwd())
    assert process.stdout.readline() == "prêt\n", process.communicate()[1]
    before = octets(abri)
    assert temporaire.balayer(abri) == 0 and octets(abri) == before > 1_000_000
    arreter(process, signal.SIGKILL)
    assert octets(abri) > 1_000_000 and not list(Path.cwd().iterdir())
    assert temporaire.balayer(abri) == 1 and not list(abri.iterdir())


def test_what_overflows_from_an_encrypted_base_is_encrypted(abri, tmp_path):
    cle = Cle("une clé inventée pour cet essai, assez longue pour en être une")
    database.connect(tmp_path / "base.duckdb", cle=cle).close()
    with contextlib.closing(database.memory()) as con:
        database.attach(con, tmp_path / "base.duckdb", "base", cle=cle)
        con.execute("SET memory_limit = '60MB'")
        con.execute("CREATE TABLE t AS SELECT range AS a, 'nom inventé ' || range AS b FROM range(3000000)")
        (written,) = [path for path in abri.rglob("*") if path.is_file() and path.stat().st_size > 100_000][:1]
        assert b"nom invent" not in written.read_bytes()
        assert con.execute("SELECT count(*) FROM t WHERE b LIKE 'nom inventé %'").fetchone() == (3_000_000,)
