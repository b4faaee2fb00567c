"""Delimiter and header line of a text in UTF-8."""

import re
from dataclasses import dataclass
from pathlib import Path

from .enregistrements import Decoupe
from .entetes import Entetes, recognise, refuse

SEPARATEURS = (";", ",", "\t", "|")
TETE = 1 << 20
QUEUE = 1 << 16


@dataclass(frozen=True)
class Dialecte:
    """How a text is laid out: ``ligne_entete`` is the line of the headers (from 1), ``ligne_donnees`` the one after them.

    ``nb_lignes`` are its lines from ``ligne_donnees`` on, blank ones and those within quotes too, as its bytes tell.
    """

    separateur: str
    ligne_entete: int
    ligne_donnees: int
    entetes: Entetes
    nb_lignes: int = 0


def detect(path: Path, ou: str, requete: str, own: dict, limite: int) -> Dialecte:
    """Find the line that holds the most headers of the query, whatever the delimiter.

    Raises ``PlieError`` when no line holds them, or when a mandatory one is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = re.split(r"\r\n|\n|\r", stream.read(TETE))[:limite]
    best: Entetes | None = None
    place: tuple[str, int, int] = SEPARATEURS[0], 0, 0
    for start in range(len(lines)):
        text, end = _joined(lines, start)
        for separateur in SEPARATEURS:
            found = recognise(requete, Decoupe(separateur).cells(text), own)
            if best is None or len(found.positions) > len(best.positions):
                best, place = found, (separateur, start, end)
    if best is None or not best.is_recognised or best.missing:
        refuse(ou, best, requete, limite)
    separateur, start, end = place
    return Dialecte(separateur, start + 1, end + 2, best)


def blank_tail(path: Path) -> int:
    """How many blank lines end the text."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - QUEUE))
        tail = stream.read()
    return max(tail[len(tail.rstrip(b"\r\n")) :].count(b"\n") - 1, 0)


def _joined(lines: list[str], start: int) -> tuple[str, int]:
    """The line with those after it that its quotes take in, and the rank of the last one."""
    text, end = lines[start], start
    while text.count('"') % 2 and end + 1 < len(lines) and end - start < 10:
        end += 1
        text += "\n" + lines[end]
    return (text, end) if text.count('"') % 2 == 0 else (lines[start], start)
