"""The score of Gray's test and its covariance, for one cause."""

from __future__ import annotations

import numpy as np

from plie_analysis.survie.evenements import Strate
from plie_analysis.survie.influence import survie

_NEAR_ZERO = 1e-12


def score(groups: list[Strate], rang: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Score of each group, its covariance, and which groups are at risk when an exit of that cause happens.

    The risk set of Gray (1988) keeps those gone by another cause: n(t) (1 - F(t-)) / S(t-). The covariance follows his
    section 3, with the finite-population factors for ties that the published program uses.
    """
    times = np.unique(np.concatenate([s.t[s.evenements > 0] for s in groups])) if groups else np.empty(0)
    if not len(times):
        return np.zeros(len(groups)), np.zeros((len(groups),) * 2), np.zeros(len(groups), dtype=bool)
    g = _Grille(groups, rang, times)
    observed = g.d1.sum(axis=0)
    share = g.subrisk / np.where(g.subrisk.sum(axis=0) > 0, g.subrisk.sum(axis=0), 1.0)
    gap = (g.d1 - observed * share).sum(axis=1)
    exposed = (observed * share).sum(axis=1) > 0
    return gap, _covariance(g, observed), exposed


class _Grille:
    """Counts and curves of every group on the pooled exit times: arrays of shape (groups, times)."""

    def __init__(self, groups: list[Strate], rang: int, times: np.ndarray) -> None:
        size = len(times)
        self.d1, self.d2 = np.zeros((len(groups), size)), np.zeros((len(groups), size))
        self.s_before, self.s_after = np.ones((len(groups), size)), np.ones((len(groups), size))
        f_before = np.zeros((len(groups), size))
        self.n = np.array([s.a_risque(times) for s in groups])
        for i, group in enumerate(groups):
            after, before = survie(group)
            n = group.n_risque
            f = np.cumsum(before * np.divide(group.sorties[rang], n, out=np.zeros_like(n), where=n > 0))
            moved = group.evenements > 0
            place = np.searchsorted(times, group.t[moved])
            self.d1[i, place] = group.sorties[rang][moved]
            self.d2[i, place] = (group.evenements - group.sorties[rang])[moved]
            self.s_before[i] = np.concatenate([[1.0], after])[np.searchsorted(group.t, times, side="left")]
            self.s_after[i] = np.concatenate([[1.0], after])[np.searchsorted(group.t, times, side="right")]
            f_before[i] = np.concatenate([[0.0], f])[np.searchsorted(group.t, times, side="left")]
        self.present = self.n > 0
        # n / S(t-): the size the group would have had without the other exits and censorings
        self.full = np.divide(self.n, self.s_before, out=np.zeros_like(self.n), where=self.present)
        self.subrisk = self.full * (1 - f_before)


def _covariance(g: _Grille, observed: np.ndarray) -> np.ndarray:
    total = g.full.sum(axis=0)
    safe = np.where(total > 0, total, 1.0)
    step = observed / safe  # of the pooled incidence, under the hypothesis
    pooled = np.cumsum(step)
    pooled_before = pooled - step
    k = len(g.n)
    part = g.full / safe
    # after a group is exhausted the pooled incidence may pass 1: followed as it is, like the published program
    rate = np.divide(step, 1 - pooled_before, out=np.zeros_like(step), where=abs(1 - pooled_before) > _NEAR_ZERO)
    # what is left of 1 - F among those still there after t; 0 once the group is exhausted
    rest = np.divide(1 - pooled, g.s_after, out=np.zeros_like(g.s_after), where=g.s_after > 0)
    own = np.where(g.s_after > 0, 1 - rest, 1.0)
    v1 = _tie_factor(observed, total * g.s_before) * g.s_before * np.divide(step, g.n, out=np.zeros_like(g.n), where=g.present)
    v1 = np.where(g.present & (observed > 0), v1, 0.0)
    v2 = _tie_factor(g.d2, g.n) * g.s_before**2 * np.divide(g.d2, g.n**2, out=np.zeros_like(g.n), where=g.present)
    v2 = np.where(g.s_after > 0, v2, 0.0)

    def weight(i: int, j: int) -> np.ndarray:
        return g.full[i] * ((i == j) - part[j]) * (g.present[i] & g.present[j])

    cumulated = {(i, j): np.cumsum(weight(i, j) * rate) for i in range(k) for j in range(k)}
    spread = np.zeros((k, k))
    for m in range(k):
        # influence of an exit of group m on the score of each group: what it adds now, less what it takes from the rest
        by_cause = [weight(i, m) + own[m] * (cumulated[i, m][-1] - cumulated[i, m]) for i in range(k)]
        by_other = [-rest[m] * (cumulated[i, m][-1] - cumulated[i, m]) for i in range(k)]
        for i in range(k):
            for j in range(i + 1):
                spread[i, j] += (by_cause[i] * by_cause[j] * v1[m]).sum() + (by_other[i] * by_other[j] * v2[m]).sum()
                spread[j, i] = spread[i, j]
    return spread


def _tie_factor(d: np.ndarray, n: np.ndarray) -> np.ndarray:
    """1 - (d - 1) / (n - 1) where several leave together."""
    return 1 - np.divide(d - 1, n - 1, out=np.zeros_like(n), where=(d > 1) & (n > 1))
