"""What a killed command leaves is finished or swept by the next one that writes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plie_analysis import temporaire, verrou
from plie_analysis.cli import run
from plie_analysis.ingest import menage, purge, reprise
from plie_analysis.settings import load_settings
from tests.exports import PARTICIPANTS, write_photo

OLD, KEPT = "2016-12-31", "2017-12-31"


@pytest.fixture
def racine(tmp_path) -> Path:
    """A working folder with two photos loaded; a person is only in the old one."""
    write_photo(
        tmp_path, OLD, participants=PARTICIPANTS + "ANCIEN-999;M.;X;01/01/1970;21000;Dijon;;V\nANCIEN-999;M.;X;01/01/1970;21000;Dijon;;V\n"
    )
    write_photo(tmp_path, KEPT)
    assert run(["charger", "--racine", str(tmp_path)]) == 0
    return tmp_path


def _bytes_with(racine: Path, text: bytes) -> list[str]:
    return [p.relative_to(racine).as_posix() for p in racine.rglob("*") if p.is_file() and text in p.read_bytes()]


# A child process that kills itself with SIGKILL when it reaches a function: nothing is tidied.
KILLED = """
import os, signal, sys
from plie_analysis.ingest import {module}
from plie_analysis.cli import main
before = {module}.{function}
def kill(*args, **kwargs):
    if {after}: before(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
{module}.{function} = kill
main(sys.argv[1:])
"""


def _killed(racine: Path, module: str, function: str, *arguments: str, after: bool = False) -> None:
    script = KILLED.format(module=module, function=function, after=after)
    done = subprocess.run([sys.executable, "-c", script, *arguments, "--racine", str(racine)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


MOMENTS = [
    ("purge", "_rebuild", False, False),
    ("purge", "_rebuild", True, False),
    ("purge", "_swap", False, False),
    ("purge", "_swap", True, True),
    ("reprise", "condemn", True, True),
    ("reprise", "forget", True, True),
]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize(("module", "function", "after", "is_decided"), MOMENTS)
def test_a_purge_killed_at_any_moment_is_whole_after_the_next_command(racine, module, function, after, is_decided, capsys):
    _killed(racine, module, function, "purger", "--avant", KEPT, "--oui", after=after)
    assert run(["controler", "--racine", str(racine)]) in (0, 1)
    assert not list((racine / "data/raw").glob(".*")) and not (racine / "data/curated/.chargement").exists()
    left = _bytes_with(racine, b"ANCIEN-999")
    assert (racine / "data/raw" / OLD).is_dir() is not is_decided
    assert (f"data/curated/rejets-{OLD}.csv" in left) is not is_decided
    if is_decided:
        assert left == []
    else:
        assert f"data/raw/{OLD}/participants.csv" in left
    # A load that follows neither brings the old photo back nor loses anything.
    assert run(["charger", "--racine", str(racine)]) == 0
    assert _bytes_with(racine, b"ANCIEN-999") == [] if is_decided else _bytes_with(racine, b"ANCIEN-999")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize(("function", "after"), [("load_photo", False), ("write_csv", True), ("_swap", False), ("_swap", True)])
def test_a_killed_load_is_whole_after_a_command_that_is_not_a_load(tmp_path, function, after, capsys):
    write_photo(tmp_path)
    _killed(tmp_path, "chargement", function, "charger", after=after)
    assert (tmp_path / "data/curated/.chargement").exists()
    assert run(["controler", "--racine", str(tmp_path)]) == (2 if not after or function != "_swap" else 0)
    assert not (tmp_path / "data/curated/.chargement").exists()
    assert "interrompue" in capsys.readouterr().err
    assert (tmp_path / f"data/curated/rejets-{KEPT}.csv").exists() is (after and function == "_swap")


def test_temporary_folders_are_swept_when_nobody_holds_them(racine, capsys):
    shelter = temporaire.abri(load_settings(racine))
    with temporaire.dossier(shelter, "rapport") as alive:
        (alive / "carnet.ipynb").write_text("SECRETNOM")
        abandoned = shelter / "rapport-mort"
        abandoned.mkdir()
        (abandoned / "carnet.ipynb").write_text("SECRETNOM")
        assert run(["charger", "--racine", str(racine)]) == 0
        assert alive.is_dir() and not abandoned.exists()
        assert "1 fichier provisoire" in capsys.readouterr().err.replace("\u00a0", " ")
    assert list(shelter.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_report_killed_in_its_notebook_leaves_nothing_after_the_next_command(racine):
    command = [sys.executable, "-m", "plie_analysis", "rapport", "lettre", "--mois", "2017-09", "--forcer", "--racine", str(racine)]
    shelter = temporaire.abri(load_settings(racine))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        limit = time.monotonic() + 120
        while not list(shelter.glob("rapport-*/*.ipynb")) and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.05)
        found = list(shelter.glob("rapport-*/*.ipynb"))
        os.killpg(process.pid, signal.SIGKILL)
    assert found, "the working copy of the notebook is in the private shelter"
    assert run(["charger", "--racine", str(racine)]) == 0
    assert not [path for path in shelter.rglob("*") if path.is_dir() or path.suffix != ".verrou"]


def test_files_written_beside_their_place_are_swept_with_their_process(racine):
    rapports = racine / "data/rapports"
    rapports.mkdir(exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", ""]) as done:
        pass
    dead, alive, old = (rapports / f".lettre.html.{number}" for number in (done.pid, os.getpid(), 1))
    ours = rapports / ".rapports.verrou"
    for path in (dead, alive, old, ours):
        path.write_text("SECRETNOM")
    os.utime(old, (0, 0))
    menage.menager(load_settings(racine))
    assert not dead.exists() and not old.exists() and alive.exists() and ours.exists()


def test_what_a_living_load_holds_is_left_alone(racine):
    settings = load_settings(racine)
    atelier = settings.curated / reprise.ATELIER
    atelier.mkdir()
    with verrou.hold(settings.curated / verrou.NOM, "plie charger"):
        menage.menager(settings)
        assert atelier.is_dir()
    menage.menager(settings)
    assert not atelier.exists()


def test_a_folder_that_cannot_go_back_is_named(racine, capsys):
    reprise.set_aside(racine / "data/raw", [purge.dt.date(2016, 12, 31)], [])
    write_photo(racine, OLD)
    assert run(["charger", "--racine", str(racine)]) == 2
    assert f"data/raw/{OLD}/ existe aussi dans data/raw/.purge/" in capsys.readouterr().err
    assert (racine / "data/raw/.purge" / OLD).is_dir()
