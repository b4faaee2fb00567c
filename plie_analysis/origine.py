"""Whether a photo of the base is made of invented people, and the one sentence that says it at the head of everything."""

import datetime as dt

import duckdb

from .francais import INSECABLE, date_longue
from .marque import INVENTEE, MODIFIEE

TITRE = f"Données inventées{INSECABLE}:"
SUITES = {
    INVENTEE: f"ces personnes n'existent pas. La photo du {{jour}} a été écrite par «{INSECABLE}plie synthese{INSECABLE}», aucun chiffre ne vient de votre PLIE.",
    MODIFIEE: f"la photo du {{jour}} a été écrite par «{INSECABLE}plie synthese{INSECABLE}», puis modifiée à la main. Ces chiffres ne disent rien de personnes réelles.",
}


def origine(con: duckdb.DuckDBPyConnection, photo: dt.date) -> str | None:
    """``INVENTEE``, ``MODIFIEE``, or ``None`` for a photo of the software's own exports."""
    return origines(con).get(photo)


def origines(con: duckdb.DuckDBPyConnection) -> dict[dt.date, str]:
    """The photos of the base that are invented: date → how. A base that never knew of it has none."""
    known = con.execute("SELECT count(*) FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'journal' AND table_name = 'chargement' AND column_name = 'origine'").fetchone()[0]
    return dict(con.execute("SELECT photo, origine FROM journal.chargement WHERE origine IS NOT NULL ORDER BY photo").fetchall()) if known else {}


def avis(con: duckdb.DuckDBPyConnection, photo: dt.date) -> str:
    """« Données inventées : … » when the photo is invented, else an empty text."""
    found = origine(con, photo)
    return f"{TITRE} {SUITES[found].format(jour=date_longue(photo))}" if found else ""
