"""What becomes of a relation: kept, kept but for a rounding, out of reach of the print, or broken."""

import math
from collections.abc import Iterable, Mapping

from .coherence_causes import NEAR, rounded
from .coherence_formule import ecrit
from .coherence_relations import Instance, pattern_of, substitute

TENUE, ARRONDI, INCOMPLETE, ROMPUE = "tenue", "arrondi", "incomplète", "rompue"
VERDICTS = (TENUE, ARRONDI, INCOMPLETE, ROMPUE)
FRACTION_TOLERANCE = 2.5
SAME = 0.005


def agrees(instance: Instance, value: float) -> bool:
    """Whether the print is what the terms give, at the precision of the print."""
    relation, printed = instance.relation, instance.a.valeur
    low, high = instance.bounds(value)
    slack = relation.tolerance + SAME + (instance.a.half_unit if relation.fourchette else 0)
    if relation.sens == ">=":
        return printed >= low - slack
    if relation.sens == "<=":
        return printed <= high + slack
    if relation.sens == ">":
        return printed > low + NEAR
    if relation.sens == "<":
        return printed < high - NEAR
    if relation.fourchette:
        return rounded(low, instance.a.decimals) <= printed <= rounded(high, instance.a.decimals)
    if relation.is_ratio:
        if "/" in instance.a.imprime:
            return abs(printed - value) <= FRACTION_TOLERANCE
        return abs(rounded(value, instance.a.decimals) - printed) <= relation.tolerance + SAME
    return abs(printed - value) <= relation.tolerance + SAME


Parts = Mapping[str, set[float]]


def verdict(instance: Instance, value: float, gaps: Iterable[str] = (), parts: Parts | None = None) -> tuple[str, str]:
    """One of ``VERDICTS``, and what rounding or what missing number says so (French, else empty).

    ``gaps``: ids of the table rows printed without their number; ``parts``: see ``printed_parts``.
    """
    if agrees(instance, value):
        return TENUE, ""
    said = (
        _rounded_first(instance, value) or _truncated(instance, value) or _coarse(instance, value) or _two_roundings(instance, parts or {})
    )
    if said:
        return ARRONDI, said
    if missing := _missing(instance, value, gaps):
        return INCOMPLETE, f"ligne imprimée sans nombre : {', '.join(missing)} (il y manque {ecrit(instance.a.valeur - value)})"
    return ROMPUE, ""


def printed_parts(found: Iterable[tuple[Instance, float]]) -> dict[str, set[float]]:
    """What the printed counts give for each printed share: figure → values that it is a rounding of, up or down."""
    parts: dict[str, set[float]] = {}
    for instance, value in found:
        if instance.relation.is_ratio and instance.relation.sens == "=" and (agrees(instance, value) or _truncated(instance, value)):
            parts.setdefault(instance.a.id, set()).add(round(value, 6))
    return parts


def _truncated(instance: Instance, value: float) -> str:
    scale = 10**instance.a.decimals
    if instance.relation.is_ratio and instance.relation.sens == "=" and math.floor(value * scale + NEAR) / scale == instance.a.valeur:
        return f"troncature au lieu de l'arrondi ({ecrit(value)})"
    return ""


def _coarse(instance: Instance, value: float) -> str:
    if instance.relation.is_ratio and instance.relation.sens == "=":
        for unit, words in ((10, "à la dizaine"), (100, "à la centaine")):
            if value >= 10 * unit and rounded(value / unit, 0) * unit == instance.a.valeur:
                return f"arrondi {words} ({ecrit(value)})"
    return ""


def _rounded_first(instance: Instance, value: float) -> str:
    """A difference of shares printed as the difference of the rounded shares."""
    if (
        instance.relation.sens != "="
        or len(instance.retire) != 2
        or not instance.sur
        or not instance.sur[0].valeur
        or not instance.retire[1].valeur
    ):
        return ""
    factor = instance.relation.facteur
    now = rounded(instance.plus[0].valeur / instance.sur[0].valeur * factor, 0)
    before = rounded(instance.retire[0].valeur / instance.retire[1].valeur * factor, 0)
    return f"différence de pourcentages déjà arrondis ({ecrit(value)})" if now - before == instance.a.valeur else ""


def _two_roundings(instance: Instance, parts: Parts) -> str:
    """The same share printed twice, truncated here and rounded there: the counts of both give the same value."""
    if len(instance.plus) == 1 and not instance.moins and not instance.relation.is_ratio:
        same = parts.get(instance.a.id, set()) & parts.get(instance.plus[0].id, set())
        if same:
            return f"la même part tronquée d'un côté, arrondie de l'autre ({ecrit(min(same))})"
    return ""


def _missing(instance: Instance, value: float, gaps: Iterable[str]) -> list[str]:
    """Rows of the sum that are printed without their number: a total above what is printed says nothing then."""
    if instance.relation.is_ratio or instance.relation.sens != "=" or instance.a.valeur <= value:
        return []
    patterns = [pattern_of(substitute(template, instance.filled)) for template in instance.relation.plus if "*" in template]
    return [key for key in gaps if any(pattern.fullmatch(key) for pattern in patterns)]
