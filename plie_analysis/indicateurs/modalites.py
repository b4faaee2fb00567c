"""The modalities of an axis: those that exist, the order they are shown in, the ones a filter names."""

from collections.abc import Iterable, Mapping

from .appellations import modalite as modalite_de
from .appellations import noms_dates
from .choix import find, normalise
from .contexte import Contexte
from .definitions import NON_RENSEIGNE, Axe


def order_of(cell: tuple[str, ...], par: tuple[Axe, ...]) -> tuple:
    """Sorting key of a cell: declared order, then alphabet, « non renseigné » last."""
    return tuple(_rank(modalite, axe) for axe, modalite in zip(par, cell, strict=True))


def _rank(modalite: str, axe: Axe) -> tuple:
    if modalite == NON_RENSEIGNE:
        return (2, 0, modalite)
    if modalite in axe.modalites:
        return (0, axe.modalites.index(modalite), modalite)
    return (1, int(modalite) if modalite.isdigit() else 0, modalite)


def read_filtres(
    filtres: Mapping[Axe, str | Iterable[str]], keys: Iterable, contexte: Contexte, more: Iterable[str] = ()
) -> dict[Axe, tuple[str, ...]]:
    """Filters with their modalities as the tables of ``keys`` and ``more`` spell them.

    Raises ``PlieError`` when one is unknown.
    """
    tables = sorted({grandeur.population.table for grandeur, _ in keys} | set(more))
    return {
        axe: _read([asked] if isinstance(asked, str) else [str(value) for value in asked], axe, tables, contexte)
        for axe, asked in filtres.items()
    }


def _read(wanted: list[str], axe: Axe, tables: list[str], contexte: Contexte) -> tuple[str, ...]:
    known = known_modalites(axe, tables, contexte)
    codes = {value: value for value in wanted}
    if unknown := [value for value in wanted if value not in known]:
        dated = noms_dates(contexte.con)
        codes |= {value: modalite_de(axe.id, value, dated) for value in unknown}
        if not set(map(normalise, codes.values())) <= set(map(normalise, known)):
            # What these tables do not hold, the photo may: whom nobody's parcours names counts zero, and is no fault.
            known = known_modalites(axe, contexte.tables(), contexte)
    refus = "L'axe « {} » n'a pas de modalité « {} »."
    return tuple(dict.fromkeys(find(code, known, refus.format(axe.id, value)) for value, code in codes.items()))


def known_modalites(axe: Axe, tables: Iterable[str], contexte: Contexte) -> list[str]:
    """Modalities that the nomenclature or the photo knows, in order, « non renseigné » last."""
    found = set(axe.modalites) or _listed(axe, tables, contexte)
    found |= {axe.ouvert} - {""}
    return sorted(found | {NON_RENSEIGNE}, key=lambda modalite: _rank(modalite, axe))


def _listed(axe: Axe, tables: Iterable[str], contexte: Contexte) -> set[str]:
    queries = []
    if axe.ref:
        queries.append(f"SELECT DISTINCT {axe.attribut or 'code'} FROM ref.{axe.ref}")
    if axe.calcul == "mois":
        return {f"{year}-{month:02d}" for year in contexte.periode.mois_par_annee() for month in range(1, 13)}
    if axe.colonne and not axe.attribut:
        held = {(contexte.columns(table)[name], name) for table in tables for name in axe.colonnes if name in contexte.columns(table)}
        queries += [
            f"SELECT DISTINCT CAST({name} AS VARCHAR) FROM curated.{table} WHERE photo = DATE '{contexte.photo}'" for table, name in held
        ]
    rows = [row for query in queries for row in contexte.con.execute(query).fetchall()]
    return {value for (value,) in rows if value is not None}
