"""``python -m plie_analysis.comparaison``: rewrite ``docs/methode.md`` in a checkout."""

from pathlib import Path

from .methode import methode

if __name__ == "__main__":
    root = Path(__file__).parents[2]
    (root / "docs" / "methode.md").write_text(methode(root / "reference" / "rapport-2017", {}), encoding="utf-8")
