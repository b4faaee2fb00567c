"""From ``raw.*`` to ``curated.*``: one documented SQL file per table, run in dependency order."""

from .build import build
from .dictionnaire import dictionary
from .parquet import write_parquet
from .tables import CuratedColumn, CuratedTable, tables

__all__ = ["CuratedColumn", "CuratedTable", "build", "dictionary", "tables", "write_parquet"]
