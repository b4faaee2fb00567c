"""Writing a sheet for the parent: Arrow, a line of the sheet per row, blank lines left out."""

from itertools import islice
from pathlib import Path

import pyarrow as pa

from .feuille import LARGEUR_MAX, Feuille

LOT = 20_000
SCHEMA = pa.schema([("ligne", pa.int64()), ("cellules", pa.list_(pa.string()))])


def write(feuille: Feuille, path: Path) -> dict:
    """Write the sheet and tell its name, whether it is visible, and how many lines of it are not blank."""
    total, numbered = 0, enumerate(feuille.lignes, start=1)
    with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, SCHEMA) as arrow:
        while batch := list(islice(numbered, LOT)):
            cut = ((number, row[:LARGEUR_MAX]) for number, row in batch if row)
            filled = [(number, row) for number, row in cut if any(cell and not cell.isspace() for cell in row)]
            if filled:
                numbers, rows = zip(*filled, strict=True)
                arrow.write_batch(
                    pa.RecordBatch.from_arrays([pa.array(numbers, pa.int64()), pa.array(rows, SCHEMA.field(1).type)], schema=SCHEMA)
                )
                total += len(filled)
    return {"nom": feuille.nom, "est_visible": feuille.est_visible, "nb_lignes": total}
