"""Comparing groups: Gray's test on cumulative incidences, differences of incidences and of restricted means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from plie_analysis.errors import PlieError
from plie_analysis.survie import incidence
from plie_analysis.survie.evenements import Evenements, vers_evenements
from plie_analysis.survie.gray import score
from plie_analysis.survie.intervalle import quantile_normal
from plie_analysis.survie.kaplan_meier import robustesse
from plie_analysis.survie.log_rank import exiger_poids_entiers, ligne_de_test, quadratique
from plie_analysis.survie.moyenne_restreinte import aire, horizon_valide, suivi_trop_court


def comparer_incidences(
    table: Any,
    *,
    duree: str | None = None,
    cause: str | None = None,
    groupe: str | Sequence[str] | None = None,
    poids: str | None = None,
    causes: Iterable[int] | None = None,
) -> pd.DataFrame:
    """Return Gray's test, for each cause, that the groups share one cumulative incidence.

    One row per cause: ``cause``, ``chi2``, ``ddl``, ``p`` (0 to 1), ``raison`` (why chi2 is empty, else missing).
    ``attrs["n_sans_groupe"]``: weight of the rows left out because their group is missing. Late entries and fractional
    weights are refused by a PlieError (the test is not defined for them: see ``ecart_incidences``).
    Other arguments and PlieErrors: see ``survie.evenements``. Source: Gray 1988 (rho = 0); R, cmprsk::cuminc.
    """
    events = vers_evenements(table, duree=duree, cause=cause, groupe=groupe, poids=poids, causes=causes)
    _exiger_groupes(events)
    exiger_poids_entiers(events)
    if events.entrees_tardives:
        raise PlieError("Le test de Gray n’est pas défini avec des entrées tardives.\nUtilisez « ecart_incidences » aux horizons utiles.")
    kept = [s for values, s in zip(events.groupes, events.strates, strict=True) if None not in values]
    rows = []
    for rank, code in enumerate(events.causes):
        gap, spread, exposed = score(kept, rank)
        test = ligne_de_test(*quadratique(gap, spread, exposed))
        test.insert(0, "cause", code)
        rows.append(test)
    frame = pd.concat(rows, ignore_index=True) if rows else _no_cause()
    missing = [s for values, s in zip(events.groupes, events.strates, strict=True) if None in values]
    frame.attrs["n_sans_groupe"] = float(sum((s.evenements + s.censures).sum() for s in missing))
    return frame


def ecart_incidences(
    table: Any,
    *,
    horizons: Iterable[float],
    duree: str | None = None,
    cause: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    niveau: float = 0.95,
    reference: Any = None,
    causes: Iterable[int] | None = None,
) -> pd.DataFrame:
    """Return the differences of cumulative incidence between each group and the reference group at given durations.

    One row per cause, horizon and group other than ``reference`` (a value of ``groupe``; by default the first):
    ``groupe``, ``reference``, ``cause``, ``t`` (the horizon), ``estimation`` (F of the group less F of the reference,
    -1 to 1), ``erreur_type``, ``ic_bas``, ``ic_haut`` (normal limits, groups being independent), ``p`` (two-sided, no
    correction for the number of comparisons), ``raison`` (why the estimate is empty: a follow-up that stops before the
    horizon, else missing). Other arguments and PlieErrors: see ``survie.incidence_cumulee``.
    """
    events = vers_evenements(table, duree=duree, cause=cause, groupe=groupe, entree=entree, poids=poids, causes=causes)
    base = _reference(events, reference)
    robust = robustesse(events, None)
    limits = [horizon_valide(h) for h in horizons]
    rows = []
    for rank, code in enumerate(events.causes):
        curves = [incidence.courbe(s, rank, niveau, robuste=robust)[:2] for s in events.strates]
        for limit in limits:
            points = []
            for strate, (f, error) in zip(events.strates, curves, strict=True):
                at = int(np.searchsorted(strate.t, limit, side="right")) - 1
                value = (0.0, 0.0) if at < 0 else (float(f[at]), float(error[at]))
                points.append((*value, suivi_trop_court(strate, limit)))
            rows += _ecarts(events, base, points, niveau, {"cause": code, "t": limit})
    return _ecart_frame(rows, ["cause", "t"])


def ecart_moyennes(
    table: Any,
    *,
    horizon: float,
    duree: str | None = None,
    evenement: str | None = None,
    groupe: str | Sequence[str] | None = None,
    entree: str | None = None,
    poids: str | None = None,
    niveau: float = 0.95,
    reference: Any = None,
) -> pd.DataFrame:
    """Return the differences of restricted mean duration between each group and the reference group.

    One row per group other than ``reference`` (a value of ``groupe``; by default the first): ``groupe``,
    ``reference``, ``t`` (the horizon), ``estimation`` (group less reference, in the unit of ``duree``), ``erreur_type``,
    ``ic_bas``, ``ic_haut`` (normal limits), ``p``, ``raison`` (as in ``survie.moyenne_restreinte``).
    Other arguments and PlieErrors: see ``survie.moyenne_restreinte``.
    """
    limit = horizon_valide(horizon)
    events = vers_evenements(table, duree=duree, evenement=evenement, groupe=groupe, entree=entree, poids=poids)
    base = _reference(events, reference)
    points = [aire(strate, limit) for strate in events.strates]
    return _ecart_frame(_ecarts(events, base, points, niveau, {"t": limit}), ["t"])


def _exiger_groupes(events: Evenements) -> None:
    if not events.axes:
        raise PlieError("Indiquez la colonne des groupes à comparer (« groupe »).")


def _reference(events: Evenements, reference: Any) -> int:
    _exiger_groupes(events)
    labels = events.libelles
    if reference is None or not labels:
        return 0
    if reference not in labels:
        known = ", ".join(str(label) for label in labels[:8])
        raise PlieError(f"Groupe de référence « {reference} » absent de la table.\nGroupes présents : {known}.")
    return labels.index(reference)


def _ecarts(
    events: Evenements, base: int, points: list[tuple[float, float, str | None]], niveau: float, place: dict[str, Any]
) -> list[dict[str, Any]]:
    z = quantile_normal(niveau)
    labels = events.libelles
    rows = []
    for i, (value, error, reason) in enumerate(points):
        if i == base:
            continue
        reason = reason or points[base][2]
        gap, spread = (np.nan, np.nan) if reason else (value - points[base][0], np.hypot(error, points[base][1]))
        p = 2 * float(ndtr(-abs(gap) / spread)) if spread > 0 else np.nan
        rows.append(
            {"groupe": labels[i], "reference": labels[base], **place, "estimation": gap, "erreur_type": spread}
            | {"ic_bas": gap - z * spread, "ic_haut": gap + z * spread, "p": p, "raison": reason}
        )
    return rows


def _ecart_frame(rows: list[dict[str, Any]], place: list[str]) -> pd.DataFrame:
    columns = ["groupe", "reference", *place, "estimation", "erreur_type", "ic_bas", "ic_haut", "p", "raison"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["raison"] = frame["raison"].astype(object).where(frame["raison"].notna(), None)
    if frame.empty:
        frame.attrs["raison"] = "Moins de deux groupes, ou aucune sortie : rien à comparer."
    return frame


def _no_cause() -> pd.DataFrame:
    frame = pd.DataFrame({"cause": [], "chi2": [], "ddl": [], "p": [], "raison": []})
    frame.attrs["raison"] = incidence.TOUT_OUVERT
    return frame
