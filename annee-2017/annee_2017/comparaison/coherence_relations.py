"""Relations between printed figures: templates of ids, and what they give once filled in."""

import itertools
import math
import re
from dataclasses import dataclass, field, replace
from typing import Any

from plie_analysis.errors import PlieError

from .coherence_figures import Figure

HOLE = re.compile(r"\{(\w+)\}")
# What rounds to n stays under n + ½.
BELOW = 0.999
LETTER = re.compile(r"lettre-(\d{4}-\d{2})\.")
# Terms of the value, in the order of the formula.
TERMES = ("plus", "moins", "sur", "sur_moins", "fois", "divise", "retire")
LISTS = (*TERMES, "sauf", "autres_sur", "autour", "seulement", "tardif")


@dataclass(frozen=True)
class Relation:
    """One entry of relations.toml or of audit.toml (see the header of the first for the meaning of the fields)."""

    id: str
    enonce: str
    a: str
    genre: str = "autre"
    plus: tuple[str, ...] = ()
    moins: tuple[str, ...] = ()
    sur: tuple[str, ...] = ()
    sur_moins: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()
    autres_sur: tuple[str, ...] = ()
    autour: tuple[str, ...] = ()
    seulement: tuple[str, ...] = ()
    retire: tuple[str, ...] = ()
    fois: tuple[str, ...] = ()
    divise: tuple[str, ...] = ()
    tardif: tuple[int, ...] = ()
    pour: dict = field(default_factory=dict)
    constante: float = 0
    facteur: float = 1
    par_mois: bool = False
    fois_mois: bool = False
    sens: str = "="
    tolerance: float = 0
    nature: str = ""
    voisine: str = ""
    absent_vaut: float | None = None
    un_seul_par: str = ""
    fourchette: bool = False
    entier: bool = False
    hypothese: str = ""

    @property
    def is_ratio(self) -> bool:
        """Whether the expected value must be rounded as the print is."""
        return bool(self.sur or self.fois or self.divise) or self.facteur != 1 or self.par_mois or self.entier


@dataclass(frozen=True)
class Instance:
    """A relation filled in: the figure checked, the terms found, the value they give."""

    relation: Relation
    captures: dict
    filled: dict
    a: Figure
    plus: tuple[Figure, ...]
    moins: tuple[Figure, ...]
    sur: tuple[Figure, ...]
    sur_moins: tuple[Figure, ...]
    fois: tuple[Figure, ...]
    divise: tuple[Figure, ...]
    retire: tuple[Figure, ...]
    autour: tuple[Figure, ...]
    autres_sur: tuple[Figure, ...]

    @property
    def key(self) -> tuple:
        """Relation and captured segments."""
        return self.relation.id, tuple(sorted(self.captures.items()))

    def value(self, extra: float = 0, less_below: float = 0, below: float | None = None) -> float | None:
        """Expected value; ``extra`` is added above, ``less_below`` removed below, ``below`` replaces the divisor; ``None`` when a divisor is zero."""
        above = self.relation.constante + extra + _sum(self.plus) - _sum(self.moins)
        if self.relation.entier:
            return self.nearest_share(above)
        divisor = math.prod(figure.valeur for figure in self.divise)
        if self.relation.sur:
            divisor *= (_sum(self.sur) - _sum(self.sur_moins) if below is None else below) - less_below
        if divisor == 0 or (self.retire and not self.retire[1].valeur):
            return None
        above *= math.prod(figure.valeur for figure in self.fois) / divisor
        if self.retire:
            above -= self.retire[0].valeur / self.retire[1].valeur
        return above * self.relation.facteur * (self.rank if self.relation.fois_mois else 1 / self.rank)

    @property
    def rank(self) -> int:
        """Rank of the month, when the relation multiplies or divides by it; else 1."""
        return int(self.captures["mois"][5:]) if self.relation.par_mois or self.relation.fois_mois else 1

    def nearest_share(self, whole: float) -> float | None:
        """The share of a whole number of ``whole`` things that comes nearest to the print."""
        return 100 * math.floor(self.a.valeur * whole / 100 + 0.5) / whole if whole else None

    def bounds(self, value: float) -> tuple[float, float]:
        """Least and greatest value of a relation that asks for it: a percentage printed as n is at least n − ½, and below n + ½."""
        low = high = value
        if self.relation.fourchette:
            for side in TERMES:
                for figure in getattr(self, side):
                    around = [self._with(side, figure, step).value() for step in (-figure.half_unit, figure.half_unit * BELOW)]
                    shifts = [other - value for other in around if other is not None]
                    low, high = low + min(shifts, default=0), high + max(shifts, default=0)
        return low, high

    def _with(self, side: str, figure: Figure, step: float) -> "Instance":
        moved = tuple(replace(other, valeur=other.valeur + step) if other is figure else other for other in getattr(self, side))
        sides: dict[str, Any] = {side: moved}
        return replace(self, **sides)


