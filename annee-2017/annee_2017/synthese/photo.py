"""Writing the synthetic photo: the plan expanded by SQL, copy after copy, into the exports of the contract."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb

from plie_analysis import marque, temporaire
from plie_analysis.contrat import SQL_TYPES
from plie_analysis.database import memory
from plie_analysis.errors import PlieError
from plie_analysis.libelles import litteral
from plie_analysis.settings import Settings

from .export import requetes, write_csv
from .plan import load_plan

SQL = Path(__file__).parent / "sql"
# The year's facts with what was keyed in during the following January.
PHOTOS = {2017: dt.date(2018, 1, 31)}
COPIES_AT_A_TIME = 20
LARGEST = 5000


def write_photo(
    settings: Settings, *, annee: int = 2017, echelle: int = 1, graine: int = 2017, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Write ``data/raw/<photo>/<requete>_<photo>.csv`` for every query, and give back the folder.

    ``echelle`` copies of the plan's people (new numbers, days moved inside their months); ``graine`` changes who is
    who, never a published figure. All or nothing: the folder appears when it is complete.
    Raises ``PlieError`` when the year has no plan, or when the folder already holds exports that we did not write.
    """
    check(annee, echelle)
    target = settings.raw / PHOTOS[annee].isoformat()
    refuse_foreign(settings, target)
    with workspace(settings) as folder:
        build = folder / "photo"
        build.mkdir()
        with open_plan(graine, folder) as con:
            for first in range(0, echelle, COPIES_AT_A_TIME):
                count = min(COPIES_AT_A_TIME, echelle - first)
                expand(con, annee, first, count)
                write_csv(con, build, PHOTOS[annee], append=first > 0)
                if progress:
                    progress(first + count, echelle)
        publish(settings, build, target)
    return target


def check(annee: int, echelle: int) -> None:
    """Refuse a year without plan and a scale that makes no sense. Raises ``PlieError``."""
    if annee not in PHOTOS:
        raise PlieError(f"Aucune année de référence {annee} n'est livrée.\nSeule l'année 2017 peut être synthétisée.")
    if not 1 <= echelle <= LARGEST:
        raise PlieError(f"--echelle vaut {echelle} : donnez un nombre entre 1 et {LARGEST}.")


def open_plan(graine: int, folder: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the plan and the draws; what overflows goes to ``folder``."""
    con = memory()
    con.execute(f"SET temp_directory = {litteral(str(folder))}")
    con.execute("SET VARIABLE graine = ?", [graine])
    load_plan(con)
    con.execute((SQL / "00_macros.sql").read_text(encoding="utf-8"))
    return con


def expand(con: duckdb.DuckDBPyConnection, annee: int, first: int, count: int) -> None:
    """Fill the export tables (one per query, canonical columns) with copies ``first`` to ``first + count - 1``."""
    con.execute("SET VARIABLE premiere = ?", [first])
    con.execute("SET VARIABLE nombre = ?", [count])
    con.execute("SET VARIABLE photo = ?", [PHOTOS[annee]])
    for path in sorted(SQL.glob("[1-9]*.sql")):
        con.execute(path.read_text(encoding="utf-8"))
    _complete(con)


def _complete(con: duckdb.DuckDBPyConnection) -> None:
    """The columns that the contract has gained since the year was written stand empty; a query it knows nothing of is not written."""
    for requete, columns in requetes(con).items():
        for column in columns:
            con.execute(f"ALTER TABLE {requete} ADD COLUMN IF NOT EXISTS {column.colonne} {SQL_TYPES[column.type]}")


def workspace(settings: Settings) -> AbstractContextManager[Path]:
    """A scratch folder on the same disk as the photos."""
    return temporaire.dossier(temporaire.abri(settings), "synthese")


def refuse_foreign(settings: Settings, *targets: Path) -> None:
    """Never write over exports that we cannot prove to be our own. Raises ``PlieError``."""
    for target in targets:
        if strangers := marque.etrangers(target):
            raise PlieError(
                f"Les exports inventés s'écriraient dans data/raw/{target.name}/, qui contient des fichiers qui ne viennent pas de « plie synthese », ou modifiés depuis ({_named(strangers)}).\n"
                f"Rien n'est écrit. Déplacez ce dossier, ou choisissez un autre dossier de travail : plie synthese --racine essai."
            )


def _named(names: list[str]) -> str:
    return f"{names[0]} et {len(names) - 1} autre{'s' if len(names) > 2 else ''}" if len(names) > 1 else names[0]


def publish(settings: Settings, build: Path, target: Path) -> None:
    """Put the finished exports, signed, in place of the former ones, if these are still ours."""
    refuse_foreign(settings, target)
    marque.signer_photo(build)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        # Beside the new one, in the scratch folder: what is removed with it was proved to be ours.
        target.replace(build.with_name(f"{build.name}-ancienne"))
    build.replace(target)
