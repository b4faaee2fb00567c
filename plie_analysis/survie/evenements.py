"""Event tables: one GROUP BY over the rows, then one small array per stratum, shared by every estimator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from plie_analysis.errors import PlieError
from plie_analysis.survie.controle import verifier_valeurs
from plie_analysis.survie.donnees import expression_numerique, ouvrir
from plie_analysis.survie.regroupement import as_arrays, group_rows

ENSEMBLE = "ensemble"
_TOLERANCE = np.finfo(float).eps ** 0.5  # R's timefix: durations closer than this are one and the same instant


@dataclass(frozen=True)
class Cellules:
    """Rows alike in a stratum: same entry, same exit, same cause; needed when the variance looks at each person."""

    entree: np.ndarray | None
    rang_sortie: np.ndarray
    cause: np.ndarray  # 0 = open, else rank of the cause
    poids: np.ndarray
    poids_carre: np.ndarray


@dataclass(frozen=True)
class Strate:
    """Event table of one group, one position per distinct exit time ``t``."""

    t: np.ndarray
    n_risque: np.ndarray
    sorties: np.ndarray  # (causes, times)
    censures: np.ndarray
    cellules: Cellules
    entrees: np.ndarray | None  # distinct late entries, sorted
    poids_entrees: np.ndarray | None

    @property
    def evenements(self) -> np.ndarray:
        return self.sorties.sum(axis=0)

    def a_risque(self, temps: np.ndarray) -> np.ndarray:
        """Number in ]entree, duree] at each of ``temps``, which need not be exit times."""
        exits = _at_least(self.t, self.evenements + self.censures, temps)
        if self.entrees is None or self.poids_entrees is None:
            return exits
        return exits - _at_least(self.entrees, self.poids_entrees, temps)


@dataclass(frozen=True)
class Evenements:
    """Event tables of every group of a table, made once by ``survie.evenements``."""

    axes: tuple[str, ...]
    groupes: tuple[tuple[Any, ...], ...]
    strates: tuple[Strate, ...]
    causes: tuple[int, ...]
    poids_entiers: bool
    entrees_tardives: bool
    nb_lignes: int

    @property
    def libelles(self) -> list[Any]:
        """Value of the ``groupe`` column for each stratum: the group's own value, or « a · b » on several axes."""
        if not self.axes:
            return [ENSEMBLE] * len(self.groupes)
        if len(self.axes) == 1:
            return [groupe[0] for groupe in self.groupes]
        return [" · ".join("non renseigné" if v is None else str(v) for v in groupe) for groupe in self.groupes]


