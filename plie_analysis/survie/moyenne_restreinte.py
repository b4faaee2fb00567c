"""Mean duration restricted to a horizon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_analysis.errors import PlieError
from plie_analysis.survie.evenements import Strate, vers_evenements
from plie_analysis.survie.influence import survie
from plie_analysis.survie.intervalle import quantile_normal
from plie_analysis.survie.resultat import effectif, tableau


def moyenne_restreinte(
    table: Any,
    *,
    duree: str | None = None,
    evenement: str | None = None,
    horizon: float,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    niveau: float = 0.95,
    prolonger: bool = False,
) -> pd.DataFrame:
    """Return, for each group, the mean duration counted up to ``horizon``: the area under the Kaplan-Meier curve.

    One row per group. Columns as in ``survie.kaplan_meier`` (``cause`` = 0), with ``t`` = the horizon; ``n_risque``: at
    risk at the horizon; ``n_evenements``: up to the horizon; ``estimation``, ``erreur_type``, ``ic_bas``, ``ic_haut`` in
    the unit of ``duree`` (normal limits at ``niveau``); ``raison``: why the estimate is empty, else missing.

    When the follow-up of a group stops before the horizon with rows still open, its estimate is empty: nothing is
    extrapolated, unless ``prolonger=True``, which carries the last level on as R's ``print(survfit, rmean=)`` does.
    Other arguments and PlieErrors: see ``survie.evenements``, whose result is accepted as ``table``; PlieError also on a
    horizon that is not a positive number.
    Source: Irwin 1949, Miller 1981; the standard error is R's ``se(rmean)`` (Greenwood, whatever the weights).
    """
    limit = horizon_valide(horizon)
    z = quantile_normal(niveau)
    events = vers_evenements(table, duree=duree, evenement=evenement, groupe=groupe, entree=entree, poids=poids)
    rows = [aire(strate, limit, prolonger=prolonger) for strate in events.strates]
    mean, error = (np.array([row[i] for row in rows], dtype=float) for i in (0, 1))
    at_limit = np.array([limit])
    return tableau(
        events,
        range(len(rows)),
        {
            "cause": np.zeros(len(rows), dtype=np.int64),
            "t": np.full(len(rows), limit),
            "n_risque": effectif(events, [strate.a_risque(at_limit)[0] for strate in events.strates]),
            "n_evenements": effectif(events, [s.evenements[s.t <= limit].sum() for s in events.strates]),
            "estimation": mean,
            "erreur_type": error,
            "ic_bas": mean - z * error,
            "ic_haut": mean + z * error,
            "raison": pd.Series([row[2] for row in rows], dtype=object),
        },
    )


def horizon_valide(horizon: Any) -> float:
    """``horizon`` as a float; PlieError unless it is a finite number above 0."""
    if isinstance(horizon, bool) or not np.isscalar(horizon) or isinstance(horizon, str):
        raise PlieError("L’horizon doit être un nombre, dans l’unité des durées (365,25 pour douze mois en jours).")
    value: Any = horizon
    if not np.isfinite(value) or value <= 0:
        shown = f" (trouvé : {value})" if np.isfinite(value) else ""
        raise PlieError(f"L’horizon doit être un nombre positif et fini{shown}.")
    return float(value)


def suivi_trop_court(strate: Strate, horizon: float) -> str | None:
    """The reason why nothing can be said of this stratum at ``horizon``; None when it can."""
    after, _ = survie(strate)
    if horizon <= strate.t[-1] or after[-1] == 0:
        return None
    last = f"{strate.t[-1]:.10g}".replace(".", ",")
    return f"Horizon au-delà du suivi : dernière durée observée {last}, avec des lignes encore ouvertes."


def aire(strate: Strate, horizon: float, *, prolonger: bool = False) -> tuple[float, float, str | None]:
    """Area under S from 0 to ``horizon``, its standard error, and the reason when both are missing."""
    reason = None if prolonger else suivi_trop_court(strate, horizon)
    if reason is not None:
        return np.nan, np.nan, reason
    after, _ = survie(strate)
    kept = strate.t <= horizon
    times = np.concatenate([[0.0], strate.t[kept], [horizon]])
    areas = np.diff(times) * np.concatenate([[1.0], after[kept]])
    n, d = strate.n_risque[kept], strate.evenements[kept]
    hazard = np.divide(d, n * (n - d), out=np.zeros_like(n), where=n > d)
    to_come = areas[1:][::-1].cumsum()[::-1]
    return float(areas.sum()), float(np.sqrt((to_come**2 * hazard).sum())), None
