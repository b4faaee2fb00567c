"""A drawing as a plotly figure: plain JSON, colours carried by a template so that the page does not repaint them."""

from .plotly_maison import CONFIG, LAYOUT
from .toile import GRILLE, Axe, Formes, Ligne, Points, Style, Texte, Toile, marches

RETRAIT = {"start": "left", "middle": "center", "end": "right"}


def figure(toile: Toile) -> dict:
    """``{"data", "layout", "config"}`` of a drawing."""
    seen: set[str] = set()
    pairs = [_trace(mark, seen) for mark in toile.marques if not isinstance(mark, Texte)]
    texts = [_annotation(mark) for mark in toile.marques if isinstance(mark, Texte)]
    named = toile.legende and len(toile.noms) > 1
    layout = LAYOUT | {
        "height": toile.hauteur + (26 * -(-len(toile.noms) // 3) if named else 0),
        "margin": {"l": toile.gauche, "r": toile.droite, "t": 12, "b": toile.bas},
        "showlegend": named,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left", "tracegroupgap": 0},
        "xaxis": _axis(toile.x),
        "yaxis": _axis(toile.y),
        "annotations": texts,
        "hoverlabel": {"align": "left"},
        "template": {"data": {"scatter": [style for _, style in pairs]}},
    }
    return {"data": [trace for trace, _ in pairs], "layout": layout, "config": CONFIG}


def _trace(mark, seen: set[str]) -> tuple[dict, dict]:
    """The trace, and the style that the template gives it."""
    first = mark.nom not in seen and getattr(mark, "en_legende", True) and bool(mark.nom)
    if getattr(mark, "en_legende", True):
        seen.add(mark.nom)
    common = {"type": "scatter", "name": mark.nom, "showlegend": first, "legendgroup": mark.nom}
    if isinstance(mark, Ligne):
        x, y = marches(mark.x, mark.y) if mark.escalier else (list(mark.x), list(mark.y))
        return common | {"mode": "lines", "x": _rounded(x), "y": _rounded(y), **_hover(mark, len(x))}, {"line": _line(mark.style)}
    if isinstance(mark, Points):
        x, bas, haut = _rounded(mark.x), _rounded(mark.bas), _rounded(mark.haut)
        spread = {
            "type": "data",
            "symmetric": False,
            "array": [h - v for h, v in zip(haut, x, strict=True)],
            "arrayminus": [v - b for b, v in zip(bas, x, strict=True)],
            "thickness": 2,
            "width": 5,
            "color": mark.style.couleur,
        }
        style = {
            "marker": {
                "color": mark.style.couleur if not mark.carre else "rgba(0,0,0,0)",
                "size": 10,
                "symbol": "square" if mark.carre else "circle",
                "line": {"width": 2.5, "color": mark.style.couleur},
            }
        }
        return common | {"mode": "markers", "x": x, "y": _rounded(mark.y), "error_x": spread, **_hover(mark, len(x))}, style
    x, y = [], []
    for contour in mark.contours:
        closed = [*contour, contour[0]]
        x += [*(round(a, 4) for a, _ in closed), None]
        y += [*(round(b, 4) for _, b in closed), None]
    return common | {"mode": "lines", "x": x, "y": y, "fill": "toself", "hoveron": "fills", "hoverinfo": "text", "text": mark.nom}, _filled(
        mark
    )


def _filled(mark: Formes) -> dict:
    fill = _with_alpha(mark.style.couleur, mark.opacite)
    style = {"line": {"width": 1 if mark.bord else 0, "color": mark.style.couleur}, "fillcolor": fill}
    if mark.style.hachure and mark.opacite == 1.0:
        style["fillpattern"] = {
            "shape": mark.style.hachure,
            "fgcolor": mark.style.couleur,
            "bgcolor": _with_alpha(mark.style.couleur, 0.22),
            "size": 7,
            "solidity": 0.35,
            "fillmode": "replace",
        }
    return style


def _hover(mark, count: int) -> dict:
    """A text per point when there is one for each; steps repeat theirs."""
    if not mark.textes:
        return {"hoverinfo": "name" if mark.nom else "skip"}
    repeated = [mark.textes[(i + 1) // 2] for i in range(count)] if count != len(mark.textes) else list(mark.textes)
    return {"hoverinfo": "text", "text": repeated}


def _line(style: Style) -> dict:
    return {"color": style.couleur, "dash": style.trait, "width": style.epaisseur}


def _annotation(mark: Texte) -> dict:
    note = {
        "x": mark.x,
        "y": mark.y,
        "xref": "x",
        "yref": "y",
        "text": mark.texte,
        "showarrow": False,
        "xanchor": RETRAIT[mark.ancre],
        "yanchor": "middle",
        "font": {"size": mark.taille},
    }
    if mark.halo:
        note |= {"bgcolor": "rgba(255,255,255,0.82)", "font": {"size": mark.taille, "color": "#16202c"}, "borderpad": 1}
    return note


def _axis(axe: Axe) -> dict:
    return {
        "range": [axe.debut, axe.fin],
        "tickmode": "array",
        "tickvals": [value for value, _ in axe.graduations],
        "ticktext": [label for _, label in axe.graduations],
        "title": {"text": axe.titre, "standoff": 6},
        "showgrid": axe.grille,
        "gridcolor": _with_alpha(GRILLE.couleur, 0.3),
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickangle": 0,
    }


def _rounded(values) -> list:
    return [None if value != value else round(float(value), 4) for value in values]


def _with_alpha(couleur: str, alpha: float) -> str:
    if alpha >= 1:
        return couleur
    red, green, blue = (int(couleur[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
