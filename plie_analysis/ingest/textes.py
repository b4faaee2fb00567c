"""Opening a CSV, TXT or TSV: DuckDB reads the file itself when its lines are in order, its repaired records otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from . import dialecte, encodage
from .dialecte import Dialecte
from .octets import BLOC, Octets, scan
from .reglages import quoted, script
from .source import Source

ILLISIBLE = "ligne illisible : le nombre de colonnes ne va pas, la ligne est coupée ou un guillemet n'est pas refermé"


def open_text(path: Path, requete: str, octets: Octets, ingestion: dict, atelier: Path) -> tuple[Source, Path, Dialecte]:
    """The relation that reads the file as it is, the UTF-8 file behind it, and its layout.

    ``atelier`` is the folder of temporary files. Raises ``PlieError`` when the encoding or the headers are not found.
    """
    page = encodage.detect(path, octets)
    utf8 = path
    if page != "utf_8" or octets.nb_cr or 0 < octets.nb_crlf < octets.nb_lf:
        utf8 = atelier / f"{requete}.utf8"
        encodage.transcode(path, page, utf8)
        octets = scan(utf8, as_text=True)
    limite = ingestion["lignes_avant_entetes_max"]
    layout = dialecte.detect(utf8, path.name, requete, ingestion["entetes"].get(requete, {}), limite)
    lines = octets.nb_lf + (not octets.finit_par_saut) - dialecte.blank_tail(utf8)
    found = layout.entetes
    cells = ", ".join(f"'c{rank}': 'VARCHAR'" for rank in range(len(found.textes)))
    names = ", ".join(f"c{rank} AS {colonne}" for colonne, rank in found.positions.items())
    reader = (
        f"read_csv({quoted(str(utf8))}, auto_detect = false, header = false, skip = {layout.ligne_donnees - 1}, "
        f"compression = 'none', delim = {quoted(layout.separateur)}, quote = '\"', escape = '\"', columns = {{{cells}}})"
    )
    source = Source(
        requete=requete,
        fichier=path.name,
        feuille=None,
        relation=f"(SELECT {names} FROM {reader})",
        colonnes=tuple(found.positions),
        base=layout.ligne_donnees,
        nb_attendues=lines - layout.ligne_donnees + 1,
        nb_finales=layout.nb_finales,
        encodage=encodage.PAGES[page] + (" avec BOM" if octets.bom == "utf_8" else ""),
        separateur=layout.separateur,
        ligne_entete=layout.ligne_entete,
        inconnues=found.unknown,
        a_blancs_rares=octets.a_blancs_nuls or (octets.a_tabulations and layout.separateur != "\t"),
    )
    return source, utf8, layout


def repair(con: duckdb.DuckDBPyConnection, source: Source, utf8: Path, layout: Dialecte) -> Source:
    """The same file as records put together again from its lines, with their true line numbers, and those that cannot be."""
    separateur = layout.separateur
    escaped = "\\t" if separateur == "\t" else f"\\{separateur}"
    con.execute(
        script(
            "cellules",
            separateur=quoted(separateur),
            motif=quoted(rf'{escaped}(?:[ ]*"(?:[^"]|"")*"[ ]*|[^{escaped}]*)'),
            attendues=str(len(layout.entetes.textes)),
        )
    )
    schema = pa.schema([("ligne", pa.int64()), ("texte", pa.string())])
    con.register("lignes_lues", pa.RecordBatchReader.from_batches(schema, _lines(utf8, layout.ligne_donnees, schema)))
    con.execute("CREATE OR REPLACE TABLE etape.lignes AS SELECT * FROM lignes_lues")
    con.unregister("lignes_lues")
    blank = f"trim(texte, {quoted(separateur)} || chr(32) || chr(9) || chr(160) || '\"') = ''"
    mark = quoted(rf'([^{escaped}"])"([^{escaped}"])')
    records = script("enregistrements", mark=mark).replace("FROM lignes)", "FROM etape.lignes)")
    con.execute(f"CREATE OR REPLACE TABLE etape.enregistrements AS SELECT * FROM ({records}) WHERE NOT {blank} ORDER BY ligne")
    con.execute("DROP TABLE etape.lignes")
    if layout.nb_totaux:
        con.execute(f"DELETE FROM etape.enregistrements WHERE ligne IN (SELECT ligne FROM etape.enregistrements ORDER BY ligne DESC LIMIT {layout.nb_totaux})")
    unreadable = con.execute("SELECT ligne FROM etape.enregistrements WHERE NOT est_lisible ORDER BY ligne").fetchall()
    cells = ", ".join(f"cellule(cellules, {rank + 1}) AS {colonne}" for colonne, rank in layout.entetes.positions.items())
    con.execute(f"CREATE OR REPLACE TABLE etape.cellules AS SELECT ligne, {cells} FROM etape.enregistrements WHERE est_lisible ORDER BY ligne")
    con.execute("DROP TABLE etape.enregistrements")
    return replace(source, relation="etape.cellules", base=None, nb_attendues=None, nb_finales=0, a_blancs_rares=True, illisibles=tuple((ligne, ILLISIBLE) for (ligne,) in unreadable))


def _lines(path: Path, first: int, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The lines of the text from this one on, by blocks, with their numbers."""
    number, held = 1, ""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        while block := stream.read(BLOC):
            lines = (held + block).split("\n")
            held = lines.pop()
            yield from _batch(lines, number, first, schema)
            number += len(lines)
    if held:
        yield from _batch([held], number, first, schema)


def _batch(lines: list[str], number: int, first: int, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    skipped = min(max(first - number, 0), len(lines))
    texts = pa.array(lines[skipped:], pa.string())
    if len(texts):
        numbers = pa.array(np.arange(number + skipped, number + len(lines)))
        yield pa.RecordBatch.from_arrays([numbers, pa.compute.utf8_rtrim(texts, "\r")], schema=schema)
