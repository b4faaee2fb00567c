"""A SQLAlchemy dialect for DuckDB, just large enough for Great Expectations 1.24.

The published dialects fail with it: Great Expectations gives its connection back *before* it reads
the result, and they lose the rows at that moment. Here a cursor is a DuckDB connection of its own,
so a result outlives the connection that asked for it. The dialect writes PostgreSQL's SQL, which
DuckDB reads, and answers the few questions of reflection from ``information_schema``.

Imported only by ``charte.pont``: importing SQLAlchemy costs a good part of a second.
"""

import types
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import sqlalchemy as sa
from sqlalchemy import pool
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine.default import DefaultDialect

from ..database import connect, cursor, memory

MEMORY = ":memory:"
ERRORS = (
    "Error",
    "Warning",
    "InterfaceError",
    "DatabaseError",
    "DataError",
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
)
TYPES = {
    "BOOLEAN": sqltypes.BOOLEAN,
    "TINYINT": sqltypes.SMALLINT,
    "SMALLINT": sqltypes.SMALLINT,
    "INTEGER": sqltypes.INTEGER,
    "BIGINT": sqltypes.BIGINT,
    "UINTEGER": sqltypes.BIGINT,
    "UBIGINT": sqltypes.BIGINT,
    "HUGEINT": sqltypes.NUMERIC,
    "FLOAT": sqltypes.REAL,
    "DOUBLE": sqltypes.DOUBLE,
    "DATE": sqltypes.DATE,
    "TIME": sqltypes.TIME,
    "TIMESTAMP": sqltypes.TIMESTAMP,
    "TIMESTAMP WITH TIME ZONE": sqltypes.TIMESTAMP,
}


class Cursor:
    """DB-API cursor over a DuckDB connection of its own, so that rows survive the parent's close."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection = cursor(connection)
        self.description = None

    def execute(self, sql: str, parameters: Any = None, context: Any = None) -> None:
        self._connection.execute(sql, list(parameters) if parameters else None)
        self.description = self._connection.description

    def executemany(self, sql: str, rows: Any, context: Any = None) -> None:
        self._connection.executemany(sql, [list(row) for row in rows])

    def fetchone(self) -> tuple | None:
        return self._connection.fetchone()

    def fetchmany(self, size: int | None = None) -> list[tuple]:
        return self._connection.fetchmany(size or self.arraysize)

    def fetchall(self) -> list[tuple]:
        return self._connection.fetchall()

    def close(self) -> None:
        self._connection.close()

    def setinputsizes(self, *sizes: Any) -> None:
        """Nothing to do: DuckDB sizes its own buffers."""

    setoutputsize = setinputsizes


class Connection:
    """DB-API connection that looks names up in one schema; every statement is its own transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, schema: str):
        self._connection = connection
        self._schema = schema

    def cursor(self) -> Cursor:
        cursor = Cursor(self._connection)
        cursor.execute(f'SET schema = "{self._schema}"')  # a cursor does not inherit it
        return cursor

    def commit(self) -> None:
        """Nothing is pending."""

    rollback = commit

    def close(self) -> None:
        self._connection.close()


DBAPI = types.SimpleNamespace(
    paramstyle="qmark",
    apilevel="2.0",
    threadsafety=1,
    Binary=bytes,
    **{name: getattr(duckdb, name) for name in ERRORS if hasattr(duckdb, name)},
)


def _nothing(self, *args: Any, **kwargs: Any) -> list:
    """Answer of every question that DuckDB views have no use for."""
    return []


