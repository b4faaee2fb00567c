"""What the step-by-step method computes: one population, counted in each way, so that each bias shows by its own figure."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .. import survie
from ..jours import JOURS_PAR_MOIS
from ..survie.reglages import en_jours
from .lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from .suivi import Suivi

HORIZON = 30


@dataclass(frozen=True)
class Accompagnes:
    """The parcours open at some moment of ``[debut ; au]``, observed at ``au``; ``parcours`` as in ``cohortes.suivi``.

    ``parcours`` has a column ``retard_periode``: days already gone by when the period begins (-1: entered in it).
    """

    debut: dt.date
    au: dt.date
    parcours: pd.DataFrame

    @property
    def nombre(self) -> int:
        """Parcours open at some moment of the period."""
        return len(self.parcours)

    @property
    def sortis(self) -> pd.DataFrame:
        """Those that ended in the period."""
        return self.parcours[self.parcours["cause"] != OUVERT]

    @property
    def ouverts(self) -> int:
        """Those still open at the observation."""
        return int((self.parcours["cause"] == OUVERT).sum())

    @property
    def moyenne_sorties(self) -> float:
        """Mean months of the finished ones only."""
        return _mean(self.sortis["jours"])

    @property
    def moyenne_melangee(self) -> float:
        """Mean months, finished and unfinished durations mixed."""
        return _mean(self.parcours["jours"])

    @cached_property
    def sans_retard(self) -> survie.Evenements:
        """Event table as if everybody had been watched from the entry: those gone before the period are missing from it."""
        return survie.evenements(
            self.parcours.assign(retard_periode=-1.0),
            duree="jours",
            cause="cause",
            entree="retard_periode",
            causes=(POSITIVE, AUTRE, FIN_30_MOIS),
        )

    @cached_property
    def avec_retard(self) -> survie.Evenements:
        """Event table where each one counts from the day the period begins to watch it (delayed entry)."""
        return survie.evenements(
            self.parcours, duree="jours", cause="cause", entree="retard_periode", causes=(POSITIVE, AUTRE, FIN_30_MOIS)
        )


def accompagnes(suivi: Suivi, debut: dt.date) -> Accompagnes:
    """The parcours of a follow-up that were open at some moment since ``debut``."""
    people = suivi.parcours
    late = (pd.Timestamp(debut) - people["entree"]).dt.days - 1
    active = people[people["sortie"].isna() | (people["sortie"] >= pd.Timestamp(debut))]
    return Accompagnes(debut, suivi.demande.au, active.assign(retard_periode=late.clip(lower=-1).astype("float64")).reset_index(drop=True))


def mediane(events: survie.Evenements) -> float:
    """Median in months; NaN when not reached."""
    return float(survie.mediane(events)["estimation"].iloc[0]) / JOURS_PAR_MOIS


def moyenne_restreinte(events: survie.Evenements) -> tuple[float, float, float]:
    """Mean months over the first 30, and its limits."""
    row = survie.moyenne_restreinte(events, horizon=en_jours(HORIZON)).iloc[0]
    estimation, low, high = (float(row[name]) / JOURS_PAR_MOIS for name in ("estimation", "ic_bas", "ic_haut"))
    return estimation, low, high


def vus_depuis_l_entree(suivi: Suivi) -> pd.DataFrame:
    """The parcours of a follow-up that the photo sees from their first day: nobody is missing among them."""
    return suivi.parcours[suivi.parcours["retard"] < 0]


def un_moins_km(suivi_positif: pd.DataFrame, entree: str) -> pd.DataFrame:
    """1 − Kaplan-Meier of the positive exit alone, the other exits being taken for people one lost sight of: the naive curve."""
    table = suivi_positif.assign(positif=(suivi_positif["cause"] == POSITIVE).astype(int))
    curve = survie.kaplan_meier(table, duree="jours", evenement="positif", entree=entree)
    return curve.assign(cause=POSITIVE, estimation=1 - curve["estimation"], ic_bas=1 - curve["ic_haut"], ic_haut=1 - curve["ic_bas"])


def a(courbe: pd.DataFrame, mois: float) -> float:
    """A curve read at so many months; NaN beyond the follow-up."""
    if courbe.empty:
        return np.nan
    days = en_jours(mois)
    if days > courbe["t"].max():
        return np.nan
    before = courbe[courbe["t"] <= days]
    return float(before["estimation"].iloc[-1]) if len(before) else (0.0 if courbe["cause"].iloc[0] else np.nan)


def finis_seulement(sortis: pd.DataFrame) -> pd.DataFrame:
    """The curve of the finished parcours only, as a frame of ``survie`` (nobody is open: it is their plain distribution)."""
    return survie.kaplan_meier(sortis.assign(fini=1), duree="jours", evenement="fini")


def _mean(jours: pd.Series) -> float:
    return float(jours.mean()) / JOURS_PAR_MOIS if len(jours) else np.nan
