"""The numbers that a piece stands on, as it declares them beside what it shows: whoever reads its page can ask where each comes from."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from ..francais import arrondi, is_empty
from .toile import Toile, ecrire

CHIFFRES, PARTS, DESSIN = "chiffres", "parts", "dessin"
MOIS = range(1, 13)


def declarer(piece: Any) -> dict:
    """What the metadata of an output says of a piece: ``chiffres`` (each number, then those it was worked out from), ``parts`` and ``dessin``.

    ``parts`` are the numbers in %: « 5 » is not what is printed of 4.7 %.
    Hidden and unknown figures declare nothing; a piece that is not made of figures declares none of the numbers it prints.
    """
    seen = dict.fromkeys(_chiffres(piece))
    toile = getattr(piece, "toile", None)
    declared: dict = {
        key: [[value, *sources] for value, unit, sources in seen if (unit == "%") is (key == PARTS)] for key in (CHIFFRES, PARTS)
    }
    return declared | ({DESSIN: ecrire(toile)} if isinstance(toile, Toile) else {})


def _chiffres(piece: Any) -> Iterator[tuple[float, str, tuple[float, ...]]]:
    """Every (number, unit, numbers it was worked out from) of a piece: its fields are walked down to the figures."""
    if isinstance(piece, str | Toile) or piece is None:
        return
    if isinstance(piece, int | float):
        if not isinstance(piece, bool) and not is_empty(piece):
            yield float(piece), "", ()
    elif hasattr(piece, "masquee"):
        yield from _of_figure(piece)
    elif hasattr(piece, "chiffres"):
        yield from _chiffres(piece.chiffres)
    elif is_dataclass(piece):
        for field in fields(piece):
            yield from _chiffres(getattr(piece, field.name))
    elif isinstance(piece, Mapping):
        yield from itertools.chain.from_iterable(map(_chiffres, piece.values()))
    elif isinstance(piece, Iterable):
        yield from itertools.chain.from_iterable(map(_chiffres, piece))


def _of_figure(figure: Any) -> Iterator[tuple[float, str, tuple[float, ...]]]:
    """A visible figure, what it is a share of, and what it was worked out from."""
    if figure.masquee or is_empty(figure.valeur):
        return
    yield float(figure.valeur), figure.unite, tuple(float(one.valeur) for one in figure.de)
    for one in figure.de:
        yield from _of_figure(one)
    if not figure.de:
        yield from ((float(count), "", ()) for count in (figure.numerateur, figure.denominateur) if not is_empty(count))


def derives(sources: list[float]) -> Iterator[float]:
    """Every number that the pages work out from these: what ``Cellule.de`` may stand for, and nothing else.

    A total; a share in %, a gap (as printed or not) or an evolution in % between two; from one, what is left of 100 %, a mean by
    month, and a yearly objective prorated or brought back to the year.
    """
    yield sum(sources)
    if len(sources) == 1:
        (value,) = sources
        yield 100 - float(arrondi(value))
        yield from (value / months for months in MOIS)
        yield from (value * 12 / months for months in MOIS)
        yield from (value * months / 12 for months in MOIS)
    if len(sources) == 2:
        one, other = sources
        if other:
            yield 100 * one / other
            yield 100 * (one - other) / other
        for rounded, expected in itertools.product((one, float(arrondi(one))), (other, float(arrondi(other)))):
            yield rounded - expected
            yield round(rounded - expected)
