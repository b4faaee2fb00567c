"""The Parquet copies of the curated tables."""

import os
from pathlib import Path

import duckdb

from .tables import tables


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write ``<folder>/<table>.parquet`` for every curated table (all photos) and return their paths.

    Each file is written aside then swapped, so that a reader sees the old copy or the new one, never a half.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(con, table.nom, folder) for table in tables()]


def _write(con: duckdb.DuckDBPyConnection, nom: str, folder: Path) -> Path:
    path = folder / f"{nom}.parquet"
    aside = folder / f".{nom}.parquet.{os.getpid()}"
    try:
        con.table(f"curated.{nom}").write_parquet(str(aside), compression="zstd")
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return path
