"""A page that is published is logged and in the index, whatever stops the run, or holds the log."""

import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import duckdb
import nbformat
import pytest
from bs4 import BeautifulSoup

from plie_analysis.rapports import executions, inscription
from plie_analysis.rapports.executions import ECHEC, PUBLIE, Execution, consigner, dernieres
from plie_analysis.rapports.index_pages import ecrire_index
from plie_analysis.rapports.inscription import NOTES, a_montrer, en_attente, publier_et_inscrire, reconcilier
from plie_analysis.settings import load_settings
from tests.arret import DEUX_SECONDES, arreter, attendre, descendants, lancer, survivants
from tests.rapports.base_inventee import build

MIDI = dt.datetime(2018, 2, 5, 12)
PAGE = b"<title>Lettre \xe2\x80\x93 PLIE</title><dl><div><dt>Photo des exports</dt><dd>31 d\xc3\xa9cembre 2017</dd></div></dl>"
CALENDRIER = '\n[[calendrier]]\nrapport = "essai"\nchaque = "mois"\ndepuis = "2017-01"\njours = 1\n'


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "data" / "rapports").mkdir(parents=True)
    (tmp_path / "data" / "curated").mkdir(parents=True)
    return load_settings(tmp_path)


def execution(nom: str = "lettre-2017-12", statut: str = PUBLIE, quand: dt.datetime = MIDI) -> Execution:
    return Execution(
        nom, "Lettre", "{}", "interne", dt.date(2017, 12, 31), quand, 1.0, statut, "" if statut == PUBLIE else "Motif.", "", 0, ""
    )


def logged(settings) -> list[tuple[str, str]]:
    return sorted((one.nom, one.statut) for one in dernieres(settings))


def index(settings) -> str:
    return ecrire_index(settings, MIDI).read_text(encoding="utf-8")


def test_a_page_is_published_and_logged_as_one(settings):
    publier_et_inscrire(settings, execution(), PAGE)
    (row,) = dernieres(settings)
    assert (row.sha256, row.octets) == (hashlib.sha256(PAGE).hexdigest(), len(PAGE))
    assert (settings.rapports / "lettre-2017-12.html").read_bytes() == PAGE and not en_attente(settings)
    assert 'href="lettre-2017-12.html"' in index(settings)


@pytest.mark.parametrize("step", ["publier", "consigner"])
def test_killed_between_the_note_and_the_log(settings, monkeypatch, step):
    """Killed before the page: nothing happened. Killed after: the next run logs it, once."""
    real = inscription.publier

    def stop(*arguments):
        if step == "consigner" or arguments[0].suffix == ".html":
            os._exit(9)
        return real(*arguments)

    monkeypatch.setattr(inscription, step, stop)
    child = os.fork()
    if child == 0:
        publier_et_inscrire(settings, execution(), PAGE)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    monkeypatch.undo()
    assert len(list((settings.rapports / NOTES).glob("*.json"))) == 1
    assert len(a_montrer(settings)[0]) == (step == "consigner")
    assert reconcilier(settings) == "" == reconcilier(settings)
    assert logged(settings) == ([("lettre-2017-12", PUBLIE)] if step == "consigner" else [])
    assert not list((settings.rapports / NOTES).glob("*.json"))


def test_a_log_held_elsewhere_keeps_no_page_back(settings):
    consigner(settings, [execution("ancienne")])
    executions.sauvegarder(settings)
    (settings.rapports / "ancienne.html").write_bytes(PAGE)
    code = f"import duckdb\ncon = duckdb.connect({str(executions.chemin(settings))!r})\nprint('tenu', flush=True)\ninput()"
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "tenu\n"
    try:
        publier_et_inscrire(settings, execution(), PAGE)
        assert f"processus {process.pid}" in reconcilier(settings)
        text = index(settings)
        assert 'href="lettre-2017-12.html"' in text and 'href="ancienne.html"' in text and "copie de secours" in text
    finally:
        process.communicate("\n", timeout=30)
    assert reconcilier(settings) == ""
    assert logged(settings) == [("ancienne", PUBLIE), ("lettre-2017-12", PUBLIE)] and "copie de secours" not in index(settings)


def test_a_page_without_any_line_is_found_again(settings):
    (settings.rapports / "lettre-2017-11.html").write_bytes(PAGE)
    (settings.rapports / "autre.html").write_text("<title>Autre</title>")
    reconcilier(settings)
    (row,) = dernieres(settings)
    assert (row.nom, row.titre, row.photo) == ("lettre-2017-11", "Lettre", dt.date(2017, 12, 31))
    assert 'href="lettre-2017-11.html"' in index(settings) and "autre.html" not in index(settings)


