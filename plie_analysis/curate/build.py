"""Running the SQL files for the photos asked for."""

import datetime as dt
from collections.abc import Iterable

import duckdb

from ..carte_qpv import debuts
from ..contrat import empreinte_des_tables
from ..database import is_outdated
from ..jours import JOURS_PAR_MOIS
from ..settings import Settings, value_on
from .liens import create_views
from .tables import CuratedTable, tables


def build(con: duckdb.DuckDBPyConnection, photos: Iterable[dt.date], settings: Settings) -> dict[str, int]:
    """Build every ``curated.*`` table for these photos, and the wide views; the rows of the other photos are left untouched.

    When the tables are those of another version of the workbench, they are made again for every photo that ``raw.*`` holds.
    ``con`` holds ``raw.*`` and ``ref.*`` and is writable; it is neither committed nor closed here.
    Returns the number of rows written per table. ``settings`` is the working folder's; its ``[protocole.preuve]``, as it
    stands on the day of each photo, says what proves an exit.
    """
    wanted = set(photos)
    if is_outdated(con):
        con.execute("DROP SCHEMA IF EXISTS large CASCADE")
        con.execute("DROP SCHEMA curated CASCADE")
        wanted |= {photo for (photo,) in con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()}
    con.execute("CREATE SCHEMA IF NOT EXISTS curated")
    written = {}
    for table in tables():
        _create(con, table)
        written[table.nom] = sum(_replace(con, table, photo, parametres(settings, photo)) for photo in sorted(wanted))
    finish(con)
    return written


def finish(con: duckdb.DuckDBPyConnection) -> None:
    """Create the wide views of the ``curated`` tables of a database, and write in it which version they are of."""
    create_views(con)
    con.execute("CREATE SCHEMA IF NOT EXISTS journal")
    con.execute("CREATE OR REPLACE TABLE journal.tables AS SELECT $empreinte AS empreinte", {"empreinte": empreinte_des_tables()})


def _create(con: duckdb.DuckDBPyConnection, table: CuratedTable) -> None:
    columns = ", ".join(f"{column.nom} {column.type}" for column in table.colonnes)
    con.execute(f"CREATE TABLE IF NOT EXISTS curated.{table.nom} ({columns})")


def _replace(con: duckdb.DuckDBPyConnection, table: CuratedTable, photo: dt.date, known: dict) -> int:
    con.execute(f"DELETE FROM curated.{table.nom} WHERE photo = $photo", {"photo": photo})
    ((written,),) = con.execute(
        f"INSERT INTO curated.{table.nom} BY NAME\n{table.requete}",
        {name: value for name, value in known.items() if f"${name}" in table.requete},
    ).fetchall()
    return written


def parametres(settings: Settings, photo: dt.date) -> dict:
    """What the SQL files may ask for: the photo, the length of a month, the first day of each map of the QPV, the criteria of proof on that day."""
    preuve = settings.config["protocole"]["preuve"]
    cartes = {f"carte_qpv_{name}": day for name, day in debuts().items()}
    known = {f"preuve_{name}": value_on(value, photo) for name, value in preuve.items()}
    return {"photo": photo, "jours_par_mois": JOURS_PAR_MOIS, **cartes, **known}
