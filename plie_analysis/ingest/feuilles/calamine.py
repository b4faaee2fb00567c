"""XLSX, XLSM, XLSB, XLS and ODS, by the library calamine; what it leaves empty without a word is found apart."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .feuille import Feuille, Illisible, Ligne, text
from .muettes import Marques, silent_cells


def read(path: Path) -> Iterator[Feuille]:
    """The worksheets, in the order of the workbook. Raises ``Illisible``."""
    try:
        silent = silent_cells(path)
        # By its content: calamine trusts the extension of a path.
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
            for rank, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    yield Feuille(
                        sheet.name,
                        sheet.visible == SheetVisibleEnum.Visible,
                        _lines(book.get_sheet_by_name(sheet.name), silent(rank, sheet.name)),
                    )
    except PasswordError:
        raise Illisible("protege") from None
    except (CalamineError, zipfile.BadZipFile, OSError, UnicodeError, ValueError):
        raise Illisible("abime") from None


def _lines(sheet: CalamineSheet, silent: Marques) -> Iterator[Ligne]:
    """The lines of the sheet from its first column, even when its first columns are empty."""
    before: Ligne = [None] * (sheet.start[1] if sheet.start else 0)
    number = -1
    for number, cells in enumerate(sheet.iter_rows()):
        line = [*before, *map(text, cells)]
        yield _completed(line, silent[number]) if number in silent else line
    for row in range(number + 1, max(silent, default=-1) + 1):
        yield _completed([], silent.get(row, {}))


def _completed(line: Ligne, marks: dict[int, str]) -> Ligne:
    line += [None] * (max(marks, default=-1) + 1 - len(line))
    for column, mark in marks.items():
        line[column] = line[column] or mark
    return line
