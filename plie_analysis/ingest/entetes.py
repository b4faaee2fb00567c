"""Headers: which column of a file is which column of the contract."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from ..contrat import REFERENTIELS, Column, queries
from .messages import citer, erreur, nearest
from .photos import simplify

SEUIL_RECONNU = 2


@dataclass(frozen=True)
class Entetes:
    """The header line of a file, understood: ``positions`` gives the rank in the line of each column of the contract found there."""

    requete: str
    textes: tuple[str, ...]
    positions: dict[str, int]

    @property
    def missing(self) -> tuple[Column, ...]:
        """Mandatory columns that are not there."""
        return tuple(column for column in queries()[self.requete] if column.is_mandatory and column.colonne not in self.positions)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers that nobody asked for, personal ones left out: they are not loaded."""
        known = set(self.positions.values())
        personal = _personal(self.requete)
        return tuple(texte.strip() for rank, texte in enumerate(self.textes) if texte.strip() and rank not in known and header_key(texte) not in personal)

    @property
    def is_recognised(self) -> bool:
        """Whether enough headers are known for the others to be headers too, and not the data of a person."""
        return len(self.positions) >= SEUIL_RECONNU


def header_key(texte: str) -> str:
    """The key by which the spellings of a header meet: no case, accent, blank or punctuation; « N° », « No », « Numéro » alike."""
    plain = simplify(texte.replace("\ufeff", "").replace("°", " ").replace("º", " ").replace("№", "n "))
    plain = re.sub(r"^(numero|num|nro|no|n)\b[\s.:]*(de l'|de l’|de |d'|d’|du )?", "n ", re.sub(r"\s+", " ", plain).strip())
    return re.sub(r"[^a-z0-9]", "", plain)


def recognise(requete: str, cells: list[str], own: dict) -> Entetes:
    """Read a line as the headers of a query; ``own`` is ``[ingestion.entetes.<requete>]`` of ``plie.toml``."""
    spelled = _spellings(requete)
    for entete, words in own.items():
        column = _column(requete, entete)
        spelled |= {header_key(word): (column.colonne, -1) for word in ([words] if isinstance(words, str) else words)}
    best: dict[str, tuple[int, int]] = {}
    for rank, cell in enumerate(cells):
        found = spelled.get(header_key(cell))
        if found and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], rank)
    return Entetes(requete, tuple(cells), {colonne: rank for colonne, (_, rank) in best.items()})


def refuse(ou: str, best: Entetes | None, requete: str, limite: int) -> None:
    """Raise the ``PlieError`` that names the file, the columns looked for and the headers found."""
    if best is None or not best.is_recognised:
        wanted = citer(column.entete for column in queries()[requete] if column.is_mandatory)
        raise erreur(f"{ou} : aucune ligne d'en-têtes reconnue dans les {limite} premières lignes.", f"Colonnes attendues : {wanted}.", "Si vos en-têtes sont autres, décrivez-les dans plie.toml, [ingestion.entetes." + requete + "] (voir docs/exports.md).")
    lost = [column.entete for column in best.missing]
    found = [texte.strip() for texte in best.textes if texte.strip()]
    plural = len(lost) > 1
    hints = [(entete, nearest(entete, best.unknown)) for entete in lost]
    hint = next((f" « {near} » est-il « {entete} » ?" for entete, near in hints if near), "")
    raise erreur(
        f"{ou} : {'les colonnes obligatoires' if plural else 'la colonne obligatoire'} {citer(lost)} {'sont introuvables' if plural else 'est introuvable'}.{hint}",
        f"En-têtes trouvés : {', '.join(found)}.",
        f"Corrigez l'export, ou nommez vos en-têtes dans plie.toml, [ingestion.entetes.{requete}].",
    )


def _column(requete: str, entete: str) -> Column:
    columns = {header_key(column.entete): column for column in queries()[requete]}
    if header_key(entete) not in columns:
        near = nearest(entete, [column.entete for column in columns.values()])
        raise erreur(f"plie.toml, [ingestion.entetes.{requete}] : « {entete} » n'est pas une colonne du contrat.", f"Vouliez-vous dire « {near} » ?" if near else f"Colonnes : {', '.join(column.entete for column in columns.values())}.")
    return columns[header_key(entete)]


@cache
def _aliases() -> tuple[dict, ...]:
    with (REFERENTIELS / "entetes.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _spellings(requete: str) -> dict[str, tuple[str, int]]:
    """Key of a header → (column, rank of the spelling): the contract's own spelling wins over its aliases."""
    found: dict[str, tuple[str, int]] = {}
    colonnes = {column.entete: column.colonne for column in queries()[requete]}
    for row in _aliases():
        if row["requete"] == requete and row["entete"]:
            for rank, alias in enumerate(row["alias"].split("|"), start=1):
                found.setdefault(header_key(alias), (colonnes[row["entete"]], rank))
    return found | {header_key(entete): (colonne, 0) for entete, colonne in colonnes.items()}


def _personal(requete: str) -> set[str]:
    return {header_key(alias) for row in _aliases() if row["requete"] == requete and not row["entete"] for alias in row["alias"].split("|")}
