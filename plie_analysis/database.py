"""Opening the one database, ``data/curated/plie.duckdb``."""

import datetime as dt
from pathlib import Path

import duckdb

from . import chiffrement
from .chiffrement import Cle
from .errors import PlieError
from .settings import Settings

# Name of an encrypted file in the connection that holds it.
CATALOGUE = "plie"
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
    return connect(settings.base, read_only=read_only, cle=chiffrement.cle(settings))


def connect(path: Path, *, read_only: bool = False, cle: Cle | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to a DuckDB file, with the limits that keep memory bounded; ``cle`` is the key of an encrypted one.

    An encrypted file is attached as ``plie``, which the connection looks names up in; what it spills is encrypted too.
    """
    try:
        return _connect_encrypted(path, read_only, cle) if _wants_key(path, cle) else duckdb.connect(str(path), read_only=read_only, config=LIMITS)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise PlieError("La base est ouverte en écriture par un autre programme.\nFermez-le ou attendez la fin du chargement, puis recommencez.") from error
        raise PlieError(f"La base {path.name} ne peut pas être ouverte : elle est abîmée ou d'une autre version de DuckDB.\nSupprimez-la puis lancez « plie charger » : les photos sont relues depuis data/raw/.") from error


def attach(con: duckdb.DuckDBPyConnection, path: Path, alias: str, *, read_only: bool = False, cle: Cle | None = None) -> None:
    """Attach another DuckDB file to a connection, with its key when it has one. Raises what ``duckdb`` raises."""
    options = ["READ_ONLY"] if read_only else []
    if _wants_key(path, cle):
        if not read_only:
            chiffrement.ouvrir_coffre(con)
        con.execute("SET temp_file_encryption = true")
        con.execute(f"PRAGMA add_parquet_key('{CATALOGUE}', '{cle.parquet}')")
        options.append(f"ENCRYPTION_KEY '{cle.base}'")
    con.execute(f"ATTACH '{quoted(path)}' AS {alias}" + (f" ({', '.join(options)})" if options else ""))


def is_encrypted(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database in which a connection looks names up is encrypted; ``CATALOGUE`` then names the key of its Parquet copies."""
    return bool(con.execute("SELECT encrypted FROM duckdb_databases() WHERE database_name = current_database()").fetchone()[0])


def cursor(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor that looks names up where its connection does; by itself it does not inherit that."""
    found = con.cursor()
    found.execute(f'USE "{con.execute("SELECT current_database()").fetchone()[0]}"')
    return found


def quoted(path: Path) -> str:
    """A path inside an SQL text between quotes."""
    return str(path).replace("'", "''")


def _wants_key(path: Path, cle: Cle | None) -> bool:
    """Whether a key opens this file: it is encrypted, or it is new and a key is there.

    A file written before encryption was asked for is still read: the next command that writes encrypts it.
    """
    if path.is_file() and path.stat().st_size:
        if not chiffrement.est_chiffre(path):
            return False
        if cle is None:
            raise PlieError(f"{path.name} est chiffré, et plie.toml ne demande plus le chiffrement.\nRemettez [securite] chiffrement = true\u00a0; pour déchiffrer\u00a0: plie cle retirer.")
    return cle is not None


def _connect_encrypted(path: Path, read_only: bool, cle: Cle) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config=LIMITS | {"temp_directory": f"{path}.tmp"})
    try:
        attach(con, path, CATALOGUE, read_only=read_only, cle=cle)
        con.execute(f"USE {CATALOGUE}")
    except BaseException as error:
        con.close()
        if isinstance(error, duckdb.InvalidInputException) and "encryption key" in str(error):
            raise PlieError(f"La clé n'est pas celle de {path.name}.\nRemettez celle qui l'a chiffré (variable PLIE_CLE, ou fichier de [securite] cle)\u00a0; rien n'a été changé.") from error
        raise
    return con


def newest_photo(con: duckdb.DuckDBPyConnection) -> dt.date:
    """Extraction date of the newest photo loaded. Raises ``PlieError`` when there is none."""
    (photo,) = con.execute("SELECT max(photo) FROM raw.fichier").fetchone()
    if photo is None:
        raise PlieError("La base ne contient aucune photo. Lancez « plie charger ».")
    return photo