def test_a_line_without_its_page_says_so(settings):
    publier_et_inscrire(settings, execution(), PAGE)
    (settings.rapports / "lettre-2017-12.html").unlink()
    text = index(settings).replace("\u00a0", " ")
    assert "puis retirée de ce dossier" in text and 'href="lettre' not in text and "0 page publiée" in text


def test_the_index_reads_as_a_person_writes_and_the_latest_period_stands_first(settings):
    asked = {
        "lettre-2017-12": ("Lettre", {"mois": "2017-12"}, "Lettre – décembre 2017"),
        "lettre-2018-01-partenaires": ("Lettre", {"mois": "2018-01"}, "Lettre – janvier 2018"),
        "referent-2017-12-R03": ("Fiche de référent", {"mois": "2017-12", "referent": "R03"}, "Fiche de référent R03 – décembre 2017"),
        "annuel-2017": ("Rapport annuel", {"annee": "2017"}, "Rapport annuel 2017"),
    }
    for nom, (titre, parametres, _) in asked.items():
        publier_et_inscrire(settings, replace(execution(nom), titre=titre, parametres=json.dumps(parametres)), PAGE)
    page = BeautifulSoup(index(settings), "html.parser")
    assert {link["href"]: link.get_text() for link in page.select("main li a")} == {
        f"{nom}.html": said for nom, (*_, said) in asked.items()
    }
    assert [title.get_text() for title in page.select("main h2")] == ["Janvier 2018", "Année 2017", "Décembre 2017"]
    assert page.select("main details code") and not page.select("main li code")


def test_a_failure_is_shown_though_the_clock_was_set_back(settings):
    publier_et_inscrire(settings, execution(), PAGE)
    publier_et_inscrire(settings, execution(statut=ECHEC, quand=MIDI - dt.timedelta(days=400)))
    assert logged(settings) == [("lettre-2017-12", PUBLIE), ("lettre-2017-12", ECHEC)] and "Motif." in index(settings)
    publier_et_inscrire(settings, execution(quand=MIDI - dt.timedelta(days=399)), PAGE)
    assert logged(settings) == [("lettre-2017-12", PUBLIE)]


def test_the_log_is_spared_before_a_run(settings):
    consigner(settings, [execution()])
    reconcilier(settings)
    with duckdb.connect(str(executions.chemin(settings)) + ".secours", read_only=True) as con:
        assert con.execute("SELECT count(*) FROM execution").fetchone() == (1,)


@pytest.fixture
def atelier(tmp_path):
    """A base, a calendar of twelve pages of which the fourth never ends, and no rule of the charte but what passes with --forcer."""
    build(tmp_path, personnes=40)
    with (tmp_path / "plie.toml").open("a", encoding="utf-8") as stream:
        stream.write(CALENDRIER)
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.v4.new_notebook(metadata={"plie": {"nom": "essai", "titre": "Essai"}})
    notebook.cells = [
        nbformat.v4.new_code_cell('mois = "2017-01"', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("from plie_analysis import ouvrir\nplie = ouvrir()"),
        nbformat.v4.new_code_cell("if mois == '2017-04':\n    plie.sql('SELECT sum(random()) FROM range(1000000000000)')"),
    ]
    nbformat.write(notebook, tmp_path / "notebooks" / "essai.ipynb")
    return tmp_path


@pytest.mark.lourd
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_series_stopped_leaves_no_process_and_every_page_in_the_index(atelier, how):
    settings = load_settings(atelier)
    process = lancer("rapports", "--au", "2018-02-01", "--forcer", "--processus", "1", racine=atelier)
    attendre(lambda: process.poll() is not None or (settings.rapports / "essai-2017-03.html").is_file(), 280)
    assert process.poll() is None, process.communicate()
    time.sleep(3)
    family = descendants(process)
    seconds, _ = arreter(process, how)
    assert seconds < DEUX_SECONDES and process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
    assert len(family) >= 2 and not survivants(family)
    pages = {path.stem for path in settings.rapports.glob("essai-*.html")}
    assert pages == {"essai-2017-01", "essai-2017-02", "essai-2017-03"}
    assert reconcilier(settings) == "" and {nom for nom, _ in logged(settings)} == pages
    assert all(f'href="{nom}.html"' in index(settings) for nom in pages)
    assert how == signal.SIGKILL or not list((settings.curated / ".temporaire").iterdir())
