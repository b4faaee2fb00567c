"""What the controls said, photo after photo: ``data/curated/journal.duckdb``.

A file apart from ``plie.duckdb``, which every load builds anew and swaps: the history of the findings must survive it.
A control replaces what the journal holds of the same photo and tables. A finding is known by its article, its table and its
key; nothing else is kept of a line than what a correction list says.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from .. import chiffrement, database, secours
from ..settings import Settings
from .execution import Controle

TABLES = {
    "controle": "photo DATE, nom_table VARCHAR, empreinte VARCHAR",
    "resultat": (
        "photo DATE, article VARCHAR, nom_table VARCHAR, statut VARCHAR, raison VARCHAR, gravite VARCHAR, corrige_par VARCHAR,"
        " phrase VARCHAR, source VARCHAR, nb_lignes BIGINT, nb_constats BIGINT"
    ),
    "constat": (
        "photo DATE, article VARCHAR, nom_table VARCHAR, cle VARCHAR, dossier VARCHAR, parcours VARCHAR, referent VARCHAR,"
        " structure VARCHAR, valeur VARCHAR, attendu VARCHAR, gravite VARCHAR, date_fait DATE"
    ),
    "score": (
        "photo DATE, nom_table VARCHAR, referent VARCHAR, structure VARCHAR, mois DATE, nb_lignes BIGINT,"
        " nb_bloquantes BIGINT, nb_a_corriger BIGINT, nb_alertes BIGINT"
    ),
}


def chemin(settings: Settings) -> Path:
    """The file of the journal."""
    return settings.curated / "journal.duckdb"


def enregistrer(settings: Settings, controle: Controle) -> None:
    """Write a control into the journal, in the place of what was known of the same photo and tables: all or nothing.

    A copy of the journal as it was is kept beside. Raises ``PlieError`` as ``database.attach`` does.
    """
    con = controle.con
    _attach(con, settings)
    try:
        con.execute("BEGIN")
        try:
            _write(con, controle)
        except BaseException:
            con.execute("ROLLBACK")
            raise
        con.execute("COMMIT")
    finally:
        con.execute("DETACH journal")


@contextmanager
def ouvrir(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The journal, read-only (an empty one when nothing was ever controlled)."""
    path = chemin(settings)
    if path.exists():
        con = database.connect(path, read_only=True, cle=chiffrement.cle(settings))
    else:
        con = database.memory()
        _create(con, "")
    try:
        yield con
    finally:
        con.close()


def photos(con: duckdb.DuckDBPyConnection) -> list[dt.date]:
    """The photos controlled, oldest first."""
    return [row[0] for row in con.execute("SELECT DISTINCT photo FROM controle ORDER BY photo").fetchall()]


def empreintes(con: duckdb.DuckDBPyConnection, photo: dt.date) -> dict[str, str]:
    """By table, the print of what the journal knows of a photo."""
    return dict(con.execute("SELECT nom_table, empreinte FROM controle WHERE photo = ?", [photo]).fetchall())


def _attach(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    path = chemin(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    cle = chiffrement.cle(settings)
    secours.garder(path, cle)
    database.attach(con, path, "journal", read_only=False, cle=cle)
    _create(con, "journal.")


def _create(con: duckdb.DuckDBPyConnection, catalogue: str) -> None:
    for table, columns in TABLES.items():
        con.execute(f"CREATE TABLE IF NOT EXISTS {catalogue}{table} ({columns})")


def _write(con: duckdb.DuckDBPyConnection, controle: Controle) -> None:
    photo, tables = controle.photo, list(controle.tables)
    for table in TABLES:
        con.execute(f"DELETE FROM journal.{table} WHERE photo = ? AND list_contains(?, nom_table)", [photo, tables])
    con.executemany("INSERT INTO journal.controle VALUES (?, ?, ?)", [[photo, *pair] for pair in controle.empreintes.items()])
    con.executemany(
        "INSERT INTO journal.resultat VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [photo, r.article, r.table, r.statut, r.raison, r.gravite, r.corrige_par, r.phrase, r.source, r.nb_lignes, r.nb_constats]
            for r in controle.resultats
        ],
    )
    for table in ("constat", "score"):
        con.execute(f"INSERT INTO journal.{table} BY NAME SELECT DATE '{photo}' AS photo, * FROM memory.main.{table}")
