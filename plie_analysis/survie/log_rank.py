"""Log-rank test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from plie_analysis.errors import PlieError
from plie_analysis.survie.evenements import Evenements, Strate, vers_evenements
from plie_analysis.survie.resultat import SANS_LIGNE

MOINS_DE_DEUX = "Moins de deux groupes exposés à un évènement : rien à comparer."
JAMAIS_ENSEMBLE = "Groupes jamais assez exposés aux mêmes durées : l’écart ne peut pas être jugé."


def log_rank(
    table: Any,
    *,
    duree: str | None = None,
    evenement: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    strate: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the log-rank test that the groups share one Kaplan-Meier curve.

    One row: ``chi2``, ``ddl`` (groups that expect an event, less one), ``p`` (0 to 1), ``raison`` (why chi2 and p are
    empty, else missing). ``attrs["groupes"]``: for each group, ``groupe``, ``n``, ``observes``, ``attendus``;
    ``attrs["n_sans_groupe"]``: weight of the rows left out because a group or stratum value is missing.

    ``strate``: one or more columns within which the groups are compared, the differences being added up; on a result of
    ``survie.evenements``, they are among its axes. Late entries are followed. Weights are repeated rows and must be
    whole (PlieError otherwise: the test would have no scale). Other arguments and PlieErrors: see ``survie.evenements``.
    Source: Mantel 1966, Peto & Peto 1972; R, survival::survdiff.
    """
    events, by_stratum, axes = _arranged(table, duree, evenement, groupe, entree, poids, strate)
    exiger_poids_entiers(events)
    names = sorted({name for group in by_stratum.values() for name in group}, key=lambda g: [str(v) for v in g])
    gap, expected, spread = np.zeros(len(names)), np.zeros(len(names)), np.zeros((len(names), len(names)))
    observed, size = np.zeros(len(names)), np.zeros(len(names))
    for group in by_stratum.values():
        place = [names.index(name) for name in group]
        o, e, v = _observed_expected(list(group.values()))
        observed[place] += o
        expected[place] += e
        size[place] += [(s.evenements + s.censures).sum() for s in group.values()]
        spread[np.ix_(place, place)] += v
    gap = observed - expected
    chi2, ddl, reason = quadratique(gap, spread, expected > 0)
    if not events.nb_lignes:
        reason = SANS_LIGNE
    frame = ligne_de_test(chi2, ddl, reason)
    labels = [name[0] if axes == 1 else " · ".join(str(v) for v in name) for name in names]
    frame.attrs["groupes"] = [
        {"groupe": label, "n": float(n), "observes": float(o), "attendus": float(e)}
        for label, n, o, e in zip(labels, size, observed, expected, strict=True)
    ]
    kept = {id(s) for group in by_stratum.values() for s in group.values()}
    left_out = [float((s.evenements + s.censures).sum()) for s in events.strates if id(s) not in kept]
    frame.attrs["n_sans_groupe"] = sum(left_out)
    return frame


def exiger_poids_entiers(events: Evenements) -> None:
    """PlieError when a weight is fractional."""
    if not events.poids_entiers:
        raise PlieError(
            "Ce test demande des poids entiers (nombre de répétitions de chaque ligne).\n"
            "Avec des poids fractionnaires, comparez plutôt les courbes et leurs intervalles."
        )


def quadratique(gap: np.ndarray, spread: np.ndarray, exposed: np.ndarray) -> tuple[float, int, str | None]:
    """chi2 of the gaps of the ``exposed`` groups (they add up to 0: the first is dropped), its ddl, or the reason."""
    ddl = max(int(exposed.sum()) - 1, 0)
    if ddl == 0:
        return np.nan, 0, MOINS_DE_DEUX
    gap, spread = gap[exposed][1:], spread[np.ix_(exposed, exposed)][1:, 1:]
    if np.linalg.matrix_rank(spread) < ddl:
        return np.nan, ddl, JAMAIS_ENSEMBLE
    return float(gap @ np.linalg.solve(spread, gap)), ddl, None


def ligne_de_test(chi2: float, ddl: int, raison: str | None) -> pd.DataFrame:
    """The one-row frame of a test."""
    p = np.nan if np.isnan(chi2) else float(chdtrc(ddl, chi2))
    return pd.DataFrame({"chi2": [chi2], "ddl": [ddl], "p": [p], "raison": pd.Series([raison], dtype=object)})


def _arranged(
    table: Any, duree: Any, evenement: Any, groupe: Any, entree: Any, poids: Any, strate: Any
) -> tuple[Evenements, dict[tuple[Any, ...], dict[tuple[Any, ...], Strate]], int]:
    """Event tables by stratum then by group (those with a missing value left out), and the number of group axes."""
    strata = [] if strate is None else [strate] if isinstance(strate, str) else list(strate)
    if isinstance(table, Evenements):
        events = vers_evenements(table, duree=duree, evenement=evenement, groupe=groupe, entree=entree, poids=poids)
        absent = [name for name in strata if name not in events.axes]
        if absent:
            raise PlieError(f"La table d’évènements n’a pas l’axe « {absent[0]} » : ajoutez-le à « groupe ».")
    else:
        axes = [] if groupe is None else [groupe] if isinstance(groupe, str) else list(groupe)
        events = vers_evenements(table, duree=duree, evenement=evenement, groupe=axes + strata or None, entree=entree, poids=poids)
    is_stratum = [axis in strata for axis in events.axes]
    if all(is_stratum):
        raise PlieError("Indiquez la colonne des groupes à comparer (« groupe »).")
    by_stratum: dict[tuple[Any, ...], dict[tuple[Any, ...], Strate]] = {}
    for values, one in zip(events.groupes, events.strates, strict=True):
        if None in values:
            continue
        stratum = tuple(v for v, flag in zip(values, is_stratum, strict=True) if flag)
        group = tuple(v for v, flag in zip(values, is_stratum, strict=True) if not flag)
        by_stratum.setdefault(stratum, {})[group] = one
    return events, by_stratum, is_stratum.count(False)


def _observed_expected(groups: list[Strate]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Observed and expected events of each group, and the hypergeometric covariance of their differences."""
    observed = np.array([s.evenements.sum() for s in groups])
    times = np.unique(np.concatenate([s.t[s.evenements > 0] for s in groups]))
    d = np.zeros(len(times))
    for s in groups:
        d[np.searchsorted(times, s.t[s.evenements > 0])] += s.evenements[s.evenements > 0]
    at_risk = np.array([s.a_risque(times) for s in groups])
    n = at_risk.sum(axis=0)
    share = at_risk / n
    scale = np.divide(d * (n - d), n - 1, out=np.zeros_like(n), where=n > 1)
    spread = np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T
    return observed, share @ d, spread
