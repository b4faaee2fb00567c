"""Rules of the tables of étapes: counts that cannot all be true, and what follows in the same table."""

from dataclasses import dataclass

from plie_analysis.francais import MOIS_ABREGES

from .calculs import Obtenu
from .dossier import ECART, EGAL, EXPLIQUE, Dossier, number
from .precision import prints_as
from .publiees import Publiee
from .regles_calcul import made_of
from .regles_impression import contradiction, heritage
from .tableaux_etapes import is_year, month_of, slug
from .valeurs import base_of, is_share

# Columns that say the class of an étape, as definitions name them.
CLASSES = {
    "est_emploi": "emploi",
    "est_formation_qualifiante": "formation qualifiante",
    "est_mobilisation": "mobilisation",
}


@dataclass(frozen=True)
class Annee:
    """What the table of the year prints of an operation, and how it is known."""

    nombre: float
    preuve: str


def impossibilite(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The months printed demand more étapes than the printed year holds; the computed one keeps the year.

    An étape in progress on several dates is one: the least number of étapes behind monthly counts is the first
    count plus every rise. The figure must be at work in the impossibility: its computed value lowers that least
    number, or its printed value among the computed months would still break the year.
    """
    operation = dossier.etapes.operation.get(publiee.id, "")
    if not operation or not month_of(publiee):
        return ""
    year = publiee.horloge.au.year
    annee, printed = _annee(operation, year, dossier), _months(operation, year, dossier)
    if annee is None:
        return ""
    absent = {month: 0.0 for month in _complete(year, dossier) if month not in printed}
    note = f" (la ligne manque en {', '.join(MOIS_ABREGES[m - 1] for m in sorted(absent))}, où les lignes font le total imprimé)"
    for months, said in ((printed, ""), ({**absent, **printed}, note if absent else "")):
        least = minimum(months)
        if least > annee.nombre and _at_work(months, publiee, value, annee.nombre, dossier):
            shown = ", ".join(f"{MOIS_ABREGES[month - 1]} {number(count)}" for month, count in sorted(months.items()))
            return (
                f"comptes impossibles à concilier : {annee.preuve}, alors que ses comptes mensuels imprimés ({shown}) "
                f"demandent au moins {number(least)} étapes{said} ; le calcul suit le compte de l'année"
            )
    return ""


def minimum(months: dict[int, float]) -> float:
    """The least number of étapes behind monthly counts: the first one, and each rise from a count to the next."""
    counts = [count for _, count in sorted(months.items())]
    return sum(max(0, count - before) for before, count in zip([0, *counts], counts, strict=False))


def classe_puis_impression(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """With the class of the print, what is left of the gap is a contradiction of the print, or follows from other figures."""
    again, moved = _with_printed_classes(publiee, dossier)
    if again is None or not moved:
        return ""
    for rule in (contradiction, heritage):
        if said := rule(publiee, again.connue, dossier):
            return f"avec la classe que ce tableau donne à {', '.join(moved)}, {made_of(again)} ; {said}"
    return ""


def classe_imprimee(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print follows the class under which the same table prints each operation, not the class of the year."""
    again, moved = _with_printed_classes(publiee, dossier)
    if again is None or not moved or not prints_as(publiee.figure, again.valeur):
        return ""
    return f"méthode imprimée : avec la classe que ce tableau donne à {', '.join(moved)}, {made_of(again)} ; avec la classe de l'année, {number(value)}"


def report_dans_la_classe(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The table gives back on this line what its class loses on lines already explained: the class keeps its printed count.

    The lines of the class that are not explained yet must all lean the same way: two of them that merely swap
    étapes stay gaps.
    """
    tables, operation = dossier.etapes, dossier.etapes.operation.get(publiee.id, "")
    if not operation:
        return ""
    printed = tables.classes_printed(publiee.publication)
    class_of = {name: tables.classe.get(name, classe.replace("-", " ")) for name, classe in printed.items()}
    own = class_of[operation]
    same = [line for line in tables.lines(publiee.publication) if class_of[tables.operation[line.id]] == own]
    counts = {name: count for (classe, name), count in tables.computed(publiee).items() if classe == own}
    unprinted = {name: count for name, count in counts.items() if count and name not in printed}
    gaps = {p.id: computed - p.figure.valeur for p in same if (computed := dossier.computed(p.id)) is not None}
    if len(gaps) < len(same):
        return ""
    causes = [p for p in same if dossier.statuts[p.id] == EXPLIQUE]
    leaning = {gaps[p.id] > 0 for p in same if dossier.statuts[p.id] == ECART}
    settled = sum(gaps.values()) + sum(unprinted.values()) == 0 and len(leaning) == 1
    if not settled or not (causes or unprinted) or (unprinted and not tables.is_complete(publiee.publication)):
        return ""
    named = [f"{p.id} ({p.figure.imprime}, calculé {number(dossier.known(p.id))})" for p in causes]
    named += [f"{name} (non imprimée, calculé {number(count)})" for name, count in unprinted.items()]
    total = number(sum(p.figure.valeur for p in same))
    return f"suit de figures expliquées ailleurs : la classe {own} garde dans ce tableau ses {total} étapes imprimées, l'écart de cette ligne compensant {', '.join(named)}"


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


def _at_work(months: dict[int, float], publiee: Publiee, value: float, year: float, dossier: Dossier) -> bool:
    here = month_of(publiee)
    if minimum({**months, here: value}) < minimum(months):
        return True
    computed = _months(dossier.etapes.operation[publiee.id], publiee.horloge.au.year, dossier, computed=True)
    return minimum({**dict.fromkeys(months, 0), **computed, here: publiee.figure.valeur}) > year


def _months(operation: str, year: int, dossier: Dossier, computed: bool = False) -> dict[int, float]:
    found = {}
    for line in dossier.etapes.lines():
        if dossier.etapes.operation[line.id] == operation and line.horloge.au.year == year and (month := month_of(line)):
            found[month] = dossier.computed(line.id) if computed else line.figure.valeur
    return {month: count for month, count in found.items() if count is not None}


def _annee(operation: str, year: int, dossier: Dossier) -> Annee | None:
    """The annual count, provided that the computed one agrees; 0 for a line that a complete table does not have."""
    of_year = [line for line in dossier.etapes.lines() if is_year(line, year)]
    own = [line for line in of_year if dossier.etapes.operation[line.id] == operation]
    if own:
        agrees = dossier.statuts.get(own[0].id) == EGAL
        return Annee(own[0].figure.valeur, f"l'année compte {own[0].figure.imprime} étapes ({own[0].id})") if agrees else None
    for publication in dict.fromkeys(line.publication for line in of_year):
        if dossier.etapes.is_complete(publication):
            printed = dossier.etapes.totals[publication]
            return Annee(
                0,
                f"l'opération manque au tableau de l'année, dont les lignes font exactement {printed.id} ({printed.figure.imprime})",
            )
    return None


def _complete(year: int, dossier: Dossier) -> list[int]:
    """Months whose table is complete."""
    found = {line.publication: month_of(line) for line in dossier.etapes.lines() if line.horloge.au.year == year and month_of(line)}
    return [month for publication, month in found.items() if dossier.etapes.is_complete(publication)]
