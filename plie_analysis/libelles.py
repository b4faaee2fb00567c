"""Labels that come from files: made harmless before a spreadsheet, a terminal or a title shows them; names quoted before SQL reads them."""

import re
import unicodedata
from pathlib import PurePath
from typing import TypeVar

T = TypeVar("T")

# What a spreadsheet may take for a formula.
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Marks that reorder or hide what follows them, and the separators of lines.
INVISIBLES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
# Of those, the ones that French or an emoji may hold and that change no order.
GARDES = {"\u200d", "\u200c", "\u00ad"}
_MARQUES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def propre(texte: object, *, lignes: bool = False) -> str:
    """A label on one line, without control characters nor marks of direction: an escape code is inert once its first byte is gone.

    ``lignes``: keep line feeds, for a message of several lines.
    """
    return "".join(_kept(c, lignes) for c in str(texte))


def _kept(c: str, lignes: bool) -> str:
    if c in "\n\r\t" or c in "\u2028\u2029\x0b\x0c\x85":
        return c if lignes and c == "\n" else " "
    return "" if unicodedata.category(c) in INVISIBLES and c not in GARDES else c


def sans_marques(page: str) -> str:
    """A whole page without the control characters and marks of direction that a label brought; tabs and ends of line stay."""
    return _MARQUES.sub("", page)


def pour_tableur(cellule: T) -> T | str:
    """A cell of a CSV: a text that a spreadsheet would take for a formula gets an apostrophe before it; other values as they are."""
    if not isinstance(cellule, str):
        return cellule
    text = propre(cellule)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULES) or cellule.startswith(FORMULES) else text


def identifiant(nom: str) -> str:
    """A name as an SQL identifier, whatever it holds."""
    return '"' + nom.replace('"', '""') + '"'


def litteral(texte: str | PurePath | None) -> str:
    """A text or a path as an SQL literal; ``NULL`` for none."""
    return "NULL" if texte is None else "'" + str(texte).replace("'", "''") + "'"
