"""The drawings of a page: each is the one that its declared values make, and each value drawn is one that its piece may show."""

import itertools
import math
from collections.abc import Callable, Iterator

from ..libelles import sans_marques
from ..presentation.barres import CHIFFRES
from ..presentation.toile import LARGEUR, Barres, Formes, Mention, Points, Toile, Trait, graduations
from ..presentation.toile_svg import dessin


def est_le_svg(toile: Toile, ecrit: str, identifiant: str, texte: str) -> bool:
    """Whether an SVG of a page is the drawing of a ``Toile``, to the letter."""
    return ecrit == sans_marques(dessin(toile, identifiant, texte))


def textes(toile: Toile) -> Iterator[str]:
    """Every text of a drawing but the graduations of its values."""
    yield from (label for _, label in (toile.y if _is_lying(toile) else toile.x).graduations)
    yield from (toile.x.titre, toile.y.titre)
    for mark in toile.marques:
        yield from (mark.texte,) if isinstance(mark, Mention) else (mark.nom, *getattr(mark, "textes", ()))


def etrangers(toile: Toile, est_permis: Callable[[float], bool]) -> list[float]:
    """The values that a drawing shows and that are not permitted: marks, bounds and graduations of the axis that bears the values.

    The other axis bears categories: places at regular steps, which say nothing.
    """
    lying = _is_lying(toile)
    axis = toile.x if lying else toile.y
    drawn = [value for mark in toile.marques for value in _values(mark, lying) if value == value]
    top = max(map(abs, drawn), default=0)
    ends = {0.0, graduations(top)[-1], (top or 1) * LARGEUR / (LARGEUR - CHIFFRES), max(10.0, 10.0 * math.ceil(top / 10))}
    bounds = [axis.debut, axis.fin]
    found = [value for value in drawn if value and not est_permis(value)]
    found += [bound for bound in bounds if not any(math.isclose(abs(bound), end) for end in ends)]
    ticks = [value for value, _ in axis.graduations]
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    found += [tick for tick in ticks if not min(bounds) - 1e-9 <= tick <= max(bounds) + 1e-9]
    found += [after for after, step in zip(ticks[1:], steps, strict=True) if not math.isclose(step, steps[0])]
    found += [value for value, label in axis.graduations if not _is_label(value, label)]
    places = [mark.x if lying else mark.y for mark in toile.marques if isinstance(mark, Mention)]
    return found + [value for value in places if value not in {0.0, *bounds, *drawn}]


def _is_lying(toile: Toile) -> bool:
    """Whether the values are read from left to right."""
    return any(isinstance(mark, Points) or (isinstance(mark, Barres) and mark.couchees) for mark in toile.marques)


def _values(mark, lying: bool) -> list[float]:
    if isinstance(mark, Barres):
        return list(mark.valeurs)
    if isinstance(mark, Points):
        return [*mark.x, *mark.bas, *mark.haut]
    if isinstance(mark, Trait):
        return list(mark.x if lying else mark.y)
    if isinstance(mark, Formes):
        return [point[0 if lying else 1] for contour in mark.contours for point in contour]
    return []


def _is_label(value: float, label: str) -> bool:
    """Whether a graduation says its own value."""
    text = label.replace("\u202f", "").replace("\u00a0%", "").replace("−", "-").replace("+", "").replace(",", ".")
    try:
        return math.isclose(float(text), value, abs_tol=0.05)
    except ValueError:
        return False
