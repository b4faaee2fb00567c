"""How printed figures hold together: the relations of the audit, tried again with computed values."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .coherence import evaluate
from .coherence_figures import Figure
from .coherence_formule import formula
from .coherence_relations import TERMES, Instance, figures_of
from .coherence_verdicts import agrees
from .precision import at_precision


class Liens:
    """The relations between printed figures, by figure."""

    def __init__(self, folder: Path):
        self._of: dict[str, list[Instance]] = {}
        for instance, _ in evaluate(folder):
            for figure in figures_of(instance):
                self._of.setdefault(figure.id, []).append(instance)

    def of(self, identifiant: str) -> list[Instance]:
        """Relations in which a figure stands, in the order of relations.toml."""
        return self._of.get(identifiant, [])


def holds(instance: Instance) -> bool:
    """Whether the relation is kept, at the precision of the print."""
    value = instance.value()
    return value is not None and agrees(instance, value)


def is_tight(instance: Instance) -> bool:
    """Whether both sides are the same number, even in a relation that only asks for an order."""
    value = instance.value()
    return value is not None and agrees(replace(instance, relation=replace(instance.relation, sens="=")), value)


def holds_with(instance: Instance, values: Mapping[str, float], *, tight: bool = False) -> bool:
    """Whether the relation is kept by computed values, rounded as they are printed or exact; ``tight``: as an equality."""
    kept = is_tight if tight else holds
    return any(kept(with_values(instance, values, exact=exact)) for exact in (False, True))


def with_values(instance: Instance, values: Mapping[str, float], *, exact: bool = False) -> Instance:
    """The relation once these figures have the computed values, rounded as they are printed unless ``exact``."""

    def other(figure: Figure) -> Figure:
        if figure.id not in values:
            return figure
        value = values[figure.id]
        return replace(figure, valeur=value if exact else at_precision(figure, value))

    sides: dict[str, Any] = {side: tuple(other(figure) for figure in getattr(instance, side)) for side in TERMES}
    return replace(instance, a=other(instance.a), **sides)


def across(instance: Instance, figure: Figure) -> str:
    """What stands across from a figure in a relation: the figure checked, or what its terms give."""
    if figure.id != instance.a.id:
        return f"{instance.a.id} ({instance.a.imprime})"
    return formula(instance)
