"""The workbook that one sends: the table as on the screen, the data, the method."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd

from .. import francais
from ..ecriture import replacing
from ..errors import PlieError
from ..libelles import propre
from ..origine import feuille
from .croisement import ENSEMBLE, Case, Croisement
from .mots import INDICATEUR
from .provenance import Provenance

LARGEUR_MAX = 60
# Widths of the first sheet, in characters: of a label, of a figure; a title and a note run over the whole table, or this much.
ETIQUETTE, CHIFFRE, TITRE = (14, 44), (14, 26), 90
LIGNE = 15
FOND, TOTAL = "#E6EEF8", "#F2F5FA"


def ecrire(
    chemin: Path, titre: str, source: Provenance, notes: tuple[str, ...], tri: Croisement | None, frame: pd.DataFrame, methode: str
) -> Path:
    """Write the workbook at ``chemin`` (``.xlsx`` is added when it has no suffix) and give its path.

    Sheet 1 « Tableau »: ``tri`` as on the screen, its numbers real numbers (else the first sheet is the data); « Données »: ``frame``;
    « Méthode »: the sheet of the result. Raises ``PlieError`` for another suffix, a folder that does not exist, a file that is there already.
    """
    with _livre(chemin, titre, source) as (book, target):
        if tri is not None:
            _Tableau(book, titre, source, notes).write(tri)
        _data(book, frame)
        _method(book, methode, notes)
    return target


def ecrire_tableaux(
    chemin: Path, titre: str, source: Provenance, feuilles: Mapping[str, tuple[str, Croisement, tuple[str, ...]]], methode: str
) -> Path:
    """Write the workbook of several tables, a sheet each: its name → its title, its cells, its notes; then « Méthode ». As ``ecrire`` otherwise."""
    with _livre(chemin, titre, source) as (book, target):
        for name, (head, tri, notes) in feuilles.items():
            _Tableau(book, head, source, notes, name).write(tri)
        _method(book, methode, ())
    return target


@contextmanager
def _livre(chemin: Path, titre: str, source: Provenance) -> Iterator[tuple[Any, Path]]:
    """A workbook to fill, and where it goes; what must be said of the photo is its last sheet. Raises ``PlieError`` as ``ecrire`` says."""
    import xlsxwriter

    target = chemin if chemin.suffix else chemin.with_suffix(".xlsx")
    if target.suffix.lower() != ".xlsx":
        raise PlieError(f"« {target.name} » : un classeur Excel se termine par .xlsx.")
    if not target.parent.is_dir():
        raise PlieError(f"Le dossier « {target.parent} » n'existe pas : créez-le, ou choisissez-en un autre.")
    if target.exists():
        raise PlieError(f"« {target.name} » existe déjà : il n'est pas remplacé.\nChoisissez un autre nom, ou déplacez-le.")
    with replacing(target) as aside:
        book = xlsxwriter.Workbook(aside, {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True})
        book.set_properties({"title": propre(titre), "author": propre(source.organisme), "comments": source.phrase})
        yield book, target
        feuille(book, source.avis)
        book.close()


class _Tableau:
    """The first sheet: title, photo, the table, the notes; set for one page of paper."""

    def __init__(self, book, titre: str, source: Provenance, notes: tuple[str, ...], nom: str = "Tableau"):
        self.book = book
        self.sheet = book.add_worksheet(nom)
        self.said = (francais.majuscule(titre), source.phrase, *source.avis)
        self.notes = notes
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": FOND}
        self.head, self.left = book.add_format({**head, "align": "center"}), book.add_format(head)
        self.labels = {False: book.add_format({"valign": "top", "text_wrap": True, "bottom": 4})}
        self.labels[True] = book.add_format({"valign": "top", "text_wrap": True, "bold": True, "bg_color": TOTAL, "bottom": 4})
        self.formats: dict[tuple[str, bool], object] = {}

    def write(self, tri: Croisement) -> None:
        sheet = self.sheet
        side, depth = len(tri.noms_lignes), max(1, len(tri.noms_colonnes))
        widths = self._widths(tri)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for rank, text in enumerate(self.said):
            self._line(rank, text, widths, {"bold": True, "font_size": 14} if not rank else {"font_color": "#4A5868"})
        top = len(self.said) + 1
        self._heads(tri, top, side, depth)
        for line, row in enumerate(tri.lignes, start=top + depth):
            total = ENSEMBLE in row
            for place, label in enumerate(row):
                sheet.write_string(line, place, propre(label), self.labels[total])
            for place, key in enumerate(tri.colonnes, start=side):
                self._cell(line, place, tri.cases[row, key], total)
        below = top + depth + len(tri.lignes) + 1
        for rank, note in enumerate(self.notes):
            self._line(below + rank, note, widths, {"font_color": "#4A5868"})
        sheet.freeze_panes(top + depth, side)
        sheet.hide_gridlines()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P sur &N")
        sheet.repeat_rows(top, top + depth - 1)

    def _heads(self, tri: Croisement, top: int, side: int, depth: int) -> None:
        """The names of the rows, the labels of the columns; one that stands over several columns is written once."""
        for level in range(depth):
            for rank in range(side):
                self.sheet.write_string(top + level, rank, propre(tri.noms_lignes[rank]) if level == depth - 1 else "", self.left)
            place = side
            for label, width in tri.entetes(level):
                text = propre(_dit(tri, level, label))
                if width > 1:
                    self.sheet.merge_range(top + level, place, top + level, place + width - 1, text, self.head)
                else:
                    self.sheet.write_string(top + level, place, text, self.head)
                place += width

    def _widths(self, tri: Croisement) -> list[float]:
        """The width of each column: its longest label, or figure, between two bounds; a head longer than that is wrapped."""
        labels = [max(len(text) for text in (name, *(row[rank] for row in tri.lignes))) for rank, name in enumerate(tri.noms_lignes)]
        figures = [max(len(tri.cases[row, column].lu) for row in tri.lignes) for column in tri.colonnes]
        return [min(max(size + 2, low), high) for sizes, (low, high) in ((labels, ETIQUETTE), (figures, CHIFFRE)) for size in sizes]

    def _line(self, line: int, text: str, widths: list[float], style: dict) -> None:
        """A sentence over the whole width of the table, wrapped: paper cuts what runs beyond it."""
        last, width = len(widths) - 1, sum(widths)
        while width < TITRE:
            last, width = last + 1, width + 8.43
        shown = self.book.add_format({**style, "text_wrap": True, "valign": "top"})
        size = style.get("font_size", 11)
        self.sheet.merge_range(line, 0, line, last, propre(text), shown)
        self.sheet.set_row(line, LIGNE * size / 11 * ceil(len(text) * size / 11 / width))

    def _cell(self, line: int, column: int, cell: Case, total: bool) -> None:
        """A number, which a spreadsheet can go on with, shown as on the screen by its format; a text when there is none."""
        if cell.est_vide:
            self.sheet.write_string(line, column, cell.texte, self._format("@", total))
            return
        number = "0" if not cell.decimales else f"0.{'0' * cell.decimales}"
        if cell.unite != "%" and abs(cell.connue) >= 10_000:
            number = f"#,##{number}"
        unit = (
            f'"{francais.INSECABLE}%"'
            if cell.unite == "%"
            else f'" {_quoted(cell.unite)}"'
            if cell.unite in ("mois", "€", "heures", "ETP", "jours")
            else ""
        )
        detail = f'" — {_quoted(cell.detail)}"' if cell.detail else ""
        self.sheet.write_number(line, column, cell.connue, self._format(number + unit + detail, total))

    def _format(self, code: str, total: bool):
        if (code, total) not in self.formats:
            style = {"bold": True, "bg_color": TOTAL} if total else {}
            self.formats[code, total] = self.book.add_format({"num_format": code, "align": "right", "valign": "top", "bottom": 4, **style})
        return self.formats[code, total]


def _dit(tri: Croisement, level: int, label: str) -> str:
    """The head of a column, with the name of its axis: « RSA à la sortie : au RSA »."""
    name = tri.noms_colonnes[level] if tri.noms_colonnes else ""
    return label or "Valeur" if name in ("", INDICATEUR) or label == ENSEMBLE else f"{name}{francais.INSECABLE}: {label}"


def _quoted(text: str) -> str:
    return text.replace('"', "")


def _data(book, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet("Données")
    head, day = book.add_format({"bold": True, "bottom": 1, "bg_color": FOND}), book.add_format({"num_format": "dd/mm/yyyy"})
    whole, decimal = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "#,##0.0"})
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, propre(title), head)
        for line, value in enumerate(frame[title].tolist(), start=1):
            if value is None or value is pd.NaT or value is pd.NA or value != value:
                continue
            if isinstance(value, bool):
                sheet.write_string(line, column, "oui" if value else "non")
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value, None if isinstance(value, int) else whole if value.is_integer() else decimal)
            elif hasattr(value, "year"):
                sheet.write_datetime(line, column, pd.Timestamp(value).to_pydatetime(), day)
            else:
                sheet.write_string(line, column, propre(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(frame)), max(0, len(frame.columns) - 1))
    sheet.autofit(LARGEUR_MAX * 7)


def _method(book, methode: str, notes: tuple[str, ...]) -> None:
    sheet = book.add_worksheet("Méthode")
    sheet.set_column(0, 0, 110)
    plain, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True, "font_size": 12, "text_wrap": True})
    code = book.add_format({"font_name": "Consolas", "font_size": 9})
    in_code, line = False, 0
    for text in [*methode.splitlines(), "", *notes]:
        if text.startswith("```"):
            in_code = not in_code
            continue
        shown = text if in_code else re.sub(r"\*\*|`|^#+ ", "", text)
        sheet.write_string(line, 0, propre(shown), code if in_code else bold if text.startswith("# ") else plain)
        line += 1
