"""The cells of an XLS that hold an error of the spreadsheet: its records, read one after the other."""

import struct
from collections import defaultdict
from pathlib import Path

from . import ole
from .feuille import ERREUR, Illisible

FILEPASS, BOUNDSHEET, BOF, EOF, FORMULA, BOOLERR = 0x002F, 0x0085, 0x0809, 0x000A, 0x0006, 0x0205
ERREURS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def errors(path: Path) -> dict[int, dict[int, dict[int, str]]]:
    """Rank of the sheet → row → column (from 0) → the error; empty when the file is no XLS that can be followed. Raises ``Illisible`` when it is protected."""
    records = ole.stream(path, ("Workbook", "Book"))
    found: dict[int, dict[int, dict[int, str]]] = {}
    for rank, position in enumerate(_sheets(records)):
        found[rank] = defaultdict(dict)
        for row, column, code in _errors(records, position):
            found[rank][row][column] = ERREURS.get(code, ERREUR)
    return found


def _sheets(records: bytes) -> list[int]:
    """Where each sheet begins, in the order of the workbook."""
    found = []
    for kind, start, size in _records(records, 0):
        if kind == BOUNDSHEET and size >= 4:
            found.append(struct.unpack_from("<I", records, start)[0])
        elif kind == FILEPASS:
            raise Illisible("protege")
        elif kind == EOF:
            break
    return found


def _errors(records: bytes, position: int):
    depth = 0
    for kind, start, size in _records(records, position):
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth > 1:  # a chart within the sheet
            continue
        if kind == BOOLERR and size >= 8 and records[start + 7]:
            yield *struct.unpack_from("<HH", records, start), records[start + 6]
        elif kind == FORMULA and size >= 14 and records[start + 12 : start + 14] == b"\xff\xff" and records[start + 6] == 2:
            yield *struct.unpack_from("<HH", records, start), records[start + 8]


def _records(records: bytes, position: int):
    """(kind, where its content starts, its size) of each whole record from this position."""
    while position + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, position)
        position += 4
        if position + size > len(records):
            return
        yield kind, position, size
        position += size
