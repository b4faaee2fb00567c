"""The page of an executed notebook, and the copy of plotly.js it holds."""

import base64
import datetime as dt
import gzip
import hashlib
import re

import nbformat
from plotly.offline import get_plotlyjs_version

from plie_analysis.presentation.toile_plotly import MIME
from plie_analysis.rapports import plotly_embarque
from plie_analysis.rapports.export import page_html, titres_ancres

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
