"""The tables of étapes as printed and as computed: lines, totals, classes."""

import calendar
import re

from .dossier import Dossier
from .publiees import Condition, Publiee

LINE = re.compile(r"[^.]+\.etapes\.(?P<classe>[^.]+)\.[^.]+\.nb")
TOTAL = re.compile(r"[^.]+\.etapes\.total\.nb")
CLASSE, OPERATION = Condition("classe_etape", (), sauf=True), Condition("operation", (), sauf=True)


def operation_of(publiee: Publiee) -> str:
    """Operation of a line, empty when the figure is not one."""
    named = publiee.modalites("operation")
    return (
        named[0]
        if publiee.calculable and LINE.fullmatch(publiee.id) and len(publiee.conditions) == len(named) == 1
        else ""
    )


def lines(dossier: Dossier, publication: str = "") -> list[Publiee]:
    """Lines of the tables of étapes (of one publication): one operation, one period."""
    return [p for p in dossier.publiees.values() if publication in ("", p.publication) and operation_of(p)]


def total(dossier: Dossier, publication: str) -> Publiee | None:
    """The total under the table of a publication."""
    return next(
        (
            p
            for p in dossier.publiees.values()
            if p.publication == publication and p.calculable and TOTAL.fullmatch(p.id)
        ),
        None,
    )


def is_complete(dossier: Dossier, publication: str) -> bool:
    """Whether the lines of a table add up to its total: an operation that is not there is worth 0."""
    printed, shown = total(dossier, publication), lines(dossier, publication)
    return bool(printed and shown) and sum(line.figure.valeur for line in shown) == printed.figure.valeur


def computed_counts(dossier: Dossier, publiee: Publiee) -> dict[tuple[str, str], float]:
    """Étapes computed over the clock of a figure, by (class of the year, operation)."""
    cells = dossier.valeurs.calculs.cells(dossier.valeurs.demande("etapes", (CLASSE, OPERATION), publiee.fenetre))
    return {cell: found.valeur or 0 for cell, found in cells.items()}


def printed_classes(dossier: Dossier, publication: str) -> dict[str, str]:
    """Class under which a publication prints each operation, written as in the ids (« formation-qualifiante »)."""
    return {operation_of(line): LINE.fullmatch(line.id)["classe"] for line in lines(dossier, publication)}


def slug(classe: str) -> str:
    """A class written as in the ids."""
    return classe.replace(" ", "-")


def month_of(publiee: Publiee) -> int:
    """Month of a figure that covers one month, else 0."""
    du, au = publiee.fenetre.du, publiee.fenetre.au
    whole = (du.year, du.month, du.day) == (au.year, au.month, 1) and au.day == calendar.monthrange(au.year, au.month)[
        1
    ]
    return du.month if whole else 0


def is_year(publiee: Publiee, year: int) -> bool:
    """Whether a figure covers a civil year."""
    du, au = publiee.fenetre.du, publiee.fenetre.au
    return (du.year, du.month, du.day, au.year, au.month, au.day) == (year, 1, 1, year, 12, 31)
