"""A query written for DuckDB, said in the Spark dialect: values in the text, tables under the names of its views."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from ..errors import PlieError

# Schemas whose tables an engine reads; the others (journals, catalogue) are asked of the embedded engine, which holds them.
LUS = frozenset({"curated", "large"})
JOINTS = LUS | {"ref"}
# Functions whose answer does not depend on the frame of their window: Spark refuses the one that Ibis writes for them.
SANS_CADRE = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Lag, exp.Lead)
Valeurs = Sequence[object] | Mapping[str, object] | None


@dataclass(frozen=True)
class Traduite:
    """The text for Spark, and the (schema, table) that it reads; ``est_distante`` when one of them lives on the engine."""

    texte: str
    tables: frozenset[tuple[str, str]]

    @property
    def est_distante(self) -> bool:
        """Whether the query reads what the engine holds."""
        return any(schema in LUS for schema, _ in self.tables)


def vue(schema: str, table: str) -> str:
    """Name of the view of a table in a session: a view there has no schema."""
    return f"plie_{schema}_{table}"


def traduire(sql: str, valeurs: Valeurs = None) -> Traduite:
    """The query in the Spark dialect. Raises ``PlieError`` when it is not one reading, or when a value is not given."""
    statements = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise PlieError("Ce moteur ne fait que lire : une requête à la fois, qui commence par SELECT ou WITH.")
    tree = statements[0]
    tables = {(table.db, table.name): table for table in tree.find_all(exp.Table) if table.db in JOINTS}
    for table in [node for node in tree.find_all(exp.Table) if node.db in JOINTS]:
        alias = table.alias or table.name
        table.replace(exp.to_table(vue(table.db, table.name), alias=alias))
    given = list(valeurs) if isinstance(valeurs, Sequence) else []
    for place in [node for node in tree.dfs() if isinstance(node, exp.Placeholder)]:
        place.replace(_literal(_given(place, given, valeurs)))
    for select in tree.find_all(exp.Select):
        _spell_all(select)
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, SANS_CADRE):
            window.set("spec", None)
    # A number with decimals is exact in one dialect and not in the other: said a double in both.
    for number in [node for node in tree.find_all(exp.Literal) if not node.is_string and not node.is_int]:
        number.replace(exp.cast(number.copy(), "DOUBLE"))
    return Traduite(tree.sql(dialect="spark"), frozenset(tables))


def _spell_all(select: exp.Select) -> None:
    """« ALL » of GROUP BY and ORDER BY, spelled out: not every server of this dialect knows it."""
    group, order = select.args.get("group"), select.args.get("order")
    if group is not None and group.args.get("all"):
        keys = [one.unalias().copy() for one in select.expressions if not one.find(exp.AggFunc)]
        select.set("group", exp.Group(expressions=keys) if keys else None)
    if order is not None and [one.this.name.upper() for one in order.expressions] == ["ALL"]:
        ranks = range(1, len(select.expressions) + 1)
        select.set("order", exp.Order(expressions=[exp.Ordered(this=exp.Literal.number(rank), nulls_first=False) for rank in ranks]))


def _given(place: exp.Expression, given: list[object], valeurs: Valeurs) -> object:
    name = place.name.strip("?")
    if isinstance(valeurs, Mapping) and name in valeurs:
        return valeurs[name]
    if not name and given:
        return given.pop(0)
    raise PlieError(f"La requête attend une valeur qui n'est pas donnée : « {name or '?'} ».")


def _literal(value: object) -> exp.Expr:
    if isinstance(value, dt.date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if value is None or isinstance(value, bool | int | float | str):
        return exp.convert(value)
    raise PlieError("Ce moteur ne prend pour valeurs que des textes, des nombres et des dates.")
