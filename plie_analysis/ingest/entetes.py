"""Headers: which column of a file is which column of the contract."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import NoReturn

from ..contrat import REFERENTIELS, Column, queries
from ..francais import plus_proche
from .controles import clean
from .messages import citer, erreur, insecables
from .photos import simplify

SEUIL_RECONNU = 2


@dataclass(frozen=True)
class Entetes:
    """The header line of a file, understood: ``positions`` gives the rank in the line of each column of the contract found there.

    ``doubles`` gives all the ranks of a column whose header comes several times; ``decide`` tells which one is read.
    """

    requete: str
    textes: tuple[str, ...]
    positions: dict[str, int]
    doubles: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Column, ...]:
        """Mandatory columns that are not there."""
        return tuple(column for column in queries()[self.requete] if column.is_mandatory and column.colonne not in self.positions)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers that nobody asked for, personal ones left out: they are not loaded."""
        known = set(self.positions.values())
        personal = _personal(self.requete) | {header_key(self.textes[rank]) for rank in known}
        return tuple(
            texte.strip()
            for rank, texte in enumerate(self.textes)
            if texte.strip() and rank not in known and header_key(texte) not in personal
        )

    @property
    def is_recognised(self) -> bool:
        """Whether enough headers are known for the others to be headers too, and not the data of a person."""
        return len(self.positions) >= SEUIL_RECONNU


@lru_cache(maxsize=8192)
def header_key(texte: str) -> str:
    """The key by which the spellings of a header meet: no case, accent, blank or punctuation; « N° », « No », « Numéro » alike."""
    plain = simplify(clean(texte).replace("°", " ").replace("º", " ").replace("№", "n "))
    plain = re.sub(r"^(numero|num|nro|no|n)\b[\s.:]*(de l'|de l’|de |d'|d’|du )?", "n ", re.sub(r"\s+", " ", plain).strip())
    return re.sub(r"[^a-z0-9]", "", plain)


def recognise(requete: str, cells: list[str], own: dict) -> Entetes:
    """Read a line as the headers of a query; ``own`` is ``[ingestion.entetes.<requete>]`` of ``plie.toml``."""
    spelled = dict(_spellings(requete))
    for entete, words in own.items():
        column = _column(requete, entete)
        spelled |= {header_key(word): (column.colonne, -1) for word in ([words] if isinstance(words, str) else words)}
    best: dict[str, tuple[int, list[int]]] = {}
    for rank, cell in enumerate(cells):
        found = spelled.get(header_key(cell))
        if found and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], [rank])
        elif found and found[1] == best[found[0]][0]:
            best[found[0]][1].append(rank)
    doubles = {colonne: tuple(ranks) for colonne, (_, ranks) in best.items() if len(ranks) > 1}
    return Entetes(requete, tuple(map(clean, cells)), {colonne: ranks[0] for colonne, (_, ranks) in best.items()}, doubles)


def decide(found: Entetes, rows: Iterable[Sequence[str]], ou: str) -> tuple[Entetes, tuple[str, ...]]:
    """Which of the columns under one header is read: the one that is filled. Returns the headers, and remarks to make.

    ``rows`` are the cells of the lines of data, read only when a header comes twice. Raises ``PlieError`` when two columns
    under one header are filled and do not say the same.
    """
    if not found.doubles:
        return found, ()
    filled: Counter[tuple[str, int]] = Counter()
    different = set()
    for row in rows:
        for colonne, ranks in found.doubles.items():
            values = {rank: clean(row[rank]).strip() for rank in ranks if rank < len(row)}
            filled.update((colonne, rank) for rank, value in values.items() if value)
            if len(set(values.values()) - {""}) > 1:
                different.add(colonne)
    positions, remarks = dict(found.positions), []
    for colonne, ranks in found.doubles.items():
        entete = found.textes[ranks[0]].strip()
        used = [rank for rank in ranks if filled[colonne, rank]]
        same = len({filled[colonne, rank] for rank in used}) <= 1
        if len(used) > 1 and (colonne in different or not same):
            places = ", ".join(str(rank + 1) for rank in used)
            raise erreur(
                f"{ou} : l'en-tête « {entete} » vient {len(ranks)} fois, et plusieurs de ces colonnes sont remplies (colonnes n° {places}).",
                "Laissez-en une seule, ou renommez les autres, puis recommencez.",
            )
        positions[colonne] = used[0] if used else ranks[0]
        remarks.append(
            insecables(
                f"l'en-tête « {entete} » vient {len(ranks)} fois : la colonne n° {positions[colonne] + 1}, {'remplie' if used else 'vide comme les autres'}, est lue"
            )
        )
    return replace(found, positions=positions, doubles={}), tuple(remarks)


