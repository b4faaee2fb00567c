"""Graphs as plotly figures (plain JSON, no import of plotly) in the style of the house."""

from .. import francais
from .elements import Graphique, Serie, couper

MIME = "application/vnd.plotly.v1+json"
# Dark then light of the same hue, so that two series stay apart in black and white.
COULEURS = ("#1b4b8f", "#a9c4e4", "#5b7083")
TRAIT = "#1b4b8f"
REPERE = "#5c3a00"
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
LAYOUT = {
    "separators": f",{francais.FINE}",
    "font": {"family": "system-ui, sans-serif", "size": 13},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 44, "r": 12, "t": 36, "b": 36},
    "legend": {"orientation": "h", "x": 0, "y": 1.16},
    "modebar": {"remove": ["sendChartToCloud"]},
    "hovermode": "closest",
    "dragmode": False,
    "bargap": 0.3,
    "height": 320,
}


def figure(graphique: Graphique) -> dict:
    """``{"data", "layout", "config"}`` of a graph; values hidden or unknown are absent from it."""
    horizontal = graphique.sens == "horizontal"
    traces = [_trace(graphique, serie, rang) for rang, serie in enumerate(graphique.series)]
    layout = LAYOUT | {"showlegend": len(traces) > 1}
    if horizontal:
        layout |= _horizontal(graphique)
    else:
        axis = {"automargin": True, "fixedrange": True}
        layout |= {
            "xaxis": axis | {"type": "category", "showgrid": False},
            "yaxis": axis | {"rangemode": "tozero", "ticksuffix": _suffix(graphique), "gridcolor": "rgba(128,128,128,0.25)"},
        }
    return {"data": traces, "layout": layout, "config": CONFIG}


def _trace(graphique: Graphique, serie: Serie, rang: int) -> dict:
    values = [None if cell.est_vide else round(float(cell.valeur), 4) for cell in serie.cellules]
    said = [cell.complet + (f" ({cell.detail})" if cell.detail else "") for cell in serie.cellules]
    common = {
        "name": serie.nom,
        "hovertext": [
            f"{label}<br>{serie.nom}{francais.INSECABLE}: {text}" for label, text in zip(graphique.categories, said, strict=True)
        ],
        "hoverinfo": "text",
    }
    labels = list(graphique.categories)
    if serie.genre != "barres":
        line = {"color": REPERE, "dash": "dash", "width": 2} if serie.genre == "repere" else {"color": TRAIT, "width": 3}
        return common | {
            "type": "scatter",
            "mode": "lines" if serie.genre == "repere" else "lines+markers",
            "x": labels,
            "y": values,
            "line": line,
            "connectgaps": False,
        }
    marker = {"color": COULEURS[rang % len(COULEURS)], "line": {"color": TRAIT, "width": 1}}
    if rang % 2:
        marker["pattern"] = {"shape": "/", "fgcolor": TRAIT, "bgcolor": COULEURS[rang % len(COULEURS)], "size": 6, "solidity": 0.25}
    bar = {
        "type": "bar",
        "marker": marker,
        "text": [cell.texte if not cell.est_vide else "" for cell in serie.cellules],
        "textposition": "outside",
        "cliponaxis": False,
    }
    axes = {"x": values, "y": labels, "orientation": "h"} if graphique.sens == "horizontal" else {"x": labels, "y": values}
    return common | bar | axes


def _horizontal(graphique: Graphique) -> dict:
    """Long labels stand above their bars, so that a narrow screen keeps its width for the bars."""
    is_long = any(len(couper(label)) > 1 for label in graphique.categories)
    notes = [
        {
            "x": 0,
            "xref": "paper",
            "y": label,
            "yref": "y",
            "text": "<br>".join(couper(label)),
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 9 if len(graphique.series) == 1 else 20,
            "align": "left",
        }
        for label in graphique.categories
    ]
    return {
        "annotations": notes,
        "margin": {"l": 4, "r": 48, "t": 28, "b": 12},
        "bargap": (0.62 if len(graphique.series) == 1 else 0.42) + (0.08 if is_long else 0),
        "uniformtext": {"mode": "show", "minsize": 12},
        "height": 60 + (22 + 24 * len(graphique.series) + (14 if is_long else 0)) * len(graphique.categories),
        "xaxis": {"visible": False, "rangemode": "tozero", "fixedrange": True},
        "yaxis": {"visible": False, "autorange": "reversed", "type": "category", "fixedrange": True},
    }


def _suffix(graphique: Graphique) -> str:
    return f"{francais.INSECABLE}%" if graphique.unite == "%" else ""
