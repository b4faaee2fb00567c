"""The relations between published numbers, so that one can be worked out from the others: from what each of them counts."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise, product

from ..indicateurs import axes as known_axes
from ..jours import days_between, shifted
from .cles import SOMME, CleDeCompte
from .faits import Faits
from .systeme import Relation, System

PERIODES_MAX = 13


def link(system: System, faits: Faits) -> None:
    """Add to a system of numbers every relation of the kinds below that their keys tell; ``faits``: what the base says of its columns."""
    keys = [key for key in system.counts if isinstance(key, CleDeCompte)]
    present = set(keys)
    for relation in (*_margins(present), *_groupings(present, faits), *_flags(present, faits), *_several_values(present)):
        system.add_relation(relation, or_less=True)
    for relation in _successive_periods(keys):
        system.add_relation(relation, or_less=True)
    for relation in (*_complements(keys, faits), *_months(keys), *_stocks_and_flows(keys)):
        system.add_relation(relation)
    for part, whole in (*_narrower(present), *_within_periods(keys), *_persons(present), *_versions(system, keys)):
        system.add_nesting(part, whole)


def _margins(present: set[CleDeCompte]) -> Iterator[Relation]:
    """A number is the sum of its modalities over one more axis."""
    children: dict[tuple[CleDeCompte, str], Relation] = defaultdict(dict)
    for key in present:
        axes = dict(key.axes)
        for name in axes:
            parent = key.avec_axes({axis: value for axis, value in axes.items() if axis != name})
            if parent in present:
                children[parent, name][key] = 1
    for (parent, _), relation in children.items():
        yield {**relation, parent: -1}


def _groupings(present: set[CleDeCompte], faits: Faits) -> Iterator[Relation]:
    """A modality of a wide axis is the sum of the fine modalities that it gathers."""
    by_fine: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for (table, fine, wide), of in faits.groupes.items():
        by_fine[table, fine].append((wide, of))
    gathered: dict[tuple[CleDeCompte, str], Relation] = defaultdict(dict)
    for key in present:
        axes = dict(key.axes)
        for fine, modality in key.axes:
            for wide, of in by_fine.get((key.base[0], fine), ()):
                others = {axis: value for axis, value in axes.items() if axis != fine}
                parent = key.avec_axes({**others, wide: of.get(modality, modality)})
                if wide not in axes and parent in present:
                    gathered[parent, fine][key] = 1
    for (parent, _), relation in gathered.items():
        yield {**relation, parent: -1}


def _flags(present: set[CleDeCompte], faits: Faits) -> Iterator[Relation]:
    """A count of flagged lines (or of lines without the flag, or of listed values) is a sum of modalities."""
    by_axis: dict[tuple[CleDeCompte, str], dict[str, CleDeCompte]] = defaultdict(dict)
    for key in present:
        for name, value in key.axes:
            by_axis[key.avec_axes({a: v for a, v in key.axes if a != name}), name][value] = key
    for key in present:
        for source, axis, wanted in _conditions(key, faits):
            fine = by_axis.get((source, axis))
            if fine:
                yield {**{child: 1 for value, child in fine.items() if wanted(value)}, key: -1}


def _conditions(key: CleDeCompte, faits: Faits):
    for place in ("garder", "sauf"):
        for flag in getattr(key, place):
            rest = tuple(other for other in getattr(key, place) if other != flag)
            source = key._replace(garder=rest) if place == "garder" else key._replace(sauf=rest)
            for (table, name, axis), values in faits.drapeaux.items():
                if (table, name) == (key.base[0], flag):
                    yield source, axis, lambda value, v=values, p=place == "garder": (value in v) is p
    for column, values in key.avec:
        for known in known_axes().values():
            if known.colonne == column and not known.attribut:
                pairs = tuple(pair for pair in key.avec if pair[0] != column)
                yield key._replace(avec=pairs), known.id, lambda value, v=values: value in v


def _complements(keys: Iterable[CleDeCompte], faits: Faits) -> Iterator[Relation]:
    """Lines with a flag and lines with its opposite make all the lines; so do lines with a flag and lines without it."""
    for key in keys:
        for flag in key.garder:
            rest = tuple(other for other in key.garder if other != flag)
            whole = key._replace(garder=rest)
            yield {key: 1, whole._replace(sauf=tuple(sorted({*key.sauf, flag}))): 1, whole: -1}
            for pair in faits.contraires.get(key.base[0], ()):
                if flag == pair[0]:
                    yield {key: 1, key._replace(garder=tuple(sorted((*rest, pair[1])))): 1, whole: -1}


def _several_values(present: set[CleDeCompte]) -> Iterator[Relation]:
    """A number filtered on several modalities of an axis is the sum of these modalities."""
    for key in present:
        for name, values in key.filtres:
            plain = key._replace(filtres=tuple(pair for pair in key.filtres if pair[0] != name))
            if name not in dict(key.axes):
                parts = [plain.avec_axes({**dict(key.axes), name: value}) for value in values]
                yield {**{part: 1 for part in parts if part in present}, key: -1}


def _months(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """A modality of the axis « mois » is what happened in that month of the period."""
    for key in keys:
        axes = dict(key.axes)
        month = axes.pop("mois", "")
        if len(month) == 7 and month[4] == "-":
            year, number = map(int, month.split("-"))
            first, last = f"{month}-01", f"{month}-{calendar.monthrange(year, number)[1]}"
            yield {key: 1, key.avec_axes(axes)._replace(du=max(key.du, first), au=min(key.au, last)): -1}


def _successive_periods(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """What happened from a to b is what happened in the periods that follow one another from a to b.

    In two periods, the first perhaps known earlier (what was keyed since is then left out); in more, the shortest known on one day.
    """
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in keys:
        if key.base[1] == "evenement":
            alike[key._replace(du="", au="", connu_au="", photo="")].append(key)
    for group in alike.values():
        if len(group) < 3:
            continue
        starting: dict[str, list[CleDeCompte]] = defaultdict(list)
        for key in group:
            starting[key.du].append(key)
        for whole in group:
            for first in starting[whole.du]:
                if first.au < whole.au:
                    for last in starting.get(shifted(first.au, 1), ()):
                        if last.au == whole.au and _known(last) == _known(whole) and first.connu_au <= last.connu_au:
                            yield {first: 1, last: 1, whole: -1}
            yield from _in_many(whole, starting)


def _in_many(whole: CleDeCompte, starting: dict[str, list[CleDeCompte]]) -> Iterator[Relation]:
    """The shortest periods that follow one another inside a longer one, all known on one day, that of the longer one or before."""
    for knowledge in {_known(key) for key in starting[whole.du]}:
        if knowledge[1] > whole.connu_au:
            continue
        parts: list[CleDeCompte] = []
        day = whole.du
        while day <= whole.au and len(parts) < PERIODES_MAX:
            fits = [key for key in starting.get(day, ()) if _known(key) == knowledge and key.au <= whole.au and key != whole]
            if not fits:
                break
            parts.append(min(fits, key=lambda key: key.au))
            day = shifted(parts[-1].au, 1)
        if len(parts) > 2 and parts[-1].au == whole.au:
            yield {**dict.fromkeys(parts, 1), whole: -1}


def _stocks_and_flows(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """Active = still open + gone; still open = open before + come − gone, all known on one day; persons and parcours may coincide."""
    parcours: dict[tuple, dict[tuple, list[CleDeCompte]]] = defaultdict(lambda: defaultdict(list))
    for key in keys:
        if key.base[0] in ("parcours", "sortie") and not (key.garder or key.sauf or key.avec or key.est_somme):
            parcours[key.axes, key.filtres, _known(key)][key.base[0], key.base[1]].append(key)
    for kinds in parcours.values():
        stocks, exits, entries = kinds["parcours", "stock"], kinds["sortie", "evenement"], kinds["parcours", "evenement"]
        active = kinds["parcours", "presence"]
        for present, stock, gone in product(active, stocks, exits):
            if stock.au == present.au and (gone.du, gone.au) == (present.du, present.au):
                yield {stock: 1, gone: 1, present: -1}
        for one, other in combinations(active, 2):
            if (one.du, one.au) == (other.du, other.au):
                yield {one: 1, other: -1}
        for come, left in product(entries, exits):
            if (left.du, left.au) == (come.du, come.au):
                for start, end in product(stocks, stocks):
                    if shifted(start.au, 1) == come.du and end.au == come.au:
                        yield {start: 1, come: 1, left: -1, end: -1}


def _narrower(present: set[CleDeCompte]) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """What has one more condition (modality, flag, listed values, filter) is within what has not."""
    for key in present:
        axes = dict(key.axes)
        for name in axes:
            yield key, key.avec_axes({axis: value for axis, value in axes.items() if axis != name})
        for place in ("garder", "sauf", "avec", "filtres"):
            conditions = getattr(key, place)
            for one in conditions:
                left: dict = {place: tuple(other for other in conditions if other != one)}
                yield key, key._replace(**left)


def _within_periods(keys: Iterable[CleDeCompte]) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """What happens (or is there) in a period happens in any longer one, known as late or later: with the shortest of them."""
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in keys:
        if key.base[1] in ("evenement", "presence"):
            alike[key._replace(du="", au="", connu_au="", photo="")].append(key)
    for group in alike.values():
        for key in group:
            longer = [
                other
                for other in group
                if other.du <= key.du and key.au <= other.au and (other.du, other.au) != (key.du, key.au) and key.connu_au <= other.connu_au
            ]
            if longer:
                shortest = min(longer, key=lambda other: (days_between(other.du, other.au), other.connu_au))
                same = [other for other in longer if (other.du, other.au) == (shortest.du, shortest.au)]
                yield from ((key, other) for other in same)


def _persons(present: set[CleDeCompte]) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """There are no more persons than lines, nor more filled values."""
    lines: dict[CleDeCompte, CleDeCompte] = {}
    for key in present:
        if "nombre" in key.base:
            lines[_of_lines(key)] = key
    for key in present:
        if "nombre" not in key.base and SOMME not in key.base and (whole := lines.get(_of_lines(key))):
            yield key, whole


def _of_lines(key: CleDeCompte) -> CleDeCompte:
    """The same count whatever it counts: table, kind of time and dates alone."""
    return key._replace(base=tuple(one for one in key.base[:-3]) if len(key.base) > 4 else key.base[:2])


def _versions(system: System, keys: Iterable[CleDeCompte]) -> Iterator[tuple[CleDeCompte, CleDeCompte]]:
    """The same count known at two dates: what was known stays known; equal until something is keyed in between."""
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in keys:
        alike[key._replace(connu_au="", photo="")].append(key)
    for group in alike.values():
        for one, other in pairwise(sorted(group, key=lambda key: (key.connu_au, key.photo))):
            if system.counts[one] == system.counts[other]:
                system.add_relation({one: 1, other: -1})
            elif one.base[1] != "stock":
                yield one, other


def _known(key: CleDeCompte) -> tuple[str, str]:
    """The photo and the day whose knowledge a number holds."""
    return key.photo, key.connu_au