class DuckDialect(PGDialect):
    """PostgreSQL's SQL over DuckDB, with reflection from ``information_schema``."""

    name = "duckdb"
    driver = "plie"
    default_paramstyle = "qmark"
    supports_statement_cache = False
    supports_sane_rowcount = False
    supports_native_enum = False
    insert_returning = update_returning = delete_returning = use_insertmanyvalues = False
    do_begin = do_commit = do_rollback = _nothing
    get_foreign_keys = get_unique_constraints = get_indexes = get_check_constraints = _nothing
    # PostgreSQL reflects many tables at once through catalogues that DuckDB lacks.
    get_multi_columns = DefaultDialect.get_multi_columns
    get_multi_pk_constraint = DefaultDialect.get_multi_pk_constraint
    get_multi_foreign_keys = DefaultDialect.get_multi_foreign_keys
    get_multi_unique_constraints = DefaultDialect.get_multi_unique_constraints
    get_multi_indexes = DefaultDialect.get_multi_indexes
    get_multi_check_constraints = DefaultDialect.get_multi_check_constraints
    get_multi_table_comment = DefaultDialect.get_multi_table_comment
    get_multi_table_options = DefaultDialect.get_multi_table_options

    _NAMES: ClassVar[str] = (
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_catalog = current_database() AND table_schema = coalesce(?, current_schema()) AND {}"
    )
    _COLUMNS: ClassVar[str] = (
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_catalog = current_database() AND table_schema = coalesce(?, current_schema())"
        " AND lower(table_name) = lower(?) ORDER BY ordinal_position"
    )

    @classmethod
    def import_dbapi(cls) -> types.SimpleNamespace:
        return DBAPI

    @classmethod
    def get_pool_class(cls, url: sa.URL) -> type[pool.Pool]:
        return pool.QueuePool

    def create_connect_args(self, url: sa.URL) -> tuple[list, dict]:
        options = {"read_only": url.query.get("access_mode") == "read_only", "schema": url.query.get("schema", "main")}
        return [url.database or MEMORY], options

    def connect(self, database: str, *, read_only: bool = False, schema: str = "main") -> Connection:
        return Connection(_open(database, read_only), schema)

    def initialize(self, connection: sa.Connection) -> None:
        self.default_schema_name = "main"
        self.server_version_info = (14, 0)
        self.max_identifier_length = 255

    def on_connect(self) -> None:
        return None

    def get_isolation_level(self, dbapi_connection: Connection) -> str:
        return "AUTOCOMMIT"

    def get_table_names(self, connection: sa.Connection, schema: str | None = None, **kwargs: Any) -> list[str]:
        return self._names(connection, schema, "table_type <> 'VIEW'")

    def get_view_names(self, connection: sa.Connection, schema: str | None = None, **kwargs: Any) -> list[str]:
        return self._names(connection, schema, "table_type = 'VIEW'")

    def get_schema_names(self, connection: sa.Connection, **kwargs: Any) -> list[str]:
        sql = "SELECT schema_name FROM information_schema.schemata WHERE catalog_name = current_database()"
        return [name for (name,) in connection.exec_driver_sql(sql).fetchall()]

    def has_table(self, connection: sa.Connection, table_name: str, schema: str | None = None, **kwargs: Any) -> bool:
        return table_name.lower() in [name.lower() for name in self._names(connection, schema, "true")]

    def get_columns(self, connection: sa.Connection, table_name: str, schema: str | None = None, **kwargs: Any) -> list:
        rows = connection.exec_driver_sql(self._COLUMNS, (schema, table_name)).fetchall()
        if not rows:
            raise sa.exc.NoSuchTableError(table_name)
        return [
            {
                "name": name,
                "type": _sql_type(data_type),
                "nullable": nullable == "YES",
                "default": None,
                "autoincrement": False,
                "comment": None,
            }
            for name, data_type, nullable in rows
        ]

    def get_pk_constraint(self, connection: sa.Connection, table_name: str, schema: str | None = None, **kwargs: Any) -> dict:
        return {"constrained_columns": [], "name": None}

    def get_table_comment(self, connection: sa.Connection, table_name: str, schema: str | None = None, **kwargs: Any) -> dict:
        return {"text": None}

    def _names(self, connection: sa.Connection, schema: str | None, condition: str) -> list[str]:
        return [name for (name,) in connection.exec_driver_sql(self._NAMES.format(condition), (schema,)).fetchall()]


def _open(database: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    """The database of a URL: one in memory by its name, or a file."""
    if database.startswith(MEMORY):
        return memory(database.removeprefix(MEMORY))
    return connect(Path(database), read_only=read_only)


def _sql_type(data_type: str) -> sqltypes.TypeEngine:
    """SQLAlchemy's type for the name of a DuckDB type; text when unknown."""
    if data_type.startswith("DECIMAL("):
        precision, scale = data_type.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return sqltypes.DECIMAL(int(precision), int(scale))
    return TYPES.get(data_type, sqltypes.VARCHAR)()
