"""Cumulative incidence of competing exits (Aalen-Johansen)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_analysis.survie.evenements import Strate, vers_evenements
from plie_analysis.survie.influence import survie, variance
from plie_analysis.survie.intervalle import log_log
from plie_analysis.survie.kaplan_meier import robustesse
from plie_analysis.survie.resultat import bout_a_bout, effectif, tableau

TOUT_OUVERT = "Aucune sortie : toutes les lignes sont encore ouvertes, il n’y a pas de cause à estimer."


def incidence_cumulee(
    table: Any,
    *,
    duree: str | None = None,
    cause: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    niveau: float = 0.95,
    causes: Iterable[int] | None = None,
    robuste: bool | None = None,
) -> pd.DataFrame:
    """Return the cumulative incidence of each cause: the share gone by that cause within each duration.

    One row per group, cause and distinct exit time of the group, sorted in that order. Columns as in
    ``survie.kaplan_meier``, except: ``cause`` is the code of the exit (1, 2, …; 0, still open, has no rows);
    ``n_evenements`` counts the exits by this cause at ``t``; ``estimation`` is F(t), between 0 and 1, and at each ``t``
    S plus the F of all causes is 1; ``erreur_type`` is that of F, by the infinitesimal jackknife (R's ``std.err`` for
    ``pstate``); the limits are log-log on F, missing where F is 0 or 1. A cause seen in another group keeps rows at 0.

    ``cause``: integer column, 0 = still open; ``causes`` declares the causes expected (any other is refused).
    Other arguments and PlieErrors: see ``survie.evenements``, whose result is accepted as ``table``. Whole weights are
    repeated rows; with a fractional weight, or ``robuste=True``, each row is one person (what R does for any weight).
    No row or no exit gives an empty frame with ``attrs["raison"]``.
    Source: Aalen & Johansen 1978; R, survival::survfit of a multi-state Surv(conf.type = "log-log").
    """
    events = vers_evenements(table, duree=duree, cause=cause, groupe=groupe, entree=entree, poids=poids, causes=causes)
    robust = robustesse(events, robuste)
    blocks = [(i, k, strate) for i, strate in enumerate(events.strates) for k in range(len(events.causes))]
    curves = [courbe(strate, k, niveau, robuste=robust) for _, k, strate in blocks]
    sizes = [len(strate.t) for _, _, strate in blocks]
    f, error, low, high = (bout_a_bout([curve[i] for curve in curves]) for i in range(4))
    frame = tableau(
        events,
        np.repeat([i for i, _, _ in blocks], sizes),
        {
            "cause": np.repeat(np.array([events.causes[k] for _, k, _ in blocks], dtype=np.int64), sizes),
            "t": bout_a_bout([strate.t for _, _, strate in blocks]),
            "n_risque": effectif(events, bout_a_bout([strate.n_risque for _, _, strate in blocks])),
            "n_evenements": effectif(events, bout_a_bout([strate.sorties[k] for _, k, strate in blocks])),
            "estimation": f,
            "erreur_type": error,
            "ic_bas": low,
            "ic_haut": high,
            "n_censures": effectif(events, bout_a_bout([strate.censures for _, _, strate in blocks])),
        },
    )
    if events.nb_lignes and not events.causes:
        frame.attrs["raison"] = TOUT_OUVERT
    return frame


def courbe(strate: Strate, rang: int, niveau: float, *, robuste: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """F of the cause of that rank, its standard error and its limits at the exit times of one stratum."""
    _, before = survie(strate)
    n = strate.n_risque
    f = np.cumsum(before * np.divide(strate.sorties[rang], n, out=np.zeros_like(n), where=n > 0))
    error = np.sqrt(variance(strate, rang, robuste=robuste))
    low, high = log_log(f, error, niveau)
    return f, error, low, high
