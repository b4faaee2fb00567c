"""A drawing as a plotly figure, in the template of the house."""

import functools
from collections.abc import Callable
from html import escape

from .. import francais
from ..gabarits import palette
from ..libelles import propre
from .toile import Barres, Echelle, Formes, Mention, Points, Style, Toile, Trait

MIME = "application/vnd.plotly.v1+json"
# The toolbar of plotly offers to upload the data of a figure: never here.
CONFIG = {
    "locale": "fr",
    "responsive": True,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "modeBarButtonsToRemove": [
        "sendChartToCloud",
        "select2d",
        "lasso2d",
        "autoScale2d",
        "zoom2d",
        "pan2d",
        "zoomIn2d",
        "zoomOut2d",
        "resetScale2d",
    ],
}
ANCRES = {"start": "left", "middle": "center", "end": "right"}
TRANSPARENT = "rgba(0,0,0,0)"


def paquet(toile: Toile) -> dict:
    """What a notebook keeps of the figure of a drawing: ``{"data", "layout", "config"}``, plain values (plotly itself is not loaded)."""
    named = len(toile.legende)
    layout = {
        "template": modele(),
        "height": toile.hauteur + 26 * -(-named // 3),
        "margin": {"l": toile.gauche, "r": toile.droite, "t": 12, "b": toile.bas},
        "showlegend": named > 0,
        "xaxis": _axis(toile.x),
        "yaxis": _axis(toile.y),
        "annotations": [_annotation(mark) for mark in toile.marques if isinstance(mark, Mention)],
    }
    seen: set[str] = set()
    traces = []
    for mark in toile.marques:
        if isinstance(mark, Mention):
            continue
        listed = bool(mark.nom) and mark.en_legende
        trace = {"name": texte(mark.nom), "legendgroup": texte(mark.nom), "showlegend": listed and mark.nom not in seen}
        traces.append(trace | WRITERS[type(mark)](mark))
        seen |= {mark.nom} if listed else set()
    return {"data": traces, "layout": layout, "config": CONFIG}


@functools.cache
def modele() -> dict:
    """The template of the house: colours of the palette, French separators, no frame."""
    axis = {"zeroline": False, "fixedrange": True, "automargin": True, "gridcolor": _rgba("grille", 0.3), "title": {"standoff": 6}}
    return {
        "layout": {
            "separators": f",{francais.FINE}",
            "font": {"family": "system-ui, sans-serif", "size": 13, "color": _hex("encre")},
            "paper_bgcolor": TRANSPARENT,
            "plot_bgcolor": TRANSPARENT,
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left", "tracegroupgap": 0},
            "modebar": {
                "remove": ["sendChartToCloud"],
                "bgcolor": TRANSPARENT,
                "color": _hex("encre-douce"),
                "activecolor": _hex("accent"),
            },
            "hoverlabel": {"align": "left"},
            "hovermode": "closest",
            "dragmode": False,
            "barmode": "overlay",
            "xaxis": axis,
            "yaxis": axis,
        }
    }


def _trait(mark: Trait) -> dict:
    x, y = mark.points
    style = {"color": _hex(mark.style.couleur), "dash": mark.style.trait, "width": mark.style.epaisseur}
    trace = {"mode": "lines+markers" if mark.pointe else "lines", "x": _rounded(x), "y": _rounded(y), "line": style}
    if mark.pointe:
        trace["marker"] = {"color": _hex("fond"), "size": 9, "line": {"color": _hex(mark.style.couleur), "width": 3}}
    return {"type": "scatter"} | trace | _hover(mark, len(x))


def _barres(mark: Barres) -> dict:
    places, values = _rounded(mark.places), _rounded(mark.valeurs)
    marker = {"color": _hex(mark.style.couleur), "line": {"color": _hex(mark.style.couleur), "width": 1}} | _pattern(mark.style, "pattern")
    sides = {"x": values, "y": places, "orientation": "h"} if mark.couchees else {"x": places, "y": values}
    said = {"hovertext": [texte(text) for text in mark.textes], "hoverinfo": "text"}
    return {"type": "bar"} | sides | said | {"width": mark.largeur, "marker": marker}


def _formes(mark: Formes) -> dict:
    x, y = [], []
    for contour in mark.contours:
        closed = [*contour, contour[0]]
        x += [*(a for a, _ in closed), None]
        y += [*(b for _, b in closed), None]
    trace = {
        "mode": "lines",
        "x": _rounded(x),
        "y": _rounded(y),
        "fill": "toself",
        "fillcolor": _rgba(mark.style.couleur, mark.opacite) if mark.opacite < 1 else _hex(mark.style.couleur),
        "line": {"width": 1 if mark.bord else 0, "color": _hex(mark.style.couleur)},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": texte(mark.nom),
    }
    return {"type": "scatter"} | trace | (_pattern(mark.style, "fillpattern") if mark.opacite == 1 else {})


def _points(mark: Points) -> dict:
    x, colour = _rounded(mark.x), _hex(mark.style.couleur)
    above = [_gap(high, value) for high, value in zip(_rounded(mark.haut), x, strict=True)]
    below = [_gap(value, low) for low, value in zip(_rounded(mark.bas), x, strict=True)]
    spread = {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 2, "width": 5, "color": colour}
    marker = {
        "color": TRANSPARENT if mark.carre else colour,
        "size": 10,
        "symbol": "square" if mark.carre else "circle",
        "line": {"width": 2.5, "color": colour},
    }
    return (
        {"type": "scatter"} | {"mode": "markers", "x": x, "y": _rounded(mark.y), "error_x": spread, "marker": marker} | _hover(mark, len(x))
    )


WRITERS: dict[type, Callable] = {Trait: _trait, Barres: _barres, Formes: _formes, Points: _points}


def _pattern(style: Style, key: str) -> dict:
    """A hatching, under that key, over a paler ground: two marks stay apart in black and white."""
    if not style.hachure:
        return {}
    ground, ink = _rgba(style.couleur, 0.22), _hex(style.couleur)
    return {key: {"shape": style.hachure, "fgcolor": ink, "bgcolor": ground, "size": 7, "solidity": 0.35, "fillmode": "replace"}}


def _hover(mark: Trait | Points, count: int) -> dict:
    """A text per point when there is one for each; steps repeat theirs."""
    if not mark.textes:
        return {"hoverinfo": "name" if mark.nom else "skip"}
    said = [texte(text) for text in mark.textes]
    return {"hoverinfo": "text", "text": [said[(rank + 1) // 2] for rank in range(count)] if count != len(said) else said}


def _annotation(mark: Mention) -> dict:
    ground = {"bgcolor": "rgba(255,255,255,0.82)", "borderpad": 1} if mark.halo else {}
    return {
        "x": float(mark.x),
        "y": float(mark.y),
        "text": texte(mark.texte),
        "showarrow": False,
        "xanchor": ANCRES[mark.ancre],
        "yanchor": "middle",
        "xshift": mark.dx,
        "yshift": -mark.dy,
        "font": {"size": mark.taille} | ({"color": _hex("texte")} if mark.halo else {}),
        **ground,
    }


def _axis(axe: Echelle) -> dict:
    return {
        "range": [float(axe.debut), float(axe.fin)],
        "tickmode": "array",
        "tickvals": [float(value) for value, _ in axe.graduations],
        "ticktext": [texte(label) for _, label in axe.graduations],
        "title": {"text": axe.titre},
        "showgrid": axe.grille,
    } | ({} if axe.est_serre else {"tickangle": 0})


def texte(text: str) -> str:
    """A text as plotly reads it: it takes some tags for its own, a label has none."""
    return "<br>".join(escape(propre(line), quote=False) for line in text.split("\n"))


def _rounded(values) -> list:
    return [None if value is None or value != value else round(float(value), 4) for value in values]


def _gap(high: float, low: float) -> float:
    return round(high - low, 4)


def _hex(name: str) -> str:
    return palette()[name][0]


def _rgba(name: str, alpha: float) -> str:
    red, green, blue = (int(_hex(name)[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
