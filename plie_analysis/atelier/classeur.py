"""The workbook that one sends: the table as on the screen, the data, the method."""

import re
from pathlib import Path

import pandas as pd

from .. import francais
from ..ecriture import replacing
from ..errors import PlieError
from ..libelles import propre
from ..origine import feuille
from .croisement import Case, Croisement
from .provenance import Provenance

LARGEUR_MAX = 60
FORMATS = {"%": "0", "€": "#,##0", "mois": "0.0", "heures": "#,##0"}


def ecrire(
    chemin: Path, titre: str, source: Provenance, notes: tuple[str, ...], tri: Croisement | None, frame: pd.DataFrame, methode: str
) -> Path:
    """Write the workbook at ``chemin`` (``.xlsx`` is added when it has no suffix) and give its path.

    Sheet 1 « Tableau »: ``tri`` as on the screen, its numbers real numbers (else the first sheet is the data); « Données »: ``frame``;
    « Méthode »: the sheet of the result. Raises ``PlieError`` for another suffix, a folder that does not exist, a file that is there already.
    """
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
        if tri is not None:
            _Tableau(book, titre, source, notes).write(tri)
        _data(book, frame)
        _method(book, methode, notes)
        feuille(book, source.avis)
        book.close()
    return target


class _Tableau:
    """The first sheet: title, photo, the table, the notes; set for one page of paper."""

    def __init__(self, book, titre: str, source: Provenance, notes: tuple[str, ...]):
        self.book = book
        self.sheet = book.add_worksheet("Tableau")
        self.said = (titre, source.phrase, *source.avis)
        self.notes = notes
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E6EEF8"}
        )
        self.left = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6EEF8", "valign": "vcenter"})
        self.label = book.add_format({"valign": "top"})
        self.formats: dict[str, object] = {}

    def write(self, tri: Croisement) -> None:
        sheet, book = self.sheet, self.book
        sheet.write_string(0, 0, propre(self.said[0]), book.add_format({"bold": True, "font_size": 14}))
        grey = book.add_format({"font_color": "#4A5868"})
        for rank, text in enumerate(self.said[1:], start=1):
            sheet.write_string(rank, 0, propre(text), grey)
        top = len(self.said) + 1
        side, depth = len(tri.noms_lignes), max(1, len(tri.noms_colonnes))
        for rank, name in enumerate(tri.noms_lignes):
            sheet.write_string(top + depth - 1, rank, propre(name), self.left)
        for rank, key in enumerate(tri.colonnes):
            for level, label in enumerate(key or ("",)):
                name = (
                    f"{tri.noms_colonnes[level]}{francais.INSECABLE}: "
                    if tri.noms_colonnes and tri.noms_colonnes[level] != "Indicateur" and label != "Ensemble"
                    else ""
                )
                sheet.write_string(top + level, side + rank, propre(f"{name}{label}"), self.head)
        for line, row in enumerate(tri.lignes, start=top + depth):
            for place, label in enumerate(row):
                sheet.write_string(line, place, propre(label), self.label)
            for place, key in enumerate(tri.colonnes, start=side):
                self._cell(line, place, tri.cases[row, key])
        below = top + depth + len(tri.lignes) + 1
        for rank, note in enumerate(self.notes):
            sheet.write_string(below + rank, 0, propre(note), grey)
        sheet.set_column(0, side - 1, 30)
        sheet.set_column(side, side + len(tri.colonnes), 22)
        sheet.freeze_panes(top + depth, side)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top, top + depth - 1)

    def _cell(self, line: int, column: int, cell: Case) -> None:
        """A number, which a spreadsheet can go on with, shown as on the screen by its format; a text when there is none."""
        if cell.est_vide:
            self.sheet.write_string(line, column, cell.texte, self._format("@"))
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
        self.sheet.write_number(line, column, cell.connue, self._format(number + unit + detail))

    def _format(self, code: str):
        if code not in self.formats:
            self.formats[code] = self.book.add_format({"num_format": code, "align": "right"})
        return self.formats[code]


def _quoted(text: str) -> str:
    return text.replace('"', "")


def _data(book, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet("Données")
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd/mm/yyyy"})
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, propre(title), head)
        for line, value in enumerate(frame[title].tolist(), start=1):
            if value is None or value is pd.NaT or value is pd.NA or value != value:
                continue
            if isinstance(value, bool):
                sheet.write_string(line, column, "oui" if value else "non")
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value)
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
