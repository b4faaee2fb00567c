"""What a modality is called at a date: one identity keeps its code and changes its name (Pôle emploi, then France Travail), levels have two scales."""

import csv
import datetime as dt
from functools import cache

from ..contrat import REFERENTIELS

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


def appellation(axe: str, modalite: str, jour: dt.date, config: dict) -> str:
    """How a modality of an axis is called in a period that ends on ``jour``; the modality itself when it has no name of its own there.

    ``[presentation] niveaux`` of ``config`` says the scale of levels, whatever the date. A level of 2019 is « niveau 4 »: a digit
    alone would look like a count.
    """
    if axe in ("niveau", "niveau_groupe"):
        scale = config.get("presentation", {}).get("niveaux") or ("1969" if jour < ECHELLE_2019 else "2019")
        return _niveaux(axe, scale).get(modalite, modalite)
    named = [name for name, debut, fin in _noms(NOMMES.get(axe, "")).get(modalite, ()) if debut <= jour <= fin]
    return named[0] if named else modalite


def modalite(axe: str, nom: str) -> str:
    """The modality that a name of any date means; the text itself when it is no dated name."""
    wanted = nom.strip().casefold()
    for code, names in _noms(NOMMES.get(axe, "")).items():
        if any(name.casefold() == wanted for name, _, _ in names):
            return code
    return nom


@cache
def libelles_de_niveaux() -> frozenset[str]:
    """Every name of a level or of a group of levels, on both scales."""
    return frozenset(name for axe in ("niveau", "niveau_groupe") for scale in GROUPES for name in _niveaux(axe, scale).values())


@cache
def _niveaux(axe: str, scale: str) -> dict[str, str]:
    if axe == "niveau_groupe":
        return {row["groupe_rapport"]: row[GROUPES[scale]] for row in _rows("niveau")}
    names = {row["code"]: _ecrit(row[f"libelle_{scale}"]) for row in _rows("niveau")}
    # The codes are those of 1969: there, only what came since has another name.
    return {code: name for code, name in names.items() if scale == "2019" or not name.replace(" ", "").startswith(code)}


def _ecrit(name: str) -> str:
    return f"niveau {name}" if name[:1].isdigit() and name[:1] != "9" else name


@cache
def _noms(nomenclature: str) -> dict[str, tuple[tuple[str, dt.date, dt.date], ...]]:
    """``{code: ((name, first day, last day), …)}`` of the codes that have had several names."""
    found: dict[str, list] = {}
    for row in _rows(nomenclature) if nomenclature else ():
        days = [
            dt.date.fromisoformat(text) if text else open_end for text, open_end in ((row["debut"], dt.date.min), (row["fin"], dt.date.max))
        ]
        found.setdefault(row["code"], []).append((row["libelle"], *days))
    return {code: tuple(names) for code, names in found.items() if len(names) > 1}


@cache
def _rows(nomenclature: str) -> tuple[dict[str, str], ...]:
    with (REFERENTIELS / f"{nomenclature}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
