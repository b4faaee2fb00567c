"""The forms in which a frame leaves a command: aligned text, stable CSV, XLSX, and the file written aside then put in place."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import click
import pandas as pd

from .. import francais
from ..ecriture import replacing
from ..libelles import pour_tableur, propre
from ..origine import feuille

DECIMALES = 6
MASQUE = "masqué"


def number(value) -> int | float | None:
    """A whole number without decimals, another one with at most six, nothing when it is empty."""
    if francais.is_empty(value):
        return None
    rounded = round(float(value), DECIMALES)
    return int(rounded) if rounded.is_integer() else rounded


def csv_text(frame: pd.DataFrame) -> str:
    """UTF-8, comma, decimal point, six decimals at most, empty when unknown."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        lines.writerow([_written(value) for value in row])
    return text.getvalue()


def _written(value) -> str | int | float:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return pour_tableur(value)
    found = number(value)
    return "" if found is None else found


def xlsx_bytes(sheets: Mapping[str, pd.DataFrame], avis: tuple[str, ...] = ()) -> bytes:
    """A workbook: one sheet by frame, with the columns of the CSV, then the sheet of what must be said of the photo."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    for name, frame in sheets.items():
        sheet = book.add_worksheet(name)
        for column, title in enumerate(frame.columns):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(frame.itertuples(index=False, name=None), start=1):
            for column, value in enumerate(row):
                _cell(sheet, line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    feuille(book, avis)
    book.close()
    return content.getvalue()


def _cell(sheet, line: int, column: int, value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, str):
        sheet.write_string(line, column, propre(value))
    elif (found := number(value)) is not None:
        sheet.write_number(line, column, found)


def aligned(rows: list[list[str]], left: int) -> str:
    """Columns aligned under a rule, the first ``left`` ones on the left; the first row is the head."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(w) if i < left else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines) + "\n"


def write(target: Path, content: bytes) -> None:
    """Write aside, then put in place, and say where."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as aside:
        aside.write_bytes(content)
    click.echo(f"Écrit : {target}", err=True)
