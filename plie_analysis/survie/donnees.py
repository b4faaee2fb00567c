"""What comes in: any table, as a DuckDB relation whose columns are named and checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from plie_analysis.database import memory
from plie_analysis.errors import PlieError
from plie_analysis.francais import vouliez_vous_dire
from plie_analysis.libelles import identifiant

_WIDE = ("decimal", "hugeint", "uhugeint")
_NUMERIC = (
    "tinyint",
    "smallint",
    "integer",
    "bigint",
    "utinyint",
    "usmallint",
    "uinteger",
    "ubigint",
    "float",
    "double",
)
_TYPE_NAMES = {
    "varchar": "texte",
    "enum": "texte",
    "boolean": "booléen",
    "date": "date",
    "interval": "écart de dates (prenez-en les jours)",
}
_CHUNK_ROWS = 1_000_000  # one Arrow chunk is one thread's work in DuckDB


@contextmanager
def ouvrir(table: Any, colonnes: Sequence[str]) -> Iterator[duckdb.DuckDBPyRelation]:
    """Yield ``table`` as a relation; a caller's relation stays on its own connection, anything else is read in memory."""
    if isinstance(table, duckdb.DuckDBPyRelation):
        verifier_presence(table.columns, colonnes)
        yield table
        return
    connection = memory(config={"perfect_ht_threshold": "20"})
    try:
        # in a Jupyter kernel without ipywidgets there is no bar, and DuckDB refuses even to switch it off
        with suppress(duckdb.InvalidInputException):
            connection.execute("SET enable_progress_bar = false")
        yield _relation(connection, table, colonnes)
    finally:
        connection.close()


def _relation(connection: duckdb.DuckDBPyConnection, table: Any, colonnes: Sequence[str]) -> duckdb.DuckDBPyRelation:
    if isinstance(table, pd.DataFrame):
        verifier_presence(table.columns, colonnes)
        return connection.from_arrow(_chunked(_arrow(table, colonnes)))
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    if isinstance(table, pa.Table):
        verifier_presence(table.column_names, colonnes)
        return connection.from_arrow(_chunked(table.select(list(dict.fromkeys(colonnes)))))
    if isinstance(table, (str, Path)):
        try:
            relation = connection.read_parquet(str(table))
        except duckdb.Error as exc:
            raise PlieError(
                f"Fichier Parquet illisible : {table}\nVérifiez le chemin et que le fichier est bien au format Parquet."
            ) from exc
        verifier_presence(relation.columns, colonnes)
        return relation
    raise PlieError(
        f"Table de type « {type(table).__name__} » non reconnue.\n"
        "Attendu : un tableau pandas, une table Arrow, une relation DuckDB ou le chemin d’un fichier Parquet."
    )


def _arrow(frame: pd.DataFrame, colonnes: Sequence[str]) -> pa.Table:
    columns = {}
    for name in dict.fromkeys(colonnes):
        if isinstance(frame[name], pd.DataFrame):
            raise PlieError(f"La colonne « {name} » figure plusieurs fois dans le tableau : gardez-en une seule.")
        try:
            columns[name] = pa.Array.from_pandas(frame[name])
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as exc:
            raise PlieError(f"La colonne « {name} » mélange des valeurs de types différents : donnez-lui un seul type.") from exc
    return pa.table(columns)


def _chunked(table: pa.Table) -> pa.Table:
    return pa.Table.from_batches(table.to_batches(max_chunksize=_CHUNK_ROWS), schema=table.schema)


def verifier_presence(presentes: Sequence[Any], demandees: Sequence[str]) -> None:
    """Raise a PlieError when a requested column is absent, with the nearest existing name."""
    names = [str(name) for name in presentes]
    for name in demandees:
        if name in names:
            continue
        raise PlieError(
            f"Colonne « {name} » absente de la table.{vouliez_vous_dire(name, names)}\nColonnes présentes : {', '.join(names)}."
        )


def expression_numerique(relation: duckdb.DuckDBPyRelation, nom: str, *, booleen: bool = False) -> str:
    """SQL for a numeric column (a wide or decimal type becomes a double); PlieError when the type is another one."""
    kind = str(relation.types[relation.columns.index(nom)]).lower().split("(")[0]
    if kind in _WIDE:
        return f"CAST({identifiant(nom)} AS DOUBLE)"
    if kind in _NUMERIC or (booleen and kind == "boolean"):
        return identifiant(nom)
    if relation.aggregate(f"count({identifiant(nom)})").fetchone() == (0,):
        return "CAST(NULL AS DOUBLE)"  # an empty or wholly missing column has no type of its own
    expected = "numérique ou booléenne" if booleen else "numérique"
    raise PlieError(f"La colonne « {nom} » doit être {expected} (trouvé : {_TYPE_NAMES.get(kind, kind)}).")
