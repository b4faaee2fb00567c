"""A query written for DuckDB, said in the Spark dialect: values in the text, tables under the names of its views."""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

from ..errors import PlieError
from ..francais import guillemets
from .tournures import reformuler

# Schemas whose tables an engine reads; the others (journals, catalogue) are asked of the embedded engine, which holds them.
LUS = frozenset({"curated", "large"})
JOINTS = LUS | {"ref"}
INTRADUISIBLES = Path(__file__).with_name("intraduisibles.csv")
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


@cache
def intraduisibles() -> dict[str, str]:
    """DuckDB's functions that mean something else in the Spark dialect: name → why. Their file names the articles of the charte that use them."""
    with INTRADUISIBLES.open(encoding="utf-8", newline="") as lines:
        return {line["fonction"]: line["raison"] for line in csv.DictReader(lines)}


def traduire(sql: str, valeurs: Valeurs = None) -> Traduite:
    """The query in the Spark dialect; its text is that of DuckDB when no table of the engine is read.

    Raises ``PlieError``: not one reading, a value not given, what the dialect cannot say, what the engine holds mixed with the rest.
    """
    tree, places = _one_reading(sql)
    tables = {(table.db.lower(), table.name.lower()) for table in tree.find_all(exp.Table) if table.db.lower() in JOINTS}
    found = Traduite(sql, frozenset(tables))
    if not found.est_distante:
        return found
    _refuse_mixed(tree)
    _refuse_untranslatable(tree)
    _name_views(tree)
    told = valeurs if isinstance(valeurs, Mapping) else dict(zip(places, valeurs or (), strict=False))
    for place in list(tree.find_all(exp.Placeholder)):
        if place.name not in told:
            raise PlieError(f"La requête attend une valeur qui n'est pas donnée : {guillemets(place.name)}.")
        place.replace(_literal(told[place.name]))
    reformuler(tree)
    return Traduite(tree.sql(dialect="spark", comments=False), found.tables)


def _one_reading(sql: str) -> tuple[exp.Query, list[str]]:
    """The one statement of a query, each « ? » under a name, and these names in the order of the text."""
    try:
        asked = [token for token in sqlglot.tokenize(sql, read="duckdb") if token.token_type == TokenType.PLACEHOLDER]
        names = [f"valeur_{rank}" for rank in range(1, len(asked) + 1)]
        for token, name in reversed(list(zip(asked, names, strict=True))):
            sql = f"{sql[: token.start]}${name}{sql[token.end + 1 :]}"
        statements = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree]
    except SqlglotError as error:
        raise PlieError("Ce moteur ne comprend pas cette requête.\nVérifiez-la, ou refaites-la sans « moteur ».") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise PlieError("Ce moteur ne fait que lire : une requête à la fois, qui commence par SELECT ou WITH.")
    return statements[0], names


def _refuse_mixed(tree: exp.Expr) -> None:
    """What the embedded engine alone holds cannot be read beside what the other one holds."""
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.db.lower() not in JOINTS and not (not table.db and table.name.lower() in own):
            raise PlieError(
                f"Une même requête ne peut pas lire {guillemets(table.sql('duckdb'))} et les tables de curated : elles ne sont pas sur le même moteur.\n"
                "Faites deux requêtes, ou une seule sans « moteur »."
            )


def _refuse_untranslatable(tree: exp.Expr) -> None:
    for call in tree.find_all(exp.Func):
        name = call.name.lower() if isinstance(call, exp.Anonymous) else call.sql_name().lower()
        if name in intraduisibles():
            raise PlieError(
                f"Ce moteur ne sait pas faire {guillemets(name)} : {intraduisibles()[name]}.\nRefaites ce calcul sans « moteur »."
            )


def _name_views(tree: exp.Expr) -> None:
    """Each table under the name of its view, and under its own in what reads its columns."""
    for table in [node for node in tree.find_all(exp.Table) if node.db.lower() in JOINTS]:
        if not table.alias:
            table.set("alias", exp.TableAlias(this=table.this.copy()))
        table.set("this", exp.to_identifier(vue(table.db.lower(), table.name.lower())))
        table.set("db", None)
        table.set("catalog", None)
    for column in [node for node in tree.find_all(exp.Column) if node.db.lower() in JOINTS]:
        column.set("db", None)
        column.set("catalog", None)


def _literal(value: object) -> exp.Expr:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    if value is None or isinstance(value, bool | int | float | str):
        return exp.convert(value)
    raise PlieError("Ce moteur ne prend pour valeurs que des textes, des nombres et des dates.")
