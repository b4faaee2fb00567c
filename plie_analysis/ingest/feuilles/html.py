"""A web page that holds a table, as many programs export under the name .xls."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from .feuille import LARGEUR_MAX, Feuille, Illisible, Ligne

DECLARE = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
BLOCS = {"br", "p", "div", "li"}
PROFONDEUR_MAX = 50


def read(path: Path) -> Iterator[Feuille]:
    """Each table of the page: « Tableau 1 », « Tableau 2 »… Raises ``Illisible`` when the page ends before its tables do."""
    reader = _Page()
    reader.feed(_decoded(path.read_bytes()))
    reader.close()
    if reader.open:
        raise Illisible("abime")
    for rank, table in enumerate(reader.tables, start=1):
        yield Feuille(f"Tableau {rank}", True, table.lines)


def _decoded(content: bytes) -> str:
    """UTF-8 when it is, else what the page declares, else the code page of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = DECLARE.search(content[:4096])
    for page in ("utf-8-sig", declared[1].decode() if declared else "cp1252", "cp1252"):
        try:
            return content.decode(page)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


class _Tableau:
    """The table that is being read: its lines, the line and the cell begun, and the cells that span several lines."""

    def __init__(self) -> None:
        self.lines: list[Ligne] = []
        self.row: Ligne | None = None
        self.texts: list[str] | None = None
        self.span = (1, 1)
        self.covered: dict[int, int] = {}  # column → lines that a cell above still takes

    def begin_row(self) -> None:
        self.end_row()
        self.row = []

    def begin_cell(self, across: int, down: int) -> None:
        self.end_cell()
        self.row = [] if self.row is None else self.row
        self.texts, self.span = [], (across, down)

    def end_cell(self) -> None:
        if self.texts is None or self.row is None:
            return
        while self.covered.get(len(self.row), 0):
            self.row.append(None)
        (across, down), first = self.span, len(self.row)
        if first < LARGEUR_MAX:
            self.row += [re.sub(r"\s+", " ", "".join(self.texts)).strip() or None, *[None] * (across - 1)]
        if down > 1:
            self.covered |= dict.fromkeys(range(first, first + across), down)
        self.texts = None

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self.lines.append(self.row)
            self.covered = {column: left - 1 for column, left in self.covered.items() if left > 1}
            self.row = None


class _Page(HTMLParser):
    """Follows table, tr, td; what a tag forgot to close is closed by the next one. A table within another is read apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Tableau] = []
        self.open: list[_Tableau] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "table":
            if len(self.open) == PROFONDEUR_MAX:
                raise Illisible("piege")
            self.tables.append(_Tableau())
            self.open.append(self.tables[-1])
        elif self.open and tag == "tr":
            self.open[-1].begin_row()
        elif self.open and tag in ("td", "th"):
            found = dict(attrs)
            self.open[-1].begin_cell(_count(found.get("colspan")), _count(found.get("rowspan")))
        elif tag in BLOCS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self.open:
            return
        if tag == "table":
            self.open.pop().end_row()
        elif tag in ("td", "th"):
            self.open[-1].end_cell()
        elif tag == "tr":
            self.open[-1].end_row()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].texts is not None and self.cdata_elem is None:
            self.open[-1].texts.append(data)


def _count(said: str | None) -> int:
    return min(int(said), LARGEUR_MAX) if said and said.isdecimal() and int(said) else 1
