"""The articles of the charte, read from ``articles.csv``."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GRAVITES = ("bloquante", "à corriger", "alerte")  # most serious first
SEVERITES = {"bloquante": "critical", "à corriger": "warning", "alerte": "info"}  # Great Expectations' words
A_CORRIGER_PAR = ("référent", "SA")


@dataclass(frozen=True)
class Article:
    """One article: its id, its French sentence (thresholds between braces), who corrects it, its source."""

    article: str
    phrase: str
    gravite: str
    corrige_par: str
    source: str


@cache
def articles() -> dict[str, Article]:
    """Every article of the charte by id, in the order of the charte."""
    with (Path(__file__).parent / "articles.csv").open(encoding="utf-8", newline="") as lines:
        return {row["article"]: Article(**row) for row in csv.DictReader(lines)}
