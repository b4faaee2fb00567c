"""The one door to DuckDB: opening, attaching, interrupting; ``data/curated/plie.duckdb`` holds the photos."""

import datetime as dt
import itertools
import os
import weakref
from pathlib import Path
from typing import Any

import duckdb

from . import chiffrement, temporaire
from .chiffrement import Cle
from .contrat import empreinte_des_tables
from .errors import PlieError
from .libelles import identifiant, litteral
from .ouverture import failure
from .settings import Settings

# Name of the key of Parquet copies in a connection.
CATALOGUE = "plie"
# Limits of every connection; an option that bears on all of them is added here or in ``attach``.
LIMITS = {
    "memory_limit": "1500MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# Connections still open, with the database they use ('' for their own): what an interruption must reach.
_open: "weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, str]" = weakref.WeakKeyDictionary()
_rang = itertools.count()


def open_database(settings: Settings, *, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to the loaded photos (read-only unless asked otherwise); the caller closes it.

    Raises ``PlieError`` when nothing was loaded yet, when the tables are those of another version, or as ``connect`` does.
    """
    if read_only and not settings.base.exists():
        raise PlieError("Aucune photo n'est chargée.\nDéposez les exports dans data/raw/AAAA-MM-JJ/ puis lancez « plie charger ».")
    con = connect(settings.base, read_only=read_only, cle=chiffrement.cle(settings))
    give_memory(con, settings)
    if read_only and is_outdated(con):
        con.close()
        raise PlieError(
            "Les tables de la base ont été faites par une autre version de l'atelier.\n"
            "Lancez « plie charger » : elles sont refaites, y compris pour les photos dont les exports ne sont plus là."
        )
    return con


def give_memory(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Raise (or lower) the memory of a connection to what ``[moteur] memoire_go`` of ``plie.toml`` grants, in gigabytes."""
    granted = settings.config.get("moteur", {}).get("memoire_go")
    if granted is not None:
        con.execute(f"SET memory_limit = '{round(granted * 1000)}MB'")


def is_outdated(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database has ``curated`` tables, made by files that are not those of this version."""
    here = "database_name = current_database() AND schema_name"
    if not con.execute(f"SELECT count(*) FROM duckdb_tables() WHERE {here} = 'curated'").fetchall()[0][0]:
        return False
    if not con.execute(f"SELECT count(*) FROM duckdb_tables() WHERE {here} = 'journal' AND table_name = 'tables'").fetchall()[0][0]:
        return True
    return con.execute("SELECT empreinte FROM journal.tables").fetchone() != (empreinte_des_tables(),)


def connect(path: Path, *, read_only: bool = False, cle: Cle | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, with the limits that keep memory bounded; ``cle`` is the key of an encrypted one.

    A file open read-only, or encrypted, is attached to a database of its own in memory: the engine shares what it opens by
    path, and would show the file of before to whoever opens it again after a load. Raises ``PlieError`` saying what is the
    matter with the file: held by another program, unreadable, damaged, of another version, another key, disk full.
    """
    if not read_only and not _wants_key(path, cle):
        try:
            return _kept(str(path), LIMITS)
        except (duckdb.Error, OSError, RuntimeError) as error:
            raise failure(path, error, write=True) from error
    con = memory(config=LIMITS | {"temp_directory": f"{path}.tmp"})
    try:
        attach(con, path, path.stem, read_only=read_only, cle=cle)
        con.execute(f"USE {identifiant(path.stem)}")
    except BaseException:
        con.close()
        raise
    _open[con] = path.stem
    return con


def memory(name: str = "", *, config: dict[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a database in memory: its own, or the one that bears this name in the process.

    What does not fit in memory overflows into a private folder of its own: by default the engine takes the current one.
    """
    config = LIMITS if config is None else config
    place = config.get("temp_directory") or str(temporaire.du_processus() / f"moteur-{name or next(_rang)}")
    return _kept(f":memory:{name}", config | {"temp_directory": place})


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = True, cle: Cle | None = None) -> None:
    """Attach a DuckDB file under a name, with its key when it has one. Raises ``PlieError`` as ``connect`` does."""
    options = ["READ_ONLY"] if read_only else []
    if _wants_key(path, cle) and cle:
        # Also to read: what overflows from memory is written, encrypted.
        chiffrement.ouvrir_coffre(con)
        con.execute("SET temp_file_encryption = true")
        con.execute(f"PRAGMA add_parquet_key('{CATALOGUE}', '{cle.parquet}')")
        options.append(f"ENCRYPTION_KEY '{cle.base}'")
    try:
        con.execute(f"ATTACH {litteral(path)} AS {identifiant(name)}" + (f" ({', '.join(options)})" if options else ""))
    except (duckdb.Error, OSError, RuntimeError) as error:
        if isinstance(error, duckdb.InvalidInputException) and "encryption key" in str(error):
            raise PlieError(
                f"La clé n'est pas celle de {path.name}.\nRemettez celle qui l'a chiffré (variable PLIE_CLE, ou fichier de [securite] cle)\u00a0; rien n'a été changé."
            ) from error
        raise failure(path, error, write=not read_only) from error


def is_encrypted(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database in which a connection looks names up is encrypted; ``CATALOGUE`` then names the key of its Parquet copies."""
    return bool(only_row(con.execute("SELECT encrypted FROM duckdb_databases() WHERE database_name = current_database()"))[0])


def cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same database, which looks names up where the first does, and which an interruption reaches too."""
    second = con.cursor()
    _open[second] = name = _open.get(con, "")
    if name:
        second.execute(f"USE {identifiant(name)}")
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


def _wants_key(path: Path, cle: Cle | None) -> bool:
    """Whether a key opens this file: it is encrypted, or it is new and a key is there.

    A file written before encryption was asked for is still read: the next command that writes encrypts it.
    """
    if path.is_file() and path.stat().st_size and os.access(path, os.R_OK):
        if not chiffrement.est_chiffre(path):
            return False
        if cle is None:
            raise PlieError(
                f"{path.name} est chiffré, et plie.toml ne demande plus le chiffrement.\nRemettez [securite] chiffrement = true\u00a0; pour déchiffrer\u00a0: plie cle retirer."
            )
    return cle is not None


def usable_exports(con: duckdb.DuckDBPyConnection, photo: dt.date) -> set[str]:
    """The exports of a photo on which a count can rest: a file was there, and lines of it were kept, or it had none to keep."""
    return {
        requete
        for (requete,) in con.execute(
            "SELECT requete FROM raw.fichier WHERE photo = ? GROUP BY requete HAVING sum(nb_retenues) > 0 OR sum(nb_lues) = 0", [photo]
        ).fetchall()
    }


def only_row(found: duckdb.DuckDBPyConnection) -> tuple:
    """The row of a query that always has one, a count for instance. Raises ``LookupError`` when it has none."""
    row = found.fetchone()
    if row is None:
        raise LookupError("a query that always has a row gave none")
    return row


def is_lake(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether what a connection reads is a lake: the deposits of several PLIE, each line of which says whose it is."""
    held = (
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'journal' AND table_name = 'depot'"
    )
    return only_row(con.execute(held)) == (1,)


def newest_photo(con: duckdb.DuckDBPyConnection) -> dt.date:
    """Extraction date of the newest photo loaded. Raises ``PlieError`` when there is none."""
    (photo,) = only_row(con.execute("SELECT max(photo) FROM raw.fichier"))
    if photo is None:
        raise PlieError("La base ne contient aucune photo. Lancez « plie charger ».")
    return photo


def _kept(where: str, config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    # The engine imports pandas when it is given parameters, drops an interruption that falls there, and begins again with each
    # value: a Ctrl-C then waits for minutes. Imported here, the interruption is heard.
    import pandas  # noqa: F401

    con = duckdb.connect(where, config=config)
    _open[con] = ""
    return con