@cache
def every_header() -> frozenset[str]:
    """The keys of all the headers known, of every query, personal ones too."""
    personal = {key for requete in queries() for key in _personal(requete)}
    return frozenset(key for requete in queries() for key in _spellings(requete)) | personal


def refuse(ou: str, best: Entetes | None, requete: str, limite: int) -> NoReturn:
    """Raise the ``PlieError`` that names the file, the columns looked for and the headers found."""
    if best is None or not best.is_recognised:
        wanted = citer(column.entete for column in queries()[requete] if column.is_mandatory)
        raise erreur(
            f"{ou} : aucune ligne d'en-têtes reconnue dans les {limite} premières lignes.",
            f"Colonnes attendues : {wanted}.",
            "Si vos en-têtes sont autres, décrivez-les dans plie.toml, [ingestion.entetes." + requete + "] (voir docs/exports.md).",
        )
    lost = [column.entete for column in best.missing]
    found = [texte.strip() for texte in best.textes if texte.strip()]
    plural = len(lost) > 1
    hints = [(entete, plus_proche(entete, best.unknown)) for entete in lost]
    hint = next((f" « {near} » est-il « {entete} » ?" for entete, near in hints if near), "")
    raise erreur(
        f"{ou} : {'les colonnes obligatoires' if plural else 'la colonne obligatoire'} {citer(lost)} {'sont introuvables' if plural else 'est introuvable'}.{hint}",
        f"En-têtes trouvés : {', '.join(found)}.",
        f"Corrigez l'export, ou nommez vos en-têtes dans plie.toml, [ingestion.entetes.{requete}].",
    )


def _column(requete: str, entete: str) -> Column:
    columns = {header_key(column.entete): column for column in queries()[requete]}
    if header_key(entete) not in columns:
        near = plus_proche(entete, [column.entete for column in columns.values()])
        raise erreur(
            f"plie.toml, [ingestion.entetes.{requete}] : « {entete} » n'est pas une colonne du contrat.",
            f"Vouliez-vous dire « {near} » ?" if near else f"Colonnes : {', '.join(column.entete for column in columns.values())}.",
        )
    return columns[header_key(entete)]


@cache
def _aliases() -> tuple[dict, ...]:
    with (REFERENTIELS / "entetes.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _spellings(requete: str) -> dict[str, tuple[str, int]]:
    """Key of a header → (column, rank of the spelling): the contract's own spelling wins over its aliases."""
    found: dict[str, tuple[str, int]] = {}
    colonnes = {column.entete: column.colonne for column in queries()[requete]}
    for row in _aliases():
        if row["requete"] == requete and row["entete"]:
            for rank, alias in enumerate(row["alias"].split("|"), start=1):
                found.setdefault(header_key(alias), (colonnes[row["entete"]], rank))
    return found | {header_key(entete): (colonne, 0) for entete, colonne in colonnes.items()}


@cache
def _personal(requete: str) -> set[str]:
    return {header_key(alias) for row in _aliases() if row["requete"] == requete and not row["entete"] for alias in row["alias"].split("|")}
