"""What the step-by-step method computes: one population, counted in each way, so that each bias shows by its own figure."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .. import survie
from ..jours import JOURS_PAR_MOIS
from ..survie.appui import Trace, mediane_appuyee, moyenne_appuyee
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
    """Median in months; NaN when not reached, or when too few parcours bear it."""
    return float(mediane_appuyee(events)["estimation"].iloc[0]) / JOURS_PAR_MOIS


def moyenne_restreinte(events: survie.Evenements) -> tuple[float, float, float]:
    """Mean months over the first 30, and its limits."""
    row = moyenne_appuyee(events, en_jours(HORIZON)).iloc[0]
    estimation, low, high = (float(row[name]) / JOURS_PAR_MOIS for name in ("estimation", "ic_bas", "ic_haut"))
    return estimation, low, high


def vus_depuis_l_entree(suivi: Suivi) -> pd.DataFrame:
    """The parcours of a follow-up that the photo sees from their first day: nobody is missing among them."""
    return suivi.parcours[suivi.parcours["retard"] < 0]


def un_moins_km(nom: str, suivi_positif: pd.DataFrame, entree: str) -> Trace:
    """1 − Kaplan-Meier of the positive exit alone, the other exits being taken for people one lost sight of: the naive curve."""
    table = suivi_positif.assign(positif=(suivi_positif["cause"] == POSITIVE).astype(int))
    events = survie.evenements(table, duree="jours", evenement="positif", entree=entree)
    curve = survie.kaplan_meier(events)
    turned = curve.assign(cause=POSITIVE, estimation=1 - curve["estimation"], ic_bas=1 - curve["ic_haut"], ic_haut=1 - curve["ic_bas"])
    return Trace(nom, turned, events.strates[0], 0.0)


def encore_la(nom: str, events: survie.Evenements) -> Trace:
    """The share still in parcours, every exit counted."""
    return Trace(nom, survie.kaplan_meier(events), events.strates[0], 1.0)


def finis(parcours: pd.DataFrame) -> survie.Evenements:
    """The event table of some parcours seen from their entry, every exit being one and the same event."""
    return survie.evenements(parcours.assign(fini=(parcours["cause"] != OUVERT).astype(int)), duree="jours", evenement="fini")


def _mean(jours: pd.Series) -> float:
    return float(jours.mean()) / JOURS_PAR_MOIS if len(jours) else np.nan
