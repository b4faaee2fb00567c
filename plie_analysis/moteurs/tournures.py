"""What DuckDB says in its own way, said as any server of the Spark dialect understands it: the same rows, to the last figure."""

import sqlglot
from sqlglot import exp

from ..errors import PlieError

# Functions whose answer does not depend on the frame of their window: Spark refuses the one that Ibis writes for them.
SANS_CADRE = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Lag, exp.Lead)
MOIS_DE = {"month": 1, "year": 12}


def reformuler(tree: exp.Expr) -> None:
    """Change in place what the two dialects write or understand otherwise."""
    for select in tree.find_all(exp.Select):
        _spell_group(select)
        _spell_order(select)
        _spell_windows(select)
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, SANS_CADRE):
            window.set("spec", None)
    for text in list(tree.find_all(exp.Concat)):
        text.set("expressions", [one if one.is_string else exp.cast(one, "TEXT") for one in text.expressions])
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() == "to_months":
            _add_months(call)
        elif call.name.lower() in ("date_sub", "datesub"):
            _whole_months(call)
    # A number with decimals is exact in one dialect and not in the other: said a double in both.
    for number in [node for node in tree.find_all(exp.Literal) if not node.is_string and not node.is_int]:
        number.replace(exp.cast(number.copy(), "DOUBLE"))


def _spell_group(select: exp.Select) -> None:
    """« ALL » of GROUP BY, spelled out: not every server knows it. A constant groups nothing, and a number would be a rank."""
    group = select.args.get("group")
    if group is not None and group.args.get("all"):
        _refuse_star(select)
        shown = [one.unalias() for one in select.expressions]
        keys = [one.copy() for one in shown if not isinstance(one, exp.Literal) and not one.find(exp.AggFunc)]
        select.set("group", exp.Group(expressions=keys) if keys else None)


def _spell_order(select: exp.Select) -> None:
    """« ALL » of ORDER BY, spelled out."""
    order = select.args.get("order")
    if order is None or [one.this.name.upper() for one in order.expressions] != ["ALL"]:
        return
    _refuse_star(select)
    (asked,) = order.expressions
    ranks = range(1, len(select.expressions) + 1)
    kept = {"desc": asked.args.get("desc"), "nulls_first": asked.args.get("nulls_first")}
    select.set("order", exp.Order(expressions=[exp.Ordered(this=exp.Literal.number(rank), **kept) for rank in ranks]))


def _refuse_star(select: exp.Select) -> None:
    if select.is_star:
        raise PlieError("Ce moteur ne comprend « ALL » que si les colonnes sont nommées.\nNommez-les dans la requête, au lieu de « * ».")


def _spell_windows(select: exp.Select) -> None:
    """The windows that bear a name, spelled out where they are used: not every server knows them."""
    named = {window.name: window for window in select.args.get("windows") or ()}
    for window in [node for node in select.find_all(exp.Window) if node.alias in named]:
        for part in ("partition_by", "order", "spec"):
            if not window.args.get(part) and (told := named[window.alias].args.get(part)):
                window.set(part, [one.copy() for one in told] if isinstance(told, list) else told.copy())
        window.set("alias", None)
    select.set("windows", None)


def _add_months(call: exp.Anonymous) -> None:
    """« day + to_months(n) »."""
    (count,) = call.expressions
    if call.arg_key == "expression" and isinstance(call.parent, exp.Add | exp.Sub):
        moved = count if isinstance(call.parent, exp.Add) else exp.Neg(this=exp.paren(count))
        call.parent.replace(exp.Anonymous(this="add_months", expressions=[call.parent.this, moved]))


def _whole_months(call: exp.Anonymous) -> None:
    """« date_sub('month', from, to) », the whole months or years gone by; other units are left to the server."""
    unit, *days = call.expressions
    if unit.name in MOIS_DE:
        a, b = (f"({day.sql('spark')})" for day in days)
        size = MOIS_DE[unit.name]
        told = f"CASE WHEN {a} <= {b} THEN {_months(a, b)} DIV {size} ELSE -({_months(b, a)} DIV {size}) END"
        call.replace(exp.cast(exp.paren(sqlglot.parse_one(told, read="spark")), "BIGINT"))


def _months(a: str, b: str) -> str:
    """The greatest t such that ``a`` and t months are not after ``b``, as DuckDB counts them."""
    months = f"(year({b}) - year({a})) * 12 + month({b}) - month({a})"
    return f"({months} - CASE WHEN add_months({a}, {months}) > {b} THEN 1 ELSE 0 END)"
