"""Opening the one database, ``data/curated/plie.duckdb``."""

import datetime as dt
from pathlib import Path

import duckdb

from .errors import PlieError
from .settings import Settings

LIMITS = {
    "memory_limit": "1500MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def open_database(settings: Settings, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to the loaded photos (read-only unless asked otherwise); the caller closes it.

    Raises ``PlieError`` when nothing was loaded yet, or when another program holds the file.
    """
    if read_only and not settings.base.is_file():
        raise PlieError("Aucune photo n'est chargée.\nDéposez les exports dans data/raw/AAAA-MM-JJ/ puis lancez « plie charger ».")
    return connect(settings.base, read_only=read_only)


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, with the limits that keep memory bounded."""
    try:
        return duckdb.connect(str(path), read_only=read_only, config=LIMITS)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise PlieError("La base est ouverte en écriture par un autre programme.\nFermez-le ou attendez la fin du chargement, puis recommencez.") from error
        raise PlieError(f"La base {path.name} ne peut pas être ouverte : elle est abîmée ou d'une autre version de DuckDB.\nSupprimez-la puis lancez « plie charger » : les photos sont relues depuis data/raw/.") from error


def newest_photo(con: duckdb.DuckDBPyConnection) -> dt.date:
    """Extraction date of the newest photo loaded. Raises ``PlieError`` when there is none."""
    (photo,) = con.execute("SELECT max(photo) FROM raw.fichier").fetchone()
    if photo is None:
        raise PlieError("La base ne contient aucune photo. Lancez « plie charger ».")
    return photo
