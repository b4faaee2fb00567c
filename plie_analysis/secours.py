"""The spare copy of a journal that nothing could rebuild: ``<name>.secours``, beside it, from before its last writing."""

import contextlib
import shutil
from pathlib import Path

import duckdb

from . import database
from .chiffrement import Cle
from .ecriture import replacing
from .errors import PlieError
from .libelles import identifiant
from .ouverture import SECOURS, describe


def garder(path: Path, cle: Cle | None = None) -> None:
    """Put a copy of a journal beside it, in the place of the former one; nothing when there is no journal yet.

    A journal that cannot be read whole is not copied: the spare copy would be lost. Raises ``PlieError`` as
    ``database.connect`` does, so that nothing is written into a damaged journal.
    """
    if not path.exists():
        return
    with contextlib.closing(database.connect(path, read_only=True, cle=cle)) as con:
        _read_all(con, path)
        if path.with_name(f"{path.name}.wal").exists():
            return  # what was written last is not in the file yet: the former copy stays until it is
        with replacing(copie(path)) as aside:
            shutil.copyfile(path, aside)


def copie(path: Path) -> Path:
    """Where the spare copy of a journal is."""
    return path.with_name(path.name + SECOURS)


def refaire(path: Path, cle: Cle | None = None) -> None:
    """Throw away the spare copy and make it again: what a purge took out of the journal must not stay in it."""
    copie(path).unlink(missing_ok=True)
    garder(path, cle)


def _read_all(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Read every value of every table. Raises ``PlieError`` when one cannot be."""
    try:
        for schema, table in con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
        ).fetchall():
            con.execute(f"SELECT count(hash(COLUMNS(*))) FROM {identifiant(schema)}.{identifiant(table)}").fetchall()
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise PlieError(describe(path, error, write=False)) from error
