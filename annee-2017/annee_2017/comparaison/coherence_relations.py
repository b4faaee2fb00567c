"""Relations between printed figures: templates of ids, and what they give once filled in."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from plie_analysis.errors import PlieError

from .coherence_figures import Figure

HOLE = re.compile(r"\{(\w+)\}")
LETTER = re.compile(r"lettre-(\d{4}-\d{2})\.")
LISTS = ("plus", "moins", "sur", "sur_moins", "sauf", "autres_sur", "autour", "seulement", "retire", "tardif")


@dataclass(frozen=True)
class Relation:
    """One entry of relations.toml (see its header for the meaning of the fields)."""

    id: str
    enonce: str
    a: str
    plus: tuple[str, ...] = ()
    moins: tuple[str, ...] = ()
    sur: tuple[str, ...] = ()
    sur_moins: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()
    autres_sur: tuple[str, ...] = ()
    autour: tuple[str, ...] = ()
    seulement: tuple[str, ...] = ()
    retire: tuple[str, ...] = ()
    tardif: tuple[int, ...] = ()
    pour: dict = field(default_factory=dict)
    constante: float = 0
    facteur: float = 1
    par_mois: bool = False
    fois_mois: bool = False
    sens: str = "="
    tolerance: float = 0
    total: str = ""
    nature: str = ""
    voisine: str = ""
    absent_vaut: float | None = None
    un_seul_par: str = ""

    @property
    def is_ratio(self) -> bool:
        """Whether the expected value must be rounded as the print is."""
        return bool(self.sur) or self.facteur != 1 or self.par_mois


@dataclass(frozen=True)
class Instance:
    """A relation filled in: the figure checked, the terms found, the value they give."""

    relation: Relation
    captures: dict
    a: Figure
    plus: tuple[Figure, ...]
    moins: tuple[Figure, ...]
    sur: tuple[Figure, ...]
    sur_moins: tuple[Figure, ...]
    autour: tuple[Figure, ...]
    autres_sur: tuple[Figure, ...]
    retire: tuple[Figure, ...]
    total: Figure | None

    @property
    def key(self) -> tuple:
        """Relation and captured segments."""
        return self.relation.id, tuple(sorted(self.captures.items()))

    def value(self, extra: float = 0, less_below: float = 0, below: float | None = None) -> float | None:
        """Expected value; ``extra`` is added above, ``less_below`` removed below, ``below`` replaces the divisor; ``None`` when a divisor is zero."""
        above = self.relation.constante + extra + _sum(self.plus) - _sum(self.moins)
        if self.relation.sur:
            divisor = (_sum(self.sur) - _sum(self.sur_moins) if below is None else below) - less_below
            if divisor == 0:
                return None
            above /= divisor
        if self.retire:
            if not self.retire[1].valeur:
                return None
            above -= self.retire[0].valeur / self.retire[1].valeur
        rank = int(self.captures["mois"][5:]) if self.relation.par_mois or self.relation.fois_mois else 1
        return above * self.relation.facteur * (rank if self.relation.fois_mois else 1 / rank)


def parse(raw: dict) -> list[Relation]:
    """Relations of the file; groups of equal figures become one relation each.

    Raises ``PlieError`` for an unknown field or a missing one.
    """
    relations = []
    for entry in raw.get("relation", []):
        values: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in entry.items()}
        try:
            relations.append(Relation(**values))
        except TypeError as error:
            raise PlieError(f"relations.toml, relation {entry.get('id', '?')} : champ inconnu ou manquant ({error}).") from None
    for group in raw.get("egalites", []):
        first, *others = group["figures"]
        if group.get("somme"):
            relations.append(Relation(group["id"], group["enonce"], first, tuple(group["somme"])))
        relations += [Relation(group["id"], group["enonce"], other, (first,)) for other in others]
    return relations


def instances(relation: Relation, figures: dict[str, Figure]) -> list[Instance]:
    """Every way to fill in the relation. Raises ``PlieError`` when there is none (a template gone astray)."""
    letters = sorted({match[1] for key in figures if (match := LETTER.match(key))})
    found = []
    for captures, figure in _matches(relation, figures):
        filled = {**captures, **_calendar(captures, letters)}
        instance = _fill(relation, captures, filled, figure, figures)
        if instance is not None:
            found.append(instance)
    if not found:
        raise PlieError(f"relations.toml : la relation {relation.id} ne s'applique à aucune figure.\nCorrigez ses modèles.")
    return found


def _matches(relation: Relation, figures: dict[str, Figure]):
    """Figures that fit the template ``a``, with the captured segments."""
    free = {name: values for name, values in relation.pour.items() if f"{{{name}}}" not in relation.a}
    pattern = _pattern(relation.a)
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
    for name in ("plus", "moins", "sur", "sur_moins", "retire"):
        groups[name] = _terms(getattr(relation, name), relation.sauf, filled, figures)
        if groups[name] is None:
            if relation.absent_vaut is None or name != "plus":
                return None
            groups[name] = (Figure("", "", relation.absent_vaut, figure.unite, "", 0),)
    if groups["plus"] == (figure,) and not relation.sur:
        return None
    for name in ("autour", "autres_sur"):
        groups[name] = _terms(getattr(relation, name), (*relation.sauf, figure.id), filled, figures) or ()
    total = figures.get(_substitute(relation.total, filled)) if relation.total else None
    return Instance(relation, captures, figure, total=None if total is figure else total, **groups)


def _terms(templates: tuple[str, ...], excluded: tuple[str, ...], filled: dict, figures: dict):
    """Figures of a list of templates; None when one of them matches nothing."""
    found: list[Figure] = []
    rejects = [_pattern(_substitute(template, filled), wide=True) for template in excluded]
    for template in templates:
        identity = _substitute(template, filled)
        if "{" in identity:
            return None
        if identity in figures:
            found.append(figures[identity])
            continue
        pattern = _pattern(identity)
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


def _substitute(template: str, filled: dict) -> str:
    return HOLE.sub(lambda match: filled.get(match[1], match[0]), template)


def _pattern(template: str, wide: bool = False) -> re.Pattern:
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
