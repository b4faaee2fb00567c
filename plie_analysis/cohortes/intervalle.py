"""Intervals of shares, of differences of shares, of means."""

import math

import numpy as np
from scipy.special import ndtri

NIVEAU = 0.95


def quantile(niveau: float = NIVEAU) -> float:
    """Two-sided normal quantile."""
    return float(ndtri(1 - (1 - niveau) / 2))


def wilson(p: float, n: float, niveau: float = NIVEAU) -> tuple[float, float]:
    """Wilson's limits of a share ``p`` (0 to 1) of ``n`` observations, which may be an effective, fractional size.

    Missing when ``n`` is 0. Source: Wilson 1927.
    """
    if not n > 0:
        return math.nan, math.nan
    z2 = quantile(niveau) ** 2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (p * (1 - p) + z2 / (4 * n)) / n) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def newcombe(p1: float, n1: float, p2: float, n2: float, niveau: float = NIVEAU) -> tuple[float, float, float]:
    """``p1 - p2`` and its limits by Newcombe's square-and-add of Wilson's (Newcombe 1998, method 10); sizes may be effective."""
    low1, high1 = wilson(p1, n1, niveau)
    low2, high2 = wilson(p2, n2, niveau)
    gap = p1 - p2
    return gap, gap - math.hypot(p1 - low1, high2 - p2), gap + math.hypot(high1 - p1, p2 - low2)


def moyenne(values: np.ndarray, niveau: float = NIVEAU) -> tuple[float, float, float]:
    """Mean and normal limits (missing under two values)."""
    if len(values) == 0:
        return math.nan, math.nan, math.nan
    mean = float(np.mean(values))
    if len(values) < 2:
        return mean, math.nan, math.nan
    half = quantile(niveau) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return mean, mean - half, mean + half
