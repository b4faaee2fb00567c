"""A workbook as one table: its sheets that are the query, one after the other, each line with the number that its sheet gives it."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from ..contrat import queries
from .archives import check_size
from .choix import Partie, choose
from .entetes import Entetes, decide
from .genres import Genre
from .hors_donnees import Tri
from .lecture import FeuilleLue, sheets
from .messages import citer, erreur
from .reglages import quoted
from .source import PAS_DE_FEUILLE, Source, place

# Two sheets that share more than this part of their keys are two states of the same things, and not one table.
PART_COMMUNE = 0.05
LOT = 20_000


def open_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, nom: str, genre: Genre, requete: str, ingestion: dict, atelier: Path
) -> Source:
    """The sheets that have the query's headers, as the table ``brouillon.cellules``; ``nom`` is the file's for those who read messages.

    Raises ``PlieError`` when the workbook is damaged, protected, would swell beyond the limits, has no such sheet, or has
    several that are not one table.
    """
    check_size(path, nom, ingestion)
    rejected: list[tuple[int, str]] = []
    dropped: list[tuple[int, str]] = []
    with sheets(path, nom, genre.lecteur, ingestion, atelier) as found:
        parts, remarques = choose(found, nom, requete, ingestion)
        remarques += _stage(con, parts, nom, rejected, dropped)
        # Told by the process that read the workbook, before any line is judged here.
        expected = sum(
            part.feuille.nb_lignes - sum(number <= part.ligne_entete for number, _ in part.feuille.head(part.ligne_entete))
            for part in parts
        )
    names = [part.feuille.nom for part in parts]
    entetes = parts[0].entetes
    _refuse_same_things(con, nom, requete, tuple(entetes.positions), names)
    return Source(
        requete=requete,
        fichier=nom,
        feuille=names[0],
        relation="brouillon.cellules",
        colonnes=tuple(entetes.positions),
        base=None,
        nb_attendues=expected,
        encodage=None,
        separateur=None,
        ligne_entete=parts[0].ligne_entete,
        inconnues=tuple(dict.fromkeys(texte for part in parts for texte in part.entetes.unknown)),
        illisibles=tuple(rejected),
        ecartees=tuple(dropped),
        remarques=tuple(remarques),
        suites=tuple(names[1:]),
    )


def locate(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """Give each line the number that its own sheet gives it, once the file is written: until then it tells its sheet too."""
    if not source.suites:
        return
    number, sheet = (
        f"ligne % {PAS_DE_FEUILLE}",
        f"[{', '.join(map(quoted, (source.feuille, *source.suites)))}][ligne // {PAS_DE_FEUILLE} + 1]",
    )
    files = f"[{', '.join(quoted(place(source.fichier, nom)) for nom in source.suites)}][ligne // {PAS_DE_FEUILLE}]"
    later = f"photo = DATE '{photo}' AND ligne >= {PAS_DE_FEUILLE}"
    con.execute(f"UPDATE raw.rejet SET feuille = {sheet}, ligne = {number} WHERE {later} AND requete = {quoted(source.requete)}")
    con.execute(f"UPDATE raw.{source.requete} SET fichier = {files}, ligne = {number} WHERE {later}")


def _stage(
    con: duckdb.DuckDBPyConnection, parts: list[Partie], nom: str, rejected: list[tuple[int, str]], dropped: list[tuple[int, str]]
) -> list[str]:
    """Fill ``brouillon.cellules`` with the lines of data, the two lists with the others; returns what is to be said of the headers."""
    names = tuple(parts[0].entetes.positions)
    schema = pa.schema([("ligne", pa.int64()), *((name, pa.string()) for name in names)])
    con.execute(f"CREATE OR REPLACE TABLE brouillon.cellules (ligne BIGINT, {', '.join(f'{name} VARCHAR' for name in names)})")
    remarks: list[str] = []
    for rank, part in enumerate(parts):
        entetes, said = decide(part.entetes, (cells for _, cells in _rows(part.feuille, part.ligne_entete)), place(nom, part.feuille.nom))
        remarks += [remark for remark in said if remark not in remarks]
        batches = _batches(_rows(part.feuille, part.ligne_entete), entetes, names, schema, rank * PAS_DE_FEUILLE, rejected, dropped)
        con.register("cellules_lues", pa.RecordBatchReader.from_batches(schema, batches))
        con.execute("INSERT INTO brouillon.cellules SELECT * FROM cellules_lues")
        con.unregister("cellules_lues")
    return remarks


def _rows(sheet: FeuilleLue, header: int) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of the lines of a sheet below its headers."""
    with sheet.reader() as batches:
        for batch in batches:
            for number, cells in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                if number > header:
                    yield number, [cell or "" for cell in cells]


