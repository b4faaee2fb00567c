"""The published pages in a real browser: silent, accessible, narrow, dark, on paper, without script."""

import datetime as dt

import nbformat
import pytest

from plie_analysis.presentation.modele_plotly import MIME
from plie_analysis.rapports.export import page_html
from plie_analysis.rapports.index_pages import ecrire_index
from plie_analysis.settings import load_settings

pytestmark = pytest.mark.navigateur
PAGES = ("lettre", "annuel", "durees")
SHARE = "[data-attr='sendChartToCloud'], [data-title*='hare'], [data-title*='loud']"
DONNEES = {
    "box": {"y": [1, 2, 3, 9]},
    "histogram": {"x": [1, 1, 2]},
    "violin": {"y": [1, 2, 3, 9]},
    "heatmap": {"z": [[1, 2], [3, 4]]},
    "pie": {"labels": ["a", "b"], "values": [1, 2]},
    "sankey": {"node": {"label": ["a", "b"]}, "link": {"source": [0], "target": [1], "value": [3]}},
    "bar": {"x": ["a"], "y": [1]},
    "scatter": {"x": [1, 2], "y": [1, 2]},
}


@pytest.mark.parametrize("nom", PAGES)
def test_a_page_asks_nothing_and_says_nothing_on_the_console(navigateur, pages, nom):
    navigateur.requetes()
    navigateur.ouvrir(pages[nom])
    assert navigateur.messages() == []
    assert navigateur.requetes() == []
    assert navigateur.js("return document.querySelectorAll('.interactif .main-svg').length") >= 2 * navigateur.js(
        "return document.querySelectorAll('script.donnees-graphique').length"
    )


def test_no_graph_offers_to_send_its_data_away(navigateur, pages):
    navigateur.ouvrir(pages["durees"])
    assert navigateur.js(f'return document.querySelectorAll("{SHARE}").length') == 0
    assert navigateur.js(
        "return [...document.querySelectorAll('.js-plotly-plot')].every(g => !g._context.showSendToCloud && !g._context.plotlyServerURL)"
    )
    assert navigateur.js("return document.querySelectorAll('.modebar-btn').length") > 0, (
        "the toolbar itself is there, so its absence proves nothing"
    )


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("nom", PAGES)
def test_axe_finds_nothing(navigateur, pages, axe, nom, sombre):
    navigateur.ouvrir(pages[nom], sombre=sombre)
    navigateur.js(axe)
    found = navigateur.driver.execute_async_script("const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done)")
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["avec_script", "sans_script"])
@pytest.mark.parametrize("nom", PAGES)
def test_a_narrow_screen_does_not_scroll_sideways(navigateur, pages, nom, scripts):
    navigateur.ouvrir(pages[nom], largeur=320, scripts=scripts)
    width = navigateur.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["width"]
    assert width <= 320


def test_the_page_is_read_without_script(navigateur, pages):
    navigateur.ouvrir(pages["lettre"], scripts=False)
    tree = navigateur.driver.execute_cdp_cmd("DOM.getDocument", {"depth": 0})
    cdp = navigateur.driver.execute_cdp_cmd
    drawings = cdp("DOM.querySelectorAll", {"nodeId": tree["root"]["nodeId"], "selector": ".statique svg"})["nodeIds"]
    assert len(drawings) >= 4
    assert all(cdp("DOM.getBoxModel", {"nodeId": node})["model"]["height"] > 50 for node in drawings)


def test_paper_gets_the_drawings_and_not_the_interactive_graphs(navigateur, pages):
    navigateur.ouvrir(pages["lettre"], papier=True)
    shown = "return [...document.querySelectorAll('{}')].filter(e => e.offsetParent !== null).length"
    assert navigateur.js(shown.format(".statique")) >= 4
    assert navigateur.js(shown.format(".interactif")) == 0 and navigateur.js(shown.format(".sommaire")) == 0


@pytest.mark.parametrize("nom", [*PAGES, "cohortes"])
def test_no_table_is_cut_on_paper(navigateur, pages, nom):
    """A sheet of A4 less its margins is 182 mm wide, 688 pixels."""
    navigateur.ouvrir(pages[nom], largeur=688, papier=True)
    widest = navigateur.js("return Math.max(...[...document.querySelectorAll('table')].map(e => e.getBoundingClientRect().right))")
    assert 300 < widest <= 689


def test_dark_changes_the_page_and_its_graphs(navigateur, pages):
    colours = (
        "return [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.interactif .xtick text')).fill]"
    )
    navigateur.ouvrir(pages["durees"])
    light = navigateur.js(colours)
    navigateur.ouvrir(pages["durees"], sombre=True)
    dark = navigateur.js(colours)
    assert light[0] != dark[0] and light[1] != dark[1]


def test_plotly_draws_every_kind_of_trace(navigateur, tmp_path):
    cells = [
        nbformat.v4.new_code_cell(
            "",
            outputs=[
                nbformat.v4.new_output("display_data", data={MIME: {"data": [{"type": kind, **data}], "layout": {"title": {"text": kind}}}})
            ],
        )
        for kind, data in DONNEES.items()
    ]
    page = tmp_path / "traces.html"
    html = page_html(nbformat.v4.new_notebook(cells=cells), titre="Essai", organisme="PLIE", execution=dt.datetime(2018, 1, 3), version="0")
    page.write_text(html, encoding="utf-8")
    navigateur.ouvrir(page)
    assert navigateur.messages() == []
    assert navigateur.js(
        "return [...document.querySelectorAll('.js-plotly-plot')].map(g => g.calcdata[0].length > 0 && g.querySelector('.main-svg') !== null)"
    ) == [True] * len(DONNEES)
    assert navigateur.js("return document.querySelectorAll('.js-plotly-plot path').length") > 8


def test_graphs_speak_french(navigateur, pages):
    navigateur.ouvrir(pages["durees"])
    assert "Télécharger l’image" in navigateur.js(
        "return [...document.querySelectorAll('.modebar-btn')].map(b => b.getAttribute('data-title') || b.getAttribute('aria-label') || b.title).join('|')"
    )


@pytest.mark.parametrize("largeur", [1280, 1920])
def test_a_page_without_a_contents_list_uses_the_whole_width(navigateur, tmp_path, largeur):
    (tmp_path / "data/rapports").mkdir(parents=True)
    navigateur.ouvrir(ecrire_index(load_settings(tmp_path), dt.datetime(2018, 2, 1)), largeur=largeur)
    whole, text = navigateur.js("return ['.page', '.page > main'].map(one => document.querySelector(one).getBoundingClientRect().width)")
    assert text > 0.95 * whole > 900
