"""The figures that the audit alone reads: words that bind a number, lists whose items are counted."""

import re

from .texte import Texte, TranscriptionError

DASHES = re.compile(r"(\d+) tirets")
BETWEEN = re.compile(r", | et ")


def check_words(texte: Texte, rows: list[dict]) -> None:
    """Check that each row of audit.csv is where it says, and that a list has as many items as it says.

    Raises ``TranscriptionError`` naming the line.
    """
    for row in rows:
        number, printed, value = int(row["ligne_source"]), row["valeur_imprimee"], float(row["valeur"])
        dashes = DASHES.fullmatch(printed)
        if dashes:
            found: float = _dashes(texte, number)
        else:
            texte.take(number, printed, int(row["rang"]))
            found = len(BETWEEN.split(printed)) if ".liste." in row["id"] else value
        if found != value or (dashes and int(dashes[1]) != value):
            raise TranscriptionError(f"ligne {number} : {row['id']} compte {value:g} éléments, le texte {found:g}")


def _dashes(texte: Texte, first: int) -> int:
    """Lines that open with a dash, from the first to the one before the first empty line."""
    count = 0
    while first + count <= len(texte.lines) and texte.line(first + count).startswith("- "):
        count += 1
    return count
