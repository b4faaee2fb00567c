"""A table of a page as cells by row and column, for the workbook: what is text makes the labels, what is counted the columns."""

from ..presentation.elements import Cellule, Tableau
from .croisement import Case, Cle, Croisement

GROUPE = "Groupe"


def croise(tableau: Tableau) -> Croisement:
    """The same rows in the same order. The header of a group becomes the label of each of its rows; columns of text come first."""
    counted = [rank for rank in range(1, len(tableau.entetes)) if tableau.est_numerique(rank)]
    said = [rank for rank in range(1, len(tableau.entetes)) if rank not in counted]
    is_grouped = any(ligne.genre == "groupe" for ligne in tableau.lignes)
    columns: tuple[Cle, ...] = tuple((tableau.entetes[rank],) for rank in counted)
    cases: dict[tuple[Cle, Cle], Case] = {}
    group = ""
    for ligne in tableau.lignes:
        if ligne.genre == "groupe":
            group = ligne.libelle
            continue
        labels = [ligne.libelle, *(str(ligne.cellules[rank - 1]) for rank in said)]
        row = tuple([group if ligne.genre != "total" else "", *labels] if is_grouped else labels)
        cases |= {(row, column): _case(ligne.cellules[rank - 1]) for column, rank in zip(columns, counted, strict=True)}
    names = [tableau.entetes[0], *(tableau.entetes[rank] for rank in said)]
    rows = tuple(dict.fromkeys(row for row, _ in cases))
    return Croisement(tuple([GROUPE, *names] if is_grouped else names), ("",), rows, columns, cases)


def _case(cell: Cellule | str) -> Case:
    """A figure; without what it is made of when this stands in the same row."""
    if isinstance(cell, str):
        return Case()
    above, below = (None, None) if cell.muette else (cell.numerateur, cell.denominateur)
    return Case(cell.valeur, cell.unite, above, below, cell.decimales, cell.masquee)
