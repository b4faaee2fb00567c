"""``python -m plie_analysis.indicateurs``: rewrite ``docs/indicateurs.md`` in a checkout."""

from pathlib import Path

from .catalogue import catalogue

if __name__ == "__main__":
    page = Path(__file__).parents[2] / "docs" / "indicateurs.md"
    page.write_text(catalogue({}), encoding="utf-8")
