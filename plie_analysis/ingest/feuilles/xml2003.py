"""SpreadsheetML, the XML that Excel wrote in 2003 and that software still exports, most often under the name .xls."""

from collections.abc import Iterator
from pathlib import Path

from .balises import parse
from .feuille import LARGEUR_MAX, SANS_RESULTAT, Feuille, Ligne

# A row or a cell may say its rank; no sheet is longer.
RANG_MAX = 1_048_576
VRAI_FAUX = {"1": "Oui", "0": "Non"}


def read(path: Path) -> Iterator[Feuille]:
    """The sheets of the document. Raises ``Illisible``."""
    reader = _Document()
    with path.open("rb") as stream:
        parse(stream, reader.start, reader.end, reader.data)
    yield from reader.feuilles


class _Document:
    """Follows the tags: Worksheet, Row, Cell, Data; only what Data holds is the cell (a Comment has a Data too)."""

    def __init__(self) -> None:
        self.feuilles: list[Feuille] = []
        self.lignes: dict[int, Ligne] = {}
        self.nom, self.est_visible = "", True
        self.row = self.column = self.span = 0
        self.cells: Ligne = []
        self.type, self.has_formula = "", False
        self.texts: list[str] | None = None
        self.has_data = self.in_comment = self.in_visible = False

    def start(self, tag: str, attributes: dict) -> None:
        if tag == "Worksheet":
            self.nom, self.est_visible, self.lignes, self.row = attributes.get("Name", ""), True, {}, 0
        elif tag == "Row":
            self.row = _rank(attributes, self.row)
            self.cells, self.column, self.span = [], 0, int(attributes.get("Span", 0))
        elif tag == "Cell":
            self.column = _rank(attributes, self.column)
            self.has_formula, self.has_data = "Formula" in attributes, False
            self.merged = min(int(attributes.get("MergeAcross", 0)), LARGEUR_MAX)
        elif tag == "Comment":
            self.in_comment = True
        elif tag == "Data" and not self.in_comment:
            self.type, self.texts, self.has_data = attributes.get("Type", "String"), [], True
        elif tag == "Visible":
            self.texts, self.in_visible = [], True

    def data(self, text: str) -> None:
        if self.texts is not None:
            self.texts.append(text)

    def end(self, tag: str) -> None:
        if tag == "Comment":
            self.in_comment = False
        elif tag == "Data" and not self.in_comment:
            self._put(_text("".join(self.texts or ()), self.type))
            self.texts = None
        elif tag == "Cell":
            if self.has_formula and not self.has_data:
                self._put(SANS_RESULTAT)
            self.column += self.merged
        elif tag == "Visible":
            self.est_visible = "".join(self.texts or ()).strip() not in ("SheetHidden", "SheetVeryHidden")
            self.texts = None
        elif tag == "Row" and any(self.cells):
            self.lignes[self.row] = self.cells
        elif tag == "Worksheet":
            self.feuilles.append(Feuille(self.nom, self.est_visible, _in_order(self.lignes)))

    def _put(self, text: str | None) -> None:
        if 0 < self.column <= LARGEUR_MAX:
            self.cells += [None] * (self.column - len(self.cells))
            self.cells[self.column - 1] = text


def _rank(attributes: dict, before: int) -> int:
    return min(int(attributes["Index"]) if "Index" in attributes else before + 1, RANG_MAX)


def _text(text: str, kind: str) -> str | None:
    """Dates come as 2017-12-31T00:00:00.000, numbers with a point, booleans as 0 and 1."""
    if kind == "DateTime":
        day, _, hour = text.partition("T")
        hour = hour.partition(".")[0]
        return day if hour in ("", "00:00:00") else f"{day} {hour}"
    if kind == "Boolean":
        return VRAI_FAUX.get(text.strip(), text)
    return text or None


def _in_order(lignes: dict[int, Ligne]) -> Iterator[Ligne]:
    before = 0
    for row in sorted(lignes):
        for _ in range(row - before - 1):
            yield []
        yield lignes[row]
        before = row
