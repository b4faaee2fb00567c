"""Systems of numbers written by hand: tables with their totals, what of them is free to be hidden, what a threshold asks."""

from plie_analysis.protection.choix import Choisissables, Suppression, suppress
from plie_analysis.protection.systeme import System


def protected(system: System, threshold: int) -> System:
    """The same system, its small numbers to be protected: a reader knows that what is hidden is at least 1."""
    system.widths = {key: float(threshold) for key, count in system.counts.items() if 0 < count < threshold}
    system.floors = {key: 1.0 for key, count in system.counts.items() if count}
    return system


def table(**cells) -> System:
    """A one-way table: the cells and their total."""
    system = System({**cells, "total": sum(cells.values())})
    assert system.add_relation({**dict.fromkeys(cells, 1), "total": -1})
    return system


def crossed(cells: list[list[int]]) -> System:
    """A two-way table with its margins."""
    rows, columns = range(len(cells)), range(len(cells[0]))
    system = System({(i, j): cells[i][j] for i in rows for j in columns})
    system.counts |= {("ligne", i): sum(cells[i]) for i in rows} | {("colonne", j): sum(row[j] for row in cells) for j in columns}
    system.counts["total"] = sum(map(sum, cells))
    for i in rows:
        assert system.add_relation({("ligne", i): -1} | {(i, j): 1 for j in columns})
    for j in columns:
        assert system.add_relation({("colonne", j): -1} | {(i, j): 1 for i in rows})
    assert system.add_relation({"total": -1} | {("ligne", i): 1 for i in rows})
    return system


def choose(system: System, threshold: int, *, known=(), poids=None) -> Suppression:
    """What to hide of a whole system, each number being a cell; ``known``: what was shown before."""
    free = [key for key in system.counts if key not in known]
    page = Choisissables(frozenset(free), tuple(frozenset([key]) for key in free), tuple((poids or {}).get(key, 1.0) for key in free))
    return suppress(page, [(protected(system, threshold), set(known))])
