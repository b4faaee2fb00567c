"""The two doors: what they serve, to whom, and nothing else; the notebooks that are laid as copies."""

import json
import os
import re
import urllib.parse

import pytest

from plie_analysis import settings as settings_module
from plie_analysis.portes.carnets import poser
from plie_analysis.portes.dossiers import DOSSIERS, SesDossiers
from plie_analysis.portes.guides import guides
from plie_analysis.settings import load_settings
from tests.portes import porte


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    """A working folder without a base, with a published page, a page that is hidden and a notebook of its own."""
    racine = tmp_path_factory.mktemp("portes")
    for name in ("data/rapports/echecs", "data/curated", "notebooks", "exports"):
        (racine / name).mkdir(parents=True)
    (racine / "plie.toml").write_text('[plie]\nnom = "PLIE secret"\n', encoding="utf-8")
    (racine / "data/rapports/lettre-2017-12.html").write_text("<!doctype html><title>Lettre publiée</title>", encoding="utf-8")
    (racine / "data/rapports/notes.txt").write_text("secret", encoding="utf-8")
    (racine / "data/curated/plie.txt").write_text("secret", encoding="utf-8")
    (racine / "hors.html").write_text("secret", encoding="utf-8")
    if os.name == "posix":
        (racine / "data/rapports/lien.html").symlink_to(racine / "hors.html")
    return racine


# plie explorer


@pytest.fixture(scope="module")
def seule(dossier):
    with porte("explorer", dossier, 18951) as door:
        yield door


def test_the_explorer_alone_opens_without_a_base_and_shows_no_code(seule):
    status, page = seule.demander("/")
    assert status == 200 and '<html lang="fr">' in page and "widget-view+json" in page
    assert "import explorer" not in page and "Traceback" not in page


def test_the_explorer_alone_asks_nothing_of_other_machines(seule):
    _, page = seule.demander("/")
    assert "http://" not in page and "https://" not in page and "//cdn" not in page


@pytest.mark.parametrize("jeton", ["", "faux", "0" * 43])
@pytest.mark.parametrize("chemin", ["/", "/rapports/lettre-2017-12.html", "/login"])
def test_without_the_token_nothing_is_shown(seule, chemin, jeton):
    status, said = seule.demander(chemin, jeton=jeton)
    assert status == 403 and "jeton" in said and "Lettre" not in said


def test_a_kernel_is_not_reached_without_the_token(seule):
    status, said = seule.demander("/api/kernels/00000000-0000-0000-0000-000000000000", jeton="")
    assert status == 403 and "Traceback" not in said


@pytest.mark.parametrize(
    "chemin",
    [
        "/explorer.ipynb", "/00_accueil.ipynb", "/voila/render/00_accueil.ipynb", "/voila/files/explorer.ipynb", "/voila/files/00_accueil.ipynb",
        "/voila/files/../plie.toml", "/voila/tree", "/voila/tree/", "/voila/api/contents", "/api/contents", "/api/contents/plie.toml", "/api/kernels",
        "/api/kernelspecs", "/api/sessions", "/api/terminals", "/terminals", "/terminals/1", "/files/plie.toml", "/lab", "/tree", "/api/me",
        "/rapports/notes.txt", "/rapports/lien.html", "/rapports/../hors.html", "/rapports/%2e%2e/hors.html", "/rapports/..%2fhors.html",
        "/rapports/", "/rapports/echecs", "/?../plie.toml/x", "/data/rapports/lettre-2017-12.html",
    ],
)  # fmt: skip
def test_nothing_else_is_served_even_with_the_token(seule, chemin):
    status, said = seule.demander(chemin)
    assert (status == 404 and "Il n’y a rien à cette adresse" in said) or (chemin.startswith("/?") and status == 200)
    assert "secret" not in said and "import explorer" not in said


def test_no_kernel_can_be_started_by_its_address(seule):
    assert seule.demander("/api/kernels", methode="POST", corps=b"{}")[0] in (403, 404)


def test_a_published_page_is_opened_apart_from_the_explorer(seule):
    status, page = seule.demander("/rapports/lettre-2017-12.html")
    assert status == 200 and "Lettre publiée" in page


@pytest.mark.parametrize("nom", sorted(guides()))
def test_a_guide_is_a_page_that_holds_all_it_shows(seule, nom):
    status, page = seule.demander(f"/guides/{nom}")
    assert status == 200 and page.count("<h1") == 1 and f"<title>{guides()[nom]}" in page.replace("&#39;", "'")
    shown = re.findall(r'(?:src|href)="([^"#]*)', page)
    assert all(one.startswith(("data:", "http")) or one == "" or one in guides() for one in shown), shown


@pytest.mark.parametrize("chemin", ["/guides/", "/guides/architecture", "/guides/../plie.toml", "/guides/conf.py", "/guides/..%2fconf"])
def test_no_other_file_is_a_guide(seule, chemin):
    assert seule.demander(chemin)[0] == 404 and seule.demander("/guides/prise-en-main", jeton="")[0] == 403


def test_the_explorer_answers_to_the_name_of_this_machine_alone(seule):
    assert seule.demander("/", hote="mechant.example")[0] == 403


