"""Which reader takes which kind of workbook."""

from collections.abc import Iterator
from pathlib import Path

from .feuille import Feuille


def read(genre: str, path: Path) -> Iterator[Feuille]:
    """The sheets of the workbook, one after the other. Raises ``Illisible``."""
    if genre == "html":
        from .html import read
    elif genre == "xml2003":
        from .xml2003 import read
    else:
        from .calamine import read
    return read(path)
