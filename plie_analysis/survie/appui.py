"""What an estimate rests on: the one rule that tells whether a value read on a curve may be shown, and why not.

A group is « incomplete » at a moment when one of its parcours was lost from sight before (still open when its observation ended), or
when some are only seen some time after their entry. Its curve then holds while, at each exit and at the moment it is read,
``a_risque_min`` parcours at least are under observation, and somebody is at any moment. A group that is not incomplete is followed
whole: its curve is a plain share, of ``a_risque_min`` parcours at least. A group of which nobody is seen in its first
``premier_jour_max`` days tells nothing since the entry (``reglages.toml``). Every figure of survival that is shown is read here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..francais import nombre
from ..jours import JOURS_PAR_MOIS
from .evenements import Evenements, Strate
from .influence import survie
from .lecture import lire_a
from .mediane import mediane
from .moyenne_restreinte import moyenne_restreinte
from .reglages import reglages

PERSONNE = "Aucun parcours suivi : rien à estimer."
# What the reasons of many groups have in common, for those who sum them up: how each begins, and what it amounts to.
GENRES = {
    "Aucun parcours suivi": "aucun parcours n’y est suivi",
    "Trop peu": "trop peu de parcours suivis",
    "Ces parcours ne sont vus": "parcours vus trop longtemps après leur entrée",
    "Cohorte trop jeune": "suivi plus court que l’horizon",
}
LIMITES = ("ic_bas", "ic_haut")


@dataclass(frozen=True)
class Appui:
    """How far the curve of a group holds: what is read ``limite`` days after the entry, or later, is empty, for ``raison``.

    ``fin``: last day of the observation, when nobody came late and some are still open then; else infinite.
    """

    strate: Strate
    limite: float = np.inf
    raison: str = ""
    fin: float = np.inf

    def refus(self, jours: float) -> str | None:
        """Why what is read that many days after the entry is not shown; ``None`` when it is."""
        if self.limite and jours > self.fin:
            return f"Cohorte trop jeune : le suivi s’arrête à {_mois(self.fin)} mois."
        if jours >= self.limite:
            return self.raison
        least = reglages()["appui"]["a_risque_min"]
        is_open = est_incomplete(self.strate, jours) and not _est_finie(self.strate, jours)
        return _thin(jours) if jours and is_open and suivis_a(self.strate, jours) < least else None


@dataclass(frozen=True)
class Trace:
    """One curve of one group, to be drawn and read: ``courbe`` is its frame (``survie``, one cause), from ``depart`` at the entry."""

    nom: str
    courbe: pd.DataFrame
    strate: Strate
    depart: float

    @cached_property
    def appui(self) -> Appui:
        """How far it holds."""
        return _appui(self.strate)

    @cached_property
    def tenue(self) -> pd.DataFrame:
        """The rows of the curve up to where it holds."""
        return self.courbe[self.courbe["t"] < self.appui.limite]

    def lue_a(self, jours: float) -> tuple[float, float, float]:
        """Its value that many days after the entry, and its limits at 95 %; NaN where it does not hold."""
        if self.appui.refus(jours):
            return np.nan, np.nan, np.nan
        before = self.courbe[self.courbe["t"] <= jours]
        return tuple(before[["estimation", *LIMITES]].iloc[-1].astype(float)) if len(before) else (self.depart, np.nan, np.nan)

    def suivis_a(self, jours: float) -> int:
        """Parcours under observation that many days after the entry."""
        return suivis_a(self.strate, jours)


def appuis(events: Evenements) -> list[Appui]:
    """How far the curve of each group holds, in the order of ``events.strates``."""
    return [_appui(strate) for strate in events.strates]


def lus_a(events: Evenements, courbe: pd.DataFrame, horizons: Sequence[float]) -> pd.DataFrame:
    """``survie.lire_a`` of the whole curve of ``events`` at ``horizons`` (days), less what too few parcours bear.

    One more column, ``strate`` (rank of the group); ``n_risque``: parcours under observation at the horizon, those seen late
    counted from the day they are seen on, neither gone nor lost from sight before; ``raison``: why the estimate is empty.
    """
    size = sum(len(strate.t) for strate in events.strates)
    if not size:
        return lire_a(courbe, horizons).assign(strate=[])
    causes = len(courbe) // size
    read = lire_a(
        courbe.assign(strate=np.repeat(np.arange(len(events.strates)), [causes * len(one.t) for one in events.strates])), horizons
    )
    found = appuis(events)
    read["n_risque"] = [float(suivis_a(events.strates[rank], t)) for rank, t in zip(read["strate"], read["t"], strict=True)]
    return _emptied(read, [found[rank].refus(t) for rank, t in zip(read["strate"], read["t"], strict=True)])


def moyenne_appuyee(events: Evenements, horizon: float) -> pd.DataFrame:
    """``survie.moyenne_restreinte`` of each group, empty with its reason when too few parcours bear the curve up to ``horizon`` (days)."""
    return _emptied(moyenne_restreinte(events, horizon=horizon), [one.refus(horizon) for one in appuis(events)])


def mediane_appuyee(events: Evenements) -> pd.DataFrame:
    """``survie.mediane`` of each group: the median and each of its limits are empty when too few parcours bear the curve there.

    One more column, ``n_risque``: parcours under observation at the median. ``raison``: why the median is empty.
    """
    found = mediane(events)
    known = [(one, one.strate.t[one.strate.evenements > 0]) for one in appuis(events)]
    reasons = [one.refus(_step(exits, value)) for (one, exits), value in zip(known, found["estimation"], strict=True)]
    for name in LIMITES:
        kept = [one.refus(_step(exits, value)) is None for (one, exits), value in zip(known, found[name], strict=True)]
        found[name] = found[name].where(kept)
    found = _emptied(found, reasons)
    found["n_risque"] = [
        np.nan if np.isnan(at) else float(suivis_a(strate, at)) for strate, at in zip(events.strates, found["estimation"], strict=True)
    ]
    return found


def suivis_a(strate: Strate, jours: float) -> int:
    """Parcours under observation that many days after the entry: seen by then (late ones too), neither gone nor lost from sight before."""
    return round(float(strate.a_risque(np.array([jours]))[0]))


def est_incomplete(strate: Strate, jours: float) -> bool:
    """Whether some parcours are seen late, or were lost from sight before that many days."""
    return _is_late(strate) or bool(strate.censures[strate.t < jours].any())


def _appui(strate: Strate) -> Appui:
    rules = reglages()["appui"]
    least, opening = rules["a_risque_min"], rules["premier_jour_max"]
    if (strate.evenements + strate.censures).sum() < least:
        return Appui(strate, 0.0, f"Trop peu de parcours suivis (moins de {least}).")
    late = _is_late(strate)
    first = float(strate.entrees.min()) if strate.entrees is not None else -1.0
    if first > opening:
        said = f"Ces parcours ne sont vus qu’à partir de leur {int(first) + 1}e jour : rien n’est estimable depuis l’entrée."
        return Appui(strate, 0.0, said)
    lost = np.cumsum(strate.censures) - strate.censures
    limit = strate.t[(strate.evenements > 0) & (strate.n_risque < least) & (late | (lost > 0))].min(initial=np.inf)
    if late:
        after = np.nextafter(np.concatenate([[opening], strate.t[strate.t > opening]]), np.inf)
        holes = after[strate.a_risque(after) < 1]
        limit = min(limit, holes[: len(holes) - _est_finie(strate, np.inf)].min(initial=np.inf))
    end = float(strate.t[-1]) if strate.censures.any() and not late and not _est_finie(strate, np.inf) else np.inf
    return Appui(strate, float(limit), _thin(limit) if limit < np.inf else "", end)


def _is_late(strate: Strate) -> bool:
    return strate.entrees is not None and bool((strate.entrees >= 0).any())


def _est_finie(strate: Strate, jours: float) -> bool:
    """Whether everybody has left by then: nothing more can be missed."""
    return bool((survie(strate)[0][strate.t <= jours] == 0).any())


def _thin(jours: float) -> str:
    return f"Trop peu de parcours suivis (moins de {reglages()['appui']['a_risque_min']}) à {_mois(jours)} mois de l’entrée."


def _step(exits: np.ndarray, value: float) -> float:
    """The exit at which a median was read: itself, the end of the stretch of which it is the middle; the first one when there is none."""
    if not len(exits):
        return 0.0
    return float(exits[0] if np.isnan(value) else exits[min(int(np.searchsorted(exits, value)), len(exits) - 1)])


def _emptied(frame: pd.DataFrame, reasons: Iterable[str | None]) -> pd.DataFrame:
    """The frame with the estimates that have a reason emptied; a reason of its own stays where the rule has none."""
    told = pd.Series(list(reasons), index=frame.index, dtype=object)
    refused = told.notna()
    for name in ("estimation", "erreur_type", *LIMITES):
        if name in frame:
            frame[name] = frame[name].where(~refused)
    frame["raison"] = told.where(refused, frame["raison"].where(frame["raison"].notna(), None))
    return frame


def _mois(jours: float) -> str:
    return nombre(jours / JOURS_PAR_MOIS, 1)