def test_no_other_page_of_the_browser_reaches_the_kernel_with_the_cookie_of_this_one(seule):
    """Whoever is on another page, or another port of this machine, sends the cookie and cannot use it."""
    kernel = re.search(r'"kernelId": ?"([^"]+)"', seule.demander("/")[1])[1]
    cookie = seule.biscuit("/")
    for origin in ("http://mechant.example", "http://127.0.0.1:9", "null"):
        assert seule.brancher(f"/api/kernels/{kernel}/channels", {"Cookie": cookie, "Origin": origin}) == 403
        for methode, chemin in (("POST", f"/voila/api/shutdown/{kernel}"), ("DELETE", f"/api/kernels/{kernel}")):
            assert seule.demander(chemin, jeton="", methode=methode, entetes={"Cookie": cookie, "Origin": origin})[0] in (403, 404)
    assert seule.brancher(f"/api/kernels/{kernel}/channels", {"Cookie": cookie, "Origin": seule.base}) == 101


# plie atelier


@pytest.fixture(scope="module")
def labo(dossier):
    with porte("atelier", dossier, 18961) as door:
        yield door


def test_the_atelier_opens_on_the_explorer(labo):
    assert labo.adresse.startswith(f"{labo.base}/lab/tree/carnets/explorer.ipynb?")


def test_the_file_list_shows_her_folders_and_not_those_of_the_project(labo):
    def names(chemin: str) -> list[str]:
        return sorted(one["name"] for one in json.loads(labo.demander(f"/api/contents/{chemin}?content=1")[1])["content"])

    assert names("") == ["carnets", "data", "exports", "notebooks"]
    assert names("data") == ["rapports"]
    assert "explorer.ipynb" in names("carnets")


@pytest.mark.parametrize(
    "chemin",
    ["plie.toml", "hors.html", "data/curated", "data/curated/plie.txt", "data/rapports/../curated/plie.txt", "carnets/.livres.json"],
)
def test_what_is_not_hers_is_not_opened_by_its_address(labo, chemin):
    for prefixe in ("/api/contents/", "/files/"):
        status, said = labo.demander(prefixe + urllib.parse.quote(chemin, safe=""))
        assert status in (400, 404) and "PLIE secret" not in said


def test_nothing_is_written_elsewhere(labo, dossier):
    body = json.dumps({"type": "file", "format": "text", "content": "x"}).encode()
    assert labo.demander("/api/contents/autre.txt", methode="PUT", corps=body)[0] in (403, 404)
    assert not (dossier / "autre.txt").exists()
    assert labo.demander("/api/contents/carnets/autre.txt", methode="PUT", corps=body)[0] == 201


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize("lien, cible", [("carnets/lien", "data/curated"), ("exports/plie.toml", "plie.toml"), ("data/raw/lien", "/etc")])
def test_a_link_in_her_folders_leads_nowhere_else(labo, dossier, lien, cible):
    link = dossier / lien
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(dossier / cible)
    inside = {"carnets/lien": "/plie.txt", "data/raw/lien": "/passwd"}.get(lien, "")
    body = json.dumps({"type": "file", "format": "text", "content": "x"}).encode()
    try:
        for prefixe in ("/api/contents/", "/files/"):
            status, said = labo.demander(f"{prefixe}{lien}{inside}")
            assert status == 404 and "secret" not in said and "root:" not in said
        assert labo.demander(f"/api/contents/{lien}{inside}", methode="PUT", corps=body)[0] == 404
        assert "PLIE secret" in (dossier / "plie.toml").read_text(encoding="utf-8")
        listed = json.loads(labo.demander(f"/api/contents/{lien.rpartition('/')[0]}?content=1")[1])["content"]
        assert link.name not in [one["name"] for one in listed]
    finally:
        link.unlink()


@pytest.mark.parametrize("chemin", ["carnets", "exports", "data/rapports", "data"])
def test_a_folder_of_hers_is_neither_moved_nor_deleted(labo, dossier, chemin):
    (dossier / chemin / "garde.txt").write_text("x", encoding="utf-8")
    body = json.dumps({"path": "carnets/ailleurs"}).encode()
    for methode, corps in (("PATCH", body), ("DELETE", None)):
        status, said = labo.demander(f"/api/contents/{chemin}", methode=methode, corps=corps)
        assert status == 403 and "reste à sa place" in json.loads(said)["message"]
    assert (dossier / chemin / "garde.txt").is_file()


@pytest.mark.parametrize(
    "methode, chemin, corps",
    [
        ("POST", "carnets", {"copy_from": "plie.toml"}), ("POST", "carnets", {"copy_from": "carnets/../plie.toml"}),
        ("POST", "data/curated", {"copy_from": "carnets/explorer.ipynb"}), ("PATCH", "carnets/explorer.ipynb", {"path": "x.ipynb"}),
        ("PATCH", "data/curated/plie.txt", {"path": "carnets/plie.txt"}), ("POST", "", {"type": "notebook"}),
    ],
)  # fmt: skip
def test_nothing_goes_in_or_out_of_her_folders_by_copy_or_by_name(labo, dossier, methode, chemin, corps):
    before = sorted(path for path in dossier.rglob("*") if ".jupyterlab" not in path.parts)
    assert labo.demander(f"/api/contents/{chemin}", methode=methode, corps=json.dumps(corps).encode())[0] == 404
    assert sorted(path for path in dossier.rglob("*") if ".jupyterlab" not in path.parts) == before