def parse(raw: dict, name: str) -> list[Relation]:
    """Relations of a file; groups of equal figures become one relation each.

    Raises ``PlieError`` for an unknown field or a missing one, with the ``name`` of the file.
    """
    relations = []
    for entry in raw.get("relation", []):
        values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in entry.items()}
        try:
            relations.append(Relation(**values))
        except TypeError as error:
            raise PlieError(f"{name}, relation {entry.get('id', '?')} : champ inconnu ou manquant ({error}).") from None
    for group in raw.get("egalites", []):
        first, *others = group["figures"]
        shared = {name: group[name] for name in ("id", "enonce", "genre", "hypothese") if name in group}
        if group.get("somme"):
            relations.append(Relation(**shared, a=first, plus=tuple(group["somme"])))
        relations += [Relation(**shared, a=other, plus=(first,)) for other in others]
    return relations


def instances(relation: Relation, figures: dict[str, Figure], name: str) -> list[Instance]:
    """Every way to fill in the relation of the file ``name``. Raises ``PlieError`` when there is none (a template gone astray)."""
    letters = sorted({match[1] for key in figures if (match := LETTER.match(key))})
    found = []
    for captures, figure in _matches(relation, figures):
        filled = {**captures, **_calendar(captures, letters)}
        instance = _fill(relation, captures, filled, figure, figures)
        if instance is not None:
            found.append(instance)
    if not found:
        raise PlieError(f"{name} : la relation {relation.id} ne s'applique à aucune figure.\nCorrigez ses modèles.")
    return found


def figures_of(instance: Instance) -> list[Figure]:
    """Every printed figure of a relation, the one checked first, once each."""
    terms = [instance.a, *(figure for side in TERMES for figure in getattr(instance, side))]
    return list({figure.id: figure for figure in terms if figure.id}.values())


def _matches(relation: Relation, figures: dict[str, Figure]):
    """Figures that fit the template ``a``, with the captured segments."""
    free = {name: values for name, values in relation.pour.items() if f"{{{name}}}" not in relation.a}
    pattern = pattern_of(relation.a)
    for key, figure in figures.items():
        match = pattern.fullmatch(key)
        if not match:
            continue
        captures = match.groupdict()
        if relation.seulement and captures["mois"] not in relation.seulement:
            continue
        if any(captures[name] not in values for name, values in relation.pour.items() if name in captures):
            continue
        for values in itertools.product(*free.values()):
            yield {**captures, **dict(zip(free, values, strict=True))}, figure


def _fill(relation: Relation, captures: dict, filled: dict, figure: Figure, figures: dict) -> Instance | None:
    """The instance, or None when a term of the sum is not printed."""
    groups = {}
    for name in TERMES:
        groups[name] = _terms(getattr(relation, name), relation.sauf, filled, figures)
        if groups[name] is None:
            if relation.absent_vaut is None or name != "plus":
                return None
            groups[name] = (Figure("", "", relation.absent_vaut, figure.unite, "", 0),)
    if groups["plus"] == (figure,) and not relation.sur:
        return None
    for name in ("autour", "autres_sur"):
        groups[name] = _terms(getattr(relation, name), (*relation.sauf, figure.id), filled, figures) or ()
    return Instance(relation, captures, filled, figure, **groups)


def _terms(templates: tuple[str, ...], excluded: tuple[str, ...], filled: dict, figures: dict):
    """Figures of a list of templates; None when one of them matches nothing."""
    found: list[Figure] = []
    rejects = [pattern_of(substitute(template, filled), wide=True) for template in excluded]
    for template in templates:
        identity = substitute(template, filled)
        if "{" in identity:
            return None
        if identity in figures:
            found.append(figures[identity])
            continue
        pattern = pattern_of(identity)
        matched = [figures[key] for key in figures if "*" in identity and pattern.fullmatch(key)]
        matched = [figure for figure in matched if not any(reject.fullmatch(figure.id) for reject in rejects)]
        if not matched:
            return None
        found += matched
    return tuple(found)


def _calendar(captures: dict, letters: list[str]) -> dict:
    """The month before and the letter before the captured month, when there is one."""
    month = captures.get("mois")
    if not month:
        return {}
    known = {}
    year, number = map(int, month.split("-"))
    before = f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"
    if before in letters:
        known["mois_precedent"] = before
    earlier = [letter for letter in letters if letter < month]
    if earlier:
        known["lettre_precedente"] = earlier[-1]
    return known


def substitute(template: str, filled: dict) -> str:
    """The template once its known holes are filled."""
    return HOLE.sub(lambda match: filled.get(match[1], match[0]), template)


def pattern_of(template: str, wide: bool = False) -> re.Pattern:
    """Regular expression of a template: a hole or a star stands for one segment (any text when ``wide``)."""
    star = ".*" if wide else "[^.]+"
    parts, seen = [], set()
    for piece in re.split(r"(\{\w+\}|\*)", template):
        if piece == "*":
            parts.append(star)
        elif hole := HOLE.fullmatch(piece):
            parts.append(f"(?P={hole[1]})" if hole[1] in seen else f"(?P<{hole[1]}>[^.]+)")
            seen.add(hole[1])
        else:
            parts.append(re.escape(piece))
    return re.compile("".join(parts))


def _sum(figures: tuple[Figure, ...]) -> float:
    return sum(figure.valeur for figure in figures)
