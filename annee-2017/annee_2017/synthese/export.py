"""The clean exports: UTF-8, semicolons, French dates, decimal commas, the headers of the contract."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb

from plie_analysis.contrat import Column, queries
from plie_analysis.libelles import litteral

FORMAT = "(FORMAT csv, DELIMITER ';', HEADER {header}, DATEFORMAT '%d/%m/%Y', QUOTE '\"', NULLSTR '')"


def requetes(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[Column, ...]]:
    """The queries of the contract that the invented year holds, in its order: an empty file would say that nothing happened.

    Without the coordinates: it invents no address.
    """
    held = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return {requete: tuple(column for column in columns if column.is_kept) for requete, columns in queries().items() if requete in held}


def formatted(column: Column) -> str:
    """The SQL text that prints one column as the clean export does."""
    name = column.colonne
    if column.type == "oui_non":
        name = f"CASE {name} WHEN true THEN 'Oui' WHEN false THEN 'Non' END"
    elif column.type == "nombre":
        name = f"replace(CASE WHEN {name} = round({name}) THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE format('{{:.2f}}', {name}) END, '.', ',')"
    return f'{name} AS "{column.entete}"'


def write_csv(con: duckdb.DuckDBPyConnection, folder: Path, photo: dt.date, *, append: bool) -> None:
    """Write the export tables to ``<folder>/<requete>_<photo>.csv``, or add their lines to those already there."""
    for requete, columns in requetes(con).items():
        path = folder / f"{requete}_{photo}.csv"
        part = folder / f".{requete}.part" if append else path
        selected = ", ".join(formatted(column) for column in columns)
        con.execute(f"COPY (SELECT {selected} FROM {requete}) TO {litteral(str(part))} {FORMAT.format(header=str(not append).lower())}")
        if append:
            with part.open("rb") as source, path.open("ab") as whole:
                shutil.copyfileobj(source, whole, 1 << 20)
            part.unlink()
