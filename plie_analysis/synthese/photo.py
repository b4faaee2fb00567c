"""Writing the synthetic photo: the plan expanded by SQL, copy after copy, into the exports of the contract."""

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb

from .. import temporaire
from ..contrat import queries
from ..database import memory
from ..errors import PlieError
from ..libelles import litteral
from ..settings import Settings
from .export import write_csv
from .plan import load_plan

SQL = Path(__file__).parent / "sql"
# The year's facts with what was keyed in during the following January.
PHOTOS = {2017: dt.date(2018, 1, 31)}
COPIES_AT_A_TIME = 20
LARGEST = 5000


def write_photo(settings: Settings, *, annee: int = 2017, echelle: int = 1, graine: int = 2017, progress: Callable[[int, int], None] | None = None) -> Path:
    """Write ``data/raw/<photo>/<requete>_<photo>.csv`` for every query, and give back the folder.

    ``echelle`` copies of the plan's people (new numbers, days moved inside their months); ``graine`` changes who is
    who, never a published figure. All or nothing: the folder appears when it is complete.
    Raises ``PlieError`` when the year has no plan, or when the folder already holds exports that we did not write.
    """
    check(annee, echelle)
    target = settings.raw / PHOTOS[annee].isoformat()
    refuse_foreign(target)
    with workspace(settings) as folder:
        build = folder / "photo"
        build.mkdir()
        with open_plan(settings, annee, graine, folder) as con:
            for first in range(0, echelle, COPIES_AT_A_TIME):
                count = min(COPIES_AT_A_TIME, echelle - first)
                expand(con, annee, first, count)
                write_csv(con, build, PHOTOS[annee], append=first > 0)
                if progress:
                    progress(first + count, echelle)
        publish(build, target)
    return target


def check(annee: int, echelle: int) -> None:
    """Refuse a year without plan and a scale that makes no sense. Raises ``PlieError``."""
    if annee not in PHOTOS:
        raise PlieError(f"Aucune année de référence {annee} n'est livrée.\nSeule l'année 2017 peut être synthétisée.")
    if not 1 <= echelle <= LARGEST:
        raise PlieError(f"--echelle vaut {echelle} : donnez un nombre entre 1 et {LARGEST}.")


def open_plan(settings: Settings, annee: int, graine: int, folder: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the plan and the draws; what overflows goes to ``folder``."""
    con = memory()
    con.execute(f"SET temp_directory = {litteral(str(folder))}")
    con.execute("SET VARIABLE graine = ?", [graine])
    load_plan(con, settings.reference, annee)
    con.execute((SQL / "00_macros.sql").read_text(encoding="utf-8"))
    return con


def expand(con: duckdb.DuckDBPyConnection, annee: int, first: int, count: int) -> None:
    """Fill the export tables (one per query, canonical columns) with copies ``first`` to ``first + count - 1``."""
    con.execute("SET VARIABLE premiere = ?", [first])
    con.execute("SET VARIABLE nombre = ?", [count])
    con.execute("SET VARIABLE photo = ?", [PHOTOS[annee]])
    for path in sorted(SQL.glob("[1-9]*.sql")):
        con.execute(path.read_text(encoding="utf-8"))


def workspace(settings: Settings) -> AbstractContextManager[Path]:
    """A scratch folder on the same disk as the photos."""
    return temporaire.dossier(temporaire.abri(settings), "synthese")


def ours(path: Path, photo: str) -> bool:
    """Whether a file bears the name that this module gives to its exports."""
    return path.is_file() and any(path.name.startswith(f"{requete}_{photo}.") for requete in queries())


def refuse_foreign(target: Path) -> None:
    """Never write over exports that came from elsewhere. Raises ``PlieError``."""
    strangers = [path.name for path in target.iterdir() if not ours(path, target.name)] if target.is_dir() else []
    if strangers:
        raise PlieError(f"Le dossier data/raw/{target.name}/ contient des fichiers qui ne viennent pas de « plie synthese » ({strangers[0]}…).\nDéplacez-les ou choisissez un autre dossier de travail : --racine essai.")


def publish(build: Path, target: Path) -> None:
    """Put the finished exports in place of the former ones."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    build.replace(target)
