"""The figures that the audit alone reads: words that bind a number, lists whose items are counted."""

import re

from .figure import value as as_number
from .texte import Texte, TranscriptionError, is_number

DASHES = re.compile(r"(\d+) tirets")
BETWEEN = re.compile(r", | et ")


def check_words(texte: Texte, rows: list[dict]) -> None:
    """Check that each row of audit.csv is where it says, and that a list has as many items as it says.

    Raises ``TranscriptionError`` naming the line.
    """
    for row in rows:
        number, printed, value = int(row["ligne_source"]), row["valeur_imprimee"], float(row["valeur"])
        dashes = DASHES.fullmatch(printed)
        found = value
        if dashes:
            found = _dashes(texte, number) if int(dashes[1]) == value else int(dashes[1])
        elif " … " in printed:
            found = _names(texte, number, *printed.split(" … "))
        else:
            texte.take(number, printed, int(row["rang"]))
            found = float(as_number(printed)) if is_number(printed) else value
        if found != value:
            raise TranscriptionError(f"ligne {number} : {row['id']} compte {value:g} éléments, le texte {found:g}")


def _names(texte: Texte, number: int, first: str, last: str) -> int:
    """Names of a list within a line, from the first to the last."""
    found = re.search(rf"\b{re.escape(first)}\b.*?\b{re.escape(last)}\b", texte.line(number))
    if found is None:
        raise TranscriptionError(f"ligne {number} : la liste de « {first} » à « {last} » n'est plus dans le texte")
    return len(BETWEEN.split(found.group()))


def _dashes(texte: Texte, first: int) -> int:
    """Lines that open with a dash, from the first to the one before the first empty line."""
    count = 0
    while first + count <= len(texte.lines) and texte.line(first + count).startswith("- "):
        count += 1
    return count
