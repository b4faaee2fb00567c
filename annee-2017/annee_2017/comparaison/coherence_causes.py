"""Rules that say what a contradiction looks like, tried in order; none of them knows a figure by name.

What the print itself shows is told as it is; what only fits the gap is called a guess (« hypothèse »).
"""

import math
from dataclasses import dataclass

from .coherence_formule import ecrit
from .coherence_relations import Instance

NEAR = 1e-6
MAX_NAMED = 3
FRACTION_MAX_GAP = 5
GUESS = "hypothèse : "


@dataclass(frozen=True)
class Contexte:
    """What a rule may look at beside the instance: every gap found, the order of the letters, what each printed share is made of."""

    ecarts: dict[tuple, float]
    ordre: dict[str, list[str]]
    parts: dict[str, set[float]]

    def gap(self, relation: str, captures: dict) -> float:
        """Gap of a relation for the same segments, 0 when it holds or does not apply."""
        return self.ecarts.get((relation, tuple(sorted(captures.items()))), 0.0)

    def neighbour(self, relation: str, captures: dict, shift: int) -> tuple[str, float] | None:
        """(month, gap) of a relation in the letter before or after."""
        month = captures.get("mois")
        months = self.ordre.get(relation, [])
        if month not in months or not 0 <= months.index(month) + shift < len(months):
            return None
        other = months[months.index(month) + shift]
        return other, self.gap(relation, {**captures, "mois": other})

    def reversal(self, relation: str, captures: dict) -> tuple[int, str, float] | None:
        """(shift, month, gap) of the neighbouring letter that undoes the gap: the value stands out of its series."""
        gap = self.gap(relation, captures)
        for shift in (1, -1):
            other = self.neighbour(relation, captures, shift)
            if other and gap * other[1] < 0 and abs(gap + other[1]) <= 0.5 * max(abs(gap), abs(other[1])):
                return shift, *other
        return None


def probable_cause(instance: Instance, value: float, context: Contexte) -> str:
    """What is said of the gap between the print and ``value``: by a rule of FAITS, by the relation itself, by a rule of CALCULS, else « non expliqué »."""
    said = (rule(instance, value, context) for rule in FAITS)
    if cause := next(filter(None, said), ""):
        return cause
    if instance.relation.hypothese:
        return f"{GUESS}{instance.relation.hypothese}"
    said = (rule(instance, value, context) for rule in CALCULS)
    return next(filter(None, said), "non expliqué")


def rounded(value: float, decimals: int) -> float:
    """Rounded half up, as people do by hand."""
    scale = 10**decimals
    return math.floor(value * scale + 0.5 + NEAR) / scale


def _prints_as(instance: Instance, value: float | None) -> bool:
    if value is None:
        return False
    if instance.relation.is_ratio:
        return rounded(value, instance.a.decimals) == instance.a.valeur
    return abs(value - instance.a.valeur) < NEAR


def _two_definitions(instance: Instance, value: float, context: Contexte) -> str:
    """Two shares of one name, each made of its own counts."""
    if len(instance.plus) != 1 or instance.moins or instance.relation.is_ratio:
        return ""
    here, there = (context.parts.get(figure.id, set()) for figure in (instance.a, instance.plus[0]))
    if not here or not there:
        return ""
    return f"deux définitions : {ecrit(min(here))} selon l'une, {ecrit(min(there))} selon l'autre, chacune vraie de ses nombres"


def _other_divisor(instance: Instance, value: float, _: Contexte) -> str:
    for figure in instance.autres_sur:
        if _prints_as(instance, instance.value(below=figure.valeur)):
            return f"{GUESS}part rapportée à un autre nombre imprimé, {figure.id} ({ecrit(figure.valeur)})"
    return ""


def _fraction(instance: Instance, value: float, _: Contexte) -> str:
    fractions = [figure.imprime for figure in (instance.a, *instance.plus) if "/" in figure.imprime]
    if fractions and abs(instance.a.valeur - value) <= FRACTION_MAX_GAP:
        return f"ordre de grandeur d'un côté ({fractions[0]}), pourcentage de l'autre"
    return ""


def _late_keying(instance: Instance, value: float, _: Contexte) -> str:
    if len(instance.relation.tardif) != 2:
        return ""
    low, high = instance.relation.tardif
    gap = instance.a.valeur - value
    if low <= gap <= high:
        return f"{GUESS}saisie tardive ({ecrit(gap)} de plus que la lettre d'avant et le mois)"
    return ""


def _spike(instance: Instance, value: float, context: Contexte) -> str:
    if instance.relation.nature != "flux":
        return ""
    found = context.reversal(instance.relation.id, instance.captures)
    if found is None:
        return ""
    words = "la lettre suivante revient de" if found[0] > 0 else "la lettre précédente s'écartait de"
    return f"valeur isolée dans la série : {words} {_signed(found[2])} ({found[1]})"


