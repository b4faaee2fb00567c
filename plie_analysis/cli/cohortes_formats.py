"""The forms of the cohortes: French tables, stable CSV, XLSX."""

import csv
import io
from pathlib import Path

import click
import pandas as pd

from .. import francais
from ..cohortes.notes import notes
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..libelles import pour_tableur, propre
from ..origine import feuille
from .indicateurs_formats import write_whole

DECIMALES = 6
MASQUE = "masqué"
IMMATURE = "*"
TARDIVE = "†"
ENTETES = {
    "Entrées et sorties": {
        "effectif": "entrées", "en_parcours": "en cours", "sorties_positives": "positives", "sorties_autres": "autres", "sorties_fin_30_mois": "fin à 30 mois",
    },
    "Part sortie positivement dans les h mois (Aalen-Johansen)": {
        ("incidence_sortie_positive", f"{mois} mois"): f"{mois} mois" for mois in (6, 12, 18, 24, 30)
    },
    "Durées, parcours ouverts compris": {
        ("part_encore_ouverte", "12 mois"): "ouverts à 12 mois", ("duree_mediane", ""): "médiane", ("duree_moyenne_restreinte", "30 mois"): "moyenne sur 30 mois",
        ("delai_premiere_etape", ""): "1re étape", ("part_temps_sans_etape", ""): "temps sans étape",
    },
    "Étapes avant la sortie": {
        ("etapes_avant_sortie", ""): "moyenne", **{("etapes_avant_sortie_repartition", name): name for name in ("0", "1", "2", "3", "4-5", "6 et plus")},
    },
}  # fmt: skip


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
    if francais.is_empty(value):
        return ""
    rounded = round(float(value), DECIMALES)
    return int(rounded) if rounded.is_integer() else rounded


def xlsx_bytes(frame: pd.DataFrame, gaps: pd.DataFrame, avis: tuple[str, ...] = ()) -> bytes:
    """Two sheets with the columns of the CSV: « Cohortes », « Écarts »."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    for name, table in (("Cohortes", frame), ("Écarts", gaps)):
        sheet = book.add_worksheet(name)
        for column, title in enumerate(table.columns):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(table.itertuples(index=False, name=None), start=1):
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
    elif not francais.is_empty(value):
        sheet.write_number(line, column, round(float(value), DECIMALES))


def write(target: Path, content: bytes) -> None:
    """Write aside, then put in place, and say where."""
    write_whole(target, content)
    click.echo(f"Écrit : {target}", err=True)


def tableau_text(suivi: Suivi, frame: pd.DataFrame, gaps: pd.DataFrame) -> str:
    """Aligned tables in French, one per theme, then the gaps and the notes."""
    if frame.empty:
        return frame.attrs["raison"] + "\n"
    blocks = [_block(suivi, frame, title, heads) for title, heads in ENTETES.items()]
    if len(gaps):
        blocks.append(_gaps(gaps))
    return "\n".join([*blocks, *(f"{note}\n" for note in notes(suivi, frame, gaps))])


def _block(suivi: Suivi, frame: pd.DataFrame, title: str, heads: dict) -> str:
    wanted = {key if isinstance(key, tuple) else (key, ""): label for key, label in heads.items()}
    named = ["cohorte", *suivi.axes]
    rows = [[*named, *wanted.values()]]
    for key, group in frame.groupby(named, sort=False):
        cells = {(row["mesure"], row["modalite"]): row for row in group.to_dict("records")}
        late = TARDIVE if key[0] != ENSEMBLE and (group["couverture"] == "tardive").any() else ""
        rows.append([propre(key[0]) + late, *map(propre, key[1:]), *(_shown(cells.get(name)) for name in wanted)])
    return _aligned(title, rows, len(named))


def _shown(row: dict | None) -> str:
    if row is None:
        return francais.VIDE
    if row["masque"]:
        return MASQUE
    if francais.is_empty(row["valeur"]):
        return "non atteinte" if row["mesure"] == "duree_mediane" and str(row["raison"]).startswith("Médiane") else francais.VIDE
    unite = "" if row["unite"] in ("parcours", "etapes") else row["unite"]
    decimals = 0 if row["unite"] in ("parcours", "jours") else 1
    text = francais.quantite(row["valeur"], unite, decimals)
    return text + (IMMATURE if row["maturite"] == "immature" and row["cohorte"] != ENSEMBLE else "")


def _gaps(gaps: pd.DataFrame) -> str:
    rows = [["axe", "public", "contre", "à", "part", "part contre", "écart brut", "[95 %]", "à profil comparable", "[95 %]"]]
    for row in gaps.to_dict("records"):
        empty = MASQUE if row["masque"] else francais.VIDE
        rows.append(
            [row["axe"], propre(row["modalite"]), propre(row["contre"]), f"{int(row['mois'])} mois"]
            + [francais.pourcentage(row[name], 1) if row[name] == row[name] else empty for name in ("part", "part_contre")]
            + [
                _points(row, "ecart", empty),
                _limits(row, "ecart_bas", "ecart_haut"),
                _points(row, "ecart_standardise", empty),
                _limits(row, "standardise_bas", "standardise_haut"),
            ]
        )
    return _aligned("Écarts de la part sortie positivement, en points", rows, 3)


def _points(row: dict, name: str, empty: str) -> str:
    value = row[name]
    return empty if value != value else ("+" if round(value, 1) > 0 else "") + francais.nombre(value, 1)


def _limits(row: dict, low: str, high: str) -> str:
    return "" if row[low] != row[low] else f"[{francais.nombre(row[low], 1)} ; {francais.nombre(row[high], 1)}]"


def _aligned(title: str, rows: list[list[str]], left: int) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(w) if i < left else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join([title, *lines]) + "\n"