def test_a_published_page_is_reached_in_the_atelier(labo):
    assert labo.demander("/files/data/rapports/lettre-2017-12.html")[0] == 200


@pytest.mark.parametrize(
    "chemin, permis",
    [
        ("", True), ("/", True), ("data", True), ("carnets", True), ("carnets/a/b.ipynb", True), ("/data/raw/2017-12-31/", True),
        ("data/curated", False), ("plie_analysis", False), ("carnets/../plie.toml", False), ("data/raw/../../x", False), ("../x", False),
        ("data/raw\\..\\curated", False), ("carnetsx", False), ("DATA/raw", False), ("notebooks", False),
    ],
)  # fmt: skip
def test_what_is_hers(tmp_path, chemin, permis):
    assert SesDossiers(root_dir=str(tmp_path), dossiers=list(DOSSIERS)).permet(chemin) is permis


# The notebooks


@pytest.fixture
def livres(tmp_path, monkeypatch):
    """The folder of shipped notebooks, with one."""
    shipped = tmp_path / "livres"
    shipped.mkdir()
    monkeypatch.setattr(settings_module, "house", lambda _name: shipped)
    monkeypatch.setattr("plie_analysis.portes.carnets.house", lambda _name: shipped)
    ecrire(shipped / "analyse.ipynb", "1")
    (tmp_path / "racine").mkdir()
    return shipped


def ecrire(path, source: str, **more) -> None:
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} | more
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")


def source(path) -> str:
    return json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]


@pytest.mark.parametrize("executee", [False, True])
def test_a_newer_version_takes_the_place_of_a_copy_that_she_only_ran(tmp_path, livres, executee):
    settings = load_settings(tmp_path / "racine")
    assert poser(settings) == []
    copy = settings.racine / "carnets/analyse.ipynb"
    if executee:
        ecrire(copy, "1", execution_count=3, outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}])
    ecrire(livres / "analyse.ipynb", "2")
    assert poser(settings) == [] and source(copy) == "2"


def test_a_copy_that_she_changed_is_hers(tmp_path, livres):
    settings = load_settings(tmp_path / "racine")
    poser(settings)
    copy = settings.racine / "carnets/analyse.ipynb"
    ecrire(copy, "la mienne")
    assert poser(settings) == []
    ecrire(livres / "analyse.ipynb", "2")
    assert poser(settings) == ["analyse.ipynb"] and source(copy) == "la mienne"


def test_a_notebook_of_hers_under_the_name_of_a_shipped_one_stays(tmp_path, livres):
    settings = load_settings(tmp_path / "racine")
    (settings.racine / "carnets").mkdir()
    ecrire(settings.racine / "carnets/analyse.ipynb", "la mienne")
    poser(settings)
    assert source(settings.racine / "carnets/analyse.ipynb") == "la mienne"


def test_a_copy_that_is_gone_or_a_memory_that_is_lost_is_laid_again(tmp_path, livres):
    settings = load_settings(tmp_path / "racine")
    poser(settings)
    (settings.racine / "carnets/analyse.ipynb").unlink()
    (settings.racine / "carnets/.livres.json").write_text("{", encoding="utf-8")
    assert poser(settings) == [] and source(settings.racine / "carnets/analyse.ipynb") == "1"


def test_the_shipped_notebooks_are_never_the_ones_opened(tmp_path):
    settings = load_settings(tmp_path)
    poser(settings)
    laid = {path.name for path in (tmp_path / "carnets").glob("*.ipynb")}
    assert laid == {path.name for path in settings_module.house("notebooks").glob("*.ipynb")} and "explorer.ipynb" in laid


def test_one_notebook_of_its_own_keeps_all_the_others(tmp_path):
    (tmp_path / "notebooks").mkdir()
    ecrire(tmp_path / "notebooks/bilan.ipynb", "1")
    found = load_settings(tmp_path).files("notebooks", "*.ipynb")
    assert {"bilan", "explorer", "lettre_mensuelle"} <= set(found)
    poser(load_settings(tmp_path))
    assert not (tmp_path / "carnets/bilan.ipynb").exists() and sorted(os.listdir(tmp_path / "notebooks")) == ["bilan.ipynb"]


def test_the_guides_and_their_pictures_stand_beside_the_notebooks(tmp_path):
    poser(load_settings(tmp_path))
    laid = tmp_path / "carnets" / "guides"
    assert {path.stem for path in laid.glob("*.md")} == set(guides()) and list((laid / "images").glob("*.png"))
    for path in laid.glob("*.md"):
        for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            assert (laid / picture).is_file()
    (laid / "adapter.md").write_text("à moi", encoding="utf-8")
    poser(load_settings(tmp_path))
    assert (laid / "adapter.md").read_text(encoding="utf-8") == "à moi"
