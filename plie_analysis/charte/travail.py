"""The working database of one control: one photo, the thresholds, the views of the charte.

It is in memory. The base of the photos is attached read-only; ``raw``, ``ref`` and ``curated`` show one photo
of it, ``precedent`` the parcours and étapes of the photo before. Great Expectations opens the same
database by its name, so nothing is copied and nothing can be written into the base.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from .. import chiffrement, database, temporaire
from ..errors import PlieError
from ..libelles import litteral
from ..settings import PACKAGE, Settings
from .seuils import Seuil

SQL = PACKAGE / "sql" / "charte"
MEMOIRE = "450MB"  # with Great Expectations itself (about 350 MB), a control stays under 1 GiB


@dataclass(frozen=True)
class Travail:
    """A working database: its connection, its name for other connections, and the photos it shows."""

    con: duckdb.DuckDBPyConnection
    nom: str
    photo: dt.date
    precedente: dt.date | None

    def materialiser(self, nom: str) -> None:
        """Compute ``curated.charte_<nom>`` once: a table takes the place of the view (nothing to do when it already has)."""
        if self._kind(nom) == "VIEW":
            self.con.execute(f"CREATE TABLE curated.charte_{nom}__table AS FROM curated.charte_{nom}")
            self.con.execute(f"DROP VIEW curated.charte_{nom}")
            self.con.execute(f"ALTER TABLE curated.charte_{nom}__table RENAME TO charte_{nom}")

    def oublier(self, nom: str) -> None:
        """Drop the table that ``materialiser`` made."""
        if self._kind(nom) == "BASE TABLE":
            self.con.execute(f"DROP TABLE curated.charte_{nom}")

    def _kind(self, nom: str) -> str | None:
        row = self.con.execute(
            "SELECT table_type FROM information_schema.tables"
            " WHERE table_catalog = 'memory' AND table_schema = 'curated' AND table_name = ?",
            [f"charte_{nom}"],
        ).fetchone()
        return row[0] if row else None


@contextmanager
def ouvrir(settings: Settings, photo: dt.date, seuils: dict[str, Seuil]) -> Iterator[Travail]:
    """The working database of a photo, closed at the end.

    Raises ``PlieError`` when the base cannot be opened or does not hold this photo.
    """
    nom = f"charte-{uuid.uuid4().hex}"
    with temporaire.dossier(temporaire.abri(settings), "charte") as debordement:
        con = database.memory(nom)
        try:
            con.execute(f"SET memory_limit = '{MEMOIRE}'")
            con.execute(f"SET temp_directory = {litteral(debordement)}")
            con.execute("SET preserve_insertion_order = false")
            _attach(con, settings)
            precedente = _photos(con, photo)
            _show_photo(con, photo, precedente)
            _install(con, photo, seuils, settings.config)
            yield Travail(con, f":memory:{nom}", photo, precedente)
        finally:
            con.close()


def vues(dossier: str) -> dict[str, str]:
    """The SQL of every view of a folder of ``sql/charte``, by file name, in alphabetical order."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SQL / dossier).glob("*.sql"))}


def _attach(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    if not settings.base.is_file():
        raise PlieError("Aucune photo n'est chargée.\nDéposez les exports dans data/raw/AAAA-MM-JJ/ puis lancez « plie charger ».")
    database.attach(con, settings.base, "base", cle=chiffrement.cle(settings))


def _photos(con: duckdb.DuckDBPyConnection, photo: dt.date) -> dt.date | None:
    """The photo before this one, if any; raises when this one is not in the base."""
    loaded = [row[0] for row in con.execute("SELECT DISTINCT photo FROM base.raw.fichier ORDER BY photo").fetchall()]
    if photo not in loaded:
        known = ", ".join(str(day) for day in loaded) or "aucune"
        raise PlieError(
            f"La photo du {photo} n'est pas chargée (photos de la base : {known}).\nLancez « plie charger », ou choisissez-en une avec --photo."
        )
    return max((day for day in loaded if day < photo), default=None)


def _tables(con: duckdb.DuckDBPyConnection, schema: str) -> Iterable[tuple[str, bool]]:
    """Tables of a schema of the base, and whether each has a column ``photo``."""
    return con.execute(
        "SELECT table_name, bool_or(column_name = 'photo') FROM duckdb_columns()"
        " WHERE database_name = 'base' AND schema_name = ? GROUP BY table_name",
        [schema],
    ).fetchall()


def _show_photo(con: duckdb.DuckDBPyConnection, photo: dt.date, precedente: dt.date | None) -> None:
    for schema in ("raw", "ref", "curated", "large"):
        con.execute(f"CREATE SCHEMA {schema}")
        for table, has_photo in _tables(con, schema):
            only = f" WHERE photo = DATE '{photo}'" if has_photo else ""
            con.execute(f"CREATE VIEW {schema}.{table} AS SELECT * FROM base.{schema}.{table}{only}")
    con.execute("CREATE SCHEMA precedent")
    for table in ("parcours", "etapes"):
        only = f"photo = DATE '{precedente}'" if precedente else "false"
        con.execute(f"CREATE VIEW precedent.{table} AS SELECT * FROM base.raw.{table} WHERE {only}")


def _install(con: duckdb.DuckDBPyConnection, photo: dt.date, seuils: dict[str, Seuil], config: dict) -> None:
    """The functions the SQL files use (thresholds become constants of the plan), then their views."""
    con.execute("CREATE TABLE ref.seuil (cle VARCHAR, valeur DOUBLE, debut DATE, source VARCHAR)")
    con.executemany("INSERT INTO ref.seuil VALUES (?, ?, ?, ?)", [[s.cle, s.valeur, s.debut, s.source] for s in seuils.values()])
    con.execute("CREATE TABLE ref.critere_exige (critere_marche VARCHAR)")
    con.executemany("INSERT INTO ref.critere_exige VALUES (?)", [[nom] for nom in config["charte"]["personnel_exige_pour"] or [None]])
    con.execute("CREATE TABLE ref.motif_fin_duree (code VARCHAR)")
    con.executemany("INSERT INTO ref.motif_fin_duree VALUES (?)", [[nom] for nom in config["protocole"]["motifs_fin_duree"] or [None]])
    con.execute(f"CREATE MACRO la_photo() AS DATE '{photo}'")
    con.execute(f"CREATE MACRO seuil(cle) AS CASE cle {_cases(seuils, est_part=False)} END")
    con.execute(f"CREATE MACRO part(cle) AS CASE cle {_cases(seuils, est_part=True)} END")
    con.execute("CREATE MACRO jour(d) AS strftime(d, '%d/%m/%Y')")
    con.execute("CREATE MACRO age_complet(naissance, d) AS date_sub('year', naissance, d)")
    for dossier, prefix in (("communs", ""), ("lignes", "lignes_"), ("articles", "")):
        for nom, sql in vues(dossier).items():
            con.execute(f"CREATE VIEW curated.charte_{prefix}{nom} AS\n{sql}")


def _cases(seuils: dict[str, Seuil], *, est_part: bool) -> str:
    kind = "DOUBLE" if est_part else "INTEGER"
    return " ".join(f"WHEN '{s.cle}' THEN {s.valeur}::{kind}" for s in seuils.values() if s.est_part == est_part)
