"""``python -m plie_analysis.curate``: rewrite ``docs/dictionnaire.md`` in a checkout."""

from pathlib import Path

from . import dictionary

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "dictionnaire.md"
    page.write_text(dictionary(), encoding="utf-8")
