"""The other side of a relation in writing: the figures it names, and the numbers really computed with."""

from collections.abc import Callable

from plie_analysis.francais import nombre

from .coherence_figures import Figure
from .coherence_relations import Instance, pattern_of, substitute

Ecriture = Callable[[str], list[str]]
SIGNES = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}


def formula(instance: Instance) -> str:
    """The other side with the figures that it names; a sum over a template says how many it adds."""
    return _write(instance, lambda side: _named(instance, side))


def calculation(instance: Instance) -> str:
    """The other side with its numbers."""
    return _write(instance, lambda side: [ecrit(figure.valeur) for figure in getattr(instance, side)])


def ecrit(value: float) -> str:
    """A number as French writes it: two decimals at most, and no more than it needs."""
    return nombre(value, next(decimals for decimals in (0, 1, 2) if decimals == 2 or abs(value - round(value, decimals)) < 0.005))


def _write(instance: Instance, terms: Ecriture) -> str:
    relation = instance.relation
    text = _sum(terms("plus"), terms("moins"), relation.constante)
    if relation.entier:
        whole = sum(figure.valeur for figure in instance.plus)
        return f"100 × {ecrit((instance.value() or 0) * whole / 100)} ÷ {text}"
    multiplied, divided = terms("fois"), terms("divise")
    below = [_sum(terms("sur"), terms("sur_moins"), 0)] if relation.sur else []
    retire = terms("retire")
    if multiplied or divided or below or relation.facteur != 1 or instance.rank != 1 or retire:
        text = _bracket(text)
    text = " ÷ ".join([" × ".join([text, *multiplied]), *map(_bracket, below), *divided])
    if retire:
        text = f"({text} − {retire[0]} ÷ {retire[1]})"
    return _scaled(text, relation.facteur, instance.rank, relation.fois_mois)


def _scaled(text: str, factor: float, rank: int, multiplied: bool) -> str:
    inverse = round(1 / factor)
    if factor > 1:
        text = f"{ecrit(factor)} × {text}"
    if rank > 1:
        text = f"{text} × {rank}" if multiplied else f"{text} ÷ {rank}"
    return f"{text} ÷ {inverse}" if factor < 1 else text


def _sum(plus: list[str], moins: list[str], constant: float) -> str:
    return " − ".join([" + ".join([*([ecrit(constant)] if constant else []), *plus]) or "0", *moins])


def _bracket(text: str) -> str:
    return f"({text})" if " + " in text or " − " in text else text


def _named(instance: Instance, side: str) -> list[str]:
    return [_name(substitute(template, instance.filled), getattr(instance, side)) for template in getattr(instance.relation, side)]


def _name(template: str, figures: tuple[Figure, ...]) -> str:
    if "*" not in template:
        return template
    pattern = pattern_of(template)
    found = [figure.id for figure in figures if pattern.fullmatch(figure.id)]
    if len(found) == 1:
        return found[0]
    return f"somme des {len(found)} chiffres {template}" if found else f"aucun chiffre {template}"
