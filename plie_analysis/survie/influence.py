"""Variances of probabilities: Greenwood, and the infinitesimal jackknife of R's survfit in closed form.

The influence of a person on F_k(t) is a sum over the exit times u of its observed minus expected exits, weighted by
[S(u-) 1(cause k) - (F_k(t) - F_k(u)) / (1 - h(u))] / n(u). The sums below let the variance at every t come out of
running sums, without a matrix of persons by times.
"""

from __future__ import annotations

import numpy as np

from plie_analysis.survie.evenements import Strate


def survie(strate: Strate) -> tuple[np.ndarray, np.ndarray]:
    """S(t) and S(t-) at the exit times of the stratum."""
    n, d = strate.n_risque, strate.evenements
    stay = np.divide(n - d, n, out=np.ones_like(n), where=n > 0)
    after = np.cumprod(stay)
    return after, np.concatenate([[1.0], after[:-1]]) if len(after) else after


def greenwood(strate: Strate) -> np.ndarray:
    """Cumulated d / (n (n - d)): the variance of log S, infinite once everyone at risk has left."""
    n, d = strate.n_risque, strate.evenements
    out = np.where(d > 0, np.inf, 0.0)
    return np.cumsum(np.divide(d, n * (n - d), out=out, where=(n > d)))


def variance(strate: Strate, cause: int | None, *, robuste: bool) -> np.ndarray:
    """Variance of F_k at the exit times (k = rank of the cause; None = all causes together, so the variance of 1 - S).

    ``robuste``: each row is one person whose weight multiplies its influence (R's rule for multi-state curves and for
    fractional weights); otherwise a weight of 2 is two persons.
    """
    sums = _Sommes(strate, cause)
    total = _by_person(strate, cause, sums, robuste=robuste) if robuste or strate.entrees is not None else _independent(sums)
    # once everyone has left, all by this cause, F is 1 whoever they were: 0, not what rounding leaves of it
    others = 0.0 if cause is None else np.cumsum(strate.evenements - strate.sorties[cause])
    return np.where((sums.after == 0) & (others == 0), 0.0, np.maximum(total, 0.0))


class _Sommes:
    """Running sums shared by the two ways: hazards, F and its steps, and the influence of staying at risk."""

    def __init__(self, strate: Strate, cause: int | None) -> None:
        n = strate.n_risque
        self.after, self.before = survie(strate)
        d_k = strate.evenements if cause is None else strate.sorties[cause]
        self.n = np.where(n > 0, n, 1.0)
        self.h = strate.evenements / self.n
        self.h_k = d_k / self.n
        self.step = self.before * self.h_k
        self.f = np.cumsum(self.step)
        # where everyone leaves, F moves no more and the factor 1 / (1 - h) has nothing to multiply
        self.inverse = np.divide(1.0, 1 - self.h, out=np.zeros_like(self.h), where=self.after > 0)
        b = self.h * self.inverse / self.n
        self.b = np.cumsum(b)
        self.b_before = self.b - b
        self.c_step = self.step / self.n
        self.r_step = self.step * self.b_before
        self.stay = np.cumsum(self.r_step - self.c_step)


def _independent(s: _Sommes) -> np.ndarray:
    """Every row at risk from the start, one person per unit of weight: increments at different times do not covary."""
    exits = np.cumsum(s.before**2 * s.h_k * (1 - s.h_k) / s.n)
    crossed = 2 * np.cumsum(s.step * _before(s.c_step))
    spread = np.cumsum(2 * s.step * _before(s.r_step) + s.step**2 * s.b_before)
    return exits - crossed + spread


def _by_person(strate: Strate, cause: int | None, s: _Sommes, *, robuste: bool) -> np.ndarray:
    cells = strate.cellules
    weight = cells.poids_carre if robuste else cells.poids
    out = cells.rang_sortie
    b_in, q_in, start = _at_entry(strate, s)
    influence = s.stay[out] - b_in * s.f[out] + q_in
    slope = s.b[out] - b_in
    staying = _still_at_risk(s, weight, start, out, influence, slope)

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(out, weights=values, minlength=len(strate.t))

    # those gone: influence at exit, then moved by each step of F in proportion to their slope
    event = cells.cause > 0 if cause is None else cells.cause == cause + 1
    influence = influence + event * s.before[out] / s.n[out]
    slope = slope - (cells.cause > 0) * s.inverse[out] / s.n[out]
    gamma = _before(summed(weight * slope**2))
    beta = _before(summed(weight * influence * slope) + s.step * gamma)
    return staying + np.cumsum(summed(weight * influence**2) + 2 * s.step * beta + s.step**2 * gamma)


def _still_at_risk(
    s: _Sommes, weight: np.ndarray, start: np.ndarray, out: np.ndarray, influence: np.ndarray, slope: np.ndarray
) -> np.ndarray:
    """Sum of squared influences of those still at risk after each time.

    At each time everyone at risk has U += step × slope - c, then slope += b. The sums of U, slope and their products
    over the risk set are carried forward, less those who leave: no large terms that cancel, even after a risk set of
    one or two people has been seen early.
    """
    size = len(s.n)

    def leaving(values: np.ndarray) -> np.ndarray:
        return np.bincount(out, weights=weight * values, minlength=size)

    ones = np.ones(len(out))
    entered = np.bincount(start, weights=weight, minlength=size)[:size].cumsum()
    w = entered - _before(leaving(ones))
    delta, b, c = s.step, s.b - s.b_before, s.c_step
    v = _before(b * w - leaving(slope))
    vv = _before(2 * b * v + b**2 * w - leaving(slope**2))
    u = _before(delta * v - c * w - leaving(influence))
    uv = _before(b * u + delta * vv + (delta * b - c) * v - c * b * w - leaving(influence * slope))
    squares = delta**2 * vv + c**2 * w + 2 * delta * uv - 2 * c * u - 2 * delta * c * v
    return np.cumsum(squares - leaving(influence**2))


def _before(steps: np.ndarray) -> np.ndarray:
    """Running sum up to, not including, each position."""
    return np.cumsum(steps) - steps


def _at_entry(strate: Strate, s: _Sommes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each cell: b at entry, b F - stay at entry, and rank of the first exit time it is at risk for."""
    cells = strate.cellules
    if cells.entree is None:
        zero = np.zeros(len(cells.cause))
        return zero, zero, np.zeros(len(cells.cause), dtype=np.int64)
    start = np.searchsorted(strate.t, cells.entree, side="right")
    padded_b = np.concatenate([[0.0], s.b])
    padded_q = np.concatenate([[0.0], s.b * s.f - s.stay])
    return padded_b[start], padded_q[start], start
