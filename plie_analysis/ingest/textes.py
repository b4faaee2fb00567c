"""Opening a CSV, TXT or TSV: DuckDB reads the file itself when its lines are in order, its records are put together here otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from . import dialecte, encodage
from .dialecte import Dialecte
from .encodage import MARQUE
from .enregistrements import Decoupe, records
from .entetes import decide
from .hors_donnees import Tri, identifier
from .octets import BLOC, Octets, scan
from .reglages import quoted
from .source import Source

COUPEE = "ligne illisible : il manque des cases, la ligne est coupée ou un guillemet n'est pas refermé"
OUVERTE = "ligne illisible : un guillemet n'est pas refermé"
DECALEE = "ligne décalée : elle a plus de cases que les en-têtes (un séparateur dans un texte sans guillemets ?)"
ABIMEE = "ligne illisible : un caractère n'y est pas dans l'encodage du fichier, ou la ligne est coupée au milieu d'un caractère"
LOT = 20_000
# A key as software writes them: a letter or a digit first, a digit somewhere, no blank nor colon. Any other, or none, may tell a line that is no data.
CLE_ORDINAIRE = r"^[ \t]*(?:\d|[A-Za-z][^\s:\x{A0}\d]*\d)[^\s:\x{A0}]*[ \t]*$"
# What a closing line may begin with, in a column that nobody reads, when the key is not the first one.
DEBUT_DE_PIED = r"(?i)^\W*(?:(?:sous|s|grand)\W*)?(?:tota|nombre\b|somme\b|moyenne\b|ensemble\b)|^\s*(?:#|--|//)"


def open_text(path: Path, requete: str, octets: Octets, ingestion: dict, atelier: Path) -> tuple[Source, Path, Dialecte]:
    """The relation that reads the file as it is, the UTF-8 file behind it, and its layout.

    The relation fails on the first line that may be no data: such a text is for ``repair``. ``atelier`` is the folder of
    temporary files. Raises ``PlieError`` when the encoding or the headers are not found.
    """
    utf8, read = path, encodage.Lecture("utf_8")
    if not encodage.is_plain(octets):
        utf8 = atelier / f"{requete}.utf8"
        read = encodage.copy(path, octets, utf8)
        octets = replace(scan(utf8, as_text=True), bom=octets.bom)
    limite = ingestion["lignes_avant_entetes_max"]
    layout = dialecte.detect(utf8, path.name, requete, ingestion["entetes"].get(requete, {}), limite)
    layout, remarks = _decided(utf8, path.name, layout)
    layout = replace(layout, nb_lignes=octets.nb_lf + (not octets.finit_par_saut) - layout.ligne_donnees + 1)
    source = Source(
        requete=requete,
        fichier=path.name,
        feuille=None,
        relation=_relation(utf8, layout),
        colonnes=tuple(layout.entetes.positions),
        base=layout.ligne_donnees,
        nb_attendues=None if read.nb_abimees or _has_surplus(utf8, layout) else layout.nb_lignes - dialecte.blank_tail(utf8),
        encodage=encodage.PAGES[read.page] + (" avec BOM" if octets.bom == "utf_8" else ""),
        separateur=layout.separateur,
        ligne_entete=layout.ligne_entete,
        inconnues=layout.entetes.unknown,
        a_blancs_rares=octets.a_tabulations and layout.separateur != "\t",
        remarques=(*read.remarques, *remarks),
    )
    return source, utf8, layout


def repair(con: duckdb.DuckDBPyConnection, source: Source, utf8: Path, layout: Dialecte) -> Source:
    """The same file as records put together from its lines, with their true line numbers; the lines that are no data, or that
    cannot be cut into the cells expected, are told apart."""
    found = layout.entetes
    schema = pa.schema([("ligne", pa.int64()), ("surplus", pa.int64()), *((colonne, pa.string()) for colonne in found.positions)])
    rejected: list[tuple[int, str]] = []
    dropped: list[tuple[int, str]] = []
    surplus: list[int] = []
    con.register(
        "cellules_lues",
        pa.RecordBatchReader.from_batches(schema, _batches(_sorted(utf8, layout, rejected, dropped, surplus), found.positions, schema)),
    )
    con.execute("CREATE OR REPLACE TABLE brouillon.cellules AS SELECT * FROM cellules_lues")
    con.unregister("cellules_lues")
    rejected += _minority(con)
    return replace(
        source,
        relation="brouillon.cellules",
        base=None,
        nb_attendues=layout.nb_lignes - sum(surplus),
        a_blancs_rares=True,
        illisibles=tuple(sorted(rejected)),
        ecartees=tuple(dropped),
    )


def _relation(utf8: Path, layout: Dialecte) -> str:
    found = layout.entetes
    cells = ", ".join(f"'c{rank}': 'VARCHAR'" for rank in range(len(found.textes)))
    names = ", ".join(f"c{rank} AS {colonne}" for colonne, rank in found.positions.items())
    key = f"c{found.positions[identifier(found.requete)]}"
    reader = (
        f"read_csv({quoted(str(utf8))}, auto_detect = false, header = false, skip = {layout.ligne_donnees - 1}, "
        f"compression = 'none', delim = {quoted(layout.separateur)}, quote = '\"', escape = '\"', columns = {{{cells}}})"
    )
    ordinary = f"coalesce(regexp_matches({key}, {quoted(CLE_ORDINAIRE)}), false)"
    ignored = [f"c{rank}" for rank in range(len(found.textes)) if rank not in found.positions.values()]
    if key != "c0":
        ordinary += "".join(
            f" AND NOT coalesce(regexp_matches({name}, {quoted(DEBUT_DE_PIED)}), false)" for name in dict.fromkeys(["c0", *ignored])
        )
    return f"(SELECT {names} FROM {reader} WHERE CASE WHEN {ordinary} THEN true ELSE error('ligne hors du commun') END)"


def _decided(utf8: Path, ou: str, layout: Dialecte) -> tuple[Dialecte, tuple[str, ...]]:
    """The layout, with one column for each header that comes twice."""
    decoupe = Decoupe(layout.separateur, len(layout.entetes.textes))
    rows = (cells for _, _, cells in records(utf8, layout.ligne_donnees, decoupe) if cells and len(cells) == decoupe.width)
    found, remarks = decide(layout.entetes, rows, ou)
    return replace(layout, entetes=found), remarks


def _has_surplus(utf8: Path, layout: Dialecte) -> bool:
    """Whether some line has more delimiters, out of quotes, than the headers: the engine would let one go by at the end."""
    mark = layout.separateur.encode()
    with utf8.open("rb") as stream:
        for _ in range(layout.ligne_donnees - 1):
            stream.readline()
        expected = len(layout.entetes.textes) - 1
        count = lines = 0
        quoted_field, last = False, b"\n"
        while block := stream.read(BLOC):
            parts = block.split(b'"') if b'"' in block else [block]
            count += sum(part.count(mark) for part in parts[quoted_field::2])
            quoted_field ^= len(parts) % 2 == 0
            lines += block.count(b"\n")
            last = block[-1:]
    lines += last != b"\n"
    lines -= dialecte.blank_tail(utf8)
    return count != expected * lines


def _sorted(
    utf8: Path, layout: Dialecte, rejected: list[tuple[int, str]], dropped: list[tuple[int, str]], surplus: list[int]
) -> Iterator[tuple[int, int, list[str]]]:
    """(line, cells beyond those of the headers, cells) of each record of data; the other lines go to the two lists.

    ``surplus`` takes the lines that are no record of their own: the blank ones, those that go on with a quoted field.
    """
    width = len(layout.entetes.textes)
    tri = Tri(layout.entetes)
    decoupe = Decoupe(layout.separateur, width, frozenset(layout.entetes.positions.values()))
    for line, text, cells in records(utf8, layout.ligne_donnees, decoupe):
        verdict = tri.judge(cells if cells is not None else text.split(layout.separateur))
        if more := text.count("\n") + (verdict == (None, None)):
            surplus.append(more)
        if verdict == (None, None):
            continue
        if verdict and verdict[0]:
            dropped.append((line, verdict[0]))
        elif MARQUE in text:
            rejected.append((line, ABIMEE))
        elif cells is None:
            rejected.append((line, OUVERTE))
        elif verdict and verdict[1]:
            rejected.append((line, verdict[1]))
        elif len(cells) < width:
            rejected.append((line, COUPEE))
        elif any(cell.strip() for cell in cells[width:]):
            rejected.append((line, DECALEE))
        else:
            yield line, len(cells) - width, cells


def _batches(found: Iterator[tuple[int, int, list[str]]], positions: dict[str, int], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while batch := list(islice(found, LOT)):
        columns = [pa.array([line for line, _, _ in batch], pa.int64()), pa.array([surplus for _, surplus, _ in batch], pa.int64())]
        columns += [pa.array([cells[rank] or None for _, _, cells in batch], pa.string()) for rank in positions.values()]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _minority(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Take away the lines with blank cells beyond the headers, unless most lines have them: they are shifted."""
    few, many = con.execute("SELECT count(*) FILTER (surplus > 0), count(*) FILTER (surplus = 0) FROM brouillon.cellules").fetchall()[0]
    if not few or few > many:
        return []
    lines = con.execute("SELECT ligne FROM brouillon.cellules WHERE surplus > 0 ORDER BY ligne").fetchall()
    con.execute("DELETE FROM brouillon.cellules WHERE surplus > 0")
    return [(line, DECALEE) for (line,) in lines]
