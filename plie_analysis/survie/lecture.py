"""Reading a curve at given times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import numpy as np
import pandas as pd

from plie_analysis.errors import PlieError
from plie_analysis.survie.donnees import verifier_presence
from plie_analysis.survie.resultat import COLONNES

_FULL = 1e-9


def lire_a(courbe: pd.DataFrame, horizons: float | Iterable[float]) -> pd.DataFrame:
    """Return the values of a curve at ``horizons``, one row per group, cause and horizon, with the curve's columns.

    ``courbe``: a result of ``survie.kaplan_meier`` or ``survie.incidence_cumulee``. ``t`` becomes the horizon;
    ``estimation``, ``erreur_type`` and the limits are those of the last exit time not after it (1 or 0, without limits,
    before the first); ``n_risque`` is that of the first exit time not before it, 0 after the last (R's
    ``summary(survfit, times=)``); ``n_evenements`` and ``n_censures`` are cumulated up to it. A last column ``raison``
    says why the estimate is empty: a horizon after the last duration observed, with rows still open (nothing is
    extrapolated). PlieError when a horizon is not a number, zero or more, or a column of the curve is missing.
    """
    verifier_presence(courbe.columns, COLONNES)
    times = _times(horizons)
    if courbe.empty:
        empty = courbe.assign(raison=pd.Series(dtype=object))
        empty.attrs.update(courbe.attrs)
        return empty
    keys = [name for name in courbe.columns if name not in (*COLONNES[2:], "n_censures")]
    blocks = courbe.groupby(keys, dropna=False, sort=False).indices.values()
    complete = _complete(courbe, keys)
    return pd.concat([_read(courbe.iloc[rows], times, complete) for rows in blocks], ignore_index=True)


def _times(horizons: float | Iterable[float]) -> np.ndarray:
    try:
        times = np.atleast_1d(np.asarray(horizons if np.isscalar(horizons) else list(cast(Iterable[float], horizons)), dtype=float))
    except (TypeError, ValueError) as exc:
        raise PlieError("Les horizons doivent être des nombres, dans l’unité des durées.") from exc
    if not np.isfinite(times).all() or (times < 0).any():
        raise PlieError("Les horizons doivent être des nombres positifs ou nuls.")
    return times


def _complete(courbe: pd.DataFrame, keys: list[str]) -> set[tuple[Any, ...]]:
    """Groups in which nobody is open at the last time: their curve holds for ever after."""
    groups = [name for name in keys if name != "cause"]
    last = courbe.groupby([*groups, "cause"], dropna=False, sort=False).tail(1)
    done: set[tuple[Any, ...]] = set()
    for name, rows in last.groupby(groups, dropna=False, sort=False):
        alive = rows["estimation"].iloc[0] if (rows["cause"] == 0).all() else 1 - rows["estimation"].sum()
        if abs(alive) < _FULL:
            done.add(_key(name))
    return done


def _key(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(None if pd.isna(v) else v for v in values)


def _read(block: pd.DataFrame, times: np.ndarray, complete: set[tuple[Any, ...]]) -> pd.DataFrame:
    t = block["t"].to_numpy(dtype=float)
    at = np.searchsorted(t, times, side="right") - 1
    started = at >= 0
    read = block.iloc[np.maximum(at, 0)].reset_index(drop=True)
    groups = [n for n in block.columns if n not in (*COLONNES[1:], "n_censures")]
    beyond = (times > t[-1]) & (_key(block[groups].iloc[0]) not in complete)
    start_value = 1.0 if block["cause"].iloc[0] == 0 else 0.0
    read["t"] = times
    read["n_risque"] = np.append(block["n_risque"].to_numpy(), 0)[np.searchsorted(t, times, side="left")]
    for name in ("n_evenements", "n_censures"):
        if name in block:
            read[name] = np.insert(block[name].to_numpy().cumsum(), 0, 0)[at + 1]
    for name, before in (("estimation", start_value), ("erreur_type", 0.0), ("ic_bas", np.nan), ("ic_haut", np.nan)):
        read[name] = np.where(beyond, np.nan, np.where(started, read[name].to_numpy(dtype=float), before))
    last = f"{t[-1]:.10g}".replace(".", ",")
    reason = f"Horizon au-delà du suivi : dernière durée observée {last}, avec des lignes encore ouvertes."
    read["raison"] = pd.Series([reason if flag else None for flag in beyond], dtype=object)
    return read
