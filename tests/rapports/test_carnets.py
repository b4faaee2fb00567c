"""The notebooks of the house: stored bare, without logic, and their pages on an invented base."""

import ast
import datetime as dt
import json
import re
from pathlib import Path

import pytest

from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.rapports.erreurs import RapportError
from plie_analysis.rapports.execution import executer, lire_carnet
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings
from tests.rapports.base_inventee import build

CARNETS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}
LOGIC = (ast.If, ast.For, ast.While, ast.FunctionDef, ast.Lambda, ast.ListComp, ast.DictComp, ast.Try, ast.With)


@pytest.mark.parametrize("path", CARNETS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_bare_and_holds_no_logic(path):
    """The cells of a page name its sections; those of an analysis compute (``test_analyses``)."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    longest = 15 if "analyse" in path.stem else 6
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
            tree = ast.parse("".join(cell["source"]))
            assert not [node for node in ast.walk(tree) if isinstance(node, LOGIC)]
            assert "parameters" in cell["metadata"].get("tags", []) or len("".join(cell["source"]).splitlines()) <= longest
    assert "papermill" not in notebook["metadata"]


@pytest.fixture(scope="module")
def letter(racine) -> str:
    settings = load_settings(racine)
    return produire(settings, demander(settings, "lettre", {"mois": "2017-10"}), **STAMP).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def annual(racine) -> str:
    settings = load_settings(racine)
    return produire(settings, demander(settings, "annuel", {"annee": "2017"}), **STAMP).read_text(encoding="utf-8")


def test_the_letter_has_the_sections_of_the_letters(letter, racine):
    assert (racine / "data" / "rapports" / "lettre-2017-10.html").is_file()
    assert re.findall(r"<h2 id[^>]*>([^<]+)</h2>", letter) == [
        "Chiffres clés", "Prescriptions et entrées", "File active", "Durée de préaffectation", "Motifs de non-entrée", "Prescripteurs", "Étapes de parcours", "Sorties", "À propos de cette page",
    ]  # fmt: skip
    assert "Lettre mensuelle – octobre 2017" in letter and "Connu au</dt><dd>31\u00a0octobre 2017" in letter
    assert "PLIE d’essai" in letter and len(letter) < 1_500_000


def test_the_annual_report_has_the_sections_of_the_report(annual):
    titles = re.findall(r"<h[23] id[^>]*>([^<]+)</h[23]>", annual)
    assert titles[:16] == [
        "Chiffres clés", "Profil des personnes accompagnées", "Niveau de qualification", "Lieu d’habitation et quartiers prioritaires", "Entrées", "Prescripteurs",
        "Sorties", "Qui sort positivement", "Par sexe et par motif", "Ce qui se compare", "Les mêmes sorties, lues de quatre façons", "Parcours", "Durées", "Parcours types",
        "Entretiens d’observation", "Ce que l’année a changé",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["letter", "annual"])
def test_every_table_has_a_caption_and_every_anchor_one_place(page, request):
    html = request.getfixturevalue(page)
    assert html.count("<table") == html.count("<caption") > 8
    ids = re.findall(r'<[a-z]+[^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert "nan" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL).lower().split()
    assert "None" not in html and "<NA>" not in html


@pytest.mark.parametrize("page", ["letter", "annual"])
def test_the_foot_of_the_page_says_how_to_compute_it_again(page, request):
    foot = request.getfixturevalue(page).partition("<footer>")[2]
    for fact in ("Période", "Photo des exports", "Connu au", "Paramètres", "Date d’exécution", "Version du code"):
        assert f"<dt>{fact}</dt>" in foot


def test_a_letter_of_one_referent_leaves_empty_what_is_not_his(racine):
    settings = load_settings(racine)
    page = produire(settings, demander(settings, "lettre", {"mois": "2017-10", "referent": "R01"}), **STAMP)
    html = page.read_text(encoding="utf-8")
    assert page.name == "lettre-2017-10-R01.html" and "référent R01" in html
    assert "aucune donnée dans la photo" in html


def test_a_photo_without_the_optional_exports_nor_settings_still_gives_its_reports(tmp_path):
    racine = build(tmp_path / "r", personnes=60, sans=("prescriptions", "veilles", "referents", "situations"))
    (racine / "plie.toml").unlink()
    settings = load_settings(racine)
    assert produire(settings, demander(settings, "annuel", {"annee": "2017"}), **STAMP).is_file()
    html = produire(settings, demander(settings, "lettre", {"mois": "2017-10"}), **STAMP).read_text(encoding="utf-8")
    assert "Motifs de non-entrée" in html and "aucune donnée dans la photo" in html and "Objectif annuel" not in html


@pytest.mark.parametrize(
    ("parametres", "dit"),
    [
        ({"mois": "2018-01"}, "ne couvre pas janvier 2018 en entier"),
        ({"mois": "2009-05"}, "Aucun parcours n'est connu en mai 2009"),
        ({"mois": "2017-10", "referent": "Z99"}, "Z99"),
    ],
)
def test_what_the_photo_does_not_hold_is_told_and_publishes_nothing(racine, parametres, dit):
    settings = load_settings(racine)
    demande = demander(settings, "lettre", parametres)
    with pytest.raises(RapportError, match=dit) as caught:
        produire(settings, demande, **STAMP)
    assert caught.value.code == 1 and len(caught.value.message.splitlines()) <= 5
    assert not (settings.rapports / f"{demande.nom}.html").exists()


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["lettre", "--mois", "mai"], "n'est pas un mois"),
        (["lettre", "--annee", "2017"], "n'a pas de paramètre « annee »"),
        (["bilan"], "n'existe pas"),
    ],
)
def test_a_wrong_request_is_refused_before_anything_runs(racine, capsys, arguments, dit):
    before = sorted((racine / "data").rglob("*"))
    assert run(["rapport", *arguments, "--racine", str(racine)]) == 2
    told = capsys.readouterr().err
    assert dit in told and "Traceback" not in told and len(told.strip().splitlines()) <= 4
    assert sorted((racine / "data").rglob("*")) == before


def test_the_welcome_notebook_shows_photo_rejects_and_an_indicator(racine, tmp_path):
    carnet = lire_carnet(next(path for path in CARNETS if path.stem == "00_accueil"))
    done = executer(carnet, {}, tmp_path / "accueil.ipynb", racine=racine, limite=120)
    shown = " ".join(output["data"].get("text/html", "") for cell in done.cells for output in cell.get("outputs", []))
    for expected in (
        "PLIE d’essai",
        "Photos chargées",
        "Rejets de la photo du 31\u00a0décembre 2017",
        "Taux de sorties positives",
        "en QPV",
    ):
        assert expected in shown


def test_nothing_loaded_is_told(tmp_path):
    settings = load_settings(tmp_path)
    with pytest.raises(PlieError, match="Aucune photo n'est chargée"):
        produire(settings, demander(settings, "lettre", {"mois": "2017-10"}), **STAMP)
