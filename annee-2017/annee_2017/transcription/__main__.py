"""Transcribes every published figure of the 2017 report to figures.csv, and checks the places of audit.csv.

Usage: python -m annee_2017.transcription CHEMIN_DU_TEXTE [--verifier]

The text of the report is read once, here; the project itself only needs the CSV. The script stops when a
line no longer holds the number that was noted, when a label is unknown, when an id comes twice or when a
number of the sections read was left aside. With --verifier nothing is written: the CSV must already be the same.
"""

import csv
import io
import sys
from pathlib import Path

from .. import RAPPORT
from .couverture import left_aside
from .fabrique import Fabrique, table
from .figure import COLUMNS, row
from .lettres import Lecteur
from .mots import check_words
from .tableaux import read_notes, read_tables
from .texte import Texte, TranscriptionError

GAPS = ["document", "id", "libelle", "ligne_source"]


def transcribe(path: Path) -> tuple[list[dict], list[dict]]:
    """Figures in the order of the text, and the table rows printed without their number."""
    texte, fabrique = Texte.read(path), Fabrique()
    read_tables(texte, fabrique)
    gaps: list[dict] = []
    for _, first, last in fabrique.config["lignes"]:
        gaps += Lecteur(texte, fabrique, first, last).read()
    read_notes(texte, fabrique)
    if forgotten := left_aside(texte):
        shown = "\n".join(f"  ligne {number} : {printed}" for number, printed in forgotten)
        raise TranscriptionError(f"{len(forgotten)} nombres sans figure :\n{shown}")
    check_words(texte, table("audit.csv"))
    figures = sorted(fabrique.figures, key=lambda figure: figure.ligne_source)
    return [row(figure) for figure in figures], gaps


def as_csv(columns: list[str], rows: list[dict]) -> str:
    """The rows as CSV text (UTF-8, comma, LF)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write (or check) figures.csv and lignes_sans_nombre.csv."""
    if len(arguments) not in (1, 2) or (len(arguments) == 2 and arguments[1] != "--verifier"):
        print(__doc__)
        return 2
    try:
        figures, gaps = transcribe(Path(arguments[0]))
    except (OSError, UnicodeDecodeError, TranscriptionError) as error:
        print(f"Transcription impossible : {error}", file=sys.stderr)
        return 2
    outputs = {"figures.csv": as_csv(COLUMNS, figures), "lignes_sans_nombre.csv": as_csv(GAPS, gaps)}
    for name, text in outputs.items():
        if len(arguments) == 1:
            (RAPPORT / name).write_text(text, encoding="utf-8")
        elif (RAPPORT / name).read_text(encoding="utf-8") != text:
            print(f"{name} diffère de ce que le texte donne.", file=sys.stderr)
            return 1
    print(f"{len(figures)} figures, {len(gaps)} lignes de tableau imprimées sans nombre.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
