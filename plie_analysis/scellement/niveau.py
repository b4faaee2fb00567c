"""The level of a bundle: dates to the day, or made as coarse as every sealed figure allows, which is proved by computing them all."""

from collections.abc import Iterable

from ..indicateurs import definitions
from .colonnes import Colonne, coarsened, lues
from .tableaux import Chiffre

EXACT, GROSSI = NIVEAUX = ("exact", "grossi")
# Coarser columns are tried together; those that the wrong figures read take their days back. Then all do: a bundle is always written.
PASSES = 4

Colonnes = dict[str, tuple[Colonne, ...]]


def proposees(columns: Colonnes, niveau: str, needed: set[tuple[str, str]]) -> Colonnes:
    """What a level makes of the columns, those of ``needed`` being left as they are."""
    return coarsened(columns, needed) if niveau == GROSSI else columns


def grossies(columns: Colonnes, proposed: Colonnes) -> set[tuple[str, str]]:
    """The columns that were made coarser: ``{(table, colonne)}``."""
    return {
        (table, after.nom)
        for table, group in proposed.items()
        for before, after in zip(columns[table], group, strict=True)
        if before.traitement != after.traitement
    }


def en_cause(wrong: Iterable[Chiffre], coarse: set[tuple[str, str]], config: dict) -> set[tuple[str, str]]:
    """Of the coarser columns, those that the wrong figures read; all of them when none is found."""
    known = definitions(config)
    found: set[tuple[str, str]] = set()
    for name, par, is_known_at in {(c.cle[3], c.par, bool(c.cle[2])) for c in wrong}:
        if name not in known:
            return coarse
        read = lues(known[name], config) & coarse
        keyed = {(table, column) for table, column in read if column.endswith("_le")}
        # A window as known at its end needs the days of keying; an axis read at a date, those of the facts.
        found |= keyed if is_known_at and not par and keyed else read
    return found & coarse or coarse
