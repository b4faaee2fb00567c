"""The one door to DuckDB: opening, attaching, interrupting; ``data/curated/plie.duckdb`` holds the photos."""

import datetime as dt
import weakref
from pathlib import Path

import duckdb

from .errors import PlieError
from .ouverture import failure
from .settings import Settings

# Limits of every connection; an option that bears on all of them (a key, an extension) is added here or in ``attach``.
LIMITS = {
    "memory_limit": "1500MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# Connections still open, with the database they use ('' for their own): what an interruption must reach.
_open: "weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, str]" = weakref.WeakKeyDictionary()


def open_database(settings: Settings, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to the loaded photos (read-only unless asked otherwise); the caller closes it.

    Raises ``PlieError`` when nothing was loaded yet, or as ``connect`` does.
    """
    if read_only and not settings.base.exists():
        raise PlieError("Aucune photo n'est chargée.\nDéposez les exports dans data/raw/AAAA-MM-JJ/ puis lancez « plie charger ».")
    return connect(settings.base, read_only=read_only)


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, with the limits that keep memory bounded.

    A file open read-only is attached to a database of its own in memory: the engine shares what it opens by path, and would
    show the file of before to whoever opens it again after a load. Raises ``PlieError`` saying what is the matter with the
    file: held by another program, unreadable, damaged, of another version, disk full.
    """
    if read_only:
        con = memory()
        try:
            con.execute("SET temp_directory = ?", [f"{path}.tmp"])
            attach(con, path, path.stem)
            con.execute(f"USE {quoted(path.stem)}")
        except BaseException:
            con.close()
            raise
        _open[con] = path.stem
        return con
    try:
        return _kept(duckdb.connect(str(path), config=LIMITS))
    except (duckdb.Error, OSError, RuntimeError) as error:
        raise failure(path, error, write=True) from error


def memory(name: str = "", *, config: dict[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a database in memory: its own, or the one that bears this name in the process."""
    return _kept(duckdb.connect(f":memory:{name}", config=LIMITS if config is None else config))


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = True) -> None:
    """Attach a DuckDB file under a name. Raises ``PlieError`` as ``connect`` does."""
    escaped = str(path).replace("'", "''")
    try:
        con.execute(f"ATTACH '{escaped}' AS {quoted(name)}" + (" (READ_ONLY)" if read_only else ""))
    except (duckdb.Error, OSError, RuntimeError) as error:
        raise failure(path, error, write=not read_only) from error


def cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same database, which an interruption reaches too."""
    second = _kept(con.cursor())
    if name := _open.get(con):
        second.execute(f"USE {quoted(name)}")
        _open[second] = name
    return second


def interrupt_all() -> None:
    """Stop the query of every open connection; those that run none are left as they are."""
    for reference in list(_open.keyrefs()):
        con = reference()
        if con is not None:
            try:
                con.interrupt()
            except duckdb.Error:  # closed meanwhile
                continue


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def newest_photo(con: duckdb.DuckDBPyConnection) -> dt.date:
    """Extraction date of the newest photo loaded. Raises ``PlieError`` when there is none."""
    (photo,) = con.execute("SELECT max(photo) FROM raw.fichier").fetchone()
    if photo is None:
        raise PlieError("La base ne contient aucune photo. Lancez « plie charger ».")
    return photo


def _kept(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    _open[con] = ""
    return con
