"""Kaplan-Meier curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_analysis.survie.evenements import Evenements, Strate, vers_evenements
from plie_analysis.survie.influence import greenwood, survie, variance
from plie_analysis.survie.intervalle import log_log
from plie_analysis.survie.resultat import bout_a_bout, effectif, tableau


def kaplan_meier(
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
    """Return the Kaplan-Meier curve of each group: the share still without the event after each duration.

    One row per group and distinct exit time, sorted; at equal ``t`` events come before censorings.

    - ``groupe``: the group's own value (« ensemble » without ``groupe``; « a · b » on several axes, then one more column
      per axis at the end); a missing group is a group of its own, last. ``cause``: always 0, the state « still open »;
    - ``t``: duration, in the unit given (days here); ``n_risque``, ``n_evenements``, ``n_censures``: at ``t``, weighted;
      at risk = ``entree`` < t <= ``duree``;
    - ``estimation``: S(t), between 0 and 1; ``erreur_type``: standard error of S itself (R's ``std.err`` is that of
      log S: this one is S × std.err, as in ``summary(survfit)``), by Greenwood; missing once S = 0;
    - ``ic_bas``, ``ic_haut``: limits at ``niveau`` on the log-log scale; missing where S is 1 or 0 (as in R before 3.8-4).

    ``table``, the column arguments and the PlieErrors are those of ``survie.evenements``, whose result is accepted as
    ``table`` (every cause is then an event). Whole weights are repeated rows; if any weight is fractional the variance is
    robust (infinitesimal jackknife, each row a person), as R decides; ``robuste`` forces one or the other.
    No row gives an empty frame with ``attrs["raison"]``; all rows open gives S = 1.
    Source: Kaplan & Meier 1958; R, survival::survfit(conf.type = "log-log").
    """
    events = vers_evenements(table, duree=duree, evenement=evenement, groupe=groupe, entree=entree, poids=poids)
    robust = robustesse(events, robuste)
    curves = [courbe(strate, niveau, robuste=robust) for strate in events.strates]
    ranks = np.repeat(np.arange(len(curves)), [len(strate.t) for strate in events.strates])
    s, error, low, high = (bout_a_bout([curve[i] for curve in curves]) for i in range(4))
    return tableau(
        events,
        ranks,
        {
            "cause": np.zeros(len(ranks), dtype=np.int64),
            "t": bout_a_bout([strate.t for strate in events.strates]),
            "n_risque": effectif(events, bout_a_bout([strate.n_risque for strate in events.strates])),
            "n_evenements": effectif(events, bout_a_bout([strate.evenements for strate in events.strates])),
            "estimation": s,
            "erreur_type": error,
            "ic_bas": low,
            "ic_haut": high,
            "n_censures": effectif(events, bout_a_bout([strate.censures for strate in events.strates])),
        },
    )


def robustesse(events: Evenements, robuste: bool | None) -> bool:
    """R's rule: the variance is robust as soon as one weight is fractional, unless told otherwise."""
    return not events.poids_entiers if robuste is None else bool(robuste)


def courbe(strate: Strate, niveau: float, *, robuste: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """S, its standard error and its limits at the exit times of one stratum."""
    s, _ = survie(strate)
    if robuste:
        error = np.sqrt(variance(strate, None, robuste=True))
    else:
        with np.errstate(invalid="ignore"):  # 0 × infinity once S is 0: missing
            error = s * np.sqrt(greenwood(strate))
    low, high = log_log(s, error, niveau)
    return s, error, low, high
