"""What a reader sees: tables, figures, key figures, comments, and the template of the pages."""

import json
from pathlib import Path

GABARIT = Path(__file__).parent / "gabarit"


def plotly_fr() -> dict:
    """The French locale of plotly.js, as data."""
    return json.loads((Path(__file__).parent / "plotly_fr.json").read_text(encoding="utf-8"))
