"""Loading photos: a new database is built beside the current one and takes its place at the end, or nothing changes.

In ``data/curated/.chargement/``: ``plie.duckdb`` (the new database), ``brouillon.duckdb`` and texts (temporary), ``copies/`` (Parquet and
CSV that follow the swap). Killed at any moment, the former database is whole; the next load finishes a swap begun or clears the rest.
"""

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb

from .. import chiffrement, interruption, marque, photo_figee, temporaire, verrou
from ..database import attach, connect, is_outdated
from ..ecriture import check_folder, check_free
from ..errors import PlieError
from ..ouverture import is_full, trouble_of_engine
from ..settings import Settings
from . import contours, empreinte, genres, nomenclatures, pseudonymes, reprise, retenue
from .avis import avis_des_photos
from .bilan import Bilan, PhotoLue
from .messages import erreur
from .octets import Octets, scan
from .photo import already_loaded, load_photo
from .photos import Photo, find_photos
from .reglages import install_macros
from .rejets import write_csv
from .reprise import ATELIER, COPIES

Curate = Callable[[duckdb.DuckDBPyConnection, list[dt.date], Settings], object]
Export = Callable[[duckdb.DuckDBPyConnection, Path], object]
Progress = Callable[[str, int, int], None]


def load_photos(
    settings: Settings,
    photos: Iterable[dt.date | str] | None = None,
    *,
    charge_le: dt.datetime,
    curate: Curate | None = None,
    export: Export | None = None,
    progress: Progress | None = None,
    relire: bool = False,
) -> Bilan:
    """Load the photos asked for (default: every folder of ``data/raw``), all or nothing, and tell what was read.

    A photo whose files and rules of reading have not changed is left as it is, unless ``relire``. ``charge_le`` is the moment
    written beside each file. ``curate(con, dates, settings)`` builds ``curated.*`` in the new database; ``export(con, folder)``
    writes the copies that are swapped after it. ``progress(what, done, total)`` is called at each step.

    Raises ``PlieError``, with the former database untouched, when an input is wrong, when another load goes on, or when the
    disk is full.
    """
    progress = progress or (lambda _what, _done, _total: None)
    check_folder(settings.curated)
    attente = settings.config["ingestion"]["attente_verrou_s"]
    held = verrou.hold(settings.curated / verrou.NOM, "plie charger", attente=attente, prevenir=lambda text: progress(text, 0, 0))
    with interruption.watch(), held, _trouble_told():
        reprise.finir(settings)
        photo_figee.balayer(settings)
        wanted = find_photos(settings, photos)
        check_free([settings.base, *settings.curated.glob("*.parquet"), *settings.curated.glob("rejets-*.csv")])
        return _load(settings, wanted, charge_le, curate, export, progress, relire)


def _load(
    settings: Settings,
    wanted: list[Photo],
    charge_le: dt.datetime,
    curate: Curate | None,
    export: Export | None,
    progress: Progress,
    relire: bool,
) -> Bilan:
    octets = {
        photo.date: {requete: scan(path, as_text=genres.judge(path).lecteur == genres.TEXTE) for requete, path in photo.fichiers.items()}
        for photo in wanted
    }
    regles = empreinte.rules(settings)
    prints = {photo.date: empreinte.fingerprint(photo, octets[photo.date], regles) for photo in wanted}
    known, told, is_current = _present(settings, wanted, prints, relire)
    todo = [photo for photo in wanted if photo.date not in told]
    if not todo:
        return Bilan(tuple(told[photo.date] for photo in wanted), _avis(settings))
    kept = known - {photo.date for photo in todo}
    if kept and not is_current:
        raise erreur(
            "La base a été faite par une autre version de l'atelier et ne peut pas être complétée.",
            "Chargez toutes les photos à la fois (plie charger, sans argument), après avoir supprimé data/curated/plie.duckdb.",
        )
    if kept:
        with connect(settings.base, read_only=True, cle=chiffrement.cle(settings)) as con:
            pseudonymes.refuser_melange(settings, con, kept)
    refuser_listes(settings, (photo.date for photo in todo))
    atelier = settings.curated / ATELIER
    atelier.mkdir(mode=0o700)
    try:
        done = _build(settings, atelier, todo, bool(kept), octets, prints, charge_le, curate, export, progress)
        _swap(settings, atelier)
    finally:
        reprise.finish_or_clear(settings)
    read = told | {photo.photo: photo for photo in done}
    return Bilan(tuple(read[photo.date] for photo in wanted), _avis(settings))


def _present(
    settings: Settings, wanted: list[Photo], prints: dict[dt.date, str], relire: bool
) -> tuple[set[dt.date], dict[dt.date, PhotoLue], bool]:
    """Photos in the current database, those of them that need not be read again, and whether its tables are today's."""
    if not settings.base.is_file():
        return set(), {}, True
    with connect(settings.base, read_only=True, cle=chiffrement.cle(settings)) as con:
        if not _is_current(con):
            _refuse_foreign(con, settings)
            return (
                {row[0] for row in con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()} if _has(con, "fichier") else set(),
                {},
                False,
            )
        loaded = dict(con.execute("SELECT photo, empreinte FROM journal.chargement").fetchall())
        told = (
            {}
            if relire or is_outdated(con)
            else {photo.date: already_loaded(con, photo) for photo in wanted if loaded.get(photo.date) == prints[photo.date]}
        )
        return set(loaded), told, True


