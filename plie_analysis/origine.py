"""Whether a photo of the base is made of invented people, and the one sentence that says it at the head of everything."""

import datetime as dt
from collections.abc import Iterable

import duckdb

from .database import only_row
from .francais import INSECABLE, date_longue
from .marque import INVENTEE, MODIFIEE

TITRE = f"Données inventées{INSECABLE}:"
SUITES = {
    INVENTEE: "les personnes de la photo du {jour} n’existent pas, elle a été fabriquée pour l’essai. Aucun de ces chiffres ne vient d’un vrai PLIE.",
    MODIFIEE: "la photo du {jour} a été fabriquée pour l’essai, puis modifiée à la main. Ces chiffres ne disent rien de personnes réelles.",
}


def origine(con: duckdb.DuckDBPyConnection, photo: dt.date) -> str | None:
    """``INVENTEE``, ``MODIFIEE``, or ``None`` for a photo of the software's own exports."""
    return origines(con).get(photo)


def origines(con: duckdb.DuckDBPyConnection) -> dict[dt.date, str]:
    """The photos of the base that are invented: date → how. A base that never knew of it has none."""
    (known,) = only_row(
        con.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'journal' AND table_name = 'chargement' AND column_name = 'origine'"
        )
    )
    return (
        dict(con.execute("SELECT photo, origine FROM journal.chargement WHERE origine IS NOT NULL ORDER BY photo").fetchall())
        if known
        else {}
    )


def avis(con: duckdb.DuckDBPyConnection, *photos: dt.date) -> tuple[str, ...]:
    """« Données inventées : … » for each photo that is invented: what must stand at the head of all that is made from it."""
    known = origines(con)
    return tuple(f"{TITRE} {SUITES[known[photo]].format(jour=date_longue(photo))}" for photo in dict.fromkeys(photos) if photo in known)


def feuille(book, phrases: Iterable[str]) -> None:
    """Add to a workbook (xlsxwriter) the sheet « À lire », on which it opens; the other sheets keep their place. Nothing without sentences."""
    said = list(phrases)
    if not said:
        return
    sheet = book.add_worksheet("À lire")
    wrapped = book.add_format({"text_wrap": True, "bold": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for line, phrase in enumerate(said):
        sheet.write_string(line, 0, phrase, wrapped)
    sheet.activate()
