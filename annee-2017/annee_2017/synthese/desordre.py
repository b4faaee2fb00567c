"""The same photo with the disorder of real exports: file kinds, encodings, headers, labels, dates, blanks and total lines.

Once loaded, the content is that of the clean photo, but for the keying mistakes of ``fautes/``: the truth of what was
spoiled is written beside.
"""

import csv
import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plie_analysis import marque
from plie_analysis.errors import PlieError
from plie_analysis.settings import Settings

from . import fautes
from .classeurs import write_ods, write_xlsx
from .export import requetes, write_csv
from .photo import PHOTOS, check, expand, open_plan, publish, refuse_foreign, workspace
from .variantes import ColumnHabit

LARGEST = 20
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
SEPARATORS = (";", ",", "\t", "|")
# Kinds of files, so that each is met at least once whatever the seed.
KINDS = ("csv", "csv", "csv", "csv", "txt", "tsv", "xlsx", "xlsx", "xlsx", "ods", "ods", "csv")
WORKBOOK_MAX = 20_000
REMARKS = ("", "", "", "relancé ; à revoir", 'dit « oui », puis "peut-être"', "voir le dossier\nen papier")


@dataclass(frozen=True)
class Habit:
    """How one file is written: the columns of ``desordre-<photo>.csv``."""

    requete: str
    fichier: str
    nature: str
    encodage: str
    separateur: str
    fin_de_ligne: str
    lignes_avant: int
    ligne_total: bool


def write_disordered(
    settings: Settings, *, annee: int = 2017, echelle: int = 1, graine: int = 2017, avec_fautes: bool = True
) -> tuple[Path, int]:
    """Write the disordered photo; give back its folder and the number of lines spoiled (none without ``avec_fautes``).

    With mistakes, the clean photo of the eve is written too: some mistakes are only seen against the photo before.
    Beside the photos, in ``data/``: ``desordre-<photo>.csv`` (how each file is written) and ``verite-<photo>.csv``
    (each finding that the charte must make: ``article, table, cle``). Raises ``PlieError`` as ``write_photo`` does, and
    for a scale above 20: this disorder is written cell by cell.
    """
    check(annee, echelle)
    if echelle > LARGEST:
        raise PlieError(
            f"--desordre n'accepte pas plus de {LARGEST} copies (--echelle {echelle}).\nLes grandes photos s'écrivent sans désordre."
        )
    photo = PHOTOS[annee]
    eve = photo - dt.timedelta(days=1)
    target, before = settings.raw / photo.isoformat(), settings.raw / eve.isoformat()
    beside = {name: settings.raw.parent / f"{name}-{photo}.csv" for name in (("verite", "desordre") if avec_fautes else ("desordre",))}
    refuse_foreign(settings, target, *([before] if avec_fautes else []))
    marque.refuser_etrangers(
        settings, beside.values(), "Déplacez-le ou renommez-le, ou choisissez un autre dossier de travail : plie synthese --racine essai."
    )
    with workspace(settings) as folder:
        build, clean = folder / "photo", folder / "veille"
        build.mkdir()
        clean.mkdir()
        with open_plan(graine, folder) as con:
            expand(con, annee, 0, echelle)
            write_csv(con, clean, eve, append=False)
            mistakes = commit_mistakes(con, photo, graine, folder / "verite.csv") if avec_fautes else 0
            habits = [_write_query(con, build, requete, kind, graine, photo.isoformat()) for requete, kind in _kinds(con, graine)]
        _write_habits(folder / "desordre.csv", habits)
        publish(settings, build, target)
        if avec_fautes:
            publish(settings, clean, before)
        for name, path in beside.items():
            marque.signer(settings, path, marque.empreinte(folder / f"{name}.csv"))
            (folder / f"{name}.csv").replace(path)
    return target, mistakes


def commit_mistakes(con: duckdb.DuckDBPyConnection, photo: dt.date, graine: int, path: Path) -> int:
    """Spoil the export tables with the mistakes of ``fautes/`` and write the truth they tell to ``path``."""
    truth = fautes.appliquer(con, photo, graine=graine)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["article", "table", "cle"])
        writer.writerows(truth)
    return len(truth)


