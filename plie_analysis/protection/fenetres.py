"""What separates two close counts: what happened, or was keyed, between two days less than a month apart is a number to protect."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..jours import days_between, shifted
from .cles import CleDeCompte
from .systeme import Relation, System

FLUX = "ce qui s'ajoute d'une publication à la suivante"
FENETRE_JOURS = 27


def add_short_windows(system: System, threshold: int) -> None:
    """Protect the small numbers that close days tell: each is a key ``(FLUX, …)`` tied to the counts that it comes from.

    Two counts that begin, or end, on one day and are otherwise less than a month apart (period or knowledge) tell their difference;
    counts of events add up, so that several of them, none close to another, may tell a short window where they meet.
    """
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in system.counts:
        if isinstance(key, CleDeCompte) and not key.est_somme:
            alike[key._replace(du="", au="", connu_au="", photo="")].append(key)
    for group in alike.values():
        if len(group) > 1:
            for one, other in _close(sorted(group)):
                _protect(system, (FLUX, one, other), {one: -1.0, other: 1.0}, threshold)
            if group[0].base[1] == "evenement" and "nombre" in group[0].base:
                _of_several(system, group, threshold)


def _close(group: list[CleDeCompte]) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """The pairs of counts that less than a month separates: by their last day, by their first, by what was known."""
    by_end: dict[tuple[str, str], list[CleDeCompte]] = defaultdict(list)
    for key in group:
        by_end["du", key.du].append(key)
        if key.base[1] == "stock":
            by_end["stock", ""].append(key)
        else:
            by_end["au", key.au].append(key)
    pairs = (pair for keys in by_end.values() for pair in combinations(keys, 2))
    for one, other in dict.fromkeys(pairs):
        if all(abs(days_between(getattr(one, end), getattr(other, end))) <= FENETRE_JOURS for end in ("du", "au", "connu_au")):
            yield one, other


def _protect(system: System, name: tuple, relation: Relation, threshold: int) -> None:
    """Add the number that a weighed sum of counts gives, when it is small."""
    left = sum(value * system.counts[key] for key, value in relation.items())
    if 0 < abs(left) < threshold:
        system.counts[name] = abs(left)
        system.add_relation({**relation, name: -1.0 if left > 0 else 1.0})


def _of_several(system: System, group: Iterable[CleDeCompte], threshold: int) -> None:
    """The short windows between the days where counts of events known on one day begin or end, when a chain of counts ties these days."""
    known: dict[tuple[str, str], list[CleDeCompte]] = defaultdict(list)
    for key in group:
        known[key.photo, key.connu_au].append(key)
    for keys in known.values():
        if len(keys) > 2:
            for reached, loops in _chains(keys):
                windows = [
                    (first, last, _less(reached[last], reached[first]))
                    for first, last in combinations(sorted(reached), 2)
                    if days_between(first, last) <= FENETRE_JOURS
                ]
                windows = [window for window in windows if len(window[2]) > 2]
                for first, last, relation in windows:
                    _protect(system, (FLUX, keys[0]._replace(du=first, au=shifted(last, -1))), relation, threshold)
                for loop in loops if windows else ():
                    system.add_relation(loop)


def _chains(keys: list[CleDeCompte]) -> Iterator[tuple[dict[str, Relation], list[Relation]]]:
    """The days that chains of counts tie: what happened from the first of them to each, as a sum of counts, and the sums that are 0."""
    ends: dict[str, list[tuple[str, CleDeCompte, float]]] = defaultdict(list)
    for key in keys:
        after = shifted(key.au, 1)
        ends[key.du].append((after, key, 1.0))
        ends[after].append((key.du, key, -1.0))
    seen: set[str] = set()
    for start in sorted(ends):
        if start not in seen:
            reached: dict[str, Relation] = {start: {}}
            loops, frontier, used = [], [start], set()
            while frontier:
                day = frontier.pop(0)
                for other, key, sign in ends[day]:
                    if key not in used:
                        used.add(key)
                        chain = _less(reached[day], {key: -sign})
                        if other in reached:
                            loops.append(_less(chain, reached[other]))
                        else:
                            reached[other] = chain
                            frontier.append(other)
            seen |= reached.keys()
            yield reached, [loop for loop in loops if loop]


def _less(one: Relation, other: Relation) -> Relation:
    """The difference of two sums of counts."""
    found = {key: one.get(key, 0.0) - other.get(key, 0.0) for key in (*one, *other)}
    return {key: value for key, value in found.items() if value}
