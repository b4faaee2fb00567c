"""The sums that tie published counts together, so that one can be worked out from the others."""

import calendar
import csv
import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from itertools import combinations, islice, pairwise
from pathlib import Path

from ..contrat import REFERENTIELS
from ..indicateurs import axes as known_axes
from .cles import CleDeCompte
from .systeme import System

HERE = Path(__file__).parent
Relation = dict[Hashable, float]
TILINGS = 60


def link(system: System) -> None:
    """Add to a system of counts every relation of the templates below that really holds between them."""
    keys = [key for key in system.counts if isinstance(key, CleDeCompte)]
    for templates in (_margins, _groupings, _flags, _complements, _months, _successive_periods, _stocks_and_flows, _same_count):
        for relation in templates(keys):
            system.add_relation(relation)


def _margins(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """A count is the sum of its modalities over one more axis."""
    present = set(keys)
    children: dict[tuple[CleDeCompte, str], Relation] = defaultdict(dict)
    for key in present:
        axes = dict(key.axes)
        for name in axes:
            parent = key.avec_axes({axis: value for axis, value in axes.items() if axis != name})
            if parent in present:
                children[parent, name][key] = 1
    for (parent, _), relation in children.items():
        yield {**relation, parent: -1}


def _groupings(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """A modality of a wide axis is the sum of the fine modalities that it gathers."""
    present = set(keys)
    gathered: dict[tuple[CleDeCompte, str], Relation] = defaultdict(dict)
    for key in present:
        axes = dict(key.axes)
        for fine in axes.keys() & _groups().keys():
            for wide, of in _groups()[fine].items():
                others = {axis: value for axis, value in axes.items() if axis != fine}
                value = of.get(axes[fine], axes[fine])
                parent = key.avec_axes({**others, wide: value})
                if wide not in axes and parent in present:
                    gathered[parent, fine][key] = 1
    for (parent, _), relation in gathered.items():
        yield {**relation, parent: -1}


def _flags(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """A count of flagged lines (or of lines without the flag, or of listed values) is a sum of modalities."""
    present = set(keys)
    by_axis: dict[tuple[CleDeCompte, str], dict[str, CleDeCompte]] = defaultdict(dict)
    for key in present:
        for name, value in key.axes:
            by_axis[key.avec_axes({a: v for a, v in key.axes if a != name}), name][value] = key
    for key in present:
        for source, axis, wanted in _conditions(key):
            fine = by_axis.get((source, axis), {})
            yield {**{child: 1 for value, child in fine.items() if wanted(value)}, key: -1}


def _conditions(key: CleDeCompte):
    for place in ("garder", "sauf"):
        for flag in getattr(key, place):
            if flag in _flag_values():
                axis, values = _flag_values()[flag]
                rest = tuple(other for other in getattr(key, place) if other != flag)
                positive = place == "garder"
                yield (
                    key._replace(garder=rest) if positive else key._replace(sauf=rest),
                    axis,
                    lambda value, v=values, p=positive: (value in v) is p,
                )
    for column, values in key.avec:
        for known in known_axes().values():
            if known.colonne == column and not known.attribut:
                pairs = tuple(pair for pair in key.avec if pair[0] != column)
                yield key._replace(avec=pairs), known.id, lambda value, v=values: value in v


def _complements(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """Lines with a flag and lines with its opposite make all the lines."""
    for key in keys:
        for flag, opposite in _read("complements").items():
            if flag in key.garder:
                rest = tuple(other for other in key.garder if other != flag)
                whole = key._replace(garder=rest)
                yield {key: 1, key._replace(garder=tuple(sorted((*rest, opposite)))): 1, whole: -1}


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
    """What happened from a to b is what happened in the periods that follow one another from a to b."""
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in keys:
        if key.base[1] == "evenement":
            alike[key._replace(du="", au="", connu_au="")].append(key)
    for group in alike.values():
        starting = defaultdict(list)
        for key in group:
            starting[key.du].append(key)
        for whole in group:
            for parts in islice(_tilings(whole, starting), TILINGS):
                yield {**dict.fromkeys(parts, 1), whole: -1}


def _tilings(whole: CleDeCompte, starting: dict[str, list[CleDeCompte]]) -> Iterator[list[CleDeCompte]]:
    """Ways to cut a period into published ones: in two whenever they were known, in more when known at the same date."""

    def follow(day: str, parts: list[CleDeCompte]) -> Iterator[list[CleDeCompte]]:
        for key in starting[day]:
            if key.au > whole.au or key == whole or (len(parts) > 1 and len({one.connu_au for one in (*parts, key)}) > 1):
                continue
            if key.au == whole.au:
                if parts:
                    yield [*parts, key]
            else:
                yield from follow(_next_day(key.au), [*parts, key])

    return follow(whole.du, [])


def _stocks_and_flows(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """Active = still open + gone; still open = open before + come − gone; persons and parcours may coincide."""
    parcours: dict[tuple, dict[tuple, list[CleDeCompte]]] = defaultdict(lambda: defaultdict(list))
    for key in keys:
        if key.base[0] in ("parcours", "sortie") and not (key.garder or key.sauf or key.avec):
            parcours[key.axes, key.filtres][key.base[0], key.base[1]].append(key)
    for kinds in parcours.values():
        stocks, exits, entries = kinds["parcours", "stock"], kinds["sortie", "evenement"], kinds["parcours", "evenement"]
        active = kinds["parcours", "presence"]
        for present in active:
            for stock in (stock for stock in stocks if stock.au == present.au):
                for gone in (gone for gone in exits if (gone.du, gone.au) == (present.du, present.au)):
                    yield {stock: 1, gone: 1, present: -1}
        for one, other in combinations(active, 2):
            if (one.du, one.au) == (other.du, other.au):
                yield {one: 1, other: -1}
        for come in entries:
            leaving = [key for key in exits if (key.du, key.au) == (come.du, come.au)]
            before = [key for key in stocks if _next_day(key.au) == come.du]
            after = [key for key in stocks if key.au == come.au]
            for left in leaving:
                for start in before:
                    for end in after:
                        yield {start: 1, come: 1, left: -1, end: -1}


def _same_count(keys: Iterable[CleDeCompte]) -> Iterator[Relation]:
    """The same count published twice, with another knowledge date: equal unless something was keyed in between."""
    alike: dict[CleDeCompte, list[CleDeCompte]] = defaultdict(list)
    for key in keys:
        alike[key._replace(connu_au="")].append(key)
    for group in alike.values():
        for one, other in pairwise(group):
            yield {one: 1, other: -1}


@cache
def _groups() -> dict[str, dict[str, dict[str, str]]]:
    """``{fine axis: {wide axis: {fine modality: wide modality}}}``."""
    found: dict = {}
    for fine, wides in _read("regroupements").items():
        found[fine] = {wide: _attribute(known_axes()[fine].ref or fine, attribute) for wide, attribute in wides.items()}
    found.setdefault("quartier", {})["qpv"] = {row["code"]: "oui" if row.get("type") == "QPV" else "non" for row in _rows("quartier")}
    return found


@cache
def _flag_values() -> dict[str, tuple[str, frozenset[str]]]:
    """``{column est_…: (axis, modalities for which it is true)}``."""
    return {
        flag: (rule["axe"], frozenset(code for code, value in _attribute(rule["axe"], rule["attribut"]).items() if value == rule["valeur"]))
        for flag, rule in _read("drapeaux").items()
    }


def _attribute(nomenclature: str, attribute: str) -> dict[str, str]:
    return {row["code"]: row[attribute] for row in _rows(nomenclature) if row.get(attribute)}


def _rows(nomenclature: str) -> list[dict[str, str]]:
    with (REFERENTIELS / f"{nomenclature}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _read(section: str) -> dict:
    return tomllib.loads((HERE / "liens.toml").read_text(encoding="utf-8"))[section]


@cache
def _next_day(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
