"""An executed notebook → one self-contained HTML page."""

import datetime as dt
import functools
import itertools

import nbformat
from markupsafe import Markup

from .. import francais
from ..gabarits import environnement, rendre
from ..libelles import propre, sans_marques
from ..presentation.elements import ancre
from ..presentation.modele_plotly import MIME
from . import plotly_embarque
from .execution import MASQUE, PARAMETRES, titres
from .figures import dessinee, image_libre
from .lecture_page import lire

PRIORITE = ["text/html", MIME, "image/svg+xml", "image/png", "text/markdown", "text/plain"]
CACHEES = (PARAMETRES, "injected-parameters", MASQUE)


def page_html(
    notebook: nbformat.NotebookNode,
    *,
    titre: str,
    organisme: str,
    execution: dt.datetime,
    version: str,
    avertissement: tuple[str, ...] = (),
    avis: tuple[str, ...] = (),
) -> str:
    """The page of an executed notebook: its code folded if its ``plie`` metadata ask for it (``code``), else left out, no request, plotly.js embedded once and only if a graph needs it.

    ``execution`` and ``version`` (of the code) go to the foot of the page, beside what the notebook says of itself
    through its outputs of role ``entete`` (top of the page) and ``pied`` (foot), and the ``note`` that others bring. ``avertissement``: sentences of a banner
    under the heading, when the page was published in spite of blocking findings. ``avis``: what must be known before reading
    (invented people), in a banner of its own.
    """
    notebook = nbformat.from_dict(notebook)
    notebook.cells = [cell for cell in notebook.cells if not set(cell.metadata.get("tags", [])) & set(CACHEES)]
    shown = list(_outputs(notebook))
    plotly = plotly_embarque.preparer() if any(MIME in output.data for output in shown) else None
    foot = next((_plie(output) for output in shown if _plie(output).get("role") == "pied"), {})
    made = [("Date d’exécution", francais.instant(execution)), ("Version du code", version)]
    page = (
        environnement(plotly_embarque.GABARITS)
        .get_template("rapport.html.j2")
        .render(
            titre=propre(titre),
            organisme=propre(organisme),
            entete=_entete(notebook),
            sommaire=sommaire(notebook),
            avertissement=avertissement,
            avis=avis,
            contenu=_contenu(notebook),
            faits=[*foot.get("faits", []), *made],
            notes=list(dict.fromkeys([*foot.get("notes", []), *(_plie(output)["note"] for output in shown if "note" in _plie(output))])),
            plotly=plotly,
            scripts=" ".join(plotly.empreintes) if plotly else "'none'",
        )
    )
    return sans_marques(page.strip()) + "\n"


@functools.cache
def cadre() -> frozenset[tuple[str, str, str]]:
    """What every page holds whatever it shows (element, attribute, text): its head, its style, its scripts, with a graph and without."""
    same = {"titre": "", "organisme": "", "execution": dt.datetime(2000, 1, 1), "version": ""}
    cells = [[], [nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", {"text/html": "", MIME: {}})])]]
    pages = [page_html(nbformat.v4.new_notebook(cells=one), **same) for one in cells]  # type: ignore[arg-type]
    return frozenset((one.balise, one.attribut, one.texte) for page in pages for one in lire(page))


def _contenu(notebook: nbformat.NotebookNode) -> str:
    """What the cells show, in their order."""
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    exporter = TemplateExporter(
        config=Config({"NbConvertBase": {"display_data_priority": PRIORITE}}),
        template_name="plie",
        extra_template_basedirs=[str(plotly_embarque.GABARITS)],
        file_extension=".html",
    )
    exporter.environment.autoescape = True
    exporter.register_filter("titres_ancres", titres_ancres)
    exporter.register_filter("json_inerte", plotly_embarque.json_inerte)
    exporter.register_filter("image_libre", image_libre)
    exporter.register_filter("dessinee", dessinee)
    counter = itertools.count(1)
    return exporter.from_notebook_node(notebook, resources={"mime_plotly": MIME, "compteur": lambda: next(counter)})[0]


def photos_dites(notebook: nbformat.NotebookNode) -> list[dt.date]:
    """The photos on which the page says that it rests (see ``presentation.page.pied``); none for a notebook that does not say."""
    found = [_plie(output).get("photos", []) for output in _outputs(notebook)]
    return [dt.date.fromisoformat(day) for days in found for day in days]


def sommaire(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """Second-level titles of the text cells: anchor and text of each."""
    return [(ancre(title), title) for title in titres(notebook)]


def titres_ancres(source: str) -> Markup:
    """Markdown → HTML, with an anchor on each title; first-level titles are left to the head of the page."""
    import mistune

    class Rendu(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attributes) -> str:
            return rendre("titre", level, ancre(Markup(text).striptags()), Markup(text)) if level > 1 else ""

    return Markup(mistune.create_markdown(renderer=Rendu(escape=True), plugins=["table"])(source))


def _outputs(notebook):
    for cell in notebook.cells:
        yield from (output for output in cell.get("outputs", []) if "data" in output)


def _plie(output) -> dict:
    """What an output says of itself to the page."""
    return output.metadata.get("plie", {})


def _entete(notebook) -> str:
    return "\n".join(output.data.get("text/html", "") for output in _outputs(notebook) if _plie(output).get("role") == "entete")
