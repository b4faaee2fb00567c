"""Median duration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_analysis.survie.evenements import vers_evenements
from plie_analysis.survie.kaplan_meier import courbe, robustesse
from plie_analysis.survie.resultat import effectif, tableau

NON_ATTEINTE = "Médiane non atteinte : plus de la moitié des parcours restent ouverts à la fin du suivi."
_TOLERANCE = np.finfo(float).eps ** 0.5


def mediane(
    table: Any,
    *,
    duree: str | None = None,
    evenement: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    niveau: float = 0.95,
    robuste: bool | None = None,
) -> pd.DataFrame:
    """Return the median duration of each group: when the Kaplan-Meier curve goes under one half.

    One row per group: ``groupe``; ``n`` rows' weight; ``n_evenements``; ``estimation``, ``ic_bas``, ``ic_haut`` in the
    unit of ``duree``, missing when not reached; ``raison`` then says so. R's rule (``print(survfit)``): the first time
    with S < 1/2, or, when S stays exactly at 1/2 for a while, the middle of that stretch; the limits are read in the
    same way on the curve's own limits.
    Arguments and PlieErrors: see ``survie.kaplan_meier``. Source: R, survival; Brookmeyer & Crowley 1982.
    """
    events = vers_evenements(table, duree=duree, evenement=evenement, groupe=groupe, entree=entree, poids=poids)
    robust = robustesse(events, robuste)
    rows = []
    for strate in events.strates:
        s, _, low, high = courbe(strate, niveau, robuste=robust)
        rows.append([_half(strate.t, curve) for curve in (s, low, high)])
    found = np.array(rows, dtype=float).reshape(-1, 3)
    return tableau(
        events,
        range(len(rows)),
        {
            "n": effectif(events, [(s.evenements + s.censures).sum() for s in events.strates]),
            "n_evenements": effectif(events, [s.evenements.sum() for s in events.strates]),
            "estimation": found[:, 0],
            "ic_bas": found[:, 1],
            "ic_haut": found[:, 2],
            "raison": pd.Series([NON_ATTEINTE if np.isnan(v) else None for v in found[:, 0]], dtype=object),
        },
    )


def _half(t: np.ndarray, curve: np.ndarray) -> float:
    kept = curve < 0.5 + _TOLERANCE  # a missing limit compares false
    if not kept.any():
        return np.nan
    t, curve = t[kept], curve[kept]
    lower = curve < curve[0]
    if abs(curve[0] - 0.5) < _TOLERANCE and lower.any():
        return float(t[0] + t[lower.argmax()]) / 2
    return float(t[0])
