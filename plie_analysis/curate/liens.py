"""How a line reaches what belongs to its parcours and to its person, written once.

A table that has ``id_parcours`` reaches ``curated.parcours``; one that has ``id_dossier``, of its own or through the parcours,
reaches ``curated.participant``. A column is read where it is held: in the line, else in the parcours, else in the person.
"""

from collections.abc import Mapping

import duckdb

# Parents in the order in which they are reached, with the key that leads to each.
LIENS = (("parcours", "id_parcours"), ("participant", "id_dossier"))
# Say when the line of the parent was keyed or known, not the line that reaches it.
NON_TRANSMISES = frozenset({"photo", "date_saisie", "connue_le"})


def atteintes(table: str, colonnes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every column that a line of a table gives, with the table that holds it: its own first, then those it reaches.

    ``colonnes``: the columns that each curated table holds, by table.
    """
    found = dict.fromkeys(colonnes[table], table)
    for parent, key in LIENS:
        if key in found:
            found |= {nom: parent for nom in colonnes[parent] if nom not in found and nom not in NON_TRANSMISES}
    return found


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create the wide view ``large.<table>`` of every curated table of the database: its columns, then those it reaches."""
    held = held_columns(con)
    con.execute("CREATE SCHEMA IF NOT EXISTS large")
    for table in held:
        con.execute(f"CREATE OR REPLACE VIEW large.{table} AS {wide_query(table, held)}")


def held_columns(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Names and DuckDB types of the columns that each curated table holds, by table."""
    rows = con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns()"
        " WHERE database_name = current_database() AND schema_name = 'curated' ORDER BY table_name, column_index"
    ).fetchall()
    held: dict[str, dict[str, str]] = {}
    for table, nom, kind in rows:
        held.setdefault(table, {})[nom] = kind
    return held


def wide_query(table: str, colonnes: Mapping[str, Mapping[str, str]]) -> str:
    """The query of the wide view of a table: every photo, one row per line of the table."""
    reached = atteintes(table, colonnes)
    joins = [
        f"LEFT JOIN curated.{parent} ON {parent}.photo = {table}.photo AND {parent}.{key} = {reached[key]}.{key}"
        for parent, key in LIENS
        if parent in reached.values() and parent != table
    ]
    shown = ", ".join(f"{held}.{nom}" for nom, held in reached.items())
    return " ".join([f"SELECT {shown} FROM curated.{table}", *joins])
