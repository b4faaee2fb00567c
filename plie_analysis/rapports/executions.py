"""What was published, when, from which photo: one row per run, in ``data/curated/executions.duckdb``."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb

from .. import chiffrement, secours
from ..database import connect
from ..errors import PlieError
from ..ouverture import describe
from ..settings import Settings

TYPES: dict[object, str] = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", dt.datetime: "TIMESTAMP", dt.date: "DATE"}
IDENTITE = ("nom", "execution", "statut", "sha256")
PUBLIE, ECHEC = "publié", "échec"


@dataclass(frozen=True)
class Execution:
    """One run of one report. ``statut`` is ``publié`` or ``échec``; times in seconds; ``sha256`` of the page."""

    nom: str
    titre: str
    parametres: str
    diffusion: str
    photo: dt.date
    execution: dt.datetime
    duree_s: float
    statut: str
    message: str
    sha256: str
    octets: int
    score: str


def consigner(settings: Settings, executions: list[Execution]) -> None:
    """Add runs to the log, all or nothing; one that is there already is not added again.

    Raises ``PlieError`` when the log cannot be written.
    """
    columns = ", ".join(f"{field.name} {TYPES[field.type]}" for field in fields(Execution))
    with _log(chemin(settings), settings, read_only=False) as con:
        con.execute(f"CREATE TABLE IF NOT EXISTS execution ({columns})")
        con.execute("BEGIN")
        for execution in executions:
            row = asdict(execution)
            same = con.execute(
                "SELECT count(*) FROM execution WHERE nom = ? AND execution = ? AND statut = ? AND sha256 = ?",
                [row[name] for name in IDENTITE],
            ).fetchall()[0][0]
            if not same:
                con.execute(f"INSERT INTO execution ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        con.execute("COMMIT")


def dernieres(settings: Settings) -> list[Execution]:
    """The last run of each page, latest first; and the last publication of a page whose last run failed.

    The last run is the last one written: the clock may have been set back since. Raises ``PlieError`` when the log cannot be read.
    """
    return _last(chemin(settings), settings)


def dernieres_du_secours(settings: Settings) -> list[Execution]:
    """The same, from the spare copy of the log; none when it cannot be read either."""
    with contextlib.suppress(PlieError):
        return _last(secours.copie(chemin(settings)), settings)
    return []


def _last(path: Path, settings: Settings) -> list[Execution]:
    if not path.exists():
        return []
    names = ", ".join(field.name for field in fields(Execution))
    with _log(path, settings, read_only=True) as con:
        rows = con.execute(
            f"SELECT {names} FROM execution QUALIFY row_number() OVER (PARTITION BY nom, statut ORDER BY rowid DESC) = 1 "
            "AND (statut = 'publié' OR rowid = max(rowid) OVER (PARTITION BY nom)) ORDER BY execution DESC, nom"
        ).fetchall()
    return [Execution(*row) for row in rows]


def noms_publies(settings: Settings) -> set[str]:
    """The pages that the log has ever seen published. Raises ``PlieError`` when it cannot be read."""
    if not chemin(settings).exists():
        return set()
    with _log(chemin(settings), settings, read_only=True) as con:
        return {nom for (nom,) in con.execute("SELECT DISTINCT nom FROM execution WHERE statut = 'publié'").fetchall()}


def sauvegarder(settings: Settings) -> None:
    """Keep a copy of the log beside it, before a run writes into it. Raises ``PlieError`` when it cannot be read."""
    secours.garder(chemin(settings), chiffrement.cle(settings))


def chemin(settings: Settings) -> Path:
    """The file of the log."""
    return settings.curated / "executions.duckdb"


@contextlib.contextmanager
def _log(path: Path, settings: Settings, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """The log, open; the engine's errors are told by what is the matter with the file."""
    try:
        with connect(path, read_only=read_only, cle=chiffrement.cle(settings)) as con:
            yield con
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise PlieError(describe(path, error, write=not read_only)) from error
