"""The forms of a result: text table, stable CSV, JSON, XLSX; and the list of what can be asked."""

import csv
import io
import json
from pathlib import Path

import click
import pandas as pd

from .. import francais
from ..ecriture import replacing
from ..indicateurs import axes, definitions
from ..libelles import pour_tableur, propre
from ..origine import feuille

NUMBERS = ("valeur", "numerateur", "denominateur")
DECIMALES = {"%": 1, "mois": 1, "€": 2, "heures": 2, "ETP": 2}
MASQUE = "masqué"


def write(
    frame: pd.DataFrame, par: tuple[str, ...], forme: str, target: Path | None, avis: tuple[str, ...] = (), inventees: bool = False
) -> None:
    """Print the result, or write it aside then swap it into ``target``; ``avis`` stands at its head, or beside it when its form is fixed.

    ``inventees``: the people are invented, which each record of the JSON says.
    """
    if forme != "tableau":
        for sentence in avis:
            click.secho(sentence, fg="yellow", err=True)
    if forme == "xlsx":
        write_whole(target, _xlsx(frame, avis))
    else:
        text = {
            "tableau": lambda: "".join(f"{sentence}\n" for sentence in avis) + _tableau(frame),
            "csv": lambda: _csv(frame),
            "json": lambda: _json(frame, inventees),
        }[forme]()
        if target is None:
            click.echo(text, nl=False)
            return
        write_whole(target, text.encode("utf-8"))
    click.echo(f"Écrit : {target}", err=True)


def liste_text(config: dict) -> str:
    """Every indicator, then every axis, in French."""
    lines = []
    for definition in definitions(config).values():
        lines += [f"{definition.id} ({definition.unite})", f"    {definition.titre}. {definition.definition}"]
        if definition.meilleur:
            lines.append(f"    À préférer : {definition.meilleur}.")
    lines += ["", "Axes (--par, --filtre) :"]
    width = max(len(name) for name in axes())
    for axe in axes().values():
        detail = f" ({', '.join(axe.modalites)})" if axe.modalites else ""
        lines.append(f"    {axe.id:<{width}}  {axe.titre}{detail}")
    return "\n".join(lines) + "\n"


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by indicator then modality, in the plain order of texts: what a program expects."""
    keys = [name for name in frame.columns if name not in (*NUMBERS, "unite", "masque")]
    return frame.sort_values(keys, kind="stable")


def _records(frame: pd.DataFrame) -> list[dict]:
    return [
        {name: _number(value) if name in NUMBERS else value for name, value in row.items()} for row in _sorted(frame).to_dict("records")
    ]


def _number(value) -> int | float | None:
    """A whole number without decimals, another one with at most six, nothing when it is empty."""
    if francais.is_empty(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


def _csv(frame: pd.DataFrame) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(frame.columns)
    for row in _records(frame):
        cells = {**row, "masque": "true" if row["masque"] else "false"}
        lines.writerow(["" if value is None else pour_tableur(value) for value in cells.values()])
    return text.getvalue()


def _json(frame: pd.DataFrame, inventees: bool) -> str:
    """One object per row; when the people are invented, each says so."""
    told = {"donnees_inventees": True} if inventees else {}
    records = [{**row, "masque": bool(row["masque"]), **told} for row in _records(frame)]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _tableau(frame: pd.DataFrame) -> str:
    """Aligned columns; figures in French, with the numerator and denominator of a quotient."""
    named = [name for name in frame.columns if name not in (*NUMBERS, "unite", "masque")]
    rows = [[*named, "valeur", "numérateur", "dénominateur"]]
    for row in frame.to_dict("records"):
        decimals = DECIMALES.get(row["unite"], 0)
        value = row["valeur"]
        if not francais.is_empty(value) and not decimals and not float(value).is_integer():
            decimals = 1
        shown = MASQUE if row["masque"] else francais.quantite(value, row["unite"], decimals)
        rest = [_detail(row[name]) for name in NUMBERS[1:]]
        rows.append([*(propre(row[name]) for name in named), shown, *rest])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    left = len(named)
    lines = [
        "  ".join(cell.ljust(w) if i < left else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))) for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _detail(value) -> str:
    if francais.is_empty(value):
        return ""
    return francais.nombre(value, 0 if float(value).is_integer() else 1)


def _xlsx(frame: pd.DataFrame, avis: tuple[str, ...]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Indicateurs")
    bold = book.add_format({"bold": True})
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, bold)
    for line, row in enumerate(_records(frame), start=1):
        for column, (name, value) in enumerate(row.items()):
            if name == "masque":
                sheet.write_boolean(line, column, bool(value))
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, propre(value))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    feuille(book, avis)
    book.close()
    return content.getvalue()


def write_whole(target: Path, content: bytes) -> None:
    """Write a file, and its folder, at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as aside:
        aside.write_bytes(content)
