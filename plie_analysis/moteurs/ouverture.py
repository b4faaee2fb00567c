"""Opening an engine: the embedded one, a local Sail server, or a Spark Connect address."""

import datetime as dt
import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ..database import is_encrypted, open_database
from ..errors import PlieError
from ..settings import Settings
from . import sail
from .lac import Lac, open_lac
from .spark import MoteurSpark, en_francais

Lecture = Callable[[Any, str], Any]
LOCAL, EMBARQUE = "local", "duckdb"
ATTENTE = 5.0
# The oldest server whose protocol the client speaks.
VERSION_MIN = (3, 5)


def open_moteur(settings: Settings, adresse: str = "", *, lac: str = "", photo: dt.date | None = None) -> Any:
    """The engine named by ``adresse`` (``duckdb``, ``local``, ``sc://host:port``), else by ``[moteur]`` of ``plie.toml``; DuckDB otherwise.

    It reads what this PLIE loaded, or a lake: the newest photo of each PLIE, not after ``photo``. The caller closes it. Raises
    ``PlieError``: address unreadable, nobody there, another version, encrypted base, table missing, lake that cannot be read.
    """
    adresse = adresse or settings.config.get("moteur", {}).get("adresse", EMBARQUE)
    _check(adresse)
    depots, embarque = open_lac(lac, photo) if lac else (None, open_database(settings))
    if adresse == EMBARQUE:
        return embarque
    try:
        if is_encrypted(embarque):
            raise PlieError("La base est chiffrée : seul le moteur embarqué lit ses fichiers.\nRelancez sans « --moteur ».")
        adresse, stop = sail.demarrer() if adresse == LOCAL else (adresse, _rien)
        try:
            session = session_de(adresse)
        except BaseException:
            stop()
            raise
    except BaseException:
        embarque.close()
        raise
    return MoteurSpark(session, embarque, _of_lake(depots) if depots else _of_base(settings), stop)


def _of_base(settings: Settings) -> Lecture:
    """How the engine reads a table of this PLIE: from its Parquet copy, where it stands."""

    def lire(session: Any, table: str) -> Any:
        path = settings.curated / f"{table}.parquet"
        if not path.is_file():
            raise PlieError(
                f"Il manque la table « {table} » ({path.name}) dans data/curated/.\nLancez « plie charger » : les copies Parquet sont refaites."
            )
        return session.read.parquet(str(path))

    return lire


def _of_lake(lac: Lac) -> Lecture:
    """How the engine reads a table of a lake: every deposit together, under the day that all of them cover."""

    def lire(session: Any, table: str) -> Any:
        from pyspark.sql.functions import lit

        return session.read.parquet(*lac.paths(table)).withColumn("photo", lit(lac.photo))

    return lire


def _check(adresse: str) -> None:
    """Refuse what is not the address of an engine, before anything is opened."""
    try:
        url = urlsplit(adresse)
        readable = url.scheme == "sc" and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        readable = False
    if adresse not in (EMBARQUE, LOCAL) and not readable:
        raise PlieError(f"« {adresse} » n'est pas l'adresse d'un moteur.\nÉcrivez duckdb, local, ou sc://hôte:port.")


def _rien() -> None:
    """A server that we did not start is left as it is."""


def session_de(adresse: str) -> Any:
    """A session at a Spark Connect address, after checking that somebody is there and speaks our protocol."""
    url = urlsplit(adresse)
    try:
        socket.create_connection((url.hostname, url.port or 15002), ATTENTE).close()
    except OSError as error:
        raise PlieError(
            f"Aucun moteur ne répond à l'adresse {url.hostname}:{url.port or 15002}.\nDémarrez-le, ou relancez sans « --moteur »."
        ) from error
    try:
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise PlieError(sail.ABSENT) from error
    with en_francais():
        session = SparkSession.builder.remote(adresse).create()
        session.client.set_retry_policies([])
        found = session.version
    version = tuple(int(number) for number in re.findall(r"\d+", found)[:2])
    if version < VERSION_MIN:
        raise PlieError(f"Le moteur à cette adresse est un Spark {found} : il faut {'.'.join(map(str, VERSION_MIN))} ou plus récent.")
    return session
