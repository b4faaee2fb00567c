"""Any Spark Connect address as an engine: what a DuckDB connection offers to whoever only reads."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import duckdb

from ..curate import held_columns, wide_query
from ..errors import PlieError
from ..libelles import identifiant
from .dialecte import Valeurs, traduire, vue

PERDU = "Le moteur de calcul ne répond plus.\nVérifiez qu'il tourne encore, puis recommencez ; rien n'a été changé."
REFUS = "Le moteur de calcul n'a pas su faire ce calcul.\nRefaites-le avec « --moteur duckdb » ; l'option --debug montre sa réponse."
AILLEURS = (
    "Le moteur de calcul ne lit pas la table « {table} » comme cette machine.\n"
    "Il doit voir ses fichiers au même chemin, tels que « plie charger » ou « plie deposer » les a écrits."
)
# Seconds that a server has to let go of a query or of a session: a command that was stopped, or is done, ends all the same.
REPIT = 0.5


class MoteurSpark:
    """An engine that reads the curated tables at a Spark Connect address, and the small ones (catalogue, nomenclatures) beside it.

    ``lire(session, table)`` gives the DataFrame of a curated table. ``execute`` and ``sql`` give what they give on a DuckDB
    connection (``fetchall``, ``fetchone``, ``df``, a relation): the rows come back to the embedded engine, which types them.
    """

    def __init__(self, session: Any, embarque: duckdb.DuckDBPyConnection, lire: Callable[[Any, str], Any], fermer: Callable[[], None]):
        self._session = session
        self._embarque = embarque
        self._lire = lire
        self._fermer = fermer
        self._posees: set[tuple[str, str]] = set()
        # Upon Ctrl-C, the client asks the server to stop the query, and hears nothing more until it answers.
        interrompre = session.client.interrupt_operation
        session.client.interrupt_operation = lambda numero: _sans_attendre(lambda: interrompre(numero))

    def execute(self, sql: str, valeurs: Valeurs = None) -> Any:
        """Run one query. Raises ``PlieError`` when the engine cannot, naming the table when one is missing."""
        asked = traduire(sql, valeurs)
        if not asked.est_distante:
            return self._embarque.execute(sql, valeurs) if valeurs is not None else self._embarque.execute(sql)
        for schema, table in sorted(asked.tables - self._posees):
            self._poser(schema, table)
        with en_francais():
            rows = self._session.sql(asked.texte).toArrow()
        return self._embarque.from_arrow(rows.rename_columns(_distincts(rows.column_names)))

    sql = execute

    def close(self) -> None:
        """Close the session, what was started for it, and the embedded engine."""
        _sans_attendre(self._session.stop)
        self._fermer()
        self._embarque.close()

    def __enter__(self) -> "MoteurSpark":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _poser(self, schema: str, table: str) -> None:
        """Give a table its view in the session, after those that it reads."""
        if (schema, table) in self._posees:
            return
        if schema == "large":
            wide = traduire(wide_query(table, held_columns(self._embarque)))
            for one in sorted(wide.tables):
                self._poser(*one)
            with en_francais():
                frame = self._session.sql(wide.texte)
        elif schema == "ref":
            rows = self._embarque.sql(f"FROM ref.{identifiant(table)}").to_arrow_table()
            with en_francais():
                frame = self._session.createDataFrame(rows)
        else:
            frame = self._lue(table)
        with en_francais():
            frame.createOrReplaceTempView(vue(schema, table))
        self._posees.add((schema, table))

    def _lue(self, table: str) -> Any:
        """A curated table as the engine reads it. A file that it does not find may be an empty table for it: its lines are counted."""
        (expected,) = self._embarque.execute(f"SELECT count(*) FROM curated.{identifiant(table)}").fetchone() or (0,)
        with en_francais(AILLEURS.format(table=table)):
            frame = self._lire(self._session, table)
            found = frame.count()
        if found != expected:
            raise PlieError(AILLEURS.format(table=table))
        return frame


def _sans_attendre(action: Callable[[], object]) -> None:
    """Ask something of a server that may be busy or gone, for a moment at most."""

    def demander() -> None:
        with contextlib.suppress(Exception):
            action()

    thread = threading.Thread(target=demander, daemon=True)
    thread.start()
    thread.join(REPIT)


def _distincts(names: Sequence[str]) -> list[str]:
    """Names of columns, told apart when the server gave several the same (two expressions without a name)."""
    counts = Counter(name.lower() for name in names)
    return [name if counts[name.lower()] == 1 else f"{name}_{rank}" for rank, name in enumerate(names)]


@contextlib.contextmanager
def en_francais(refus: str = REFUS) -> Iterator[None]:
    """What the engine answers to what it cannot do, said as ``refus``; its own words, which may quote data, stay behind."""
    from grpc import RpcError
    from pyspark.errors import PySparkException

    try:
        yield
    except (RpcError, PySparkException) as error:
        raise PlieError(PERDU if _is_gone(error) else refus) from error


def _is_gone(error: BaseException) -> bool:
    """Whether the server left, or another came in its place: the client says so over the error of the channel."""
    from grpc import RpcError, StatusCode
    from pyspark.errors import PySparkAssertionError

    met: BaseException | None = error
    while met is not None and not isinstance(met, RpcError):
        met = met.__cause__ or met.__context__
    if met is None:
        return isinstance(error, PySparkAssertionError)
    return met.code() in (StatusCode.UNAVAILABLE, StatusCode.CANCELLED, StatusCode.UNKNOWN)
