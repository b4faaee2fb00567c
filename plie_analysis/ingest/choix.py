"""Which sheets of a workbook are the query: the first that has its headers, and those that continue it."""

import re
from dataclasses import dataclass

from ..contrat import queries
from .entetes import Entetes, recognise, refuse
from .lecture import FeuilleLue
from .messages import citer, erreur, insecables
from .source import place

ECHANTILLON = 50
# A sheet without headers continues another when this share of its cells are written as those of the column they would be in.
PART_SEMBLABLE = 0.8


@dataclass(frozen=True)
class Partie:
    """One sheet to read: where each column is, and the line of its headers (0 when it has none)."""

    feuille: FeuilleLue
    entetes: Entetes
    ligne_entete: int


@dataclass(frozen=True)
class _Vue:
    """What the first lines of a sheet show: the line that has the most headers."""

    feuille: FeuilleLue
    lignes: list[tuple[int, list[str]]]
    entetes: Entetes | None
    ligne_entete: int

    @property
    def is_complete(self) -> bool:
        return self.entetes is not None and self.entetes.is_recognised and not self.entetes.missing


def choose(sheets: list[FeuilleLue], nom: str, requete: str, ingestion: dict) -> tuple[list[Partie], list[str]]:
    """The parts of the table, in order, and what is to be said of the sheets.

    Raises ``PlieError`` when no sheet has the headers, or when several could be the query and are not one table.
    """
    limite = ingestion["lignes_avant_entetes_max"]
    visible = [sheet for sheet in sheets if sheet.est_visible] or sheets
    views = [_view(sheet, requete, ingestion["entetes"].get(requete, {}), limite) for sheet in visible if sheet.nb_lignes]
    complete = [view for view in views if view.is_complete]
    if not complete:
        _refuse_all(views, nom, requete, limite)
    _refuse_unlike(views, complete, nom)
    first = complete[0]
    assert first.entetes is not None
    parts, after = [], False
    for view in views:
        after = after or view is first
        if view.is_complete and view.entetes:
            parts.append(Partie(view.feuille, view.entetes, view.ligne_entete))
        elif after and _continues(view, first, requete):
            parts.append(Partie(view.feuille, first.entetes, 0))
    return parts, _said(sheets, visible, parts, requete)


def _view(sheet: FeuilleLue, requete: str, own: dict, limite: int) -> _Vue:
    lines = sheet.head(limite)
    found = [(recognise(requete, cells, own), number) for number, cells in lines]
    entetes, line = max(found, key=lambda one: len(one[0].positions), default=(None, 0))
    return _Vue(sheet, lines, entetes, line)


def _refuse_all(views: list[_Vue], nom: str, requete: str, limite: int) -> None:
    best = max(views, key=lambda view: len(view.entetes.positions) if view.entetes else 0, default=None)
    is_near = best is not None and best.entetes is not None and best.entetes.is_recognised
    refuse(place(nom, best.feuille.nom) if best and is_near else nom, best.entetes if best else None, requete, limite)


def _refuse_unlike(views: list[_Vue], complete: list[_Vue], nom: str) -> None:
    """Sheets that have the query's headers, or nearly, but not those of the first one."""
    first = complete[0]
    assert first.entetes is not None
    wanted = set(first.entetes.positions)
    for view in views:
        found = set(view.entetes.positions) if view.entetes else set()
        is_near = len(found) > max(2, len(wanted) // 2)
        if view is not first and found != wanted and (view.is_complete or is_near):
            lost = sorted(column.entete for column in queries()[first.entetes.requete] if column.colonne in wanted ^ found)
            raise erreur(
                f"{nom} : les feuilles « {first.feuille.nom} » et « {view.feuille.nom} » se ressemblent, mais n'ont pas les mêmes colonnes ({citer(lost[:4])}) : laquelle lire ?",
                "Gardez dans le classeur la seule feuille à lire (une feuille masquée n'est pas lue), ou donnez à toutes les mêmes colonnes.",
            )


def _continues(view: _Vue, first: _Vue, requete: str) -> bool:
    """Whether the lines of a sheet without headers are written as those of the first one, column by column."""
    assert first.entetes is not None
    before = [cells for number, cells in first.lignes if number > first.ligne_entete][:ECHANTILLON]
    lines = [cells for _, cells in view.lignes][:ECHANTILLON]
    if not before or any(len("".join(cells[len(first.entetes.textes) :])) for cells in lines):
        return False
    mandatory = {column.colonne for column in queries()[requete] if column.is_mandatory}
    for column in queries()[requete]:
        rank = first.entetes.positions.get(column.colonne)
        if rank is None or column.type == "code":
            continue
        known = {_shape(cell) for cell in _column(before, rank)}
        here = _column(lines, rank)
        if column.colonne in mandatory and len(here) < PART_SEMBLABLE * len(lines):
            return False
        if column.colonne in mandatory or column.type != "texte":
            alike = sum(_shape(cell) in known for cell in here)
            if alike < PART_SEMBLABLE * len(here):
                return False
    return True


def _column(lines: list[list[str]], rank: int) -> list[str]:
    return [cells[rank] for cells in lines if rank < len(cells) and cells[rank].strip()]


def _shape(cell: str) -> str:
    """How a cell is written: « D0101 » is a9, « 12/03/1981 » is 9/9/9, « 26,5 » is 9."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+([.,]\d+)?", "9", cell.strip()))


def _said(sheets: list[FeuilleLue], visible: list[FeuilleLue], parts: list[Partie], requete: str) -> list[str]:
    read = [part.feuille.nom for part in parts]
    aside = [sheet.nom for sheet in visible if sheet.nom not in read and sheet.nb_lignes]
    hidden = [sheet.nom for sheet in sheets if sheet not in visible and sheet.nb_lignes]
    bare = [part.feuille.nom for part in parts if not part.ligne_entete]
    said = []
    if len(read) > 1:
        said.append(f"feuilles lues comme un seul tableau : {citer(read)}")
    if bare:
        said.append(f"sans en-têtes, lue{'s' if len(bare) > 1 else ''} comme la suite : {citer(bare)}")
    if aside:
        said.append(f"{_sheets(aside)} non lue{'s' if len(aside) > 1 else ''} (sans les en-têtes de « {requete} ») : {citer(aside)}")
    if hidden:
        said.append(f"{_sheets(hidden)} masquée{'s' if len(hidden) > 1 else ''}, non lue{'s' if len(hidden) > 1 else ''} : {citer(hidden)}")
    return list(map(insecables, said))


def _sheets(names: list[str]) -> str:
    return "feuilles" if len(names) > 1 else "feuille"
