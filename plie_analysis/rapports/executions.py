"""What was published, when, from which photo: one row per run, in ``data/curated/executions.duckdb``."""

import datetime as dt
from dataclasses import asdict, dataclass, fields

from .. import chiffrement
from ..database import connect
from ..settings import Settings

TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", dt.datetime: "TIMESTAMP", dt.date: "DATE"}
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
    """Add runs to the log (all or nothing)."""
    columns = ", ".join(f"{field.name} {TYPES[field.type]}" for field in fields(Execution))
    with connect(settings.curated / "executions.duckdb", cle=chiffrement.cle(settings)) as con:
        con.execute(f"CREATE TABLE IF NOT EXISTS execution ({columns})")
        con.execute("BEGIN")
        for execution in executions:
            row = asdict(execution)
            con.execute(f"INSERT INTO execution ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        con.execute("COMMIT")


def dernieres(settings: Settings) -> list[Execution]:
    """The last run of each page, latest first; and the last publication of a page whose last run failed."""
    path = settings.curated / "executions.duckdb"
    if not path.is_file():
        return []
    names = ", ".join(field.name for field in fields(Execution))
    with connect(path, read_only=True, cle=chiffrement.cle(settings)) as con:
        rows = con.execute(
            f"SELECT {names} FROM execution QUALIFY row_number() OVER (PARTITION BY nom, statut ORDER BY execution DESC, rowid DESC) = 1 "
            "AND (statut = 'publié' OR execution >= max(execution) OVER (PARTITION BY nom)) ORDER BY execution DESC, nom"
        ).fetchall()
    return [Execution(*row) for row in rows]
