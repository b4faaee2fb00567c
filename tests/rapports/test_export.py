"""The page of an executed notebook, and the copy of plotly.js it holds."""

import base64
import datetime as dt
import gzip
import re

import nbformat
import pytest

from plie_analysis.presentation.plotly_maison import MIME
from plie_analysis.rapports import plotly_embarque
from plie_analysis.rapports.export import page_html, titres_ancres
from plie_analysis.rapports.plotly_allege import TRACES, alleger

FIGURE = {"data": [{"type": "bar", "x": ["</script>"], "y": [1]}], "layout": {}}
STAMP = {"titre": "Essai", "organisme": "PLIE d'essai", "execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}


def notebook(*cells) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def shown(data: dict, **metadata) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell("secret = 1", outputs=[nbformat.v4.new_output("display_data", data=data, metadata=metadata)])


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def test_the_page_speaks_french_asks_nothing_and_shows_no_code(cache):
    html = page_html(notebook(nbformat.v4.new_markdown_cell("## Étapes"), shown({"text/html": "<p>ici</p>"})), cache=cache, **STAMP)
    assert html.startswith("<!DOCTYPE html>") and '<html lang="fr">' in html
    assert "default-src 'none'" in html and "script-src 'none'" in html and "<script" not in html
    assert '<h2 id="etapes">Étapes</h2>' in html and '<a href="#etapes">Étapes</a>' in html
    assert "secret" not in html and "<p>ici</p>" in html
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", html)


def test_a_figure_cannot_leave_its_element_and_brings_plotly_once(cache):
    html = page_html(notebook(shown({MIME: FIGURE}), shown({MIME: FIGURE})), cache=cache, **STAMP)
    assert html.count('id="plotly-comprime"') == 1 and html.count('class="donnees-graphique"') == 2
    assert "\\u003c/script>" in html
    packed = re.search(r'id="plotly-comprime">([^<]+)<', html)[1]
    code = gzip.decompress(base64.b64decode(packed))
    assert plotly_embarque.empreinte(code) in html and "'unsafe-inline'" not in re.search(r"script-src[^;]*", html)[0]
    assert len(html) < 1_500_000


def test_outputs_for_jupyterlab_only_stay_there(cache):
    html = page_html(
        notebook(
            shown({"text/html": "<p>carnet</p>"}, plie={"carnet_seul": True}),
            shown({"text/html": "<header>haut</header>"}, plie={"role": "entete"}),
        ),
        cache=cache,
        **STAMP,
    )
    assert "carnet" not in html and html.count("<header>haut</header>") == 1


def test_the_same_notebook_gives_the_same_bytes(cache):
    cell = shown({MIME: FIGURE})
    assert page_html(notebook(cell), cache=cache, **STAMP) == page_html(notebook(cell), cache=cache, **STAMP)


def test_markdown_is_escaped():
    assert "<script>" not in titres_ancres("## <script>x</script>")


def test_the_light_bundle_keeps_the_licence_and_loses_the_maps():
    code = plotly_embarque.bibliotheque().decode("utf-8")
    light = alleger(code)
    assert light is not None and len(light) < len(code) / 2
    assert "Licensed under the MIT license" in light[:300]
    assert alleger(light) is None, "the register already holds these traces only"


@pytest.mark.parametrize("code", ["", "autre chose", "var Plotly=(()=>{var a=W((e,t)=>{t.exports=1});})()"])
def test_an_unexpected_bundle_is_left_whole(code):
    assert alleger(code) is None


def test_traces_out_of_the_light_bundle_bring_the_whole_one(cache):
    whole = plotly_embarque.preparer({"scattermap"}, cache)
    light = plotly_embarque.preparer(TRACES, cache)
    assert len(whole.base64) > 2 * len(light.base64)
    assert sorted(path.suffix for path in cache.iterdir()) == [".gz", ".gz"]
