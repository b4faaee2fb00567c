"""A plotly figure that a notebook draws itself, as a page shows it: its title and the table of its values can be read without script."""

import base64

import numpy as np
from markupsafe import Markup

from ..gabarits import rendre
from ..presentation.elements import Cellule, Ligne, Tableau, donnees

# Beyond that, the notebook gives a table of its own: that of a curve would be as long as the page.
VALEURS_MAX = 40


def image_libre(figure: dict, rang: int) -> Markup:
    """The figure number ``rang`` of a page: title, place of the drawing, table of the values when it is short enough."""
    title = figure.get("layout", {}).get("title") or {}
    said = title.get("text", "") or f"Graphique {rang}"
    under = (title.get("subtitle") or {}).get("text", "")
    return Markup(rendre("image_libre", f"figure-{rang}", _plain(said), _plain(under), valeurs(figure, _plain(said))))


def dessinee(figure: dict) -> dict:
    """The same to be drawn: its title is above it, and a trace drawn by the graphics card is drawn as any other."""
    layout = {name: value for name, value in figure.get("layout", {}).items() if name != "title"}
    layout["margin"] = {"t": 30, **(layout.get("margin") or {})}
    traces = [{**trace, "type": str(trace.get("type", "scatter")).removesuffix("gl")} for trace in figure.get("data", [])]
    return {**figure, "data": traces, "layout": layout}


def valeurs(figure: dict, titre: str) -> Tableau | None:
    """The values drawn, one row per label and one column per trace; ``None`` when there are too many or they are of another kind."""
    layout, traces = figure.get("layout", {}), figure.get("data", [])
    if not traces or any(
        trace.get("type", "scatter") not in ("bar", "scatter") or "x" not in trace or "y" not in trace for trace in traces
    ):
        return None
    lying = any(trace.get("orientation") == "h" for trace in traces)
    label, value = ("y", "x") if lying else ("x", "y")
    columns = [dict(zip(map(_label, values(trace[label])), values(trace[value]), strict=False)) for trace in traces]
    rows = list(dict.fromkeys(one for column in columns for one in column))
    if len(rows) > VALEURS_MAX:
        return None
    heads = [
        _axis(layout, label) or "Catégorie",
        *(_plain(trace.get("name") or "") or _axis(layout, value) or "Valeur" for trace in traces),
    ]
    known = [[value for value in column.values() if _is_number(value)] for column in columns]
    decimals = [0 if all(float(value).is_integer() for value in one) else 1 for one in known]
    cells = [[_cell(column.get(row), count) for column, count in zip(columns, decimals, strict=True)] for row in rows]
    return donnees(titre, heads, [Ligne(row, one) for row, one in zip(rows, cells, strict=True)])


def values(written) -> list:
    """Values as plotly writes them: a list, or the bytes of an array."""
    if isinstance(written, dict):
        return np.frombuffer(base64.b64decode(written["bdata"]), dtype=written["dtype"]).tolist()
    return list(written)


def _is_number(value) -> bool:
    return isinstance(value, int | float) and value == value


def _cell(value, decimales: int) -> Cellule:
    return Cellule(float(value) if _is_number(value) else None, decimales=decimales)


def _label(value) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else _plain(str(value))


def _axis(layout: dict, name: str) -> str:
    return _plain(((layout.get(f"{name}axis") or {}).get("title") or {}).get("text", ""))


def _plain(text: str) -> str:
    """A text of plotly's without its tags."""
    return Markup(text).striptags()
