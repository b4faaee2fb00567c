"""What is to be read in a file: the file itself, or the one that it wraps."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from . import archives, genres
from .genres import Genre
from .messages import erreur, insecables
from .octets import Octets, scan

# The extensions under which each kind goes; another one is told.
EXTENSIONS = {
    genres.TEXTE: {".csv", ".txt", ".tsv", ".tab", ".prn", ".asc", ".dat"},
    genres.HTML: {".html", ".htm", ".xhtml"},
    genres.XML2003: {".xml"},
    genres.XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    genres.XLSB: {".xlsb"},
    genres.XLS: {".xls", ".xlt"},
    genres.ODS: {".ods", ".ots"},
    genres.GZIP: {".gz"},
    genres.ARCHIVE: {".zip"},
}
# A workbook in a .gz in a .zip: nobody wraps more.
ENVELOPPES_MAX = 3


@contextlib.contextmanager
def unwrap(path: Path, octets: Octets, ingestion: dict, atelier: Path) -> Iterator[tuple[Path, Octets, Genre, tuple[str, ...]]]:
    """The file to read, what its bytes tell, its kind, and what a person should know of it; what is temporary goes with the block.

    Raises ``PlieError`` when the file is of a kind that nobody reads, or wraps more or less than one file.
    """
    kept = atelier / "enveloppes"
    kept.mkdir(mode=0o700)
    inner, remarques = path, []
    try:
        for depth in range(ENVELOPPES_MAX + 1):
            genre = genres.judge(inner)
            remarques += _unlike_its_name(path, genre) if depth == 0 else []
            if genre.lecteur not in (genres.GZIP, genres.ARCHIVE):
                break
            # Under the file's own name, by which messages call it.
            target = kept / str(depth) / path.name
            target.parent.mkdir()
            archives.unpack(inner, path.name, genre, ingestion, target)
            inner = target
        check_kind(path.name, genre, is_wrapped=inner != path)
        yield inner, octets if inner == path else scan(inner, as_text=genre.lecteur == genres.TEXTE), genre, tuple(remarques)
    finally:
        shutil.rmtree(kept)


def check_kind(nom: str, genre: Genre, *, is_wrapped: bool = False) -> None:
    """Raise the ``PlieError`` that calls by its name what nobody reads."""
    if not genre.is_table or genre.lecteur in (genres.GZIP, genres.ARCHIVE):
        raise erreur(
            f"{nom} ne peut pas être lu : {'il contient' if is_wrapped else 'c’est'} {genre.nom}.", genre.conseil or genres.DECOMPRESSER
        )


def _unlike_its_name(path: Path, genre: Genre) -> list[str]:
    known = next((extensions for key, extensions in EXTENSIONS.items() if key in (genre, genre.lecteur)), None)
    extension = path.suffix.lower()
    return [insecables(f"malgré son nom, c’est {genre.nom} : lu comme tel")] if known and extension not in known else []
