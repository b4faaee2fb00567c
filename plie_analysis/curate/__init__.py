"""From ``raw.*`` to ``curated.*``: one documented SQL file per table, run in dependency order."""

from .build import build, finish
from .dictionnaire import dictionary
from .liens import LIENS, atteintes, held_columns, wide_query
from .parquet import write_parquet
from .tables import CuratedColumn, CuratedTable, tables

__all__ = [
    "LIENS",
    "CuratedColumn",
    "CuratedTable",
    "atteintes",
    "build",
    "dictionary",
    "finish",
    "held_columns",
    "tables",
    "wide_query",
    "write_parquet",
]
