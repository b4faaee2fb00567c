"""Durations and exits of each group, open parcours counted as such: curves, horizons, median, restricted mean."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import francais, survie
from .lecture import AUTRE, FIN_30_MOIS, POSITIVE
from .reglages import en_jours, reglages
from .suivi import Suivi

CAUSES = (POSITIVE, AUTRE, FIN_30_MOIS)


@dataclass(frozen=True)
class Courbes:
    """``survie`` (share still open) and ``incidence`` (share gone, by cause): the frames of ``plie_analysis.survie``.

    ``groupe`` is the rank of the group in ``groupes``; ``evenements`` is the event table they were made from.
    """

    groupes: list[tuple[tuple[str, ...], np.ndarray]]
    evenements: survie.Evenements
    survie: pd.DataFrame
    incidence: pd.DataFrame


def courbes(suivi: Suivi, groupes: list[tuple[tuple[str, ...], np.ndarray]] | None = None) -> Courbes:
    """The Kaplan-Meier and Aalen-Johansen curves of each group (those of ``suivi.groupes()`` by default), in days."""
    groupes = suivi.groupes() if groupes is None else groupes
    events = survie.evenements(_rows(suivi, groupes), duree="jours", cause="cause", groupe="groupe", entree="retard", causes=CAUSES)
    return Courbes(groupes, events, survie.kaplan_meier(events), survie.incidence_cumulee(events))


def _rows(suivi: Suivi, groupes: list) -> pd.DataFrame:
    """The followed parcours, once per group they belong to."""
    index = np.concatenate([rows for _, rows in groupes]) if groupes else np.array([], dtype=np.int64)
    code = np.repeat(np.arange(len(groupes), dtype=np.int64), [len(rows) for _, rows in groupes])
    table = suivi.parcours[["jours", "cause", "retard", "est_suivi"]].iloc[index].assign(groupe=code)
    return table[table["est_suivi"]].drop(columns="est_suivi")


def estimations(suivi: Suivi, found: Courbes) -> pd.DataFrame:
    """Every estimate of every group: one row per group, ``mesure`` and ``mois`` (horizon; missing for the median).

    Columns: ``groupe``, ``mesure``, ``mois``, ``valeur``, ``ic_bas``, ``ic_haut`` (shares of 1, or days), ``n`` (followed),
    ``n_evenements`` (exits of that kind by the horizon), ``n_risque`` (at the horizon), ``raison`` (why it is empty).
    """
    horizons = reglages()["horizons"]
    days = [en_jours(mois) for mois in horizons]
    months = dict(zip(days, horizons, strict=True))
    parts = [
        _at_horizons(
            found.incidence,
            days,
            {POSITIVE: "incidence_sortie_positive", AUTRE: "incidence_sortie_autre", FIN_30_MOIS: "incidence_fin_30_mois"},
        )
    ]
    parts.append(_at_horizons(found.survie, days, {0: "part_encore_ouverte"}))
    median = survie.mediane(found.evenements).assign(mesure="duree_mediane", t=np.nan)
    median["n_risque"] = [
        float(strate.a_risque(np.array([at]))[0]) if at == at else np.nan
        for strate, at in zip(found.evenements.strates, median["estimation"], strict=True)
    ]
    limit = reglages()["horizon_moyenne"]
    mean = survie.moyenne_restreinte(found.evenements, horizon=en_jours(limit)).assign(mesure="duree_moyenne_restreinte")
    months[en_jours(limit)] = limit
    columns = ["groupe", "mesure", "t", "estimation", "ic_bas", "ic_haut", "n_evenements", "n_risque", "raison"]
    frame = pd.concat(
        [part[columns].astype({"n_risque": "float64", "raison": object}) for part in [*parts, median, mean] if len(part)]
        or [pd.DataFrame(columns=columns)],
        ignore_index=True,
    )
    frame["mois"] = frame["t"].map(months)
    sizes = [int(suivi.parcours["est_suivi"].to_numpy()[rows].sum()) for _, rows in found.groupes]
    frame["n"] = [sizes[group] for group in frame["groupe"]]
    frame = frame.rename(columns={"estimation": "valeur"}).drop(columns="t")
    return _with_refusals(frame, suivi, found)


def _at_horizons(curve: pd.DataFrame, days: list[float], names: dict[int, str]) -> pd.DataFrame:
    if curve.empty:
        return curve.assign(mesure=[], raison=[])
    read = survie.lire_a(curve, days)
    return read.assign(mesure=read["cause"].map(names))


def _with_refusals(frame: pd.DataFrame, suivi: Suivi, found: Courbes) -> pd.DataFrame:
    """Estimates that the follow-up cannot bear are emptied, with the reason in plain words."""
    frame["raison"] = frame["raison"].astype(object).where(frame["raison"].notna(), None)
    too_short = frame["raison"].notna() & (frame["mesure"] != "duree_mediane")
    frame.loc[too_short, "raison"] = [_too_short(suivi, found.groupes[group][1]) for group in frame.loc[too_short, "groupe"]]
    for rank, (_, rows) in enumerate(found.groupes):
        mine = frame["groupe"] == rank
        if mine.any() and suivi.est_tardif(rows):
            reasons = _late_reasons(frame[mine], suivi, rows, found.survie[found.survie["groupe"] == rank])
            for index, reason in zip(frame.index[mine], reasons, strict=True):
                if reason:
                    frame.loc[index, ["valeur", "ic_bas", "ic_haut"]] = np.nan
                    frame.at[index, "raison"] = reason
    return frame


def _too_short(suivi: Suivi, rows: np.ndarray) -> str:
    followed = suivi.parcours.iloc[rows]
    last = followed.loc[followed["est_suivi"], "jours"].max()
    return f"Cohorte trop jeune : le suivi s’arrête à {francais.nombre(last / en_jours(1), 1)} mois."


def _late_reasons(estimates: pd.DataFrame, suivi: Suivi, rows: np.ndarray, curve: pd.DataFrame) -> list[str | None]:
    """Parcours seen late: an estimate since the entry needs somebody from the first weeks, and enough people at each exit."""
    rules = reglages()["entree_tardive"]
    followed = suivi.parcours.iloc[rows]
    first = followed.loc[followed["est_suivi"], "retard"].min()
    if first > rules["premier_jour_max"]:
        reason = f"La photo ne voit ces parcours qu’à partir de leur {int(first) + 1}e jour : rien n’est estimable depuis l’entrée."
        return [reason] * len(estimates)
    exits = curve[curve["n_evenements"] > 0]
    thin = exits.loc[exits["n_risque"] < rules["a_risque_min"], "t"].min()
    reason = f"Trop peu de parcours suivis depuis l’entrée (moins de {rules['a_risque_min']} au moment d’une sortie)."
    limits = [en_jours(mois) if mois == mois else value for mois, value in zip(estimates["mois"], estimates["valeur"], strict=True)]
    return [reason if thin <= limit or (limit != limit and thin == thin) else None for limit in limits]
