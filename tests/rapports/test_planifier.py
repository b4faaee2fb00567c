"""What ``plie planifier`` prints can be installed as it is: the command fires in the bare environment of a scheduler."""

import re
import shutil
import subprocess

import pytest

from plie_analysis.cli import run
from tests.tableau import dossier

CALENDRIER = '[[calendrier]]\nrapport = "lettre"\ndepuis = "2100-01"\n'
PHOTO = """
participants
id_dossier | civilite | date_naissance | commune
D1 | Mme | 1980-05-01 | Dijon

parcours
id_parcours | id_dossier | code_referent | date_entree
P1 | D1 | R1 | 2017-01-10

etapes
id_etape | id_parcours | operation | date_debut
E1 | P1 | Mission intérim | 2017-02-01
"""


@pytest.fixture
def racine(tmp_path):
    folder = tmp_path / "dossier à 100 % « d'essai »"
    dossier(folder, PHOTO)
    (folder / "plie.toml").write_text(CALENDRIER, encoding="utf-8")
    (folder / "data" / "rapports").mkdir()
    return folder


def planned(capsys, racine, systeme: str) -> str:
    assert run(["planifier", "--systeme", systeme, "--heure", "04:05", "--racine", str(racine)]) == 0
    return capsys.readouterr().out


def fire(command: str) -> None:
    """Run a command as cron does: /bin/sh, a bare environment, another folder."""
    subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", env={"PATH": "/usr/bin:/bin", "HOME": "/tmp", "SHELL": "/bin/sh"}, check=True, timeout=120
    )


@pytest.mark.skipif(shutil.which("sh") is None, reason="pas de shell POSIX")
def test_the_cron_line_fires(capsys, racine):
    (line,) = [line for line in planned(capsys, racine, "cron").splitlines() if line and not line.startswith("#")]
    minute, hour, *every, command = line.split(" ", 5)
    assert (minute, hour, every) == ("5", "4", ["*", "*", "*"])
    assert not re.search(r"(?<!\\)%", command), "in a crontab a bare % ends the command"
    fire(command.replace(r"\%", "%"))
    assert (racine / "data" / "rapports" / "index.html").is_file()
    assert "0 produits" in (racine / "data" / "rapports" / "journal.log").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="pas de shell POSIX")
def test_the_systemd_service_fires(capsys, racine):
    told = planned(capsys, racine, "systemd")
    assert "OnCalendar=*-*-* 04:05:00" in told and "Persistent=true" in told
    (command,) = re.findall(r"^ExecStart=(.*)$", told, re.MULTILINE)
    fire(command.replace("%%", "%"))
    assert (racine / "data" / "rapports" / "index.html").is_file()


def test_the_windows_task_names_the_folder(capsys, racine):
    told = planned(capsys, racine, "windows")
    assert "/ST 04:05" in told and str(racine) in told


def test_a_wrong_hour_is_told(capsys, racine):
    assert run(["planifier", "--heure", "25:00", "--racine", str(racine)]) == 2
    assert "HH:MM" in capsys.readouterr().err
