"""Values that cannot enter a survival table: seen among the event cells, named row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np

from plie_analysis.errors import PlieError

_MAX_ROWS_NAMED = 5


def verifier_valeurs(
    relation: duckdb.DuckDBPyRelation,
    arrays: dict[str, Any],
    sql: dict[str, str | None],
    names: dict[str, str | None],
    declared: tuple[int, ...] | None,
    is_event: bool,
) -> None:
    """Look for bad values among the cells; only when there are some, go back to the rows to name them."""
    t, k, e = arrays["t"], arrays["k"], arrays.get("e")
    allowed = None if declared is None else np.array([0, *declared], dtype=float)
    bad = ~np.isfinite(t) | (t < 0)
    bad |= ~np.isfinite(k) | (k < 0) | (k != np.floor(k))
    if allowed is not None:
        bad |= ~np.isin(k, allowed)
    if e is not None:
        bad |= ~np.isfinite(e) | (t <= e)
    if not bad.any() and not arrays.get("n_refus", np.zeros(1)).any():
        return
    _refuser_lignes(relation, _rules(sql, names, declared, is_event), "Corrigez ou écartez ces lignes.")


def _rules(
    sql: dict[str, str | None], names: dict[str, str | None], declared: tuple[int, ...] | None, is_event: bool
) -> list[tuple[str, str]]:
    def double(which: str) -> str:
        return f"CAST({sql[which]} AS DOUBLE)"

    t, k = double("t"), double("k")
    rules = [
        (f"Durée manquante (« {names['t']} »)", f"{t} IS NULL OR isnan({t})"),
        (f"Durée négative (« {names['t']} »)", f"{t} < 0"),
        (f"Durée infinie (« {names['t']} »)", f"isinf({t}) AND {t} > 0"),
    ]
    if is_event:
        rules.append((f"Évènement autre que vrai/faux ou 1/0 (« {names['k']} »)", f"{k} IS NULL OR {k} NOT IN (0, 1)"))
    else:
        wrong = f"{k} IS NULL OR NOT isfinite({k}) OR {k} < 0 OR {k} <> floor({k})"
        rules.append((f"Cause manquante, négative ou non entière (« {names['k']} », 0 = ouvert)", wrong))
        if declared is not None:
            known = ", ".join(str(code) for code in (0, *declared))
            rules.append((f"Cause inconnue (« {names['k']} », attendu : {known})", f"NOT ({wrong}) AND {k} NOT IN ({known})"))
    if sql["e"] is not None:
        e = double("e")
        rules.append((f"Entrée manquante ou infinie (« {names['e']} »)", f"{e} IS NULL OR NOT isfinite({e})"))
        rules.append(
            (
                f"Sortie avant l’entrée ou en même temps (« {names['t']} » ≤ « {names['e']} »)",
                f"isfinite({e}) AND {t} <= {e}",
            )
        )
    if sql["w"] is not None:
        w = sql["w"]
        rules.append((f"Poids manquant, négatif ou infini (« {names['w']} »)", f"{w} IS NULL OR NOT isfinite({w}) OR {w} < 0"))
    return rules


def _refuser_lignes(relation: duckdb.DuckDBPyRelation, controles: Sequence[tuple[str, str]], consigne: str) -> None:
    """Raise a PlieError naming the rows that meet one of ``controles``, pairs of (French label, SQL condition)."""
    lines = []
    for label, condition in controles:
        numbered = relation.project(f"row_number() OVER () AS ligne, coalesce({condition}, false) AS refusee")
        refused = numbered.filter("refusee")
        count = refused.aggregate("count(*)").fetchall()[0][0]
        if count:
            first = [row[0] for row in refused.project("ligne").order("ligne").limit(_MAX_ROWS_NAMED).fetchall()]
            lines.append(f"{label} : {_rows_named(first, count)}.")
    if lines:
        lines[2:] = ["D’autres contrôles échouent aussi."] if len(lines) > 3 else lines[2:]
        raise PlieError("\n".join([*lines, f"{consigne} (La première ligne de la table porte le n° 1.)"]))


def _rows_named(first: list[int], count: int) -> str:
    if count == 1:
        return f"ligne n° {first[0]}"
    listed = ", ".join(str(row) for row in first)
    more = ", …" if count > len(first) else ""
    return f"{count} lignes, n° {listed}{more}"
