"""Opening an engine: the embedded one, a local Sail server, or a Spark Connect address."""

import re
import socket
from typing import Any
from urllib.parse import urlsplit

from ..database import is_encrypted, open_database
from ..errors import PlieError
from ..settings import Settings
from . import sail
from .spark import MoteurSpark, en_francais

LOCAL, EMBARQUE = "local", "duckdb"
ATTENTE = 5.0
# The oldest server whose protocol the client speaks.
VERSION_MIN = (3, 5)


def open_moteur(settings: Settings, adresse: str = "") -> Any:
    """The engine named by ``adresse`` (``duckdb``, ``local``, ``sc://host:port``), else by ``[moteur]`` of ``plie.toml``; DuckDB otherwise.

    The caller closes it. Raises ``PlieError``: address unreadable, nobody there, another version, encrypted base, table missing.
    """
    adresse = adresse or settings.config.get("moteur", {}).get("adresse", EMBARQUE)
    if adresse == EMBARQUE:
        return open_database(settings)
    embarque = open_database(settings)
    try:
        if is_encrypted(embarque):
            raise PlieError("La base est chiffrée : seul le moteur embarqué lit ses fichiers.\nRelancez sans « --moteur ».")
        adresse, stop = sail.demarrer() if adresse == LOCAL else (adresse, _rien)
        session = _session(adresse)
    except BaseException:
        embarque.close()
        raise

    def lire(session: Any, table: str) -> Any:
        path = settings.curated / f"{table}.parquet"
        if not path.is_file():
            raise PlieError(
                f"Il manque la table « {table} » ({path.name}) dans data/curated/.\nLancez « plie charger » : les copies Parquet sont refaites."
            )
        with en_francais():
            return session.read.parquet(str(path))

    return MoteurSpark(session, embarque, lire, stop)


def _rien() -> None:
    """A server that we did not start is left as it is."""


def _session(adresse: str) -> Any:
    """A session at a Spark Connect address, after checking that somebody is there and speaks our protocol."""
    url = urlsplit(adresse)
    if url.scheme != "sc" or not url.hostname:
        raise PlieError(f"« {adresse} » n'est pas l'adresse d'un moteur.\nÉcrivez duckdb, local, ou sc://hôte:port.")
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
