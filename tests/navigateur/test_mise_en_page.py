"""Every kind of page, wide, narrow and on paper: the text has room, nothing is cut, nothing overlaps, nothing weighs for nothing."""

from pathlib import Path

import pytest
from jinja2 import Environment

import annee_2017.page
import plie_analysis
from plie_analysis.protection.niveaux import INTERNE
from plie_analysis.rapports.rapport import carnets, niveaux
from plie_analysis.settings import load_settings
from tests.navigateur.genres import GABARITS, GENRES, RAPPORTS

pytestmark = pytest.mark.navigateur
LARGEURS = (320, 800, 1280, 1920)
# A sheet of A4 less its margins: 182 mm.
FEUILLE = 688
MARGES, SOMMAIRE, PLEINE = 40, 14.5 * 16 + 3 * 16, 74 * 16
# Thousands of bytes. A page weighs what is read in it; plotly.js comes only with the figures that a notebook draws itself.
POIDS, POIDS_PLOTLY = 300, 1_000
# The comparison prints every figure of a report and of its letters, one by one.
PARTICULIERS = {"comparaison": 800}
DESSINES_PAR_LE_CARNET = {"durees", "etapes", "etape-suivie", "prescripteurs", "qpv-rsa"}
MESURER = (Path(__file__).parent / "mesurer.js").read_text(encoding="utf-8")


def sources() -> dict[str, str]:
    """Every template of the project, by its file name."""
    roots = (Path(plie_analysis.__file__).parent, Path(annee_2017.page.__file__).parent)
    return {path.name: path.read_text(encoding="utf-8") for root in roots for path in root.rglob("*.j2")}


def test_no_kind_of_page_is_left_out():
    """A new report or a new template of a page is to be added to ``genres``: it is then looked at as the others are."""
    assert set(carnets(load_settings(Path(plie_analysis.__file__).parents[1]))) == set(RAPPORTS)
    parents = {name: _parent(text) for name, text in sources().items()}
    pages = {name for name, parent in parents.items() if "base.html.j2" in (parent, parents.get(parent or ""))}
    assert pages - set(parents.values()) == set(GABARITS)


def _parent(text: str) -> str | None:
    from jinja2.nodes import Extends

    found = next(Environment().parse(text).find_all(Extends), None)
    return found.template.value if found else None


@pytest.mark.parametrize("largeur", LARGEURS)
@pytest.mark.parametrize("genre", GENRES)
def test_the_text_is_wide_and_nothing_is_cut_or_overlaps(navigateur, genres, genre, largeur):
    navigateur.ouvrir(genres.page(genre), largeur=largeur)
    seen = navigateur.js(MESURER)
    room = min(PLEINE, largeur - MARGES) - (SOMMAIRE if seen["sommaireACote"] else 0)
    assert seen["texte"] >= room - 1, "the column of text is narrower than the page allows"
    assert seen["page"] <= largeur and seen["debordent"] == []
    assert seen["tableauxSansBoite"] == []
    assert seen["recouverts"] == []


@pytest.mark.parametrize("genre", GENRES)
def test_nothing_is_cut_on_paper(navigateur, genres, genre):
    navigateur.ouvrir(genres.page(genre), largeur=FEUILLE, papier=True)
    seen = navigateur.js(MESURER)
    assert seen["texte"] >= FEUILLE - 1
    assert seen["coupes"] == [] and seen["debordent"] == [] and seen["recouverts"] == []


def couples() -> list[tuple[str, str]]:
    """(kind, level) for the house and for everybody, where a report may be published."""
    known = carnets(load_settings(Path(plie_analysis.__file__).parents[1]))
    return [(genre, INTERNE) for genre in GENRES] + [(genre, "publique") for genre in RAPPORTS if "publique" in niveaux(known[genre])]


@pytest.mark.parametrize(("genre", "niveau"), couples(), ids="-".join)
def test_axe_finds_nothing_light_or_dark(navigateur, genres, axe, genre, niveau):
    for sombre in (False, True):
        navigateur.ouvrir(genres.page(genre, niveau), sombre=sombre)
        navigateur.js(axe)
        run = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)"
        found = navigateur.driver.execute_async_script(run)
        assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []


@pytest.mark.parametrize("genre", GENRES)
def test_a_page_weighs_what_is_read_in_it(genres, genre):
    page = genres.page(genre).read_bytes()
    drawn = b'id="plotly-comprime"' in page
    assert drawn is (genre in DESSINES_PAR_LE_CARNET)
    assert len(page) <= 1000 * PARTICULIERS.get(genre, POIDS_PLOTLY if drawn else POIDS)
