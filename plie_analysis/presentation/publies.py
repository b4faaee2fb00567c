"""Figures of earlier years as they were published, for the years that a photo does not hold."""

import csv
import datetime as dt
from pathlib import Path

from .elements import Cellule

AUTRE = "Autre"


class Publies:
    """The transcribed figures of ``reference/*/figures.csv``: what was printed, never a computation."""

    def __init__(self, figures: dict[tuple, Cellule]):
        self._figures = figures

    def __bool__(self) -> bool:
        return bool(self._figures)

    def nombres(self) -> list[float]:
        """All that was printed."""
        return [cell.connue for cell in self._figures.values()]

    def cellule(self, indicateur: str, du: dt.date, au: dt.date, **modalites: str) -> Cellule:
        """The figure printed for an indicator, a period and modalities; empty when none was."""
        return self._figures.get((indicateur, du.isoformat(), au.isoformat(), tuple(sorted(modalites.items()))), Cellule())


def lire_publies(reference: Path) -> Publies:
    """Read the published figures that are counts or means of an indicator (a share of something else is left aside)."""
    found: dict[tuple, Cellule] = {}
    for path in sorted(reference.glob("*/figures.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["calculable"] == "oui" and row["indicateur"] and not row["parametres"]:
                    key = (row["indicateur"], row["du"], row["au"], _modalities(row["axes"]))
                    found.setdefault(key, Cellule(float(row["valeur"]), row["unite"]))
    return Publies(found)


def _modalities(axes: str) -> tuple:
    """``commune=Dijon`` → ``(("commune", "Dijon"),)``; « all but these » is what the tables call « Autre »."""
    pairs = (part.partition("=") for part in axes.split(";") if part)
    return tuple(sorted((axis.strip(), AUTRE if value.startswith("!") else value.strip()) for axis, _, value in pairs))
