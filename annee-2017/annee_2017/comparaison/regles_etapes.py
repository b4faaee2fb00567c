"""Rules of the tables of étapes: counts that cannot all be true, and what follows in the same table."""

from collections.abc import Iterable

from plie_analysis.francais import MOIS_ABREGES, compte

from .calculs import Obtenu
from .dossier import Dossier, made_of, number
from .precision import prints_as
from .publiees import Publiee
from .tableaux_etapes import is_year, month_of, slug
from .valeurs import base_of, is_share

# Columns that say the class of an étape, as definitions name them.
CLASSES = {
    "est_emploi": "emploi",
    "est_formation_qualifiante": "formation qualifiante",
    "est_mobilisation": "mobilisation",
}
# Axes of which the cells of a table of étapes are made.
AXES = {"classe_etape", "operation"}
MAX_NAMED = 4


def impossibilite(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The months printed demand more étapes than the printed year holds; the computed table gives way by the least.

    An étape in progress on several dates is one: the least number of étapes behind monthly counts is the first
    count plus every rise.
    """
    tables, operation = dossier.etapes, dossier.etapes.operation.get(publiee.id, "")
    if not operation or not month_of(publiee) or not tables.is_least(publiee.publication, tables.classe[operation]):
        return ""
    year = publiee.horloge.au.year
    known, months = _annee(operation, year, dossier), tables.printed_months(year)[operation]
    if known is None or (least := minimum(months)) <= known[0]:
        return ""
    shown = ", ".join(f"{MOIS_ABREGES[month - 1]} {number(count)}" for month, count in sorted(months.items()) if count)
    return (
        f"comptes impossibles à concilier : {known[1]}, alors que ses comptes mensuels imprimés ({shown}) demandent au moins "
        f"{compte(least, 'étape')} ; {_least(publiee, dossier)}"
    )


def report_dans_la_classe(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The class departs from its printed table by the least, and this line, possible by itself, takes its share of it."""
    tables, operation = dossier.etapes, dossier.etapes.operation.get(publiee.id, "")
    if not operation or not month_of(publiee) or not tables.is_least(publiee.publication, tables.classe[operation]):
        return ""
    classe = tables.classe[operation]
    others = [name for name in tables.departs(publiee.publication) if tables.classe[name] == classe and name != operation]
    if not others:
        return ""
    named = _enumerate(others)
    return f"report dans la classe {classe} : la ligne y compense {named}, dont les comptes imprimés sont impossibles ; {_least(publiee, dossier)}"


def minimum(months: dict[int, float]) -> float:
    """The least number of étapes behind monthly counts: the first one, and each rise from a count to the next."""
    counts = [count for _, count in sorted(months.items())]
    return sum(max(0, count - before) for before, count in zip([0, *counts], counts, strict=False))


def classe_imprimee(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print follows the class under which the same table prints each operation, not the class of the year; its counts are settled."""
    again, moved = _with_printed_classes(publiee, dossier)
    if again is None or not moved or not is_settled(publiee, dossier) or not prints_as(publiee.figure, again.valeur):
        return ""
    return f"méthode imprimée : avec la classe que ce tableau donne à {', '.join(moved)}, {made_of(again)} ; avec la classe de l'année, {number(value)}"


def is_of_table(publiee: Publiee, dossier: Dossier) -> bool:
    """Whether a figure is made of the counts of its publication's table of étapes, and of nothing else."""
    lines, definition = dossier.etapes.lines(publiee.publication), dossier.valeurs.definitions[publiee.indicateur]
    if not lines or lines[0].fenetre != publiee.fenetre or definition.table != "etape":
        return False
    # An indicator that looks at the last month only is made of the table of a month, not of the year's.
    return {c.axe for c in publiee.conditions} <= AXES and bool(month_of(publiee) or not getattr(definition, "fenetre", ""))


def is_settled(publiee: Publiee, dossier: Dossier) -> bool:
    """Whether a figure is made of the counts of a table, all settled by the print."""
    return is_of_table(publiee, dossier) and dossier.etapes.is_settled(publiee.publication)


def suit_du_tableau(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The figure is made of the counts of a table that departs from the print by the least, and follows from it."""
    if not is_settled(publiee, dossier) or not (names := dossier.etapes.departs(publiee.publication)):
        return ""
    again, moved = _with_printed_classes(publiee, dossier)
    note = f" ; avec la classe que ce tableau donne à {', '.join(moved)}, {made_of(again)}" if again and moved else ""
    found = dossier.obtenus[publiee.id]
    return f"suit du tableau des étapes, expliqué ligne à ligne ({_enumerate(names)}) : {made_of(found)}{note}"


def contredit_le_tableau(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The figure contradicts the table of its own publication, whose lines are all those that are computed."""
    if not is_settled(publiee, dossier) or dossier.etapes.departs(publiee.publication):
        return ""
    return f"contradiction dans l'imprimé : les lignes de son tableau d'étapes donnent {made_of(dossier.obtenus[publiee.id])}"


def _least(publiee: Publiee, dossier: Dossier) -> str:
    """What the class of a line departs by, in a sentence."""
    tables = dossier.etapes
    classe = tables.classe[tables.operation[publiee.id]]
    gaps = [abs(gap) for name, gap in tables.departs(publiee.publication).items() if tables.classe[name] == classe]
    lines = "une ligne" if len(gaps) == 1 else f"{len(gaps)} lignes"
    return (
        f"le calcul suit l'année et s'écarte du tableau du mois, dans cette classe, de {compte(sum(gaps), 'étape')} sur {lines} : "
        "le moins que l'imprimé permette, sous les hypothèses de l'année de référence"
    )


def _enumerate(names: Iterable[str]) -> str:
    known = list(names)
    more = f" et {len(known) - MAX_NAMED} autres" if len(known) > MAX_NAMED else ""
    return ", ".join(known[:MAX_NAMED]) + more


def _with_printed_classes(publiee: Publiee, dossier: Dossier) -> tuple[Obtenu | None, list[str]]:
    """The figure with the classes that its table prints, and the operations that it moves."""
    printed = dossier.etapes.classes_printed(publiee.publication)
    if not printed or dossier.valeurs.definitions[publiee.indicateur].table != "etape":
        return None, []
    counts = dossier.etapes.computed(publiee)
    again = _by_class(publiee, {cell: printed.get(cell[1], slug(cell[0])) for cell in counts}, counts, dossier)
    return again, sorted(name for own, name in counts if printed.get(name, slug(own)) != slug(own))


def _by_class(publiee: Publiee, classes: dict, counts: dict, dossier: Dossier) -> Obtenu | None:
    """The figure with these classes, or None when it does not depend on the class."""

    def count(wanted: set[str]) -> float:
        return sum(number for cell, number in counts.items() if classes[cell] in wanted)

    above: float | None
    below: float | None
    named = publiee.modalites("classe_etape")
    if named and len(publiee.conditions) == 1:
        above = count({slug(name) for name in named})
        below = dossier.valeurs.count(publiee.indicateur, base_of(publiee), publiee.horloge).valeur if is_share(publiee) else None
    elif not publiee.conditions:
        definition, found = dossier.valeurs.definitions[publiee.indicateur], dossier.obtenus[publiee.id]
        above, below = found.numerateur, found.denominateur
        upper: tuple[str, ...] = getattr(definition, "numerateur", ())
        lower: tuple[str, ...] = getattr(definition, "denominateur", ())
        if len(upper) == 1 and upper[0] in CLASSES:
            above = count({slug(CLASSES[upper[0]])})
        if len(lower) == 1 and lower[0] in CLASSES:
            below = count({slug(CLASSES[lower[0]])})
    else:
        return None
    if above is None:
        return None
    return Obtenu(above / below * 100, above, below) if below else Obtenu(above)


def _annee(operation: str, year: int, dossier: Dossier) -> tuple[float, str] | None:
    """The printed count of the year and what proves it; 0 for a line that a complete table does not have; None when it is not known."""
    of_year = [line for line in dossier.etapes.lines() if is_year(line, year)]
    for line in of_year:
        if dossier.etapes.operation[line.id] == operation:
            return line.figure.valeur, f"l'année compte {compte(line.figure.valeur, 'étape')} ({line.id})"
    for publication in dict.fromkeys(line.publication for line in of_year):
        if dossier.etapes.is_complete(publication):
            total = dossier.etapes.totals[publication]
            return 0, f"l'opération manque au tableau de l'année, dont les lignes font exactement {total.id} ({total.figure.imprime})"
    return None
