"""Which counts must stay unpublished so that no small one can be worked out."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field

from .systeme import TOLERANCE, System, bounds, components

PRIMARY = "effectif inférieur au seuil"
SECONDARY = "masquée pour qu'une autre case ne puisse pas être retrouvée"


@dataclass
class Suppression:
    """What to hide: ``reasons`` by key; ``exposed``: keys that earlier publications already give away."""

    reasons: dict[Hashable, str] = field(default_factory=dict)
    exposed: set[Hashable] = field(default_factory=set)


def suppress(
    system: System, threshold: int, *, published: Collection[Hashable] = (), already_hidden: Collection[Hashable] = ()
) -> Suppression:
    """Choose the counts to hide so that no hidden count can be bounded within less than ``threshold``.

    ``published``: keys that earlier publications showed (too late to hide them); ``already_hidden``: keys that they hid.
    A count from 1 to ``threshold - 1`` is hidden; zero is shown. A threshold of 0 or 1 hides nothing.
    """
    outcome = Suppression()
    if threshold <= 1:
        return outcome
    outcome.reasons = {key: PRIMARY for key, count in system.counts.items() if 0 < count < threshold and key not in published}
    hidden = (set(outcome.reasons) | set(already_hidden)) & system.counts.keys()
    safe: set[frozenset] = set()
    while (weak := _first_weak(system, hidden, outcome.exposed, safe, threshold)) is not None:
        chosen = _complement(system, hidden, published, weak)
        if chosen is None:
            outcome.exposed.add(weak)
        else:
            outcome.reasons[chosen] = SECONDARY
            hidden.add(chosen)
    return outcome


def _first_weak(system: System, hidden: set[Hashable], exposed: set[Hashable], safe: set[frozenset], threshold: int) -> Hashable | None:
    """A hidden key that a reader can bound too closely, or None; groups found sound are remembered in ``safe``."""
    for component, relations in components(system, hidden):
        group = frozenset(component)
        if group in safe:
            continue
        keys = sorted((key for key in component if key not in exposed), key=lambda key: (system.counts[key], repr(key)))
        alone = {key for relation in relations if len(found := relation.keys() & group) == 1 for key in found}
        for key in sorted(keys, key=lambda key: key not in alone):
            if key in alone or _width(system, hidden, key) < threshold - TOLERANCE:
                return key
        safe.add(group)
    return None


def _width(system: System, hidden: set[Hashable], key: Hashable) -> float:
    low, high = bounds(system, hidden, [key])[key]
    return high - low


def _complement(system: System, hidden: set[Hashable], published: Collection[Hashable], key: Hashable) -> Hashable | None:
    """The cheapest visible count that shares a relation with ``key``, else with the hidden counts tied to it."""
    reached, frontier = set(), {key}
    while frontier:
        near = [relation for relation in system.relations if frontier & relation.keys()]
        candidates = {other for relation in near for other in relation if other not in hidden and other not in published}
        if candidates:
            return min(candidates, key=lambda other: (_cost(system, other), repr(other)))
        reached |= frontier
        frontier = {other for relation in near for other in relation if other in hidden} - reached
    return None


def _cost(system: System, key: Hashable) -> float:
    """What hiding a count takes from the reader: its size; totals cost more; zeros come last, as they protect little."""
    count = system.counts[key]
    totals = sum(1 for relation in system.relations if relation.get(key, 0) < 0)
    return (count or 1e6) * (1 + 10 * totals)
