"""``python -m annee_2017``: rewrite ``docs/methode.md`` in a checkout."""

from pathlib import Path

from . import RAPPORT
from .comparaison.methode import methode

if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "methode.md").write_text(methode(RAPPORT, {}), encoding="utf-8")
