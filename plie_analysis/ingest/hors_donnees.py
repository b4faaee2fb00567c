"""Lines that are no data: totals, footers, comments, headers repeated, a second table below the first. The same for every format."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from ..contrat import queries
from .entetes import Entetes, every_header, header_key
from .photos import simplify

ENTETES_REPETES = "en-têtes répétés"
FILET = "filet"
COMMENTAIRE = "commentaire"
SECOND_TABLEAU = "cette ligne appartient à un deuxième tableau, sous le premier : un fichier ne doit contenir qu'un tableau"
COMME_UN_PIED = "cette ligne ressemble à un pied de tableau ({nature}) et non à une donnée"
HORS_COLONNES = "aucune des colonnes attendues n'est remplie sur cette ligne"
_MARQUES = re.compile(r"\s*(#(?!\w+[!?]|n/a\b)|--+\s*\w|//+\s*\w|/\*|;|'\s)", re.IGNORECASE)
_FILET = re.compile(r"[\s=_\-*~+.|–—]*")


class Tri:
    """Sorts the lines of one table, in order: data or not."""

    def __init__(self, entetes: Entetes) -> None:
        self._cles = [header_key(texte) for texte in entetes.textes]
        self._lues = sorted(entetes.positions.values())
        self._rang = entetes.positions.get(identifier(entetes.requete))
        self._en_second = False

    def judge(self, cells: Sequence[str]) -> tuple[str | None, str | None] | None:
        """None for a line of data; (what it is, None) when it is surely none; (None, the reason) when it must be rejected.

        A blank line is (None, None).
        """
        filled = [(rank, cell) for rank, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            return None, None
        key = cells[self._rang] if self._rang is not None and self._rang < len(cells) else ""
        if found := self._headers(filled, key):
            self._en_second = found != ENTETES_REPETES
            return (None, SECOND_TABLEAU) if self._en_second else (found, None)
        if self._en_second:
            return None, SECOND_TABLEAU
        if footer := self._footer(filled, len(cells), key):
            return footer
        if not any(rank < len(cells) and cells[rank].strip() for rank in self._lues):
            return None, HORS_COLONNES
        return None

    def _headers(self, filled: list[tuple[int, str]], key: str) -> str | None:
        first = filled[0][1]
        if len(filled) < 2 or (_has_digit(first) and _has_digit(key)) or not (_is_header(first) or _is_header(key)):
            return None
        same = sum(rank < len(self._cles) and header_key(cell) == self._cles[rank] for rank, cell in filled)
        if same >= 2 and same >= 0.75 * len(filled):
            return ENTETES_REPETES
        known = sum(map(_is_header, (cell for _, cell in filled)))
        return SECOND_TABLEAU if known >= 2 and 2 * known >= len(filled) else None

    def _footer(self, filled: list[tuple[int, str]], width: int, key: str) -> tuple[str | None, str | None] | None:
        few = len(filled) <= max(3, width // 2)
        if few and all(_FILET.fullmatch(cell) for _, cell in filled) and max(len(cell.strip()) for _, cell in filled) > 3:
            return FILET, None
        # When the line has its key, the word that tells a footer is its first one, else any of them.
        looked = filled[:1] if key.strip() and filled[0][0] == self._rang else filled if few else filled[:1]
        found = next((nature for _, cell in looked if (nature := kind(cell))), None)
        if found and few:
            return found, None
        if found and looked[0][0] == self._rang:
            return None, COMME_UN_PIED.format(nature=found)
        return None


def identifier(requete: str) -> str:
    """The column that says what a line of this query is about: its key, else the key of what it is linked to."""
    columns = queries()[requete]
    own = next((column.colonne for column in columns if column.role.startswith("cle")), None)
    return own or next(column.colonne for column in columns if column.role.startswith("lien:"))


@lru_cache(maxsize=4096)
def kind(cell: str) -> str | None:
    """What a line that begins so is, when it is no data."""
    if _MARQUES.match(cell):
        return COMMENTAIRE
    if "©" in cell:
        return "signature de logiciel"
    plain = re.sub(r"^[\W_]+", "", simplify(cell).replace("’", "'"))
    return next((nature for nature, motif in _natures().items() if motif.match(plain)), None)


@cache
def _natures() -> dict[str, re.Pattern]:
    with (Path(__file__).parent / "hors_donnees.toml").open("rb") as stream:
        return {nature: re.compile("|".join(f"(?:{motif})" for motif in motifs)) for nature, motifs in tomllib.load(stream).items()}


@lru_cache(maxsize=4096)
def _is_header(cell: str) -> bool:
    return bool(cell) and header_key(cell) in every_header()


def _has_digit(cell: str) -> bool:
    return any(character.isdigit() for character in cell)