def refuser_listes(settings: Settings, photos: Iterable[dt.date], faite: str = "chargé") -> None:
    """Raise ``PlieError`` when a list of rejects that would be replaced or removed was annotated, or is not ours.

    A list without a mark (an earlier version wrote none) is ours when the base in place writes the very same.
    """
    lists = {photo: settings.curated / f"rejets-{photo}.csv" for photo in photos}
    unknown = {photo: path for photo, path in lists.items() if not marque.est_libre(settings, path)}
    marque.refuser_etrangers(
        settings,
        (path for photo, path in unknown.items() if not _is_written_by_base(settings, photo, path)),
        f"Rien n'est {faite}. Déplacez-le ou renommez-le, puis recommencez.",
    )


def _is_written_by_base(settings: Settings, photo: dt.date, path: Path) -> bool:
    if not settings.base.is_file() or not path.is_file() or path.is_symlink():
        return False
    with (
        temporaire.dossier(temporaire.abri_sans_dossier(), "rejets") as folder,
        connect(settings.base, read_only=True, cle=chiffrement.cle(settings)) as con,
    ):
        again = folder / path.name
        try:
            write_csv(con, photo, again)
        except duckdb.Error:
            return False
        return again.read_bytes() == path.read_bytes()


def _avis(settings: Settings) -> tuple[str, ...]:
    with connect(settings.base, read_only=True, cle=chiffrement.cle(settings)) as con:
        return tuple(avis_des_photos(con, settings))


def _refuse_foreign(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Never write over a database that is not one of the workshop."""
    if con.execute("SELECT count(*) FROM duckdb_tables()").fetchall()[0][0] and not _has(con, "fichier"):
        raise erreur(
            f"data/curated/{settings.base.name} n'a pas été fait par l'atelier : il n'est pas remplacé.",
            "Déplacez ce fichier, puis recommencez.",
        )


def _has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(con.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'raw' AND table_name = ?", [table]).fetchall()[0][0])


def _is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables of this database have the columns that a load writes."""
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index) FROM duckdb_columns() WHERE schema_name IN ('raw', 'journal') GROUP BY ALL"
    ).fetchall()
    found = dict(rows)
    return all(found.get(table) == columns for table, columns in retenue.definitions().items())


def _build(
    settings: Settings,
    atelier: Path,
    todo: list[Photo],
    keep: bool,
    octets: dict[dt.date, dict[str, Octets]],
    prints: dict[dt.date, str],
    charge_le: dt.datetime,
    curate: Curate | None,
    export: Export | None,
    progress: Progress,
) -> list[PhotoLue]:
    """Make the new database and its copies, complete and written to the disk, in the temporary folder."""
    base = atelier / settings.base.name
    copies = atelier / f"{COPIES}.part"
    copies.mkdir()
    if keep:
        for suffix in ("", ".wal"):
            if (source := settings.base.with_name(settings.base.name + suffix)).is_file():
                shutil.copyfile(source, base.with_name(base.name + suffix))
    total = sum(len(photo.fichiers) for photo in todo) + 2
    steps = iter(range(total))
    cle = chiffrement.cle(settings)
    with contextlib.closing(connect(base, cle=cle)) as con:
        attach(con, atelier / "brouillon.duckdb", "brouillon", read_only=False, cle=cle)
        install_macros(con, settings.config["ingestion"])
        con.execute("BEGIN")
        retenue.create_tables(con)
        nomenclatures.load(con, settings)
        shapes = contours.read_contours(con, settings)
        con.execute("COMMIT")
        done = []
        for photo in todo:

            def advance(what: str, photo: Photo = photo) -> None:
                progress(f"{photo.date} : {what}", next(steps), total)

            done.append(load_photo(con, settings, photo, octets[photo.date], atelier, charge_le, advance, shapes))
            con.execute("INSERT INTO journal.chargement VALUES (?, ?, ?, ?)", [photo.date, prints[photo.date], charge_le, photo.origine])
            write_csv(con, photo.date, copies / f"rejets-{photo.date}.csv")
        con.execute("DETACH brouillon")
        progress("Tables prêtes à l'analyse", next(steps), total)
        if curate:
            curate(con, [photo.date for photo in todo], settings)
        progress("Copies et mise en place", next(steps), total)
        if export:
            export(con, copies)
        con.execute("CHECKPOINT")
    if pseudonymes.est_demande(settings):
        pseudonymes.journal_sans_numeros(settings, copies)
    _to_disk(base)
    copies.rename(atelier / COPIES)
    return done


def _swap(settings: Settings, atelier: Path) -> None:
    """Put the new database in place of the old one, whose log is first folded into it: it stays whole if the swap is refused."""
    try:
        if settings.base.with_name(settings.base.name + ".wal").is_file():
            connect(settings.base, cle=chiffrement.cle(settings)).close()
        os.replace(atelier / settings.base.name, settings.base)
    except PermissionError:
        raise erreur(
            "La base ne peut pas être remplacée : un autre programme l'a ouverte.",
            "Fermez les carnets et les programmes qui la lisent, puis recommencez ; l'ancienne base est intacte.",
        ) from None
    _to_disk(settings.curated)


def _to_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _trouble_told() -> Iterator[None]:
    """Tell a full disk, memory that lacks or a damaged base in French; the engine's own text stays out, since it may quote data."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if is_full(error):
            failure = _no_room()
        elif isinstance(error, duckdb.Error) and (message := trouble_of_engine(error)):
            failure = PlieError(message)
        else:
            raise
    else:
        return
    raise failure


def _no_room() -> PlieError:
    return erreur(
        "Le chargement s'est arrêté : la base n'a pas pu être écrite (disque plein).",
        "L'ancienne base est intacte. Libérez de la place (environ trois fois la taille des exports), puis recommencez.",
    )
