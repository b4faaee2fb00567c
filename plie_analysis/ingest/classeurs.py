"""A workbook as one table: its sheets that are the query, one after the other, each line with the number that its sheet gives it."""

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa

from ..contrat import queries
from .archives import check_size
from .choix import Partie, choose
from .dialecte import LIGNES_FINALES, is_total
from .genres import Genre
from .lecture import sheets
from .messages import citer, erreur
from .reglages import quoted
from .source import PAS_DE_FEUILLE, Source, place

# Two sheets that share more than this part of their keys are two states of the same things, and not one table.
PART_COMMUNE = 0.05
SCHEMA = pa.schema([("ligne", pa.int64()), ("cellules", pa.list_(pa.string()))])


def open_workbook(con: duckdb.DuckDBPyConnection, path: Path, nom: str, genre: Genre, requete: str, ingestion: dict, atelier: Path) -> Source:
    """The sheets that have the query's headers, as the table ``etape.cellules``; ``nom`` is the file's for those who read messages.

    Raises ``PlieError`` when the workbook is damaged, protected, would swell beyond the limits, has no such sheet, or has
    several that are not one table.
    """
    check_size(path, nom, ingestion)
    with sheets(path, nom, genre.lecteur, ingestion, atelier) as found:
        parts, remarques = choose(found, nom, requete, ingestion)
        ecartees = _stage(con, parts)
    names = [part.feuille.nom for part in parts]
    entetes = parts[0].entetes
    _refuse_same_things(con, nom, requete, tuple(entetes.positions), names)
    return Source(
        requete=requete,
        fichier=nom,
        feuille=names[0],
        relation="etape.cellules",
        colonnes=tuple(entetes.positions),
        base=None,
        nb_attendues=None,
        nb_finales=0,
        encodage=None,
        separateur=None,
        ligne_entete=parts[0].ligne_entete,
        inconnues=tuple(dict.fromkeys(texte for part in parts for texte in part.entetes.unknown)),
        ecartees=tuple(ecartees),
        remarques=tuple(remarques),
        suites=tuple(names[1:]),
    )


def locate(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """Give each line the number that its own sheet gives it, once the file is written: until then it tells its sheet too."""
    if not source.suites:
        return
    number, sheet = f"ligne % {PAS_DE_FEUILLE}", f"[{', '.join(map(quoted, (source.feuille, *source.suites)))}][ligne // {PAS_DE_FEUILLE} + 1]"
    files = f"[{', '.join(quoted(place(source.fichier, nom)) for nom in source.suites)}][ligne // {PAS_DE_FEUILLE}]"
    later = f"photo = DATE '{photo}' AND ligne >= {PAS_DE_FEUILLE}"
    con.execute(f"UPDATE raw.rejet SET feuille = {sheet}, ligne = {number} WHERE {later} AND requete = {quoted(source.requete)}")
    con.execute(f"UPDATE raw.{source.requete} SET fichier = {files}, ligne = {number} WHERE {later}")


def _stage(con: duckdb.DuckDBPyConnection, parts: list[Partie]) -> list[tuple[int, str]]:
    """Fill ``etape.cellules`` and tell the lines that are no data."""
    names = tuple(parts[0].entetes.positions)
    con.execute(f"CREATE OR REPLACE TABLE etape.cellules (ligne BIGINT, {', '.join(f'{nom} VARCHAR' for nom in names)})")
    aside = []
    for rank, part in enumerate(parts):
        with part.feuille.reader() as batches:
            con.register("feuille_lue", pa.RecordBatchReader.from_batches(SCHEMA, batches))
            con.execute(f"CREATE OR REPLACE TABLE etape.feuille AS SELECT * FROM feuille_lue WHERE ligne > {part.ligne_entete}")
            con.unregister("feuille_lue")
        cells = ", ".join(f"cellules[{part.entetes.positions[nom] + 1}] AS {nom}" for nom in names)
        no_data = _no_data(con)
        con.execute(f"INSERT INTO etape.cellules SELECT ligne + {rank * PAS_DE_FEUILLE}, {cells} FROM etape.feuille WHERE NOT list_contains(?::BIGINT[], ligne) ORDER BY ligne", [[ligne for ligne, _ in no_data]])
        aside += [(ligne + rank * PAS_DE_FEUILLE, what) for ligne, what in no_data]
    con.execute("DROP TABLE etape.feuille")
    return aside


def _no_data(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """The lines of ``etape.feuille`` that are surely no data, with what they are."""
    last = con.execute(f"SELECT ligne, cellules FROM etape.feuille ORDER BY ligne DESC LIMIT {LIGNES_FINALES}").fetchall()
    return [(ligne, "total") for ligne, cells in reversed(last) if is_total([cell or "" for cell in cells])]


def _refuse_same_things(con: duckdb.DuckDBPyConnection, nom: str, requete: str, colonnes: tuple[str, ...], names: list[str]) -> None:
    """Sheets whose keys (or whose lines, without a key) come again in another: « 2016 » and « 2017 », an old export and the new one."""
    if len(names) < 2:
        return
    wanted = _keys(requete, colonnes)
    key = ", ".join(f"coalesce(trim({colonne}), '')" for colonne in wanted)
    filled = " OR ".join(f"trim({colonne}) <> ''" for colonne in wanted)
    pair = con.execute(
        f"WITH cle AS (SELECT DISTINCT ligne // {PAS_DE_FEUILLE} AS rang, row({key}) AS cle FROM etape.cellules WHERE {filled}), "
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
