"""What of each curated table goes into the bundle, column by column: the allow-list of ``colonnes.csv``."""

import csv
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..curate import atteintes, tables
from ..indicateurs import axes, definitions
from ..indicateurs.definitions import Axe
from ..schema.natures import Definition

HERE = Path(__file__).parent
PARTOUT = "*"
# A date made coarser, as SQL: on the same side of every end of month, and of the photo, as it was.
ARRONDIS = {
    "mois": "date_trunc('month', {0})::DATE",
    "mois_sauf_dernier": "CASE WHEN {0} = last_day({0}) THEN {0} ELSE date_trunc('month', {0})::DATE END",
    "fin_de_mois": "CASE WHEN {0} <= photo THEN least(last_day({0}), photo) ELSE last_day({0}) END",
}


@dataclass(frozen=True)
class Colonne:
    """One column of a curated table and what becomes of it: ``garder``, ``cle``, ``tranche``, ``age``, ``retirer``, or one of ``ARRONDIS``.

    ``grossi``: what would become of a date that is kept to the day, if no figure needed the day. ``est_de_sante``: it may tell of health.

    ``espace`` names the set of keys of a ``cle``: two columns of one set that held the same text hold the same key.
    """

    table: str
    nom: str
    type: str
    traitement: str
    espace: str
    raison: str
    est_de_sante: bool = False
    grossi: str = ""

    @property
    def is_sealed(self) -> bool:
        """Whether the column is in the bundle, as it was or changed."""
        return self.traitement != "retirer"


def colonnes(config: dict) -> dict[str, tuple[Colonne, ...]]:
    """What becomes of every curated column under this configuration: ``{table: (Colonne, …)}``.

    A column that the list does not name stays out. ``mois``, ``tranche`` and ``si_lue`` give way to ``garder`` when a definition or
    an axis reads the column: a PLIE's own indicators may need more than those shipped.
    """
    read = set().union(*(lues(definition, config) for definition in definitions(config).values()))
    return {table.nom: tuple(_resolved(table.nom, column.nom, column.type, read) for column in table.colonnes) for table in tables()}


def coarsened(columns: dict[str, tuple[Colonne, ...]], sauf: Container[tuple[str, str]] = ()) -> dict[str, tuple[Colonne, ...]]:
    """The same with every date that may be made coarser made so, but those of ``sauf`` (``(table, colonne)``)."""
    return {
        table: tuple(
            replace(c, traitement=c.grossi) if c.grossi and c.traitement == "garder" and (table, c.nom) not in sauf else c for c in group
        )
        for table, group in columns.items()
    }


def left_out(config: dict) -> dict[str, str]:
    """Indicators that read a column out of the bundle, with the reason that ``non_calcules.csv`` gives."""
    out = {(column.table, column.nom) for group in colonnes(config).values() for column in group if not column.is_sealed}
    missing = {name: sorted(lues(definition, config) & out) for name, definition in definitions(config).items()}
    return {
        name: f"lit {', '.join(f'{table}.{column}' for table, column in read)}, que le dossier scellé ne contient pas"
        for name, read in missing.items()
        if read
    }


def lues(definition: Definition, config: dict) -> set[tuple[str, str]]:
    """Columns that a definition and the axes of its table read: ``{(table, colonne)}``."""
    known = definitions(config)
    found = set().union(*(lues(known[name], config) for name in definition.composantes))
    if definition.table:
        held = atteintes(definition.table, {table.nom: {column.nom: column.type for column in table.colonnes} for table in tables()})
        read = set(held) & set(_texts(vars(definition).values()))
        offered = (axe for axe in axes().values() if axe.colonne in held and (not axe.tables or definition.table in axe.tables))
        read |= {name for axe in offered for name in axe.colonnes}
        read |= {name for name in held if name.endswith("_le")}
        found |= {(held[name], name) for name in read}
    return found


def espace_of(axe: Axe) -> str:
    """The set of keys whose members are the modalities of an axis; empty when they are not keys."""
    traitement = _list().get((PARTOUT, axe.colonne), ("", "", "", ""))[0]
    return traitement.partition(":")[2]


def _texts(values: Iterable) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            yield from _texts(value.values())
        elif isinstance(value, tuple | list):
            yield from _texts(value)


def _resolved(table: str, nom: str, kind: str, read: set[tuple[str, str]]) -> Colonne:
    traitement, grossi, sante, raison = _list().get((table, nom)) or _list().get((PARTOUT, nom)) or ("retirer", "", "", "hors de la liste")
    more = (bool(sante), grossi)
    if traitement in ("mois", "tranche", "si_lue") and (table, nom) in read:
        return Colonne(table, nom, kind, "garder", "", "lue par une définition", *more)
    if traitement == "si_lue":
        return Colonne(table, nom, kind, "retirer", "", f"{raison} ; aucune définition ne la lit".strip(" ;"), *more)
    traitement, _, espace = traitement.partition(":")
    return Colonne(table, nom, kind, traitement, espace, raison, *more)


@cache
def _list() -> dict[tuple[str, str], tuple[str, str, str, str]]:
    with (HERE / "colonnes.csv").open(encoding="utf-8", newline="") as lines:
        return {(table, colonne): tuple(rest) for table, colonne, *rest in csv.reader(lines)}  # type: ignore[misc]
