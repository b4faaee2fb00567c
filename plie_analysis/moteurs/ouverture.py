"""Opening an engine: the embedded one, a local Sail server, or a Spark Connect address."""

import contextlib
import datetime as dt
import os
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ..database import give_memory, is_encrypted, open_database
from ..errors import PlieError
from ..libelles import propre
from ..settings import Settings
from . import sail
from .lac import Lac, open_lac
from .spark import MoteurSpark

Lecture = Callable[[Any, str], Any]
LOCAL, EMBARQUE = "local", "duckdb"
# Seconds: for a connection, for the protocol to be spoken, for a first answer.
ATTENTE = 5.0
PORT = 15002
# The oldest server whose protocol the client speaks.
VERSION_MIN = (3, 5)
MINIMUM = ".".join(map(str, VERSION_MIN))


def open_moteur(settings: Settings, adresse: str = "", *, lac: str = "", photo: dt.date | None = None) -> Any:
    """The engine named by ``adresse`` (``duckdb``, ``local``, ``sc://host:port``), else by ``[moteur]`` of ``plie.toml``; DuckDB otherwise.

    It reads what this PLIE loaded, or a lake: the newest photo of each PLIE, not after ``photo``. The caller closes it. Raises
    ``PlieError``: address unreadable, nobody there, another version, encrypted base, table missing, lake that cannot be read.
    """
    adresse = adresse or settings.config.get("moteur", {}).get("adresse", EMBARQUE)
    _check(adresse)
    depots, embarque = open_lac(lac, photo) if lac else (None, open_database(settings))
    give_memory(embarque, settings)
    if adresse == EMBARQUE:
        return embarque
    try:
        if is_encrypted(embarque):
            raise PlieError("La base est chiffrée : seul le moteur embarqué lit ses fichiers.\nRelancez avec « --moteur duckdb ».")
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


def reglages_de(settings: Settings, lac: str) -> Settings:
    """The settings with which a lake is read, if there is one: its dates of birth tell the age brackets that are shipped, and no other."""
    return replace(settings, config={name: section for name, section in settings.config.items() if name != "ages"}) if lac else settings


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
        raise _unreadable(adresse)


def _unreadable(adresse: str) -> PlieError:
    """What follows the first « ; » may be a token: it is not repeated."""
    return PlieError(f"« {propre(adresse.partition(';')[0])} » n'est pas l'adresse d'un moteur.\nÉcrivez duckdb, local, ou sc://hôte:port.")


def _rien() -> None:
    """A server that we did not start is left as it is."""


def session_de(adresse: str) -> Any:
    """A session at a Spark Connect address, after checking that somebody is there and speaks our protocol. Raises ``PlieError``."""
    url = urlsplit(adresse)
    place = f"{url.hostname}:{url.port or PORT}"
    try:
        socket.create_connection((url.hostname, url.port or PORT), ATTENTE).close()
    except OSError as error:
        raise PlieError(f"Aucun moteur ne répond à l'adresse {place}.\nDémarrez-le, ou relancez avec « --moteur duckdb ».") from error
    # What the library of the protocol has to say of a connection is said here, in French.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        import grpc
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise PlieError(sail.ABSENT) from error
    try:
        channel = DefaultChannelBuilder(adresse)
    except PySparkException as error:
        raise _unreadable(adresse) from error
    _relancer_les_envois()
    try:
        with channel.toChannel() as probe:
            grpc.channel_ready_future(probe).result(ATTENTE)
        session = SparkSession.builder.channelBuilder(channel).create()
        # By default, a server that is gone is asked again for ten minutes.
        session.client.set_retry_policies([])
        _check_version(session, place)
    except (grpc.FutureTimeoutError, grpc.RpcError, PySparkException) as error:
        raise PlieError(
            f"Ce qui répond à l'adresse {place} n'est pas un moteur que l'atelier sait lire (Spark Connect {MINIMUM} ou plus récent).\n"
            "Vérifiez l'adresse, ou relancez avec « --moteur duckdb »."
        ) from error
    return session


def _relancer_les_envois() -> None:
    """Let go of the pool of threads that every session of this process shares, when a close broken off has left it half shut.

    The client would go on with it, and refuse each later question of the process.
    """
    from pyspark.sql.connect.client.reattach import ExecutePlanResponseReattachableIterator as Envois

    with Envois._lock:
        if getattr(Envois._release_thread_pool_instance, "_shutdown", False):
            Envois._release_thread_pool_instance = None


def _check_version(session: Any, place: str) -> None:
    """Close the session of a server too old, or that does not answer: closing it is what ends a call left without answer."""
    limit = threading.Timer(ATTENTE, session.client.close)
    limit.start()
    try:
        found = session.version
        if tuple(int(number) for number in re.findall(r"\d+", found)[:2]) < VERSION_MIN:
            raise PlieError(
                f"Le moteur à l'adresse {place} est de la version « {propre(found)} » : il faut Spark {MINIMUM} ou plus récent."
            )
    except BaseException:
        with contextlib.suppress(Exception):
            session.stop()
        raise
    finally:
        limit.cancel()
