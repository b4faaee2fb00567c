"""All or nothing: killed, interrupted, short of disk, or two at once, the former database is whole and the next load clears up."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from plie_analysis import verrou
from plie_analysis.errors import PlieError
from tests.arret import processus
from tests.exports import PARTICIPANTS, load, opened, write_photo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and resource limits of POSIX")
ICI = Path(__file__).parents[2]
# A load that stops at a given step, tells it on its standard output, and waits there to be killed.
SCRIPT = """
import sys, time
sys.path.insert(0, {ici!r})
from tests.exports import load
def halt(what, done, total):
    if what.endswith({halt!r}):
        print("arrêt", flush=True)
        time.sleep(60)
load({racine!r}, progress=halt, curate={curate})
"""


def start(racine: Path, halt: str, curate: str = "None") -> subprocess.Popen:
    """A load in another process, stopped at the step asked for."""
    code = SCRIPT.format(ici=str(ICI), racine=str(racine), halt=halt, curate=curate)
    process = processus(sys.executable, "-c", code)
    assert process.stdout.readline() == "arrêt\n", process.communicate()[1]
    return process


def end(process: subprocess.Popen, how: int) -> str:
    """Send one signal: the load must be over within two seconds."""
    process.send_signal(how)
    try:
        return process.communicate(timeout=2)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError("the load did not stop at the first signal") from None


@pytest.fixture
def changed(tmp_path):
    """A loaded photo whose exports changed since, and the bytes of the database."""
    write_photo(tmp_path)
    load(tmp_path)
    write_photo(tmp_path, participants=PARTICIPANTS.replace("Chenôve", "Talant"))
    return tmp_path, (tmp_path / "data" / "curated" / "plie.duckdb").read_bytes()


def commune(racine: Path) -> str:
    return opened(racine).execute("SELECT commune FROM raw.participants WHERE id_dossier = 'D2'").fetchone()[0]


@pytest.mark.parametrize("step", ["participants.csv", "etapes.csv", "Copies et mise en place"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle(changed, step, how):
    racine, before = changed
    curated = racine / "data" / "curated"
    end(start(racine, step), how)
    assert (curated / "plie.duckdb").read_bytes() == before
    assert (curated / ".chargement").exists() == (how == signal.SIGKILL)
    assert not load(racine).photos[0].deja_chargee
    assert commune(racine) == "Talant"
    assert sorted(path.name for path in curated.iterdir()) == [".verrou", "plie.duckdb", "rejets-2017-12-31.csv"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT sum(random()) FROM range(1000000000000)",
        "CREATE TABLE x AS SELECT random() FROM range(1000000000000)",
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = -1",
    ],
)
def test_interrupted_in_the_middle_of_a_query(changed, query, how):
    racine, before = changed
    process = start(racine, "jamais", f"lambda con, *_: (print('arrêt', flush=True), con.execute({query!r}))")
    time.sleep(1)  # the word is printed just before the query starts: let it start
    assert "KeyboardInterrupt" in end(process, how).splitlines()[-1]
    assert (racine / "data" / "curated" / "plie.duckdb").read_bytes() == before
    assert not (racine / "data" / "curated" / ".chargement").exists()


def test_killed_between_the_swap_and_the_copies(changed):
    """The new database is in place but not yet the files that go with it: the next load puts them in place."""
    racine, _ = changed
    curated = racine / "data" / "curated"
    (curated / ".chargement" / "copies").mkdir(parents=True)
    (curated / ".chargement" / "copies" / "participant.parquet").write_bytes(b"nouveau")
    (curated / "participant.parquet").write_bytes(b"ancien")
    load(racine)
    assert (curated / "participant.parquet").read_bytes() == b"nouveau"
    assert not (curated / ".chargement").exists()


def test_copies_that_were_not_finished_are_thrown_away(changed):
    racine, _ = changed
    curated = racine / "data" / "curated"
    (curated / ".chargement" / "copies.part").mkdir(parents=True)
    (curated / ".chargement" / "copies.part" / "participant.parquet").write_bytes(b"nouveau")
    load(racine)
    assert not (curated / "participant.parquet").exists()


def test_the_first_load_killed_leaves_no_database(tmp_path):
    write_photo(tmp_path)
    end(start(tmp_path, "parcours.csv"), signal.SIGKILL)
    assert not (tmp_path / "data" / "curated" / "plie.duckdb").exists()
    load(tmp_path)
    assert commune(tmp_path) == "Chenôve"


def test_two_loads_at_once_the_second_says_who_holds_the_lock(changed):
    racine, _ = changed
    (racine / "plie.toml").write_text("[ingestion]\nattente_verrou_s = 0.3\n", encoding="utf-8")
    process = start(racine, "etapes.csv")
    try:
        with pytest.raises(PlieError) as refused:
            load(racine)
    finally:
        end(process, signal.SIGKILL)
    assert f"processus {process.pid}" in refused.value.message and "plie charger" in refused.value.message
    assert "0.3" not in refused.value.message and "0,3" in refused.value.message


def test_the_second_load_waits_its_turn_and_says_so(changed):
    racine, _ = changed
    code = f"import sys, time\nsys.path.insert(0, {str(ICI)!r})\nfrom pathlib import Path\nfrom plie_analysis import verrou\nwith verrou.hold(Path({str(racine / 'data' / 'curated' / '.verrou')!r}), 'plie purger'):\n    print('tenu', flush=True)\n    time.sleep(1)\n"
    process = processus(sys.executable, "-c", code, stderr=None)
    assert process.stdout.readline() == "tenu\n"
    told = []
    load(racine, progress=lambda what, *_: told.append(what))
    process.communicate(timeout=30)
    assert "plie purger" in told[0] and f"processus {process.pid}" in told[0]
    assert commune(racine) == "Talant"


def test_the_lock_is_free_when_its_holder_dies(tmp_path):
    path = tmp_path / ".verrou"
    code = f"import sys, time\nsys.path.insert(0, {str(ICI)!r})\nfrom pathlib import Path\nfrom plie_analysis import verrou\nwith verrou.hold(Path({str(path)!r}), 'plie charger'):\n    print('tenu', flush=True)\n    time.sleep(60)\n"
    process = processus(sys.executable, "-c", code, stderr=None)
    assert process.stdout.readline() == "tenu\n"
    end(process, signal.SIGKILL)
    with verrou.hold(path, "plie charger", attente=0):
        assert str(os.getpid()) in verrou.holder(path)


@pytest.mark.parametrize("room", [100_000, 3_000_000])
def test_a_full_disk(changed, room):
    """No file may grow beyond ``room`` bytes: the load stops, tells it in French, and the former database is whole."""
    racine, before = changed
    code = (
        f"import sys\nsys.path.insert(0, {str(ICI)!r})\nimport resource, signal\nfrom plie_analysis.errors import PlieError\nfrom tests.exports import load\n"
        f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"try:\n    load({str(racine)!r})\nexcept PlieError as error:\n    print(error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "disque plein" in done.stdout, done.stderr[-2000:]
    assert (racine / "data" / "curated" / "plie.duckdb").read_bytes() == before
    load(racine)
    assert commune(racine) == "Talant"


def test_a_database_of_another_version_is_rebuilt(changed):
    racine, _ = changed
    path = racine / "data" / "curated" / "plie.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("ALTER TABLE raw.participants DROP COLUMN niveau")
    load(racine)
    assert commune(racine) == "Talant"


def test_a_damaged_database_is_told(changed):
    racine, _ = changed
    (racine / "data" / "curated" / "plie.duckdb").write_bytes(b"\0" * 5000)
    with pytest.raises(PlieError) as refused:
        load(racine)
    assert "abîmée" in refused.value.message


def test_a_file_that_cannot_be_read(changed):
    racine, _ = changed
    path = racine / "data" / "raw" / "2017-12-31" / "parcours.csv"
    path.unlink()
    path.symlink_to(racine / "nulle-part.csv")
    with pytest.raises(PlieError) as refused:
        load(racine)
    assert "parcours" in refused.value.message


def test_the_temporary_folder_is_for_its_owner_alone(changed):
    racine, _ = changed
    process = start(racine, "etapes.csv")
    folder = racine / "data" / "curated" / ".chargement"
    assert folder.stat().st_mode & 0o077 == 0
    end(process, signal.SIGKILL)
    shutil.rmtree(folder)