def evenements(
    table: Any,
    *,
    duree: str,
    evenement: str | None = None,
    cause: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    causes: Iterable[int] | None = None,
    effectif: str | None = None,
) -> Evenements:
    """Return the event tables of ``table``, to give in its place to several estimators: the rows are read only once.

    ``table``: pandas frame, Arrow table, DuckDB relation (read on its own connection) or Parquet path. The other
    arguments are column names. ``duree`` and ``entree`` are numbers on one scale (days in this project), a row being
    at risk in ]entree, duree]; without ``entree`` a duration of 0 is kept. ``evenement`` is boolean or 0/1; or
    ``cause`` is an integer, 0 = still open. ``poids`` are case weights, zero or more. ``groupe``: one column or several;
    a missing group stays a group of its own (None), put last. ``causes`` declares the only causes accepted; without it,
    those present in the table. ``effectif``: how many rows alike each row stands for, already counted by an engine (without ``poids``);
    without it, each row stands for itself. Durations apart by less than 1.5e-8, absolutely or relative to their mean, are tied,
    as R does (``timefix``).

    Raises PlieError, naming the rows, on a missing, negative or infinite duration, an exit not after its entry, an
    unknown cause, an ``evenement`` that is not 0/1, a negative or missing weight.
    """
    if (evenement is None) == (cause is None):
        raise PlieError("Indiquez une colonne « evenement » ou une colonne « cause », l’une ou l’autre.")
    if effectif and poids:
        raise PlieError("Donnez « poids » ou « effectif », l’un ou l’autre.")
    axes = _axes(groupe)
    event = cause if evenement is None else evenement
    assert event is not None
    for argument, name in (("duree", duree), ("evenement ou cause", event), ("entree", entree), ("poids", poids)):
        if name is not None and not isinstance(name, str):
            raise PlieError(f"L’argument « {argument} » attend un nom de colonne.")
    declared = _declared(causes)
    if cause is None:
        declared = (1,)
    named = [duree, event, *axes, *(name for name in (entree, poids, effectif) if name is not None)]
    with ouvrir(table, named) as relation:
        sql = {
            "t": expression_numerique(relation, duree),
            "k": expression_numerique(relation, event, booleen=True),
            "e": None if entree is None else expression_numerique(relation, entree),
            "w": None if poids is None else f"CAST({expression_numerique(relation, poids)} AS DOUBLE)",
            "n": None if effectif is None else expression_numerique(relation, effectif),
        }
        cells = group_rows(relation, sql, axes)
        arrays = as_arrays(cells)
        verifier_valeurs(relation, arrays, sql, {"t": duree, "k": event, "e": entree, "w": poids}, declared, cause is None)
    return _assemble(arrays, axes, declared)


def vers_evenements(table: Any, **colonnes: Any) -> Evenements:
    """``table`` when it already is an Evenements (then no column may be named), else its event tables."""
    if isinstance(table, Evenements):
        named = [name for name, value in colonnes.items() if value is not None]
        if named:
            raise PlieError(f"La table d’évènements est déjà construite : retirez {', '.join(f'« {name} »' for name in named)} de l’appel.")
        return table
    if colonnes.get("duree") is None:
        raise PlieError("Indiquez la colonne des durées (« duree »).")
    return evenements(table, **colonnes)


def _axes(groupe: str | Sequence[str] | None) -> tuple[str, ...]:
    if groupe is None:
        return ()
    axes = (groupe,) if isinstance(groupe, str) or not isinstance(groupe, Iterable) else tuple(groupe)
    if not all(isinstance(axis, str) for axis in axes):
        raise PlieError("L’argument « groupe » attend un nom de colonne ou une liste de noms.")
    if len(set(axes)) < len(axes):
        raise PlieError("L’argument « groupe » cite deux fois la même colonne.")
    return axes


def _declared(causes: Iterable[int] | None) -> tuple[int, ...] | None:
    if causes is None:
        return None
    declared = tuple(sorted({int(code) for code in causes} - {0}))
    if any(code < 0 for code in declared):
        raise PlieError("Les causes déclarées sont des entiers positifs (0 désigne un parcours encore ouvert).")
    return declared


def _assemble(arrays: dict[str, Any], axes: tuple[str, ...], declared: tuple[int, ...] | None) -> Evenements:
    t, e = _tied(arrays["t"], arrays.get("e"))
    present = tuple(int(code) for code in np.unique(arrays["k"]) if code > 0)
    causes = present if declared is None else declared
    rank = np.searchsorted(np.array([0, *causes], dtype=float), arrays["k"])
    order = _canonical(arrays["g"], t, rank, e, arrays)
    bounds = np.searchsorted(arrays["g"][order], np.arange(len(arrays["groupes"]) + 1))
    fractional = bool(arrays.get("n_frac", np.zeros(1)).any())
    strates = []
    for start, stop in pairwise(bounds.tolist()):
        rows = order[start:stop]
        strates.append(
            _strate(
                t[rows],
                None if e is None else e[rows],
                rank[rows],
                len(causes),
                {name: arrays[name][rows] for name in ("w", "w2", "n_pos")},
                fractional,
            )
        )
    return Evenements(
        axes=axes,
        groupes=tuple(arrays["groupes"]),
        strates=tuple(strates),
        causes=causes,
        poids_entiers=not fractional,
        entrees_tardives=e is not None,
        nb_lignes=int(arrays["n"].sum()),
    )


