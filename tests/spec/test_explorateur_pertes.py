"""What the explorer leaves when it is killed, refused, crowded or told to show less: nothing half done, nothing lost, nothing that stays behind."""

import datetime as dt
import os
import re
import signal
import stat
import subprocess
import sys

import ipywidgets as widgets
import pytest

from plie_analysis import verrou
from plie_analysis.errors import PlieError
from plie_analysis.explorateur import calendrier, variantes
from plie_analysis.ingest.menage import menager
from plie_analysis.portes.carnets import poser
from plie_analysis.settings import load_settings
from tests.depot import deposer, dit, page
from tests.exports import MINIMUM, PARCOURS
from tests.spec.test_explorateur import FAUTIF, chargee, modele, vide  # noqa: F401  (fixtures)

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX")
# A process that deposits a photo, and is killed at its n-th writing of a file of the deposit.
TUE = """
import datetime as dt, os, shutil, signal, sys
from pathlib import Path
from plie_analysis.explorateur import depot
from plie_analysis.settings import load_settings
from tests.exports import MINIMUM
made = depot.Depot(load_settings(Path(sys.argv[1])))
for name, text in MINIMUM.items():
    made.deposer(f"{name}.csv", text.encode())
left, copy, move = int(sys.argv[2]), shutil.copyfile, shutil.move
def counted(function):
    def killing(*arguments, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return killing
shutil.copyfile, shutil.move = counted(copy), counted(move)
depot.load_photos = lambda *_args, **_options: os.kill(os.getpid(), signal.SIGKILL)
made.charger(dt.date(2017, 12, 31), lambda *_said: None)
"""


@posix
@pytest.mark.parametrize("ecriture", range(1, len(MINIMUM) + 3))
def test_a_photo_deposited_by_a_killed_page_is_whole_or_not_there(tmp_path, ecriture):
    done = subprocess.run([sys.executable, "-c", TUE, str(tmp_path), str(ecriture)], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    folder = tmp_path / "data/raw/2017-12-31"
    there = {path.name: path.read_text() for path in folder.iterdir()} if folder.exists() else {}
    assert there == ({f"{name}.csv": text for name, text in MINIMUM.items()} if ecriture > len(MINIMUM) + 1 else {})
    menager(load_settings(tmp_path))
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"D1" in path.read_bytes()]
    assert all(path.parent == folder for path in left), "nothing of it stays elsewhere"


def test_two_pages_that_load_at_once_lose_nothing(chargee, monkeypatch):  # noqa: F811
    settings, folder = chargee.session.settings, chargee.session.settings.raw / "2017-12-31"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other = page(settings.racine)
    deposer(other, {"parcours.csv": PARCOURS.replace("EMPLOI", "CDI")})
    other.onglets["Photos"].lire.click()
    monkeypatch.setitem(other.session.settings.config["ingestion"], "attente_verrou_s", 0)
    with verrou.hold(settings.curated / verrou.NOM, "plie charger"):
        other.onglets["Photos"].charger.click()
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert "plie charger" in dit(other.boite) and other.onglets["Photos"].depot.fichiers


@pytest.mark.parametrize("nom", ["exports", "questions"])
def test_a_file_in_the_place_of_a_folder_is_said_and_stays(repondue, nom):
    (repondue.session.settings.racine / nom).write_text("à elle", encoding="utf-8")
    tab = repondue.onglets["Exporter"]
    tab.nom.value = "Essai"
    (tab.excel if nom == "exports" else tab.enregistrer).click()
    assert "un fichier porte déjà ce nom" in dit(repondue.boite)
    assert (repondue.session.settings.racine / nom).read_text(encoding="utf-8") == "à elle"


@pytest.mark.parametrize("panne", [OSError(28, "No space left on device"), OSError(30, "Read-only file system")])
def test_a_full_or_closed_disk_is_said_in_french_and_leaves_no_half_file(repondue, monkeypatch, panne):
    racine, tab = repondue.session.settings.racine, repondue.onglets["Exporter"]
    tab.nom.value, tab.calendrier.value = "Essai", "mois"
    before = (racine / "plie.toml").read_bytes() if (racine / "plie.toml").exists() else None

    def refuse(*_arguments):
        raise panne

    monkeypatch.setattr("plie_analysis.ecriture.os.replace", refuse)
    for button in (tab.excel, tab.svg, tab.enregistrer):
        button.click()
        assert re.search("disque plein|disque en lecture seule", dit(repondue.boite))
        repondue.taire()
    assert [path for name in ("exports", "questions") for path in (racine / name).iterdir()] == []
    assert ((racine / "plie.toml").read_bytes() if (racine / "plie.toml").exists() else None) == before