def _kinds(con: duckdb.DuckDBPyConnection, graine: int) -> list[tuple[str, str]]:
    """A kind of file for each query; tables too long for a workbook stay text."""
    kinds = list(KINDS)
    random.Random(graine).shuffle(kinds)
    found = []
    for requete, kind in zip(requetes(con), itertools.cycle(kinds)):
        (count,) = con.execute(f"SELECT count(*) FROM {requete}").fetchall()[0]
        found.append((requete, "csv" if count > WORKBOOK_MAX else kind))
    return found


def _write_query(con: duckdb.DuckDBPyConnection, folder: Path, requete: str, kind: str, graine: int, photo: str) -> Habit:
    rng = random.Random(f"{graine} {requete}")
    columns = list(requetes(con)[requete])
    rng.shuffle(columns)
    habits = [ColumnHabit(column, rng) for column in columns]
    cursor = con.execute(f"SELECT {', '.join(column.colonne for column in columns)} FROM {requete}")
    before = rng.randint(0, 3)
    total = rng.random() < 0.6
    text = kind in ("csv", "txt", "tsv")
    habit = Habit(
        requete, f"{requete}_{photo}.{kind}", kind, rng.choice(ENCODINGS) if text else "", ("\t" if kind == "tsv" else rng.choice(SEPARATORS)) if text else "",
        rng.choice(("\n", "\r\n")) if text else "", before, total,
    )  # fmt: skip
    rows = _rows(cursor, habits, habit, rng, native=not text)
    path = folder / habit.fichier
    if kind == "xlsx":
        write_xlsx(path, rows, sheet="Export", preface="Export du logiciel de suivi." if rng.random() < 0.5 else None)
    elif kind == "ods":
        write_ods(path, rows, sheet="Export")
    else:
        with path.open("w", encoding=habit.encodage, newline="", errors="strict") as lines:
            writer = csv.writer(lines, delimiter=habit.separateur, lineterminator=habit.fin_de_ligne)
            writer.writerows(([_encodable(cell, habit.encodage) for cell in row]) for row in rows)
    return habit


def _encodable(cell: str, encoding: str) -> str:
    """Windows-1252 has no narrow space."""
    return cell.replace("\u202f", "\u00a0") if encoding == "cp1252" else cell


def _rows(
    cursor: duckdb.DuckDBPyConnection, habits: Sequence[ColumnHabit], habit: Habit, rng: random.Random, *, native: bool
) -> Iterator[list]:
    """Title lines, headers, data with blank lines here and there, total line."""
    if habit.lignes_avant:
        yield [f"Requête {habit.requete}"]
        yield from ([] for _ in range(habit.lignes_avant - 1))
    yield [*(h.entete for h in habits), "Observations"]
    count = 0
    while batch := cursor.fetchmany(2000):
        for values in batch:
            count += 1
            yield [*(_native(h, v, rng) if native else h.text(v) for h, v in zip(habits, values, strict=True)), rng.choice(REMARKS)]
            if rng.random() < 0.002:
                yield []
    if habit.ligne_total:
        yield ["Total", str(count)]


def _native(habit: ColumnHabit, value, rng: random.Random):
    """A workbook's cell: dates and numbers as such, now and then as text."""
    if value is not None and habit.column.type in ("date", "nombre", "entier") and rng.random() > 0.1:
        return value
    return habit.text(value)


def _write_habits(path: Path, habits: list[Habit]) -> None:
    names = {"\t": "tabulation", "\n": "LF", "\r\n": "CRLF"}
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["requete", "fichier", "nature", "encodage", "separateur", "fin_de_ligne", "lignes_avant", "ligne_total"])
        for h in habits:
            writer.writerow(
                [
                    h.requete,
                    h.fichier,
                    h.nature,
                    h.encodage,
                    names.get(h.separateur, h.separateur),
                    names.get(h.fin_de_ligne, ""),
                    h.lignes_avant,
                    "oui" if h.ligne_total else "non",
                ]
            )
