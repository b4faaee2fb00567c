"""The contract of the raw exports, read from ``referentiels/colonnes.csv``."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .carte_qpv import debuts

REFERENTIELS = Path(__file__).parent / "referentiels"
TABLES = Path(__file__).parent / "sql"
SQL_TYPES = {
    "texte": "VARCHAR",
    "code": "VARCHAR",
    "date": "DATE",
    "nombre": "DOUBLE",
    "entier": "BIGINT",
    "oui_non": "BOOLEAN",
}
MANDATORY_QUERIES = ("participants", "parcours", "etapes")
# What ``raw`` holds in the place of the coordinates, which are read and not kept: the quartier in which the address falls, on the map
# of the photo, then on each map (a code of ref.quartier; NULL when it is not known).
DEDUITES = {"participants": ("contour", *(f"contour_{carte}" for carte in debuts()))}


@dataclass(frozen=True)
class Column:
    """One column of one export: French header, canonical name, type, nomenclature, role, nature.

    ``nature``: what the cell holds. Of a text, ``numero`` (the number of a dossier, a parcours…), ``code`` (that of a référent) or
    ``code_postal``; of a date, ``naissance`` or ``echeance`` (it may be planned); of a number, its unit, or ``coordonnee``.
    ``minimum`` and ``maximum`` bound a number. ``fait``: « oui » for the columns one of which at least must be filled for a line to be a fact.
    """

    requete: str
    entete: str
    colonne: str
    type: str
    nomenclature: str
    role: str
    nature: str = ""
    minimum: str = ""
    maximum: str = ""
    fait: str = ""

    @property
    def is_mandatory(self) -> bool:
        """Whether the header must be there (the contract's asterisk)."""
        return bool(self.role) and not self.role.startswith("lien_facultatif")

    @property
    def link(self) -> str | None:
        """The query whose key this column must hold, if any."""
        return self.role.partition(":")[2] or None

    @property
    def is_key(self) -> bool:
        """Whether it holds the number or the code by which lines are tied to each other."""
        return self.nature.partition(":")[0] in ("numero", "code")

    @property
    def is_kept(self) -> bool:
        """Whether ``raw`` holds what was read; a coordinate would say where a person lives."""
        return self.nature != "coordonnee"

    @property
    def parent(self) -> str | None:
        """The query whose numbers this column repeats, whether or not a line is lost without it."""
        return self.link or self.nature.partition(":")[2] or None


@cache
def queries() -> dict[str, tuple[Column, ...]]:
    """Columns of every query, in the order of the contract: ``{requete: (Column, …)}``."""
    found: dict[str, list[Column]] = {}
    with (REFERENTIELS / "colonnes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["requete"], []).append(Column(**row))
    return {requete: tuple(columns) for requete, columns in found.items()}


def raw_columns(requete: str) -> Iterator[tuple[str, str]]:
    """Name and SQL type of each column of ``raw.<requete>``, in order."""
    yield from (("photo", "DATE"), ("fichier", "VARCHAR"), ("ligne", "BIGINT"))
    for column in queries()[requete]:
        if column.is_kept:
            yield column.colonne, SQL_TYPES[column.type]
        if column.type == "code":
            yield f"{column.colonne}_saisi", "VARCHAR"
    yield from ((name, "VARCHAR") for name in DEDUITES.get(requete, ()))
    yield "est_retenue", "BOOLEAN"


@cache
def empreinte_des_tables() -> str:
    """SHA-256 of the files that build ``curated.*``: what a base must bear for its tables to be those of this version."""
    texts = [path.read_bytes() for path in sorted(TABLES.glob("*.sql"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()
