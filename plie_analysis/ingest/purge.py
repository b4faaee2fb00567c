"""Photos leave the database, its journal and their copies: those older than a date (the retention rule, raw folders included), or one that is named.

The databases are built again without them, beside, and take the place of the old ones: a deletion in place would leave the
data in free blocks of the file. Killed at any moment, either everything is there or everything is gone: the raw folders are
set aside (``data/raw/.purge/``) before the swap; the next command that writes puts them back, or finishes if the swap was done.
"""

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .. import chiffrement, photo_figee, verrou
from ..chiffrement import Cle
from ..database import attach, connect
from ..ouverture import is_full
from ..settings import Settings
from . import reprise
from .chargement import Export, Progress, _swap, _to_disk, refuser_listes
from .messages import erreur
from .photos import _date, hors_exports
from .reprise import ATELIER, CONDAMNES, COPIES, CORBEILLE, JOURNAL


@dataclass(frozen=True)
class Retention:
    """What is removed and what stays, oldest first; ``rejets`` names the lists of rejects that go.

    The photos removed are those before ``avant``, or ``seule`` alone: its raw folder then stays.
    """

    avant: dt.date | None
    dossiers: tuple[dt.date, ...]
    photos: tuple[dt.date, ...]
    rejets: tuple[str, ...]
    dossiers_gardes: tuple[dt.date, ...]
    photos_gardees: tuple[dt.date, ...]
    seule: dt.date | None = None

    def retire(self, day: dt.date) -> bool:
        """Whether a photo is removed."""
        return day == self.seule if self.avant is None else day < self.avant

    @property
    def garde_sql(self) -> str:
        """The lines that stay, as a condition on ``photo``."""
        return f"photo IS NULL OR photo <> DATE '{self.seule}'" if self.seule else f"photo IS NULL OR photo >= DATE '{self.avant}'"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to remove."""
        return not (self.dossiers or self.photos or self.rejets)


def examiner(settings: Settings, avant: dt.date) -> Retention:
    """What a purge of everything before ``avant`` (that day is kept) would remove; nothing is changed."""
    folders = sorted({*_raw_photos(settings.raw), *_raw_photos(settings.raw / CORBEILLE), *_raw_photos(settings.raw / CONDAMNES)})
    loaded = _loaded(settings)
    rejects = reprise.rejets_avant(settings, avant)
    return Retention(
        avant,
        tuple(day for day in folders if day < avant),
        tuple(day for day in loaded if day < avant),
        tuple(rejects),
        tuple(day for day in folders if day >= avant),
        tuple(day for day in loaded if day >= avant),
    )


def examiner_seule(settings: Settings, photo: dt.date) -> Retention:
    """What removing one photo from the base would remove; nothing is changed. Raises ``PlieError`` when nothing holds it."""
    loaded = _loaded(settings)
    rejects = [path.name for path in [settings.curated / f"rejets-{photo}.csv"] if path.is_file()]
    found = Retention(
        None, (), tuple(day for day in loaded if day == photo), tuple(rejects), (), tuple(day for day in loaded if day != photo), photo
    )
    if found.is_empty and not _has_any(settings.curated / JOURNAL, found, chiffrement.cle(settings)):
        raise erreur(
            f"La photo du {photo:%d/%m/%Y} n'est pas dans la base : il n'y a rien à retirer.",
            f"Photos chargées : {', '.join(day.isoformat() for day in loaded) or 'aucune'}.",
        )
    return found


def refuser_etrangers(settings: Settings, retention: Retention) -> None:
    """Raise ``PlieError`` when a removal would take along what is not an export or a list of ours: it is named, nothing is changed."""
    for day in retention.dossiers:
        folder = settings.raw / day.isoformat()
        if folder.is_dir() and (strangers := hors_exports(settings, folder)):
            raise erreur(
                f"data/raw/{day}/ contient aussi ce qui n'est pas un export : {', '.join(strangers[:5])}{' …' if len(strangers) > 5 else ''}.",
                "Rien n'est retiré. Sortez-le du dossier (ou supprimez-le), puis recommencez.",
            )
    refuser_listes(settings, (photo for name in retention.rejets if (photo := _date(Path(name).stem.removeprefix("rejets-")))), "retiré")


def purger(settings: Settings, retention: Retention, *, export: Export | None = None, progress: Progress | None = None) -> None:
    """Apply a removal that was examined, all or nothing. ``export(con, folder)`` writes the Parquet copies.

    Raises ``PlieError``, with everything as before, when a load goes on, when another program holds the database, when a file
    that is not ours would go too, or when the disk is full.
    """
    progress = progress or (lambda _what, _done, _total: None)
    attente = settings.config["ingestion"]["attente_verrou_s"]
    with (
        verrou.hold(
            settings.curated / verrou.NOM,
            "plie retirer" if retention.seule else "plie purger",
            attente=attente,
            prevenir=lambda text: progress(text, 0, 0),
        ),
        _full_disk_told(),
    ):
        reprise.finir(settings)
        refuser_etrangers(settings, retention)
        rebuilt = _rebuild(settings, retention, export, progress)
        try:
            reprise.set_aside(settings.raw, retention.dossiers, retention.rejets)
            if rebuilt:
                progress("Mise en place", 0, 0)
                _swap(settings, settings.curated / ATELIER)
        except BaseException:
            reprise.put_back(settings.raw)
            reprise.finish_or_clear(settings)
            raise
        _forget(settings, retention)


def _forget(settings: Settings, retention: Retention) -> None:
    """What follows the swap: the copies that go with it take their places, the folders set aside and the lists of rejects disappear."""
    reprise.condemn(settings.raw)
    reprise.finish_or_clear(settings)
    reprise.forget(settings, retention.rejets)
    photo_figee.balayer(settings)


def _rebuild(settings: Settings, retention: Retention, export: Export | None, progress: Progress) -> bool:
    """Build the new databases and their copies in the temporary folder; whether there is something to swap."""
    journal = settings.curated / JOURNAL
    cle = chiffrement.cle(settings)
    if not settings.base.is_file() or not (retention.photos or _has_any(journal, retention, cle)):
        return False
    atelier = settings.curated / ATELIER
    atelier.mkdir(mode=0o700)
    try:
        copies = atelier / f"{COPIES}.part"
        copies.mkdir()
        progress(f"{settings.base.name} sans les photos à retirer", 0, 0)
        _copy_without(settings.base, atelier / settings.base.name, retention.garde_sql, cle)
        if export:
            with contextlib.closing(connect(atelier / settings.base.name, cle=cle)) as con:
                export(con, copies)
                con.execute("CHECKPOINT")
        if journal.is_file():
            progress(f"{JOURNAL} sans les photos à retirer", 0, 0)
            _copy_without(journal, copies / JOURNAL, retention.garde_sql, cle)
        _to_disk(atelier / settings.base.name)
        copies.rename(atelier / COPIES)
    except BaseException:
        shutil.rmtree(atelier, ignore_errors=True)
        raise
    return True


def _copy_without(source: Path, target: Path, kept: str, cle: Cle | None) -> None:
    """A new database with the tables of another one, less the lines of the photos that do not meet the condition ``kept``."""
    connect(source, read_only=True, cle=cle).close()
    with contextlib.closing(connect(target, cle=cle)) as con:
        attach(con, source, "ancienne", cle=cle)
        for (schema,) in con.execute(
            "SELECT DISTINCT schema_name FROM duckdb_tables() WHERE database_name = 'ancienne' ORDER BY 1"
        ).fetchall():
            con.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        tables = con.execute(
            "SELECT schema_name, table_name, sql FROM duckdb_tables() WHERE database_name = 'ancienne' ORDER BY table_oid"
        ).fetchall()
        for schema, table, sql in tables:
            con.execute(sql)
            dated = con.execute(
                "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'ancienne' AND schema_name = ? AND table_name = ? AND column_name = 'photo'",
                [schema, table],
            ).fetchall()[0][0]
            where = f" WHERE {kept}" if dated else ""
            con.execute(f'INSERT INTO "{schema}"."{table}" SELECT * FROM ancienne."{schema}"."{table}"{where}')
        views = con.execute(
            "SELECT schema_name, sql FROM duckdb_views() WHERE database_name = 'ancienne' AND NOT internal ORDER BY view_oid"
        ).fetchall()
        for schema, sql in views:
            con.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            con.execute(sql)
        con.execute("DETACH ancienne")
        con.execute("CHECKPOINT")


@contextlib.contextmanager
def _full_disk_told() -> Iterator[None]:
    """Tell a full disk in French; the text of the engine's own errors stays out, since it may quote data."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not is_full(error):
            raise
    else:
        return
    raise erreur(
        "Le retrait s'est arrêté : la nouvelle base n'a pas pu être écrite (disque plein).",
        "Rien n'a été retiré. Libérez de la place (environ deux fois la taille de la base), puis recommencez.",
    )


def _raw_photos(raw: Path) -> list[dt.date]:
    return [day for folder in raw.glob("*") if folder.is_dir() and (day := _date(folder.name))] if raw.is_dir() else []


def _loaded(settings: Settings) -> list[dt.date]:
    """Photos of the database, whatever table holds them."""
    if not settings.base.is_file():
        return []
    with contextlib.closing(connect(settings.base, read_only=True, cle=chiffrement.cle(settings))) as con:
        return sorted(_dates(con))


def _has_any(path: Path, retention: Retention, cle: Cle | None) -> bool:
    """Whether a database holds a photo that is removed."""
    if not path.is_file():
        return False
    with contextlib.closing(connect(path, read_only=True, cle=cle)) as con:
        return any(map(retention.retire, _dates(con)))


def _dates(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    tables = con.execute(
        "SELECT schema_name, table_name FROM duckdb_columns() WHERE column_name = 'photo' AND schema_name <> 'large' AND NOT internal"
    ).fetchall()
    union = " UNION ".join(f'SELECT photo FROM "{schema}"."{table}"' for schema, table in tables)
    return {day for (day,) in con.execute(union).fetchall() if day} if union else set()
