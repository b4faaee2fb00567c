"""Coherence audit of a printed report: what its own figures say of one another.

Nothing here reads the database: the figures (figures.csv) and the relations that they should keep
(relations.toml) are data of the reference folder; each gap receives the likely cause that a rule finds.
"""

from pathlib import Path

import pandas as pd

from .coherence_causes import Contexte, probable_cause, rounded
from .coherence_figures import read_figures, read_gaps, read_relations
from .coherence_relations import Instance, instances, parse

COLUMNS = ["relation", "enonce", "figure_a", "valeur_a", "figure_b", "valeur_b", "ecart", "cause"]
FRACTION_TOLERANCE = 2.5
SAME = 0.005
MAX_LISTED = 4


def auditer(dossier_reference: Path | str) -> pd.DataFrame:
    """One row per contradiction between printed figures, in the order of relations.toml, then of the text.

    Columns: ``relation`` (id in relations.toml), ``enonce`` (French), ``figure_a`` and ``valeur_a`` (the number
    printed), ``figure_b`` and ``valeur_b`` (what the other figures give, rounded to two decimals), ``ecart``
    (a − b, in the unit of the figure: persons, percentage points…), ``cause`` (French, « non expliqué » otherwise).
    A coherent report gives an empty table with the same columns.

    Raises ``PlieError`` when a file of the folder is missing or wrong, or when a relation fits no figure.
    """
    found = evaluate(Path(dossier_reference))
    gaps = read_gaps(Path(dossier_reference))
    context = _context(found, gaps)
    rows = [_row(instance, value, context) for instance, value in _kept(found)]
    return pd.DataFrame(rows, columns=COLUMNS)


def denombrer(dossier_reference: Path | str) -> pd.DataFrame:
    """One row per relation: ``relation``, ``verifications`` (times it applies), ``contradictions``."""
    counts: dict[str, list[int]] = {}
    for instance, value in evaluate(Path(dossier_reference)):
        line = counts.setdefault(instance.relation.id, [0, 0])
        line[0] += 1
        line[1] += not agrees(instance, value)
    rows = [(name, total, wrong) for name, (total, wrong) in counts.items()]
    return pd.DataFrame(rows, columns=["relation", "verifications", "contradictions"])


def evaluate(folder: Path) -> list[tuple[Instance, float]]:
    """Every relation filled in, with the value that its terms give (an empty divisor gives nothing to compare)."""
    figures = read_figures(folder)
    found = []
    for relation in parse(read_relations(folder)):
        for instance in instances(relation, figures):
            value = instance.value()
            if value is not None:
                found.append((instance, value))
    return found


def agrees(instance: Instance, value: float) -> bool:
    """Whether the print is what the terms give, at the precision of the print."""
    relation, printed = instance.relation, instance.a.valeur
    if relation.sens == ">=":
        return printed >= value - relation.tolerance - SAME
    if relation.sens == "<=":
        return printed <= value + relation.tolerance + SAME
    if relation.is_ratio:
        if "/" in instance.a.imprime:
            return abs(printed - value) <= FRACTION_TOLERANCE
        return abs(rounded(value, instance.a.decimals) - printed) <= relation.tolerance + SAME
    return abs(printed - value) <= relation.tolerance + SAME


def _context(found: list[tuple[Instance, float]], gaps: dict[str, str]) -> Contexte:
    ecarts: dict[tuple, float] = {}
    order: dict[str, list[str]] = {}
    for instance, value in found:
        ecarts[instance.key] = 0.0 if agrees(instance, value) else instance.a.valeur - value
        months = order.setdefault(instance.relation.id, [])
        month = instance.captures.get("mois")
        if month and month not in months:
            months.append(month)
    return Contexte(ecarts, {name: sorted(months) for name, months in order.items()}, gaps)


def _kept(found: list[tuple[Instance, float]]) -> list[tuple[Instance, float]]:
    """Contradictions; where the relation asks for one per segment, the widest gap (the first when equal)."""
    wrong = [(instance, value) for instance, value in found if not agrees(instance, value)]
    widest: dict[tuple, float] = {}
    for instance, value in wrong:
        if key := _group(instance):
            widest[key] = max(widest.get(key, 0.0), abs(instance.a.valeur - value))
    kept = []
    for instance, value in wrong:
        key = _group(instance)
        if key is None:
            kept.append((instance, value))
        elif abs(instance.a.valeur - value) == widest.get(key):
            kept.append((instance, value))
            del widest[key]
    return kept


def _group(instance: Instance) -> tuple | None:
    segment = instance.relation.un_seul_par
    return (instance.relation.id, instance.captures[segment]) if segment else None


def _row(instance: Instance, value: float, context: Contexte) -> tuple:
    gap = instance.a.valeur - value
    return (
        instance.relation.id,
        instance.relation.enonce.format(**instance.captures),
        instance.a.id,
        instance.a.valeur,
        formula(instance),
        round(value, 2),
        round(gap, 2),
        probable_cause(instance, value, context),
    )


def formula(instance: Instance) -> str:
    """The other side in words: ids when they are few, else how many figures are added."""
    text = _side(instance.plus, instance.moins, instance.relation.constante)
    if instance.sur:
        text = f"({text}) ÷ ({_side(instance.sur, instance.sur_moins, 0)})"
    return text


def _side(plus: tuple, moins: tuple, constant: float) -> str:
    parts = [f"{constant:g}"] if constant else []
    parts += _listed(plus)
    text = " + ".join(parts)
    return " − ".join([text, *_listed(moins)])


def _listed(figures: tuple) -> list[str]:
    if len(figures) > MAX_LISTED:
        return [f"somme de {len(figures)} figures de {figures[0].id.rpartition('.')[0].rpartition('.')[0]}"]
    return [figure.id or "une ligne absente (0)" for figure in figures]
