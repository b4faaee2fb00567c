"""What an estimate rests on: the one rule that tells whether a value read on a curve may be shown, and why not.

The curve of a group holds up to the first moment when fewer than ``a_risque_min`` parcours are under observation, from the day when
one of them was lost from sight (still open when its observation ended) or when some are only seen some time after their entry.
Before that, those already gone count too: the curve is the plain share of a group followed whole, of ``a_risque_min`` parcours at
least. A group of which nobody is seen in its first ``premier_jour_max`` days tells nothing since the entry (``reglages.toml``).
Every figure of survival that is shown is read here, whoever shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
LIMITES = ("ic_bas", "ic_haut")


@dataclass(frozen=True)
class Appui:
    """How far the curve of a group holds: what is read ``limite`` days after the entry, or later, is empty, for ``raison``.

    ``fin``: last day of the observation, when nobody came late and some are still open then; else infinite.
    """

    limite: float
    raison: str
    fin: float

    def refus(self, jours: float) -> str | None:
        """Why what is read that many days after the entry is not shown; ``None`` when it is."""
        if jours < self.limite:
            return None
        if self.limite and jours > self.fin:
            return f"Cohorte trop jeune : le suivi s’arrête à {_mois(self.fin)} mois."
        return self.raison


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
    read["n_risque"] = [float(events.strates[rank].a_risque(np.array([t]))[0]) for rank, t in zip(read["strate"], read["t"], strict=True)]
    return _emptied(read, [found[rank].refus(t) for rank, t in zip(read["strate"], read["t"], strict=True)])


def moyenne_appuyee(events: Evenements, horizon: float) -> pd.DataFrame:
    """``survie.moyenne_restreinte`` of each group, empty with its reason when too few parcours bear the curve up to ``horizon`` (days)."""
    return _emptied(moyenne_restreinte(events, horizon=horizon), [one.refus(horizon) for one in appuis(events)])


def mediane_appuyee(events: Evenements) -> pd.DataFrame:
    """``survie.mediane`` of each group: the median and each of its limits are empty when too few parcours bear the curve there.

    One more column, ``n_risque``: parcours under observation at the median. ``raison``: why the median is empty.
    """
    found = mediane(events)
    reasons = []
    for strate, one, value in zip(events.strates, appuis(events), found["estimation"], strict=True):
        exits = strate.t[strate.evenements > 0]
        if np.isnan(value):
            reasons.append(one.refus(exits[0] if len(exits) else 0.0))
        else:
            reasons.append(one.refus(_step(exits, value)))
    for name in LIMITES:
        kept = [
            np.isnan(value) or one.refus(_step(strate.t[strate.evenements > 0], value)) is None
            for strate, one, value in zip(events.strates, appuis(events), found[name], strict=True)
        ]
        found[name] = found[name].where(kept)
    found = _emptied(found, reasons)
    found["n_risque"] = [
        np.nan if np.isnan(at) else float(strate.a_risque(np.array([at]))[0])
        for strate, at in zip(events.strates, found["estimation"], strict=True)
    ]
    return found


def _appui(strate: Strate) -> Appui:
    rules = reglages()["appui"]
    least, opening = rules["a_risque_min"], rules["premier_jour_max"]
    first = -1.0 if strate.entrees is None else float(strate.entrees.min())
    if (strate.evenements + strate.censures).sum() < least:
        return Appui(0.0, f"Trop peu de parcours suivis (moins de {least}).", np.inf)
    if first > opening:
        said = f"Ces parcours ne sont vus qu’à partir de leur {int(first) + 1}e jour : rien n’est estimable depuis l’entrée."
        return Appui(0.0, said, np.inf)
    late = strate.entrees is not None and bool((strate.entrees >= 0).any())
    lost = np.cumsum(strate.censures)
    exits = (strate.evenements > 0) & (strate.n_risque < least) & (late | (lost - strate.censures > 0))
    after = np.nextafter(np.append(strate.t, opening) if late else strate.t, np.inf)
    ended = strate.t[survie(strate)[0] == 0]  # once everybody has left, nothing more can be missed
    thin = (strate.a_risque(after) < least) & (after > opening if late else lost > 0) & (after < min(ended, default=np.inf))
    limit = min([*strate.t[exits], *after[thin]], default=np.inf)
    end = np.inf if late or not lost[-1] else float(strate.t[-1])
    said = f"Trop peu de parcours suivis (moins de {least}) à {_mois(limit)} mois de l’entrée." if limit < np.inf else ""
    return Appui(float(limit), said, end)


def _step(exits: np.ndarray, value: float) -> float:
    """The exit at which a median was read: itself, or the end of the stretch of which it is the middle."""
    return float(exits[min(np.searchsorted(exits, value), len(exits) - 1)])


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
