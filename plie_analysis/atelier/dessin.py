"""A table with two entries as a still picture, SVG or PNG: what goes into a letter or a presentation."""

import re
from textwrap import wrap
from xml.etree import ElementTree

import resvg_py

from ..errors import PlieError
from ..francais import majuscule
from ..gabarits import palette
from ..libelles import propre
from ..presentation.barres import Graphique, Serie, toile
from ..presentation.toile import LARGEUR
from ..presentation.toile_svg import dessin
from .croisement import ENSEMBLE, Croisement
from .resultat import Reponse

COURT, PEU, SERIES = 12, 8, 8
TITRE, MARGE, LIGNE = 17, 24, 22
GRAS = 2
POLICE = 'system-ui, "Segoe UI", "Liberation Sans", "DejaVu Sans", Arial, sans-serif'
REGLES = f"text {{ font: 13px {POLICE}; fill: {{encre}}; }} .echelle, .legende {{ fill: {{encre-douce}}; }} .grille {{ stroke: {{grille}}; stroke-opacity: .3; }} .halo {{ paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }}"


def graphique(reponse: Reponse, table: Croisement) -> Graphique:
    """What is drawn of a table: its rows as categories, its columns as series, « Ensemble » left out when there is something else.

    Raises ``PlieError`` when its figures have not the same unit, or when it has more series than styles tell apart.
    """
    rows = [row for row in table.lignes if ENSEMBLE not in row] or list(table.lignes)
    columns = [column for column in table.colonnes if ENSEMBLE not in column] or list(table.colonnes)
    units = {table.cases[row, column].unite for row in rows for column in columns}
    if len(units) > 1:
        raise PlieError("Ces chiffres n'ont pas la même unité : ils ne se dessinent pas ensemble.\nNe demandez qu'un indicateur à la fois.")
    if len(columns) > SERIES:
        raise PlieError(
            f"Une image distingue au plus {SERIES} séries : il y en a {len(columns)}.\nMettez en lignes l'axe qui a le plus de modalités."
        )
    labels = [propre(" · ".join(row)) for row in rows]
    series = [Serie(propre(" · ".join(column)), [table.cases[row, column] for row in rows]) for column in columns]
    upright = len(labels) <= PEU and max(map(len, labels), default=0) <= COURT
    sens = "vertical" if upright else "horizontal"
    return Graphique(propre(reponse.titre), labels, series, "", " · ".join(table.noms_lignes), next(iter(units), ""), sens)


def svg(reponse: Reponse, table: Croisement) -> str:
    """The picture alone, as an SVG file: its title above it, where it comes from under it, colours written in it."""
    titre = propre(reponse.titre)
    drawn = ElementTree.fromstring(dessin(toile(graphique(reponse, table)), "image", majuscule(titre)))
    height = float(drawn.attrib["viewBox"].split()[3])
    title = _lines(titre, 74)
    top = MARGE + LIGNE * len(title) + 6
    whole = height + top + 2 * MARGE
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {LARGEUR + 2 * MARGE} {whole:g}", "width": f"{LARGEUR + 2 * MARGE}", "height": f"{whole:g}"})  # fmt: skip
    ElementTree.SubElement(root, "title").text = titre
    ElementTree.SubElement(root, "style").text = re.sub(r"\{([a-z-]+)\}", lambda found: palette()[found[1]][0], REGLES)
    ElementTree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    for rank, line in enumerate(title):
        place = {"x": str(MARGE), "y": str(MARGE + LIGNE * rank), "style": f"font-size: {TITRE}px; font-weight: bold"}
        ElementTree.SubElement(root, "text", place).text = line
    inner = ElementTree.SubElement(root, "g", {"transform": f"translate({MARGE} {top})"})
    inner.extend(list(drawn))
    foot = {"x": str(MARGE), "y": f"{whole - MARGE / 2:g}", "style": "font-size: 11px"}
    ElementTree.SubElement(root, "text", foot).text = " ".join(
        [f"{reponse.source.phrase}.", *(["Données inventées."] if reponse.source.avis else [])]
    )
    return re.sub(r"var\(--[a-z0-9-]+, (#[0-9a-f]+)\)", r"\1", ElementTree.tostring(root, encoding="unicode"))


def png(reponse: Reponse, table: Croisement) -> bytes:
    """The same as a picture of points, twice as fine as a screen."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(reponse, table), zoom=GRAS, background="#ffffff"))


def _lines(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False)