def _stock(instance: Instance, value: float, context: Contexte) -> str:
    relation = instance.relation
    if relation.nature != "stock":
        return ""
    gap = instance.a.valeur - value
    beside = context.gap(relation.voisine, instance.captures)
    if beside * gap < 0 and context.reversal(relation.voisine, instance.captures):
        return f"un terme est hors de sa série : voir {relation.voisine} ({_signed(beside)})"
    if gap > 0:
        return f"plus de parcours ouverts que le calcul n'en laisse ; {GUESS}parcours multiples ou recomptage"
    return f"moins de parcours ouverts que le calcul n'en laisse ; {GUESS}sorties déjà déduites ou recomptage"


def _annual_count(instance: Instance, value: float, _: Contexte) -> str:
    if instance.relation.nature != "annuel":
        return ""
    yearly = instance.plus[0]
    if not yearly.id:
        return f"opération absente du tableau annuel ; {GUESS}regroupée ou reclassée"
    classes = {figure.id.split(".")[2] for figure in (instance.a, yearly)}
    if len(classes) > 1:
        return "l'opération a changé de classe entre-temps"
    return f"{GUESS}les deux tableaux ne comptent pas la même chose"


def _spread(instance: Instance, value: float, _: Contexte) -> str:
    if instance.relation.nature == "repartition" and instance.a.valeur > value:
        return f"les parts dépassent 100 ; {GUESS}réponses multiples"
    return ""


def _missing_line(instance: Instance, value: float, _: Contexte) -> str:
    """The printed number leaves out one line of the sum (of the numerator or of the divisor)."""
    if instance.relation.sens != "=":
        return ""
    lines = instance.plus if len(instance.plus) > 1 else ()
    above = [line for line in lines if line.valeur and _prints_as(instance, instance.value(extra=-line.valeur))]
    if above:
        return f"{GUESS}ligne laissée de côté, {_names(above, last_first=not instance.relation.is_ratio)}"
    parts = instance.sur if len(instance.sur) > 2 else ()
    below = [line for line in parts if line.valeur and _prints_as(instance, instance.value(less_below=line.valeur))]
    return f"{GUESS}ligne laissée de côté au dénominateur, {_names(below)}" if below else ""


def _extra_line(instance: Instance, value: float, _: Contexte) -> str:
    """The printed number counts one line too many, with the right divisor or with the one printed elsewhere."""
    used = {figure.id for figure in instance.plus}
    others = [figure for figure in instance.autour if figure.id not in used and figure.valeur]
    right = [line for line in others if _prints_as(instance, instance.value(extra=line.valeur))]
    if right:
        return f"{GUESS}ligne comptée en trop, {_names(right)}"
    for divisor in instance.autres_sur:
        lines = [f for f in others if _prints_as(instance, instance.value(extra=f.valeur, below=divisor.valeur))]
        if lines:
            return f"{GUESS}ligne comptée en trop, {_names(lines)}, et part rapportée à {divisor.id} ({ecrit(divisor.valeur)})"
    return ""


def _other_unit(instance: Instance, value: float, _: Contexte) -> str:
    units = {figure.unite for figure in (instance.a, *instance.plus) if figure.unite}
    if instance.relation.is_ratio or len(units) != 2 or "etapes" not in units:
        return ""
    other = next(unit for unit in units if unit != "etapes")
    return f"deux unités : {other} d'un côté, étapes saisies de l'autre"


def _typing_slip(instance: Instance, value: float, _: Contexte) -> str:
    printed, expected = ecrit(instance.a.valeur), ecrit(value)
    if instance.relation.is_ratio or instance.relation.sens != "=" or "%" in instance.a.imprime:
        return ""
    differing = sum(x != y for x, y in zip(printed, expected, strict=False))
    if len(printed) == len(expected) > 1 and differing == 1:
        return f"un seul chiffre diffère ({printed} pour {expected}) ; {GUESS}coquille"
    return ""


# What the series, the units or the definitions say; then what arithmetic alone suggests.
FAITS = (
    _two_definitions,
    _other_divisor,
    _fraction,
    _spike,
    _late_keying,
    _stock,
    _annual_count,
    _spread,
    _other_unit,
)
CALCULS = (
    _missing_line,
    _extra_line,
    _typing_slip,
)


def _names(lines: list, last_first: bool = False) -> str:
    """One line, or the candidates; a total that stops short most often loses the last row of its table."""
    if len(lines) == 1:
        return f"{lines[0].name} ({ecrit(lines[0].valeur)})"
    if last_first:
        last = max(lines, key=lambda line: line.ligne)
        return f"{last.name} ({ecrit(last.valeur)}), la dernière des {len(lines)} lignes de cette valeur"
    shown = " ou ".join(f"{line.name} ({ecrit(line.valeur)})" for line in lines[:MAX_NAMED])
    return shown + (f" (ou {len(lines) - MAX_NAMED} autres)" if len(lines) > MAX_NAMED else "")


def _signed(value: float) -> str:
    return ("+" if value > 0 else "−") + ecrit(abs(value))
