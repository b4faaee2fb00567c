"""An executed notebook → one self-contained HTML page."""

import datetime as dt
import itertools
import json
import re
from html import escape
from pathlib import Path

import nbformat

from .. import francais
from ..libelles import propre, sans_marques
from ..origine import bandeau
from ..presentation import GABARIT
from ..presentation.elements import ancre
from ..presentation.plotly_maison import MIME
from . import plotly_embarque

PRIORITE = ["text/html", MIME, "image/svg+xml", "image/png", "text/markdown", "text/plain"]
CACHEES = ("parameters", "injected-parameters", "masque")
CSP = "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"


def page_html(
    notebook: nbformat.NotebookNode,
    *,
    titre: str,
    organisme: str,
    execution: dt.datetime,
    version: str,
    cache: Path | None = None,
    avertissement: tuple[str, ...] = (),
    avis: tuple[str, ...] = (),
) -> str:
    """The page of an executed notebook: no code cell, no request, plotly.js embedded once and only if a graph needs it.

    ``execution`` and ``version`` (of the code) go to the foot of the page, beside what the notebook says of itself
    through its outputs of role ``entete`` (top of the page) and ``pied`` (foot). ``avertissement``: sentences of a banner
    under the heading, when the page was published in spite of blocking findings. ``avis``: what must be known before reading
    (invented people), in a banner of its own.
    """
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    notebook = nbformat.from_dict(notebook)
    notebook.cells = [cell for cell in notebook.cells if not set(cell.metadata.get("tags", [])) & set(CACHEES)]
    traces = _traces(notebook)
    plotly = plotly_embarque.preparer(traces, cache) if traces else None
    exporter = TemplateExporter(
        config=Config({"NbConvertBase": {"display_data_priority": PRIORITE}}),
        template_name="plie",
        extra_template_basedirs=[str(GABARIT)],
        file_extension=".html",
        exclude_input=True,
    )
    exporter.register_filter("titres_ancres", titres_ancres)
    exporter.register_filter("json_inerte", json_inerte)
    counter = itertools.count(1)
    body, _ = exporter.from_notebook_node(
        notebook,
        resources={
            "page": {
                "titre": propre(titre),
                "organisme": propre(organisme),
                "entete": _role(notebook, "entete") or _plain_header(titre, organisme),
                "pied": _foot(_role(notebook, "pied"), execution, version),
                "sommaire": sommaire(notebook),
                "avertissement": avertissement,
                "avis": bandeau(avis),
            },
            "plotly": plotly,
            "mime_plotly": MIME,
            "compteur": lambda: next(counter),
            "csp": CSP.format(scripts=" ".join(plotly.empreintes) if plotly else "'none'"),
        },
    )
    return sans_marques(body.strip()) + "\n"


def photos_dites(notebook: nbformat.NotebookNode) -> list[dt.date]:
    """The photos on which the page says that it rests (see ``presentation.page.pied``); none for a notebook that does not say."""
    found = [output.metadata.get("plie", {}).get("photos", []) for output in _outputs(notebook)]
    return [dt.date.fromisoformat(day) for days in found for day in days]


def sommaire(notebook: nbformat.NotebookNode) -> list[dict]:
    """Second-level titles of the text cells: ``[{"id", "texte"}, …]``."""
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    titles = [line[3:].strip() for line in lines if line.startswith("## ")]
    return [{"id": ancre(title), "texte": title} for title in titles]


def titres_ancres(source: str) -> str:
    """Markdown → HTML, with an anchor on each title; first-level titles are left to the head of the page."""
    import mistune

    html = mistune.create_markdown(escape=True, plugins=["table"])(source)
    html = re.sub(r"<h1>.*?</h1>", "", html, flags=re.DOTALL)
    return re.sub(r"<h([2-4])>(.*?)</h\1>", lambda found: f'<h{found[1]} id="{ancre(_text(found[2]))}">{found[2]}</h{found[1]}>', html)


def json_inerte(figure: dict) -> str:
    """A figure as JSON that cannot close the element it is written in."""
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _text(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", html))


def _outputs(notebook):
    for cell in notebook.cells:
        yield from (output for output in cell.get("outputs", []) if "data" in output)


def _traces(notebook) -> set[str]:
    """The kinds of traces drawn in the page (a trace that does not say is a scatter)."""
    figures = [output.data[MIME] for output in _outputs(notebook) if MIME in output.data]
    return {trace.get("type", "scatter") for figure in figures for trace in figure.get("data", [])}


def _role(notebook, role: str) -> str:
    found = [output.data.get("text/html", "") for output in _outputs(notebook) if output.metadata.get("plie", {}).get("role") == role]
    return "\n".join(found)


def _plain_header(titre: str, organisme: str) -> str:
    return f'<header class="bandeau"><p class="organisme">{escape(organisme)}</p><h1>{escape(titre)}</h1></header>'


def _foot(said: str, execution: dt.datetime, version: str) -> str:
    """What the notebook says of its figures, then when and by which code the page was made."""
    rows = f"<div><dt>Date d’exécution</dt><dd>{francais.instant(execution)}</dd></div><div><dt>Version du code</dt><dd>{escape(version)}</dd></div>"
    if "</dl>" in said:
        return said.replace("</dl>", f"{rows}</dl>", 1)
    return f"<h2>À propos de cette page</h2><dl>{rows}</dl>"
