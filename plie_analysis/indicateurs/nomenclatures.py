"""The lines of the nomenclatures: those of a base (``ref.*``), which a PLIE may have replaced; those shipped stand for what it does not hold."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache

import duckdb

from ..contrat import REFERENTIELS
from ..libelles import identifiant

HORS_NOMENCLATURES = {"colonnes", "entetes"}
Lignes = Mapping[str, list[dict]]


def lire(con: duckdb.DuckDBPyConnection, parmi: Iterable[str] | None = None) -> Lignes:
    """``{nomenclature: lines}`` of a base as it was loaded; only ``parmi`` when given."""
    held = {nom for (nom,) in con.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'ref'").fetchall()}
    wanted = livrees().keys() if parmi is None else livrees().keys() & set(parmi)
    return {nom: _lines(con, nom) if nom in held else livrees()[nom] for nom in livrees() if nom in wanted}


@cache
def livrees() -> Lignes:
    """The nomenclatures shipped."""
    found = {}
    for path in sorted(REFERENTIELS.glob("*.csv")):
        if path.stem not in HORS_NOMENCLATURES:
            with path.open(encoding="utf-8", newline="") as lines:
                found[path.stem] = list(csv.DictReader(lines))
    return found


def _lines(con: duckdb.DuckDBPyConnection, nom: str) -> list[dict]:
    result = con.execute(f"SELECT * FROM ref.{identifiant(nom)}")
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, line, strict=True)) for line in result.fetchall()]
