"""The published totals, read from ``donnees/contraintes/*.csv``."""

import csv
from collections import defaultdict

from plie_analysis.contrat import REFERENTIELS

from .. import DONNEES

# The totals of June, July and September are one less than the sum of their lines: this line is the one left out.
OUTSIDE_TOTAL = "Service civique"


def rows(name: str) -> list[dict]:
    """Lines of one constraint file."""
    with (DONNEES / "contraintes" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def totals() -> dict[str, int]:
    """Yearly totals by key."""
    return {row["cle"]: int(row["valeur"]) for row in rows("totaux")}


def monthly(serie: str) -> dict[int, float]:
    """``{month: value}`` of one series of the letters."""
    return {int(r["mois"]): float(r["valeur"]) for r in rows("mensuel") if r["serie"] == serie}


def cumulated(name: str, key: str) -> dict[str, dict[int, int]]:
    """``{modality: {month: cumulated value}}``."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows(name):
        found[row[key]][int(row["mois"])] = int(row["valeur"])
    return dict(found)


def etapes() -> tuple[dict[str, dict[int, int]], dict[str, int]]:
    """Counts of the months by operation, and of the year by operation."""
    by_operation = cumulated("etapes", "operation")
    year = {operation: counts.pop(12) for operation, counts in by_operation.items() if 12 in counts}
    return by_operation, year


def classes() -> dict[str, str]:
    """Class of each operation, as the nomenclature of the project says it."""
    with (REFERENTIELS / "operation.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["classe"] for row in csv.DictReader(lines)}


def class_counts() -> dict[tuple[str, int], int]:
    """Étapes by class and month that the printed total holds: all the lines but the one that no total counts."""
    class_of = classes()
    found: defaultdict[tuple[str, int], int] = defaultdict(int)
    for operation, counts in etapes()[0].items():
        for month, value in counts.items():
            found[class_of[operation], month] += 0 if operation == OUTSIDE_TOTAL else value
    return dict(found)


def profiles() -> dict[tuple[str, str], dict[str, int]]:
    """``{(population, attribute): {modality: value}}``."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows("profils"):
        found[row["population"], row["attribut"]][row["modalite"]] = int(row["valeur"])
    return dict(found)


def table(name: str) -> dict[str, dict[str, float]]:
    """``{tableau: {modalite: valeur}}`` of the clauses file."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(name):
        found[row["tableau"]][row["modalite"]] = float(row["valeur"])
    return dict(found)
