"""The dress of the plotly figures that a notebook draws itself: the template of the house, what is never offered, texts without tags."""

import functools
from html import escape

from .. import francais
from ..gabarits import palette
from ..libelles import propre

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
TRANSPARENT = "rgba(0,0,0,0)"


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


def texte(text: str) -> str:
    """A text as plotly reads it: it takes some tags for its own, a label has none."""
    return "<br>".join(escape(propre(line), quote=False) for line in text.split("\n"))


def _hex(name: str) -> str:
    return palette()[name][0]


def _rgba(name: str, alpha: float) -> str:
    red, green, blue = (int(_hex(name)[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
