"""Confidence limits."""

from __future__ import annotations

from numbers import Real

import numpy as np
from scipy.special import ndtri

from plie_analysis.errors import PlieError

_NEAR_ONE = 1e-13


def quantile_normal(niveau: float) -> float:
    """Two-sided normal quantile of a confidence level strictly between 0 and 1."""
    given: object = niveau
    if isinstance(given, bool) or not isinstance(given, Real) or not 0 < niveau < 1:
        raise PlieError("Le niveau de confiance doit être un nombre compris entre 0 et 1 exclus (0,95 par exemple).")
    return float(ndtri(1 - (1 - niveau) / 2))


def log_log(p: np.ndarray, erreur: np.ndarray, niveau: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a probability on the scale log(-log p), ``erreur`` being the standard error of p itself.

    Missing (NaN) where p is 0 or 1: the scale has no value there.
    """
    z = quantile_normal(niveau)
    inside = np.where((p > 0) & (p < 1 - _NEAR_ONE), p, np.nan)
    with np.errstate(all="ignore"):
        log_p = np.log(inside)
        half = z * erreur / (inside * -log_p)
        centre = np.log(-log_p)
        return np.exp(-np.exp(centre + half)), np.exp(-np.exp(centre - half))
