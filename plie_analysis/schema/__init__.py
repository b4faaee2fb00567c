"""What a settings file may hold: every key, its type, its bounds; whatever else is refused.

The schema is data (``schema/reglages.toml``, ``schema/cohortes.toml``): a new setting is one more line there.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..errors import PlieError
from ..francais import espaces, vouliez_vous_dire
from .cles import SORTES, est_sorte
from .definitions import regles
from .lignes import find_line
from .types import ESPECES, cite

MONTREES = 3
LISTE = "liste"
# A lower bound that must not pass the upper one.
ORDRES = (
    ("charte.seuils", "age_min", "age_max"),
    ("charte.seuils", "entretien_min_minutes", "entretien_max_minutes"),
    ("ingestion", "annee_min", "annee_max"),
)


def check(
    content: dict, name: str, *, schema: str = "reglages", text: str = "", own: frozenset[str] = frozenset(), merged: dict | None = None
) -> None:
    """Raise ``PlieError`` (code 2) with the first faults of a settings file, each with its line when ``text`` is given.

    ``name`` is the file as it is told; ``own``: the keys of kind <seuil> that the suites of the working folder name; ``merged``: the
    settings that result from this file, where a lower bound must stay under its upper bound.
    """
    found = [(path, said) for path, said in _section(content, _schema(schema), (), own)]
    found += [] if found else list(_orders(content if merged is None else merged))
    if not found:
        return
    lines = [f"{name}{_line(text, path)} : {said}" for path, said in found[:MONTREES]]
    if len(found) > MONTREES:
        more = len(found) - MONTREES
        lines.append(f"… et {more} autre{'s' if more > 1 else ''} faute{'s' if more > 1 else ''} dans {name}.")
    raise PlieError(espaces("\n".join(lines)))


@cache
def _schema(name: str) -> dict:
    """The schema of a file. The keys of an indicator are those of its dataclasses: in ``plie.toml`` under [indicateurs], or a file of their own."""
    if name == "indicateurs":
        return {"<nom>": regles()}
    read = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return {**read, "indicateurs": _schema("indicateurs")} if name == "reglages" else read


def _line(text: str, path: tuple) -> str:
    number = find_line(text, path)
    return f", ligne {number}" if number else ""


def _section(content: dict, known: dict, path: tuple, own: frozenset[str]) -> Iterator[tuple[tuple, str]]:
    for key, value in content.items():
        rule = known.get(key) if not est_sorte(key) else None
        if rule is None:
            sort = next((name for name in known if est_sorte(name) and SORTES[name].accepts(key, own)), None)
            rule = known.get(sort)
        if rule is None or key == LISTE:
            yield (*path, key), _unknown(key, known, path)
        else:
            yield from _value(value, rule, (*path, key), own)
    for key, rule in known.items():
        if isinstance(rule, dict) and rule.get("requis") is True and key not in content:
            yield path, f"il manque « {key} » dans {_section_name(path)}."


def _value(value: object, rule: dict, path: tuple, own: frozenset[str]) -> Iterator[tuple[tuple, str]]:
    if isinstance(rule.get("type"), str):
        fault = ESPECES[rule["type"]](value, rule)
        if fault:
            yield path, f"{_place(path)} = {cite(value)} : {fault}."
    elif LISTE in rule:
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            yield path, f"{path[-1]} s'écrit en sections [[{'.'.join(map(str, path))}]], une par entrée."
        else:
            for rank, entry in enumerate(value, start=1):
                yield from _section(entry, rule[LISTE], (*path, rank), own)
    elif not isinstance(value, dict):
        yield path, f"{_place(path)} = {cite(value)} : c'est une section qui est attendue, [{'.'.join(map(str, path))}]."
    else:
        yield from _section(value, rule, path, own)


def _unknown(key: str, known: dict, path: tuple) -> str:
    sort = next((SORTES[name] for name in known if est_sorte(name)), None)
    names = [name for name in known if not est_sorte(name) and name != LISTE] + list(sort.names() if sort else ())
    advice = vouliez_vous_dire(key, names) or (f" Clés possibles : {', '.join(names)}." if names else "")
    said = (sort.refusal if sort else "la clé « {} » n'existe pas").format(cite(key, bare=True))
    return f"{_section_name(path)} : {said}.{advice}" if path else f"{said}.{advice}"


def _place(path: tuple) -> str:
    """« [charte.seuils] saisie_jours »; the key alone at the head of the file."""
    return f"{_section_name(path[:-1])} {cite(path[-1], bare=True)}".lstrip()


def _section_name(path: tuple) -> str:
    """« [charte.seuils] », « [[calendrier]] no 2 »; nothing at the head of the file."""
    names = ".".join(cite(part, bare=True) for part in path if isinstance(part, str))
    rank = next((part for part in path if isinstance(part, int)), None)
    return f"[[{names}]] no {rank}" if rank else f"[{names}]" if names else ""


def _orders(content: dict) -> Iterator[tuple[tuple, str]]:
    for section, low, high in ORDRES:
        found = content
        for part in section.split("."):
            found = found.get(part, {})
        if type(found.get(low)) is int and type(found.get(high)) is int and found[low] > found[high]:
            yield (*section.split("."), low), f"[{section}] {low} = {found[low]} dépasse {high} = {found[high]}."
