"""Tables handed in by the caller, turned into DuckDB relations with known column names."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from ..database import memory
from ..libelles import identifiant, litteral
from .refus import SHOWN, enumerate_some, refus

SQL = Path(__file__).parent / "sql"

Table: TypeAlias = pd.DataFrame | pa.Table | duckdb.DuckDBPyRelation | str | Path


def connect() -> duckdb.DuckDBPyConnection:
    """A private in-memory database: nothing of the caller's is written, nothing is fetched."""
    return memory(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})


def sql(name: str, **values: object) -> str:
    """The text of ``sql/<name>.sql``, its ``{placeholders}`` filled."""
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for placeholder, value in values.items():
        text = text.replace("{" + placeholder + "}", str(value))
    return text


def literal(text: object) -> str:
    """A value as an SQL string literal."""
    return litteral(str(text))


def read_columns(
    table: Table,
    columns: Mapping[str, str],
    *,
    what: str,
    optional: Iterable[str] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> duckdb.DuckDBPyRelation:
    """A relation holding ``columns`` (our name → the caller's), in that order, under our names.

    ``what`` names the table in messages. A missing column raises ``PlieError`` unless it is ``optional``
    (then it comes out empty). With ``con`` the relation lives there (so that several can be joined);
    without it, a relation handed in stays lazy in its own connection.
    """
    found = column_names(table, what)
    absent = [theirs for ours, theirs in columns.items() if theirs not in found and ours not in optional]
    if absent:
        raise refus(
            f"{what} : {'colonne absente' if len(absent) == 1 else 'colonnes absentes'} : {_quoted(absent)}.\n"
            f"Colonnes trouvées : {_quoted(found)}.\nRenommez-les ou donnez leurs noms en argument."
        )
    present = {ours: theirs for ours, theirs in columns.items() if theirs in found}
    relation = _relation(table, list(dict.fromkeys(present.values())), what, con)
    select = ", ".join(f"{identifiant(present[ours])} AS {ours}" if ours in present else f"NULL AS {ours}" for ours in columns)
    return relation.project(select)


def ask(relation: duckdb.DuckDBPyRelation, query: str) -> pa.Table:
    """The answer to ``query``, in which ``{source}`` stands for ``relation``.

    The relation may live in a connection of the caller's: the name it takes there is unlike any other, and goes.
    """
    view = f"_trajectoires_{uuid4().hex}"
    try:
        return relation.query(view, query.replace("{source}", view)).to_arrow_table()
    finally:
        relation.query(view, f"DROP VIEW {view}")


def frame(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The rows of a relation as a pandas frame (text columns stay compact)."""
    return relation.to_arrow_table().to_pandas()


def rows(relation: duckdb.DuckDBPyRelation, query: str) -> list[tuple[Any, ...]]:
    """The answer to a small ``query`` over ``{source}``, as tuples."""
    return [tuple(row.values()) for row in ask(relation, query).to_pylist()]


def row_numbers(relation: duckdb.DuckDBPyRelation, condition: str) -> list[int]:
    """Numbers (from 1) of the first rows where ``condition`` holds."""
    numbered = "SELECT *, row_number() OVER () AS ligne FROM {source}"
    found = rows(relation, f"SELECT ligne FROM ({numbered}) WHERE {condition} ORDER BY ligne LIMIT {SHOWN}")
    return [ligne for (ligne,) in found]


def refuse_first(relation: duckdb.DuckDBPyRelation, refusals: list[tuple[str, str, str]], what: str) -> None:
    """Raise ``PlieError`` for the first of the (condition, problem, remedy) that some row meets; one reading for all."""
    counts = ", ".join(f"count(*) FILTER ({condition}) AS n{rank}" for rank, (condition, _, _) in enumerate(refusals))
    (totals,) = rows(relation, f"SELECT {counts} FROM {{source}}")
    for total, (condition, problem, remedy) in zip(totals, refusals, strict=True):
        if not total:
            continue
        lines = enumerate_some([str(row) for row in row_numbers(relation, condition)], total)
        raise refus(f"{what} : {problem}, {'ligne' if total == 1 else 'lignes'} {lines} (comptées à partir de 1).\n{remedy}")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"« {name} »" for name in names) or "aucune"


def column_names(table: Table, what: str) -> list[str]:
    if isinstance(table, pd.DataFrame):
        return [str(name) for name in table.columns]
    if isinstance(table, pa.Table):
        return list(table.column_names)
    if isinstance(table, duckdb.DuckDBPyRelation):
        return list(table.columns)
    if isinstance(table, str | Path):
        return list(_parquet(Path(table), what, connect()).columns)
    raise refus(
        f"{what} : table de type « {type(table).__name__} » non reconnue.\n"
        "Donnez un tableau pandas, une table Arrow, une relation DuckDB ou le chemin d'un fichier Parquet."
    )


def _relation(table: Table, names: list[str], what: str, con: duckdb.DuckDBPyConnection | None) -> duckdb.DuckDBPyRelation:
    if isinstance(table, duckdb.DuckDBPyRelation):
        if con is None:
            return table
        return con.from_arrow(table.project(", ".join(identifiant(name) for name in names)).to_arrow_table())
    con = con or connect()
    if isinstance(table, pd.DataFrame):
        return con.from_arrow(_arrow(table, names, what))
    if isinstance(table, pa.Table):
        return con.from_arrow(table.select(names))
    return _parquet(Path(table), what, con)


def _arrow(table: pd.DataFrame, names: list[str], what: str) -> pa.Table:
    """The columns of a pandas frame as Arrow; missing values of any kind become NULL."""
    columns = {}
    for name in names:
        column = table[name] if name in table.columns else table.loc[:, [str(c) == name for c in table.columns]].iloc[:, 0]
        if isinstance(column, pd.DataFrame):
            raise refus(f"{what} : la colonne « {name} » figure deux fois. Gardez-en une seule.")
        try:
            columns[name] = pa.array(column, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise refus(
                f"{what} : la colonne « {name} » mélange plusieurs types de valeurs.\nDonnez-lui un seul type (texte, nombre ou date)."
            ) from error
    return pa.table(columns)


def _parquet(path: Path, what: str, con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    if not path.is_file():
        raise refus(f"{what} : le fichier « {path.name} » n'existe pas. Vérifiez le chemin.")
    try:
        return con.read_parquet(str(path))
    except duckdb.Error as error:
        raise refus(f"{what} : « {path.name} » n'est pas un fichier Parquet lisible.") from error