LIBELLES = ['a"\\ = [x] # "', "Employe\u200b", "a\n[x]", "\x1b[31m", "\x7f", "'''"]


@pytest.mark.parametrize("libelle", LIBELLES)
@pytest.mark.parametrize(
    "avant",
    ['calendrier = [{ rapport = "lettre", chaque = "mois" }]\n', '\ufeff# à elle\r\n[plie]\r\nnom = "X"\r\n', '[plie]\nnom = "X"', ""],
)
def test_what_plie_toml_said_it_still_says(tmp_path, avant, libelle):
    path = tmp_path / "plie.toml"
    path.write_bytes(avant.encode())
    settings = load_settings(tmp_path)
    for write in (
        lambda: calendrier.inscrire(settings, "essai", "mois"),
        lambda: variantes.ajouter(settings, "motif_sortie", libelle, "EMPLOI"),
    ):
        before = path.read_bytes()
        try:
            write()
        except PlieError as refused:
            assert "rien n'a été écrit" in refused.message and path.read_bytes() == before
        assert path.read_bytes().decode().startswith(avant)
    load_settings(tmp_path)


@posix
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="nothing is closed to root")
def test_a_plie_toml_closed_to_writing_is_left_alone(tmp_path):
    path = tmp_path / "plie.toml"
    path.write_text("", encoding="utf-8")
    path.chmod(0o400)
    with pytest.raises(PlieError, match="protégé en écriture"):
        calendrier.inscrire(load_settings(tmp_path), "essai", "mois")
    assert path.read_text(encoding="utf-8") == ""


@posix
def test_what_the_page_writes_is_its_owner_s_alone(repondue):
    former = os.umask(0o022)
    try:
        tab = repondue.onglets["Exporter"]
        tab.nom.value = "Essai"
        tab.svg.click()
        tab.enregistrer.click()
        poser(repondue.session.settings)
    finally:
        os.umask(former)
    racine = repondue.session.settings.racine
    written = [path for name in ("exports", "questions", "carnets") for path in (racine / name, *(racine / name).rglob("*"))]
    assert len(written) > 6 and not [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_nothing_of_the_house_stays_in_the_page_at_another_level(repondue):
    """Neither what is shown, nor what is only kept by a widget that is no longer seen."""
    repondue.onglets["Résultat"].choisie.value = "0/0/1"
    repondue.onglets["Exporter"].svg.click()
    deposer(repondue, FAUTIF, dt.date(2018, 3, 31))
    repondue.onglets["Photos"].lire.click()
    secrets = ("EMPLOYS", 'class="numeros"', "base64,", 'id="plie-tableau"', "vnd.plotly", "Ce que change la photo")
    before = gardes(repondue)
    assert not [secret for secret in secrets if secret not in before]
    repondue.niveau.value = "publique"
    held = gardes(repondue)
    assert not [secret for secret in secrets if secret in held] and "ne se montrent qu’au niveau" in held


@pytest.fixture
def repondue(chargee):  # noqa: F811
    """The explorer on one small photo, a question answered."""
    question = chargee.onglets["Question"]
    question.theme.value = "Entrées et prescriptions"
    next(box for box in question.liste.children if box.description == "Entrées").value = True
    question.repondre.click()
    assert chargee.session.resultat, dit(chargee.boite)
    return chargee


def gardes(cadre) -> str:
    """All that the widgets of the tabs hold, seen or not."""
    met, found, todo = set(), [], [cadre.vue, *(part for tab in cadre.onglets.values() for part in vars(tab).values())]
    while todo:
        one = todo.pop()
        if isinstance(one, list | tuple):
            todo += one
        elif isinstance(one, widgets.Widget) and id(one) not in met:
            met.add(id(one))
            found += [str(getattr(one, "value", "")), str(getattr(one, "outputs", ""))]
            todo += getattr(one, "children", ())
    return " ".join(found)
