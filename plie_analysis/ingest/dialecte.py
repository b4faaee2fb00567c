"""Delimiter, header line and closing total of a text in UTF-8."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from .entetes import Entetes, recognise, refuse
from .photos import simplify

SEPARATEURS = (";", ",", "\t", "|")
TETE = 1 << 20
QUEUE = 1 << 16
LIGNES_FINALES = 5


@dataclass(frozen=True)
class Dialecte:
    """How a text is laid out: ``ligne_entete`` is the line of the headers (from 1), ``ligne_donnees`` the one after them.

    ``nb_totaux`` lines close the text with a total; with the lines of bare delimiters among them they are ``nb_finales``.
    """

    separateur: str
    ligne_entete: int
    ligne_donnees: int
    entetes: Entetes
    nb_totaux: int
    nb_finales: int


def detect(path: Path, ou: str, requete: str, own: dict, limite: int) -> Dialecte:
    """Find the line that holds the most headers of the query, whatever the delimiter.

    Raises ``PlieError`` when no line holds them, or when a mandatory one is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = _head(stream.read(TETE), limite)
    best, place = None, None
    for start in range(len(lines)):
        text, end = _joined(lines, start)
        for separateur in SEPARATEURS:
            found = recognise(requete, _cells(text, separateur), own)
            if best is None or len(found.positions) > len(best.positions):
                best, place = found, (separateur, start, end)
    if best is None or not best.is_recognised or best.missing:
        refuse(ou, best, requete, limite)
    separateur, start, end = place
    return Dialecte(separateur, start + 1, end + 2, best, *_totals(path, separateur))


def blank_tail(path: Path) -> int:
    """How many blank lines end the text."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - QUEUE))
        tail = stream.read()
    return max(tail[len(tail.rstrip(b"\r\n")) :].count(b"\n") - 1, 0)


def is_total(cells: list[str]) -> bool:
    """Whether these cells are a closing line: the first one filled says « Total », and few others are filled."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(filled) > max(3, len(cells) // 2):
        return False
    return bool(re.fullmatch(r"(sous-?\s?)?tota(l|ux)(\s+(general|generaux|de[s]?\s.*|:?\s*[\d\s.,]+))?\s*[:=]?\s*[\d\s.,]*(lignes?|enregistrements?)?", simplify(filled[0])))


def _head(text: str, limite: int) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)[:limite]


def _joined(lines: list[str], start: int) -> tuple[str, int]:
    """The line with those after it that its quotes take in, and the rank of the last one."""
    text, end = lines[start], start
    while text.count('"') % 2 and end + 1 < len(lines) and end - start < 10:
        end += 1
        text += "\n" + lines[end]
    return (text, end) if text.count('"') % 2 == 0 else (lines[start], start)


def _cells(text: str, separateur: str) -> list[str]:
    return next(csv.reader([text] if "\n" not in text else text.splitlines(keepends=True), delimiter=separateur), [])


def _totals(path: Path, separateur: str) -> tuple[int, int]:
    """How many of the last lines that are not blank say « Total », and how many lines there are from the first of them on."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - QUEUE))
        lines = stream.read().decode("utf-8", "replace").splitlines()
    totals = closing = seen = 0
    for line in reversed(lines):
        if not line:
            continue
        seen += 1
        if not line.strip(f" \t\u00a0{separateur}\""):
            continue
        if totals == LIGNES_FINALES or line.count('"') % 2 or not is_total(_cells(line, separateur)):
            break
        totals += 1
        closing = seen
    return totals, closing
