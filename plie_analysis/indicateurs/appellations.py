"""What a modality is called at a date: one identity keeps its code and changes its name (Pôle emploi, then France Travail), levels have two scales."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import duckdb

from ..database import is_lake
from .nomenclatures import Lignes, lire, livrees

# The nomenclature that names the modalities of an axis, for those whose names have changed.
NOMMES = {
    "prescripteur": "prescripteur",
    "prescripteur_detail": "prescripteur",
    "prescripteur_clause": "prescripteur_clause",
    "orientation_proposee": "orientation_proposee",
}
# Decree 2019-14 of 8 January 2019, in force on this day: a period that ends before is read on the scale of 1969.
ECHELLE_2019 = dt.date(2019, 1, 10)
GROUPES = {"1969": "groupe_rapport", "2019": "groupe_2019"}


def appellation(axe: str, modalite: str, jour: dt.date, config: dict, lignes: Lignes | None = None) -> str:
    """How a modality of an axis is called in a period that ends on ``jour``; the modality itself when it has no name of its own there.

    ``[presentation] niveaux`` of ``config`` says the scale of levels, whatever the date. A level of 2019 is « niveau 4 »: a digit
    alone would look like a count. ``lignes``: the nomenclatures of the base (``noms_dates``), without which those shipped name.
    """
    if axe in ("niveau", "niveau_groupe"):
        scale = config.get("presentation", {}).get("niveaux") or ("1969" if jour < ECHELLE_2019 else "2019")
        return _niveaux(axe, scale, lignes or livrees()).get(modalite, modalite)
    named = [name for code, name, debut, fin in _noms(axe, lignes) if code == modalite and debut <= jour <= fin]
    return named[0] if named else modalite


def modalite(axe: str, nom: str, lignes: Lignes | None = None) -> str:
    """The modality that a name of any date means; the text itself when it is no dated name."""
    wanted = nom.strip().casefold()
    return next((code for code, name, _, _ in _noms(axe, lignes) if name.casefold() == wanted), nom)


def noms_dates(con: duckdb.DuckDBPyConnection) -> Lignes:
    """The nomenclatures of a base that name here; a lake keeps one line a code, whatever its names: those shipped name there."""
    return livrees() if is_lake(con) else lire(con, {*NOMMES.values(), "niveau"})


def libelles_de_niveaux() -> frozenset[str]:
    """Every name that the nomenclature shipped gives a level or a group of levels, on both scales."""
    return frozenset(name for axe in ("niveau", "niveau_groupe") for scale in GROUPES for name in _niveaux(axe, scale, livrees()).values())


def _niveaux(axe: str, scale: str, lignes: Lignes) -> dict[str, str]:
    """``{modality: its name}``; the columns of the scales may be empty, or missing, in the nomenclature of a PLIE."""
    rows = lignes["niveau"]
    if axe == "niveau_groupe":
        return {row["groupe_rapport"]: row[GROUPES[scale]] for row in rows if row.get("groupe_rapport") and row.get(GROUPES[scale])}
    names = {row["code"]: _ecrit(row.get(f"libelle_{scale}") or row["libelle"]) for row in rows}
    # The codes are those of 1969: there, only what came since has another name.
    return {code: name for code, name in names.items() if scale == "2019" or not name.replace(" ", "").startswith(code)}


def _ecrit(name: str) -> str:
    return f"niveau {name}" if name[:1].isdigit() and name[:1] != "9" else name


def _noms(axe: str, lignes: Lignes | None) -> Iterator[tuple[str, str, dt.date, dt.date]]:
    """(code, name, first day, last day) of the codes of an axis that have had several names."""
    rows = (lignes or livrees())[NOMMES[axe]] if axe in NOMMES else []
    names = Counter(row["code"] for row in rows)
    for row in rows:
        if names[row["code"]] > 1:
            yield row["code"], row["libelle"], _jour(row["debut"]) or dt.date.min, _jour(row["fin"]) or dt.date.max


def _jour(cell: str | dt.date | None) -> dt.date | None:
    """A date as a base holds it, or as a CSV writes it."""
    if isinstance(cell, str):
        return dt.date.fromisoformat(cell) if cell else None
    return cell
