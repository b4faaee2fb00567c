"""Durations and exits of each group, open parcours counted as such: curves, horizons, median, restricted mean."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import survie
from ..survie.appui import lus_a, mediane_appuyee, moyenne_appuyee
from ..survie.reglages import en_jours, reglages
from .lecture import AUTRE, FIN_30_MOIS, POSITIVE
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
    ``n_evenements`` (exits of that kind by the horizon), ``n_risque`` (at the horizon), ``raison`` (why it is empty: ``survie.appui``).
    """
    horizons = reglages()["horizons"]
    days = [en_jours(mois) for mois in horizons]
    limit = reglages()["horizon_moyenne"]
    months = dict(zip(days, horizons, strict=True)) | {en_jours(limit): limit}
    events = found.evenements
    names = {
        0: "part_encore_ouverte",
        POSITIVE: "incidence_sortie_positive",
        AUTRE: "incidence_sortie_autre",
        FIN_30_MOIS: "incidence_fin_30_mois",
    }
    read = [lus_a(events, curve, days) for curve in (found.incidence, found.survie)]
    parts = [one.assign(mesure=one["cause"].map(names)) for one in read]
    parts.append(mediane_appuyee(events).assign(mesure="duree_mediane", t=np.nan))
    parts.append(moyenne_appuyee(events, en_jours(limit)).assign(mesure="duree_moyenne_restreinte"))
    columns = ["groupe", "mesure", "t", "estimation", "ic_bas", "ic_haut", "n_evenements", "n_risque", "raison"]
    frame = pd.concat(
        [part[columns].astype({"n_risque": "float64", "raison": object}) for part in parts if len(part)] or [pd.DataFrame(columns=columns)],
        ignore_index=True,
    )
    frame["mois"] = frame["t"].map(months)
    sizes = [int(suivi.parcours["est_suivi"].to_numpy()[rows].sum()) for _, rows in found.groupes]
    frame["n"] = [sizes[group] for group in frame["groupe"]]
    return frame.rename(columns={"estimation": "valeur"}).drop(columns="t")
