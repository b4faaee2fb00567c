"""The cells that calamine gives empty though they are not: formulas whose result was not saved, and errors of the spreadsheet."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from . import biff
from .balises import BLOC, parse
from .feuille import ERREUR, LARGEUR_MAX, SANS_RESULTAT

# Row (from 0) → column (from 0) → what stands for the cell.
Marques = dict[int, dict[int, str]]
SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")


def silent_cells(path: Path) -> Callable[[int, str], Marques]:
    """What gives the silent cells of a sheet, by its rank and its name."""
    if not zipfile.is_zipfile(path):
        found = biff.errors(path)
        return lambda rank, _nom: found.get(rank, {})
    with zipfile.ZipFile(path) as archive:
        if "content.xml" in archive.namelist():
            tables = _opendocument(archive)
            return lambda _rank, nom: tables.get(nom, {})
        parts = _parts(archive)
    return lambda _rank, nom: _openxml(path, parts[nom]) if nom in parts else {}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet → the part of the archive that holds it."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict) -> None:
        if tag == "sheet":
            target = targets.get(attributes.get("id", ""), "")
            sheets[attributes.get("name", "")] = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        parse(stream, relation, lambda _tag: None)
    with archive.open("xl/workbook.xml") as stream:
        parse(stream, sheet, lambda _tag: None)
    return {nom: part for nom, part in sheets.items() if part in names}


def _openxml(path: Path, part: str) -> Marques:
    with zipfile.ZipFile(path) as archive:
        with archive.open(part) as stream:
            if not _is_suspect(stream):
                return {}
        reader = _Cellules()
        with archive.open(part) as stream:
            parse(stream, reader.start, reader.end, reader.data)
        return reader.found


def _is_suspect(stream) -> bool:
    """Whether the sheet has a formula or an error at all: most exports have none, and this is quick to tell."""
    tail = b""
    while block := stream.read(BLOC):
        if SUSPECT.search(tail + block):
            return True
        tail = block[-32:]
    return False


class _Cellules:
    """Follows the cells of a sheet in OpenXML; cells and rows without a reference come one after the other."""

    def __init__(self) -> None:
        self.found: Marques = defaultdict(dict)
        self.row = self.column = -1
        self.type, self.value = "", ""
        self.has_formula = self.has_value = self.inside = False

    def start(self, tag: str, attributes: dict) -> None:
        if tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.type, self.value = attributes.get("t", ""), ""
            self.has_formula = self.has_value = False
        elif tag == "f":
            self.has_formula = True
        elif tag in ("v", "is"):
            self.has_value = self.inside = True

    def data(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, tag: str) -> None:
        if tag in ("v", "is"):
            self.inside = False
        elif tag == "c" and self.column < LARGEUR_MAX:
            if self.type == "e":
                self.found[self.row][self.column] = self.value.strip() or ERREUR
            # A formula whose result is an empty text says so: it is of type « str » and has a value, which is empty.
            elif self.has_formula and not self.value and not (self.has_value and self.type == "str"):
                self.found[self.row][self.column] = SANS_RESULTAT


def _column(reference: str) -> int:
    """« AB12 » → 27."""
    rank = 0
    for letter in reference:
        if not letter.isalpha():
            break
        rank = rank * 26 + ord(letter.upper()) - 64
    return rank - 1


def _opendocument(archive: zipfile.ZipFile) -> dict[str, Marques]:
    """Per sheet, the formulas without a value; errors are texts there and calamine gives them."""
    tables: dict[str, Marques] = {}
    here: list = ["", 0, 0, 1]  # sheet, row, column, times that the row is repeated

    def start(tag: str, attributes: dict) -> None:
        if tag == "table":
            here[:3] = [attributes.get("name", ""), 0, 0]
            tables[here[0]] = defaultdict(dict)
        elif tag == "table-row":
            here[2:] = [0, int(attributes.get("number-rows-repeated", 1))]
        elif tag in ("table-cell", "covered-table-cell"):
            repeated = int(attributes.get("number-columns-repeated", 1))
            if "formula" in attributes and "value-type" not in attributes:
                for column in range(here[2], min(here[2] + repeated, LARGEUR_MAX)):
                    tables[here[0]][here[1]][column] = SANS_RESULTAT
            here[2] += repeated

    def end(tag: str) -> None:
        if tag == "table-row":
            here[1] += here[3]

    with archive.open("content.xml") as stream:
        suspect = re.compile(rb"formula=")
        tail, found = b"", False
        while not found and (block := stream.read(BLOC)):
            found, tail = bool(suspect.search(tail + block)), block[-32:]
    if found:
        with archive.open("content.xml") as stream:
            parse(stream, start, end)
    return tables
