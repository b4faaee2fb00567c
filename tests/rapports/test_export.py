"""The page of an executed notebook, and the copy of plotly.js it holds."""

import base64
import datetime as dt
import gzip
import hashlib
import json
import re

import nbformat
import numpy as np
import pytest
from plotly.offline import get_plotlyjs_version

from plie_analysis.presentation.modele_plotly import MIME
from plie_analysis.rapports import plotly_embarque
from plie_analysis.rapports.export import page_html, titres_ancres
from plie_analysis.rapports.figures import dessinee

FIGURE = {"data": [{"type": "bar", "x": ["</script>"], "y": [1]}], "layout": {}}
STAMP = {"titre": "Essai", "organisme": "PLIE d'essai", "execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}


def notebook(*cells) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def shown(data: dict, **metadata) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell("secret = 1", outputs=[nbformat.v4.new_output("display_data", data=data, metadata=metadata)])


def test_the_page_speaks_french_asks_nothing_and_shows_no_code():
    html = page_html(notebook(nbformat.v4.new_markdown_cell("## Étapes"), shown({"text/html": "<p>ici</p>"})), **STAMP)
    assert html.startswith("<!DOCTYPE html>") and '<html lang="fr">' in html
    assert "default-src 'none'" in html and "script-src 'none'" in html and "<script" not in html
    assert '<h2 id="etapes">Étapes</h2>' in html and '<a href="#etapes">Étapes</a>' in html
    assert "secret" not in html and "<p>ici</p>" in html
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", html)


def test_a_figure_cannot_leave_its_element_and_brings_plotly_once():
    html = page_html(notebook(shown({MIME: FIGURE}), shown({MIME: FIGURE})), **STAMP)
    assert html.count('id="plotly-comprime"') == 1 and html.count('class="donnees-graphique"') == 2
    assert "\\u003c/script>" in html
    packed = re.search(r'id="plotly-comprime">([^<]+)<', html)[1]
    code = gzip.decompress(base64.b64decode(packed))
    assert plotly_embarque.empreinte(code) in html and "'unsafe-inline'" not in re.search(r"script-src[^;]*", html)[0]
    assert len(html) < 1_500_000


def test_a_figure_of_a_notebook_has_its_title_and_its_values_as_text():
    """Arrays are read as plotly writes them, bars that lie are read from their side; the title is not drawn a second time."""
    packed = {"dtype": "f8", "bdata": base64.b64encode(np.array([1.5, 2.0]).tobytes()).decode()}
    bars = {"type": "bar", "orientation": "h", "name": "Sorties", "x": packed, "y": ["Été <b>a</b>", "b"]}
    html = page_html(
        notebook(shown({MIME: {"data": [bars], "layout": {"title": {"text": "Qui sort", "subtitle": {"text": "En 2017"}}}}})), **STAMP
    )
    figure = html.partition("<figure")[2].partition("</figure>")[0]
    assert '<strong class="titre">Qui sort</strong><span class="phrase">En 2017</span>' in figure
    assert (
        '<th scope="row">Été a</th><td class="n" data-valeur="1.5">1,5</td>' in figure
        and '<th scope="col" class="n">Sorties</th>' in figure
    )
    drawn = json.loads(re.search(r'class="donnees-graphique"[^>]*>([^<]+)<', html)[1])
    assert "title" not in drawn["layout"] and drawn["data"][0]["x"] == packed


@pytest.mark.parametrize(
    "trace",
    [
        {"type": "bar", "x": ["a", "a"], "y": [1, 2]},
        {"type": "scatter", "x": list(range(100)), "y": list(range(100))},
        {"type": "pie", "labels": ["a"], "values": [1]},
    ],
    ids=["twice", "long", "pie"],
)
def test_values_that_make_no_table_are_left_to_the_notebook(trace):
    figure = page_html(notebook(shown({MIME: {"data": [trace]}})), **STAMP).partition("<figure")[2]
    assert '<strong class="titre">Graphique 1</strong>' in figure and "<table" not in figure


def test_a_figure_without_any_value_says_so():
    html = page_html(
        notebook(shown({MIME: {"data": [{"type": "bar", "x": [], "y": []}], "layout": {"title": {"text": "Qui sort"}}}})), **STAMP
    )
    assert "Qui sort\u00a0: aucune donnée" in html and "<figure" not in html


def test_the_code_is_shown_folded_when_the_notebook_asks_for_it():
    asked = notebook(shown({"text/html": "<p>ici</p>"}))
    asked.metadata["plie"] = {"code": True}
    html = page_html(asked, **STAMP)
    assert '<details class="code"><summary>Le calcul</summary><pre><code>secret = 1</code></pre></details>' in html


def test_outputs_for_jupyterlab_only_stay_there():
    html = page_html(
        notebook(
            shown({"text/html": "<p>carnet</p>"}, plie={"carnet_seul": True}),
            shown({"text/html": "<header>haut</header>"}, plie={"role": "entete"}),
        ),
        **STAMP,
    )
    assert "carnet" not in html and html.count("<header>haut</header>") == 1


def test_the_same_notebook_gives_the_same_bytes():
    cell = shown({MIME: FIGURE})
    assert page_html(notebook(cell), **STAMP) == page_html(notebook(cell), **STAMP)


def test_markdown_is_escaped():
    assert "<script>" not in titres_ancres("## <script>x</script>")


def test_the_bundle_is_plotly_s_own_of_the_version_of_the_package_with_its_licence():
    """Taken as published (npm: plotly.js-basic-dist-min), never cut by us: a new version of plotly asks for a new file and print."""
    code = gzip.decompress(base64.b64decode(plotly_embarque.preparer().base64))
    assert hashlib.sha256(code).hexdigest() == "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
    head = code[:300].decode("utf-8")
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in head and "MIT license" in head
    assert "MIT License" in (plotly_embarque.BUNDLE.parent / "LICENSE").read_text(encoding="utf-8")


def test_long_labels_of_lying_bars_stand_on_several_lines():
    """On a narrow screen a long label would push its bar out, or lose its own beginning; what is a number stays one."""
    labels = ["Services sociaux, associations, SPIP", "Pôle emploi"]
    lying = {"data": [{"type": "bar", "orientation": "h", "y": labels, "x": [1, 2]}], "layout": {"yaxis": {"categoryarray": labels}}}
    drawn = dessinee(lying)
    assert drawn["data"][0]["y"] == drawn["layout"]["yaxis"]["categoryarray"] == ["Services sociaux,<br>associations, SPIP", "Pôle emploi"]
    numbers = {"data": [{"type": "bar", "orientation": "h", "y": [1, 2], "x": [1, 2]}], "layout": {}}
    assert dessinee(numbers)["data"][0]["y"] == [1, 2] and lying["data"][0]["y"] == labels
