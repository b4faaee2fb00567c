"""What a reader of published tables knows: numbers, and the relations that tie them together."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = 1e-6
Relation = dict[Hashable, float]


@dataclass
class System:
    """Numbers by key, and the linear relations that hold between them.

    ``counts``: key → true number (≥ 0). ``relations``: each a mapping key → coefficient whose weighted sum is 0; ``inequalities``:
    the same, whose weighted sum is at most 0. ``floors``: what a reader knows a hidden number to reach at least (0 unless said: a
    published table shows its zeros, so what it hides is at least 1). ``widths``: for the numbers to protect, how wide the interval
    must stay in which a reader can place them; ``homogenes``: pairs (part, whole) of which one at least must stay hidden.
    """

    counts: dict[Hashable, float] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    inequalities: list[Relation] = field(default_factory=list)
    floors: dict[Hashable, float] = field(default_factory=dict)
    widths: dict[Hashable, float] = field(default_factory=dict)
    homogenes: list[tuple[Hashable, Hashable]] = field(default_factory=list)

    def add_relation(self, coefficients: Mapping[Any, float], *, or_less: bool = False) -> bool:
        """Keep a sum that ties numbers if it holds; say whether it does.

        ``or_less``: keep what it says when it does not hold. Persons counted in two modalities add up to more than their number,
        some modalities only to less, and a reader knows which; of other sums that do not hold, a reader learns nothing.
        """
        relation = {key: value for key, value in coefficients.items() if value}
        if len(relation) < 2 or any(key not in self.counts for key in relation):
            return False
        total = sum(value * self.counts[key] for key, value in relation.items())
        if abs(total) > TOLERANCE:
            if or_less:
                self.inequalities.append({key: -value for key, value in relation.items()} if total > 0 else relation)
            return False
        self.relations.append(relation)
        return True

    def add_nesting(self, part: Hashable, whole: Hashable) -> None:
        """Keep that what the one counts, the other counts too, unless the numbers say otherwise."""
        if part in self.counts and whole in self.counts and self.counts[part] <= self.counts[whole] + TOLERANCE:
            self.inequalities.append({part: 1.0, whole: -1.0})

    def floor(self, key: Hashable) -> float:
        """What a reader knows a hidden number to reach at least."""
        return min(self.floors.get(key, 0.0), self.counts[key])


def reached(system: System, known: set[Hashable], start: Iterable[Hashable]) -> System:
    """The part of a system that bears on some numbers, through numbers that are not known.

    ``known``: what the reader can read whatever is decided now. A relation between known numbers teaches nothing; the others of the
    part keep their known numbers.
    """
    by_key: dict[Hashable, list[int]] = {}
    every = [(True, relation) for relation in system.relations] + [(False, relation) for relation in system.inequalities]
    for rank, (_, relation) in enumerate(every):
        for key in relation:
            if key not in known:
                by_key.setdefault(key, []).append(rank)
    kept: set[int] = set()
    frontier = list(dict.fromkeys(key for key in start if key not in known))
    seen = set(frontier)
    while frontier:
        for rank in by_key.get(frontier.pop(), ()):
            if rank not in kept:
                kept.add(rank)
                fresh = [key for key in every[rank][1] if key not in known and key not in seen]
                seen.update(fresh)
                frontier += fresh
    rows = [every[rank] for rank in sorted(kept)]
    keys = dict.fromkeys([*seen, *(key for _, relation in rows for key in relation)])
    return System(
        {key: system.counts[key] for key in keys},
        [relation for is_sum, relation in rows if is_sum],
        [relation for is_sum, relation in rows if not is_sum],
        {key: system.floors[key] for key in keys if key in system.floors},
        {key: width for key, width in system.widths.items() if key in keys},
        [pair for pair in system.homogenes if pair[0] in keys or pair[1] in keys],
    )
