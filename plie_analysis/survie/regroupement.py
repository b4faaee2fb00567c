"""Rows alike grouped by the engine, then read as arrays: what the event tables are assembled from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from plie_analysis.libelles import identifiant


def group_rows(relation: Any, sql: dict[str, str | None], axes: tuple[str, ...]) -> pa.Table:
    """One row per stratum, exit, cause and late entry: how many, their weight, and what is refused of it."""
    keys = [f"{identifiant(axis)} AS g{i}" for i, axis in enumerate(axes)] + [f"{sql['t']} AS t", f"{sql['k']} AS k"]
    if sql["e"] is not None:
        keys.append(f"{sql['e']} AS e")
    values = ["count(*) AS n" if sql.get("n") is None else f"sum({sql['n']})::BIGINT AS n"]
    if sql["w"] is not None:
        w = sql["w"]
        values += [
            f"fsum({w}) AS w",
            f"fsum({w} * {w}) AS w2",
            f"count(*) FILTER (WHERE {w} > 0) AS n_pos",
            f"count(*) FILTER (WHERE {w} <> floor({w})) AS n_frac",
            f"count(*) FILTER (WHERE {w} IS NULL OR NOT isfinite({w}) OR {w} < 0) AS n_refus",
        ]
    groups = ", ".join(key.rsplit(" AS ", 1)[0] for key in keys)
    return relation.aggregate(", ".join(keys + values), groups).to_arrow_table()


def as_arrays(cells: pa.Table) -> dict[str, Any]:
    """Cells as float arrays (missing = NaN), with the groups as codes into a sorted list of tuples."""
    arrays: dict[str, Any] = {
        name: cells[name].cast(pa.float64(), safe=False).to_numpy() for name in cells.column_names if not name.startswith("g")
    }
    arrays.setdefault("w", arrays["n"])
    arrays.setdefault("w2", arrays["n"])
    arrays.setdefault("n_pos", arrays["n"])
    code = np.zeros(len(cells), dtype=np.int64)
    found: list[tuple[Any, ...]] = [()] if len(cells) else []
    for name in (name for name in cells.column_names if name.startswith("g")):
        column = cells[name]
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
        values = [None if v is None or v != v else v for v in encoded.dictionary.to_pylist()]
        found, code = _crossed(found, code, values, encoded.indices.to_numpy(zero_copy_only=False))
    arrays["groupes"], arrays["g"] = _sorted_groups(found, code)
    return arrays


def _crossed(
    found: list[tuple[Any, ...]], code: np.ndarray, values: list[Any], index: np.ndarray
) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    both, code = np.unique(code * max(len(values), 1) + index, return_inverse=True)
    return [(*found[b // len(values)], values[b % len(values)]) for b in both.tolist()], code


def _sorted_groups(found: list[tuple[Any, ...]], code: np.ndarray) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    def key(groupe: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple((value is None, 0 if value is None else value) for value in groupe)

    distinct = sorted(set(found), key=key)  # NULL and NaN are one and the same missing group
    rank = {groupe: i for i, groupe in enumerate(distinct)}
    return distinct, np.array([rank[groupe] for groupe in found], dtype=np.int64)[code] if found else code
