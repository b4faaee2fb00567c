"""Opening an XLSX, XLS or ODS: refusing what would swell without bound, finding the sheet, turning cells into text."""

import datetime as dt
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .controles import clean
from .entetes import Entetes, decide, recognise, refuse
from .hors_donnees import Tri
from .messages import erreur
from .source import Source, place

LOT = 20_000
MORCEAU = 1 << 20


def open_workbook(con: duckdb.DuckDBPyConnection, path: Path, requete: str, ingestion: dict) -> Source:
    """The first visible sheet that has the headers, as the table ``etape.cellules``.

    Raises ``PlieError`` when the file is no workbook, is protected, would swell beyond the limits, or has no such sheet.
    """
    check_size(path, ingestion)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return _read(con, book, path, requete, ingestion)
    except PasswordError:
        raise erreur(f"{path.name} est protégé par un mot de passe.", "Enregistrez-le sans protection, puis recommencez.") from None
    except (CalamineError, OSError, UnicodeError, ValueError):
        raise erreur(f"{path.name} ne peut pas être lu : ce n'est pas un classeur valable, ou il est abîmé.", "Ouvrez-le dans le tableur, enregistrez-le à nouveau, ou exportez en CSV.") from None


def check_size(path: Path, ingestion: dict) -> None:
    """Refuse a compressed workbook whose declared or real content goes beyond the limits of ``reglages.toml``."""
    if not zipfile.is_zipfile(path):
        return
    limit = ingestion["classeur_octets_max"]
    allowed = max(ingestion["classeur_taux_max"] * path.stat().st_size, 10 << 20)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        too_many = len(entries) > ingestion["classeur_parties_max"]
        declared = sum(entry.file_size for entry in entries)
        bound = min(limit, allowed)
        if too_many or declared > bound or _real_size(path, entries, bound) > bound:
            raise erreur(f"{path.name} est refusé : une fois décompressé, il dépasserait la taille permise (classeur piégé ou démesuré).", "Exportez cette requête en CSV, ou relevez classeur_octets_max et classeur_taux_max dans plie.toml, [ingestion].")
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError):
        raise erreur(f"{path.name} ne peut pas être lu : le classeur est abîmé ou coupé.", "Refaites l'export.") from None


def _real_size(path: Path, entries: list[zipfile.ZipInfo], bound: int) -> int:
    """Bytes that come out of the archive, whatever it declares; stops past the bound."""
    total = 0
    with path.open("rb") as stream:
        for entry in entries:
            stream.seek(entry.header_offset + 26)
            name, extra = struct.unpack("<HH", stream.read(4))
            stream.seek(name + extra, 1)
            if entry.compress_type != zipfile.ZIP_DEFLATED:
                total += entry.compress_size
            else:
                total += _inflated(stream, bound - total)
            if total > bound:
                break
    return total


def _inflated(stream, bound: int) -> int:
    inflater, size, pending = zlib.decompressobj(-15), 0, b""
    while not inflater.eof and size <= bound:
        pending = pending or stream.read(MORCEAU)
        if not pending:
            break
        size += len(inflater.decompress(pending, MORCEAU))
        pending = inflater.unconsumed_tail
    return size


def _read(con: duckdb.DuckDBPyConnection, book: CalamineWorkbook, path: Path, requete: str, ingestion: dict) -> Source:
    sheet, line, found = _find_sheet(book, path, requete, ingestion)
    found, remarks = decide(found, ([text(cell) or "" for cell in row] for row in islice(sheet.iter_rows(), line, None)), place(path.name, sheet.name))
    schema = pa.schema([("ligne", pa.int64()), *((colonne, pa.string()) for colonne in found.positions)])
    rejected: list[tuple[int, str]] = []
    dropped: list[tuple[int, str]] = []
    con.register("cellules_lues", pa.RecordBatchReader.from_batches(schema, _batches(sheet, line, found, schema, rejected, dropped)))
    con.execute("CREATE OR REPLACE TABLE etape.cellules AS SELECT * FROM cellules_lues")
    con.unregister("cellules_lues")
    return Source(
        requete=requete,
        fichier=path.name,
        feuille=sheet.name,
        relation="etape.cellules",
        colonnes=tuple(found.positions),
        base=None,
        nb_attendues=None,
        encodage=None,
        separateur=None,
        ligne_entete=line,
        inconnues=found.unknown,
        illisibles=tuple(rejected),
        ecartees=tuple(dropped),
        remarques=remarks,
    )


def _find_sheet(book: CalamineWorkbook, path: Path, requete: str, ingestion: dict) -> tuple[CalamineSheet, int, Entetes]:
    limite, own = ingestion["lignes_avant_entetes_max"], ingestion["entetes"].get(requete, {})
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    best, where = None, place(path.name)
    for nom in visible or book.sheet_names:
        sheet = book.get_sheet_by_name(nom)
        lines = [recognise(requete, [text(cell) or "" for cell in row], own) for row in islice(sheet.iter_rows(), limite)]
        if not lines:
            continue
        line = max(range(len(lines)), key=lambda rank, lines=lines: len(lines[rank].positions))
        if lines[line].is_recognised and not lines[line].missing:
            return sheet, line + 1, lines[line]
        if best is None or len(lines[line].positions) > len(best.positions):
            best, where = lines[line], place(path.name, nom)
    refuse(where, best, requete, limite)


def _batches(sheet: CalamineSheet, header: int, found: Entetes, schema: pa.Schema, rejected: list[tuple[int, str]], dropped: list[tuple[int, str]]) -> Iterator[pa.RecordBatch]:
    """The cells of the lines of data; the other lines go to the two lists."""
    rows = enumerate(sheet.iter_rows(), start=1)
    for _ in islice(rows, header):
        pass
    tri = Tri(found)
    while batch := list(islice(rows, LOT)):
        kept = []
        for number, row in batch:
            cells = [text(cell) or "" for cell in row]
            verdict = tri.judge(cells)
            if verdict is None:
                kept.append((number, cells))
            elif verdict[0]:
                dropped.append((number, verdict[0]))
            elif verdict[1]:
                rejected.append((number, verdict[1]))
        columns = [pa.array([number for number, _ in kept], pa.int64())]
        columns += [pa.array([cells[rank] or None for _, cells in kept], pa.string()) for rank in found.positions.values()]
        if kept:
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def text(cell) -> str | None:
    """A cell as the text that a CSV would hold: ISO dates, whole numbers without decimals, the zeros of texts kept."""
    if isinstance(cell, str):
        return clean(cell) or None
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    return None if cell is None else cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
