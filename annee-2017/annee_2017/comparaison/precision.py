"""When a computed value is the printed one: rounding at the precision of the print, orders of magnitude, truncation."""

import math

from .coherence_causes import NEAR, rounded
from .coherence_figures import Figure
from .coherence_verdicts import FRACTION_TOLERANCE


def prints_as(figure: Figure, value: float | None, signe: str = "") -> bool:
    """Whether ``value`` rounds to the number printed; a fraction (« 1/3 ») is good within two and a half points.

    ``signe``: ``environ`` compares at the last digit printed that is not 0, ``plus_de`` only asks for more.
    """
    if value is None:
        return False
    if signe == "plus_de":
        return value > figure.valeur
    if signe == "environ":
        unit = _last_unit(figure.valeur)
        return abs(rounded(value / unit, 0) * unit - figure.valeur) < NEAR
    if "/" in figure.imprime:
        return abs(value - figure.valeur) <= FRACTION_TOLERANCE
    return abs(at_precision(figure, value) - figure.valeur) < NEAR


def at_precision(figure: Figure, value: float) -> float:
    """The value as the print would round it."""
    return rounded(value, figure.decimals)


def is_truncated(figure: Figure, value: float) -> bool:
    """Whether the print is the value cut, not rounded, at the precision of the print."""
    scale = 10**figure.decimals
    return abs(math.trunc(value * scale + math.copysign(NEAR, value)) / scale - figure.valeur) < NEAR


def coarse_unit(figure: Figure, value: float) -> int:
    """10 or 100 when the print is the value rounded to that unit, itself small beside the value; else 0."""
    for unit in (10, 100):
        if abs(value) >= 10 * unit and abs(rounded(value / unit, 0) * unit - figure.valeur) < NEAR:
            return unit
    return 0


def _last_unit(value: float) -> int:
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit
