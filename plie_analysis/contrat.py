"""The contract of the raw exports, read from ``referentiels/colonnes.csv``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFERENTIELS = Path(__file__).parent / "referentiels"
SQL_TYPES = {
    "texte": "VARCHAR",
    "code": "VARCHAR",
    "date": "DATE",
    "nombre": "DOUBLE",
    "entier": "BIGINT",
    "oui_non": "BOOLEAN",
}
MANDATORY_QUERIES = ("participants", "parcours", "etapes")


@dataclass(frozen=True)
class Column:
    """One column of one export: French header, canonical name, type, nomenclature, role."""

    requete: str
    entete: str
    colonne: str
    type: str
    nomenclature: str
    role: str

    @property
    def is_mandatory(self) -> bool:
        """Whether the header must be there (the contract's asterisk)."""
        return bool(self.role) and not self.role.startswith("lien_facultatif")

    @property
    def link(self) -> str | None:
        """The query whose key this column must hold, if any."""
        return self.role.partition(":")[2] or None


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
        yield column.colonne, SQL_TYPES[column.type]
        if column.type == "code":
            yield f"{column.colonne}_saisi", "VARCHAR"
    yield "est_retenue", "BOOLEAN"