def _canonical(g: np.ndarray, t: np.ndarray, rank: np.ndarray, e: np.ndarray | None, arrays: dict[str, Any]) -> np.ndarray:
    """The order of the cells, stratum by stratum, that depends on what they say alone.

    An engine gives its groups in any order, and a sum of fractions taken in another order may differ in its last digit.
    """
    entry = np.zeros_like(t) if e is None else e
    return np.lexsort((arrays["w2"], arrays["w"], entry, rank, t, g))


def _tied(t: np.ndarray, e: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
    """Durations and entries with near-equal values made equal (the lowest of each run), over all groups at once."""
    values = np.unique(t if e is None else np.concatenate([t, e]))
    if len(values) < 2:
        return t, e
    gap = np.diff(values)
    close = (gap <= _TOLERANCE) | (gap / np.abs(values).mean() <= _TOLERANCE)
    if not close.any():
        return t, e
    cuts = values[np.concatenate([[True], ~close])]
    t = cuts[np.searchsorted(cuts, t, side="right") - 1]
    if e is None:
        return t, None
    e = cuts[np.searchsorted(cuts, e, side="right") - 1]
    if (e >= t).any():
        first = ", ".join(f"{value:g}" for value in np.unique(t[e >= t])[:5])
        raise PlieError(
            "Des lignes ont une entrée et une sortie si proches qu’elles se confondent "
            f"({int((e >= t).sum())} cas, sorties à t = {first}).\nArrondissez les durées ou écartez ces lignes."
        )
    return t, e


def _strate(
    t: np.ndarray,
    e: np.ndarray | None,
    rank: np.ndarray,
    nb_causes: int,
    weights: dict[str, np.ndarray],
    fractional: bool,
) -> Strate:
    times, position = np.unique(t, return_inverse=True)
    size = len(times)

    def by_cause(values: np.ndarray) -> np.ndarray:
        flat = np.bincount(rank * size + position, weights=values, minlength=(nb_causes + 1) * size)
        return flat.reshape(nb_causes + 1, size)

    def at_risk(exits: np.ndarray, values: np.ndarray) -> np.ndarray:
        remaining = exits.sum(axis=0)[::-1].cumsum()[::-1]
        if e is None:
            return remaining
        not_yet = np.bincount(np.searchsorted(times, e, side="right"), weights=values, minlength=size + 1)
        return remaining - not_yet[::-1].cumsum()[::-1][1:]

    exits = by_cause(weights["w"])
    n_risque = at_risk(exits, weights["w"])
    if fractional:
        # fractional weights do not cancel exactly: heads tell when everyone at risk leaves, so that S is then exactly 0
        heads = by_cause(weights["n_pos"])
        emptied = at_risk(heads, weights["n_pos"]) == heads[1:].sum(axis=0)
        n_risque = np.where(emptied, exits[1:].sum(axis=0), n_risque)
    entrees, weight_in = (None, None) if e is None else np.unique(e, return_inverse=True)
    return Strate(
        t=times,
        n_risque=n_risque,
        sorties=exits[1:],
        censures=exits[0],
        cellules=Cellules(e, position, rank, weights["w"], weights["w2"]),
        entrees=entrees,
        poids_entrees=None if weight_in is None else np.bincount(weight_in, weights=weights["w"]),
    )


def _at_least(where: np.ndarray, values: np.ndarray, temps: np.ndarray) -> np.ndarray:
    """Sum of ``values`` placed at ``where`` (sorted) over the places >= each of ``temps``."""
    tail = np.concatenate([values[::-1].cumsum()[::-1], [0.0]])
    return tail[np.searchsorted(where, temps, side="left")]
