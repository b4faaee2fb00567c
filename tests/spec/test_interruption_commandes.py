"""One signal to each command that takes long: it ends at once, nothing of it runs on, what it writes is whole or as before."""

import hashlib
import os
import shutil
import signal
from pathlib import Path

import psutil
import pytest

from plie_analysis.cli import run
from plie_analysis.cli.interrompu import RIEN, TEXTES
from plie_analysis.database import open_database
from plie_analysis.scellement import fenetres
from plie_analysis.settings import load_settings
from tests.arret import DEUX_SECONDES, arreter, attendre, descendants, lancer, survivants
from tests.exports import write_photo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
COMMANDES = {
    "controler": [],
    "rapport": ["lettre", "--mois", "2017-12", "--forcer"],
    "sceller": ["{racine}/nouveau", "--sans-carnets"],
    "reproduire": ["{scelle}", "--sortie", "{racine}/refait"],
    "purger": ["--avant", "2018-01-01", "--oui"],
}


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    """Two photos loaded."""
    racine = tmp_path_factory.mktemp("modele")
    for photo in ("2017-12-31", "2018-03-31"):
        write_photo(racine, photo)
    assert run(["charger", "--racine", str(racine)]) == 0
    return racine


@pytest.fixture(scope="module")
def scelle(modele, tmp_path_factory):
    """A sealed folder of one table: the whole list takes minutes."""
    folder = tmp_path_factory.mktemp("sceau") / "scelle"
    whole = fenetres.liste()
    few = [{**section, "par": [[]], "chaque_axe": False} for section in whole["tableau"][:1]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fenetres, "liste", lambda: {**whole, "tableau": few, "suivi": []})
        assert run(["sceller", str(folder), "--sans-carnets", "--photo", "2017-12-31", "--racine", str(modele)]) == 0
    return folder


def contenu(racine: Path) -> dict[str, str]:
    """The checksum of each file of a working folder, locks and temporary folders aside when they are empty."""
    files = (path for path in racine.rglob("*") if path.is_file() and not path.name.endswith(".verrou"))
    return {str(path.relative_to(racine)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def tient_une_base(process) -> bool:
    """Whether a command, or a process of its own, has a database open: it is at its work."""
    assert process.poll() is None, process.communicate()
    for one in (psutil.Process(process.pid), *descendants(process)):
        if any(Path(file.path).suffix == ".duckdb" for file in one.open_files()):
            return True
    return False


@pytest.mark.parametrize("how", CODES, ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("nom", COMMANDES)
def test_one_signal_stops_a_command_and_leaves_nothing_half_written(modele, tmp_path, nom, how, request):
    racine, provisoire = tmp_path / "travail", tmp_path / "tmp"
    shutil.copytree(modele, racine)
    provisoire.mkdir()
    before = contenu(racine)
    scelle = request.getfixturevalue("scelle") if nom == "reproduire" else None
    process = lancer(
        nom,
        *(argument.format(racine=racine, scelle=scelle) for argument in COMMANDES[nom]),
        racine=racine,
        env=os.environ | {"TMPDIR": str(provisoire)},
    )
    attendre(lambda: tient_une_base(process))
    family = descendants(process)
    seconds, said = arreter(process, how)
    assert process.returncode == CODES[how] and said.strip().endswith(TEXTES.get(nom, RIEN)), said
    assert seconds < DEUX_SECONDES and not survivants(family)
    assert list(provisoire.rglob("*")) == [] and not list(racine.glob(".nouveau*"))
    assert contenu(racine) == before
    with open_database(load_settings(racine)) as con:
        assert con.execute("SELECT count(DISTINCT photo) FROM raw.fichier").fetchone() == (2,)


def _en_cours(modele, racine: Path, provisoire: Path, *arguments: str):
    """A command over a copy of the working folder, at its work."""
    if not racine.is_dir():
        shutil.copytree(modele, racine)
    provisoire.mkdir(exist_ok=True)
    process = lancer(*arguments, racine=racine, env=os.environ | {"TMPDIR": str(provisoire)})
    attendre(lambda: tient_une_base(process))
    return process


def test_a_closed_terminal_leaves_no_bundle_begun(modele, tmp_path):
    racine, provisoire = tmp_path / "travail", tmp_path / "tmp"
    process = _en_cours(modele, racine, provisoire, "sceller", str(racine / "nouveau"), "--sans-carnets")
    _, said = arreter(process, signal.SIGHUP)
    assert process.returncode == 129 and said.strip().endswith(TEXTES["sceller"])
    assert list(provisoire.rglob("*")) == [] and sorted(path.name for path in racine.iterdir()) == ["data"]


def test_the_next_seal_sweeps_what_a_killed_one_left(modele, tmp_path):
    racine, provisoire = tmp_path / "travail", tmp_path / "tmp"
    process = _en_cours(modele, racine, provisoire, "sceller", str(racine / "nouveau"), "--sans-carnets")
    attendre(lambda: list(racine.glob(".nouveau.*/dossier")))
    stranger = racine / ".nouveau.vieux"
    stranger.mkdir()
    process.kill()
    process.communicate()
    assert len(list(racine.glob(".nouveau.*"))) == 2
    assert run(["sceller", str(racine / "autre"), "--du", "2018-01-01", "--au", "2017-01-01", "--racine", str(racine)]) == 2
    assert len(list(racine.glob(".nouveau.*"))) == 2, "refused before anything was begun"
    second = _en_cours(modele, racine, provisoire, "sceller", str(racine / "autre"), "--sans-carnets")
    attendre(lambda: list(racine.glob(".autre.*/dossier")))
    assert list(racine.glob(".nouveau.*")) == [stranger]
    arreter(second, signal.SIGTERM)
    assert sorted(path.name for path in racine.iterdir()) == [".nouveau.vieux", "data"]
