"""How printed figures hold together: the relations of the audit, tried again with computed values."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .coherence import evaluate
from .coherence_figures import Figure, read_gaps
from .coherence_formule import formula
from .coherence_relations import TERMES, Instance, figures_of
from .coherence_verdicts import agrees


class Liens:
    """The relations between printed figures, by figure; ``gaps``: the lines printed without their number."""

    def __init__(self, folder: Path):
        self.gaps = read_gaps(folder)
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


def with_values(instance: Instance, values: Mapping[str, float]) -> Instance:
    """The relation once these figures have these values."""

    def other(figure: Figure) -> Figure:
        return replace(figure, valeur=values[figure.id]) if figure.id in values else figure

    sides: dict[str, Any] = {side: tuple(other(figure) for figure in getattr(instance, side)) for side in TERMES}
    return replace(instance, a=other(instance.a), **sides)


def across(instance: Instance, figure: Figure) -> str:
    """What stands across from a figure in a relation: the figure checked, or what its terms give."""
    if figure.id != instance.a.id:
        return f"{instance.a.id} ({instance.a.imprime})"
    return formula(instance)
