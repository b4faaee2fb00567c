"""A plotly figure that a notebook draws itself, as a page shows it: its title and the table of its values can be read without script."""

import base64

import numpy as np
from markupsafe import Markup

from .. import francais
from ..gabarits import rendre
from ..presentation.barres import couper
from ..presentation.elements import Cellule, Ligne, Tableau, donnees
from ..presentation.modele_plotly import texte

# Beyond that, the notebook gives a table of its own: that of a curve would be as long as the page.
VALEURS_MAX = 40
LIBELLE = 20


def image_libre(figure: dict, rang: int) -> str:
    """The figure number ``rang`` of a page: title, place of the drawing, table of the values when it is short enough."""
    title = _title(figure.get("layout", {}))
    said, under = _plain(title.get("text", "")) or f"Graphique {rang}", _plain((title.get("subtitle") or {}).get("text", ""))
    if _is_plain(figure) and not any(values(trace["y"]) for trace in figure.get("data", [])):
        return Markup(rendre("absente", said))
    return Markup(rendre("image_libre", f"figure-{rang}", said, under, valeurs(figure, said)))


def dessinee(figure: dict) -> dict:
    """The same to be drawn: its title is above it, a trace drawn by the graphics card is drawn as any other, long labels stand on several lines."""
    layout = {name: value for name, value in figure.get("layout", {}).items() if name != "title"}
    layout["margin"] = {"t": 30, **(layout.get("margin") or {})}
    traces = [{**trace, "type": str(trace.get("type", "scatter")).removesuffix("gl")} for trace in figure.get("data", [])]
    if any(trace.get("orientation") == "h" for trace in traces):
        traces = [{**trace, "y": _on_lines(trace["y"])} if "y" in trace else trace for trace in traces]
        if "categoryarray" in (axis := layout.get("yaxis") or {}):
            layout["yaxis"] = {**axis, "categoryarray": _on_lines(axis["categoryarray"])}
    return {**figure, "data": traces, "layout": layout}


def _on_lines(labels):
    """Labels cut at spaces, so that they leave room for their bars on a narrow screen; numbers stay as they are."""
    if isinstance(labels, dict):
        return labels
    return [texte("\n".join(couper(_plain(label), LIBELLE))) if isinstance(label, str) else label for label in labels]


def valeurs(figure: dict, titre: str) -> Tableau | None:
    """The values drawn, one row per label and one column per trace; ``None`` when they are too many, of another kind, or several at one label."""
    layout, traces = figure.get("layout", {}), figure.get("data", [])
    if not _is_plain(figure):
        return None
    lying = any(trace.get("orientation") == "h" for trace in traces)
    label, value = ("y", "x") if lying else ("x", "y")
    columns = [dict(zip(values(trace[label]), values(trace[value]), strict=False)) for trace in traces]
    rows = list(dict.fromkeys(one for column in columns for one in column))
    if len(rows) > VALEURS_MAX or any(len(values(trace[label])) > len(column) for trace, column in zip(traces, columns, strict=True)):
        return None
    heads = [
        _axis(layout, label) or "Catégorie",
        *(_plain(trace.get("name") or "") or _axis(layout, value) or "Valeur" for trace in traces),
    ]
    known = [[value for value in column.values() if _is_number(value)] for column in columns]
    decimals = [0 if all(float(value).is_integer() for value in one) else 1 for one in known]
    cells = [[_cell(column.get(row), count) for column, count in zip(columns, decimals, strict=True)] for row in rows]
    return donnees(titre, heads, [Ligne(_label(row), one) for row, one in zip(rows, cells, strict=True)])


def values(written) -> list:
    """Values as plotly writes them: a list, or the bytes of an array."""
    if isinstance(written, dict):
        return np.frombuffer(base64.b64decode(written["bdata"]), dtype=written["dtype"]).tolist()
    return list(written)


def _is_plain(figure: dict) -> bool:
    """Whether it is made of bars, lines and points alone."""
    return all(
        trace.get("type", "scatter") in ("bar", "scatter", "scattergl") and {"x", "y"} <= set(trace) for trace in figure.get("data", [])
    )


def _title(part: dict) -> dict:
    title = part.get("title") or {}
    return {"text": title} if isinstance(title, str) else title


def _is_number(value) -> bool:
    return isinstance(value, int | float) and value == value


def _cell(value, decimales: int) -> Cellule:
    return Cellule(float(value) if _is_number(value) else None, decimales=decimales)


def _label(value) -> str:
    return francais.nombre(value, 0 if float(value).is_integer() else 1) if _is_number(value) else _plain(str(value))


def _axis(layout: dict, name: str) -> str:
    return _plain(_title(layout.get(f"{name}axis") or {}).get("text", ""))


def _plain(text: str) -> str:
    """A text of plotly's without its tags."""
    return Markup(text).striptags()
