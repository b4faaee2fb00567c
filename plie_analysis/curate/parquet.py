"""The Parquet copies of the curated tables."""

from pathlib import Path

import duckdb

from ..database import CATALOGUE, is_encrypted
from ..ecriture import replacing
from ..libelles import litteral
from .tables import tables

# What tells the lines of a large table apart; the small tables are sorted by all their columns.
CLES = {
    "participant": "id_dossier",
    "prescription": "id_prescription",
    "parcours": "id_parcours",
    "sortie": "id_parcours",
    "etape": "id_etape",
    "entretien": "id_entretien",
    "frein": "id_parcours, date_evaluation, famille, intensite",
}


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write ``<folder>/<table>.parquet`` for every curated table (all photos) and return their paths.

    They are encrypted when the base is. The order of the rows depends on what they hold only: the same photos give the same files, to the byte.
    Each file is written aside then swapped, so that a reader sees the old copy or the new one, never a half.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(con, table.nom, folder) for table in tables()]


def _write(con: duckdb.DuckDBPyConnection, nom: str, folder: Path) -> Path:
    path = folder / f"{nom}.parquet"
    order = f"photo, {CLES[nom]}" if nom in CLES else "ALL"
    key = f", ENCRYPTION_CONFIG {{footer_key: '{CATALOGUE}'}}" if is_encrypted(con) else ""
    with replacing(path) as aside:
        con.execute(f"COPY (FROM curated.{nom} ORDER BY {order}) TO {litteral(aside)} (FORMAT parquet, COMPRESSION zstd{key})")
    return path
