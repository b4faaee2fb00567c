"""Dates of birth made as round as the age brackets allow."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import duckdb

from ..curate import LIENS
from ..indicateurs import axes
from .colonnes import ARRONDIS, Colonne

SQL = Path(__file__).with_name("naissance.sql")


def install(
    con: duckdb.DuckDBPyConnection,
    columns: dict[str, tuple[Colonne, ...]],
    photo: dt.date,
    reperes: Iterable[dt.date],
    config: dict | None = None,
) -> None:
    """Create ``substitution(id_dossier, date_naissance)``: a date of birth that gives the same age brackets as the true one.

    They are the same at every date kept to the day in the lines of the person, and at ``reperes`` (ends of periods). ``config``: whose brackets.
    """
    bounds = sorted({bound for axe in axes(config).values() if axe.calcul == "age" for bound in axe.bornes})
    con.execute(f"CREATE OR REPLACE TEMP TABLE borne AS SELECT unnest({bounds})::INTEGER AS ans")
    days = ", ".join(f"DATE '{day}'" for day in sorted(set(reperes)))
    con.execute(f"CREATE OR REPLACE TEMP TABLE repere AS SELECT unnest([{days}]) AS jour")
    union = " UNION ".join(_days(table, group, photo) for table, group in columns.items() if _dates(group))
    con.execute(f"CREATE OR REPLACE TEMP TABLE jour_utile AS FROM ({union}) WHERE id_dossier IS NOT NULL AND jour IS NOT NULL")
    con.execute(SQL.read_text(encoding="utf-8"), {"photo": photo})


def _dates(group: tuple[Colonne, ...]) -> list[Colonne]:
    if not {column.nom for column in group} & {key for _, key in LIENS}:
        return []
    # What no figure reads to the day, whatever the level, asks nothing of the age.
    kept = [c for c in group if c.type == "DATE" and (c.traitement == "garder" or (c.grossi and c.traitement == c.grossi))]
    return [
        column for column in kept if column.nom != "photo" and not column.nom.startswith("date_saisie") and not column.nom.endswith("_le")
    ]


def _days(table: str, group: tuple[Colonne, ...], photo: dt.date) -> str:
    """Each day of the lines of a table, and as the bundle shows it: the age at the day shown must be the age at the true one."""
    return " UNION ".join(
        f"SELECT id_dossier, {c.nom} AS jour, {ARRONDIS.get(c.traitement, '{}').format(c.nom)} AS affiche"
        f" FROM large.{table} WHERE photo = DATE '{photo}'"
        for c in _dates(group)
    )