def _batches(
    rows: Iterator[tuple[int, list[str]]],
    entetes: Entetes,
    names: tuple[str, ...],
    schema: pa.Schema,
    base: int,
    rejected: list[tuple[int, str]],
    dropped: list[tuple[int, str]],
) -> Iterator[pa.RecordBatch]:
    """The cells of the lines of data, numbered from ``base``; the other lines go to the two lists."""
    tri, ranks = Tri(entetes), [entetes.positions[name] for name in names]
    while batch := list(islice(rows, LOT)):
        kept = []
        for number, cells in batch:
            verdict = tri.judge(cells)
            if verdict is None:
                kept.append((base + number, cells))
            elif verdict[0]:
                dropped.append((base + number, verdict[0]))
            elif verdict[1]:
                rejected.append((base + number, verdict[1]))
        if kept:
            columns = [pa.array([number for number, _ in kept], pa.int64())]
            columns += [pa.array([cells[rank] or None if rank < len(cells) else None for _, cells in kept], pa.string()) for rank in ranks]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _refuse_same_things(con: duckdb.DuckDBPyConnection, nom: str, requete: str, colonnes: tuple[str, ...], names: list[str]) -> None:
    """Sheets whose keys (or whose lines, without a key) come again in another: « 2016 » and « 2017 », an old export and the new one."""
    if len(names) < 2:
        return
    wanted = _keys(requete, colonnes)
    key = ", ".join(f"coalesce(trim({colonne}), '')" for colonne in wanted)
    filled = " OR ".join(f"trim({colonne}) <> ''" for colonne in wanted)
    pair = con.execute(
        f"WITH cle AS (SELECT DISTINCT ligne // {PAS_DE_FEUILLE} AS rang, row({key}) AS cle FROM brouillon.cellules WHERE {filled}), "
        "taille AS (SELECT rang, count(*) AS nb FROM cle GROUP BY rang), "
        "commun AS (SELECT a.rang AS un, b.rang AS autre, count(*) AS nb FROM cle AS a JOIN cle AS b ON a.cle = b.cle AND a.rang < b.rang GROUP BY ALL) "
        f"SELECT c.un, c.autre FROM commun AS c JOIN taille AS t ON t.rang = c.un JOIN taille AS u ON u.rang = c.autre WHERE c.nb > {PART_COMMUNE} * least(t.nb, u.nb) ORDER BY ALL LIMIT 1"
    ).fetchone()
    if pair:
        raise erreur(
            f"{nom} : les feuilles {citer(names[rang] for rang in pair)} ont les mêmes en-têtes et redisent les mêmes {'numéros' if len(wanted) < len(colonnes) else 'lignes'} : laquelle lire ?",
            "Gardez dans le classeur la seule feuille à lire (une feuille masquée n'est pas lue), ou enlevez de l'une ce que l'autre dit déjà.",
        )


def _keys(requete: str, colonnes: tuple[str, ...]) -> list[str]:
    """The columns that tell one thing from another: the key, with its period when it may come again; else the whole line."""
    roles = {column.role: column.colonne for column in queries()[requete]}
    keys = [roles["cle"]] if "cle" in roles else [roles["cle_multiple"], "date_debut"] if "cle_multiple" in roles else list(colonnes)
    return [colonne for colonne in keys if colonne in colonnes]
