"""Passing what is at rest under ``data/curated/`` from one key to another, or to none: databases, journals, Parquet copies.

Everything is written again beside, in ``.rotation/``; the folder then takes the name ``.rotation-prete``, and from that instant
on the change is decided: the files take their places, then the new key does. Killed before, nothing changed; killed after, the
next command that writes finishes. Whoever calls holds the lock of the base.
"""

import contextlib
import csv
import errno
import os
import shutil
from pathlib import Path

import duckdb

from .. import chiffrement, droits
from ..chiffrement import Cle
from ..database import LIMITS, attach, memory
from ..libelles import litteral
from ..ouverture import is_full
from ..settings import Settings
from .chargement import _to_disk
from .messages import erreur

PREPARATION, PRETE = ".rotation", ".rotation-prete"
NOUVELLE = ".nouvelle"


def fichiers(settings: Settings) -> list[Path]:
    """The databases and the Parquet copies of a working folder."""
    found = (
        (path for path in settings.curated.iterdir() if path.is_file() and not path.name.endswith(".wal"))
        if settings.curated.is_dir()
        else ()
    )
    return sorted(path for path in found if ".duckdb" in path.suffixes or path.suffix == ".parquet")


def est_a_finir(settings: Settings) -> bool:
    """Whether a change of key was left midway, or files are in clear that should not be."""
    midway = any((settings.curated / name).exists() for name in (PREPARATION, PRETE))
    return midway or (chiffrement.est_demande(settings) and bool(_clear(settings)))


def mettre_en_accord(settings: Settings) -> int:
    """Encrypt what was written before ``plie.toml`` asked for it; how many files. Raises ``PlieError`` without a fit key."""
    if not chiffrement.est_demande(settings):
        return 0
    cle = chiffrement.cle(settings)
    if clear := _clear(settings):
        convertir(settings, clear, cle, cle)
    return len(clear)


def convertir(settings: Settings, paths: list[Path], ancienne: Cle | None, nouvelle: Cle | None) -> None:
    """Write these files again under another key (none: in clear), all or nothing.

    Raises ``PlieError``, with everything as before, when one cannot be read with the former key or when there is no room.
    """
    aside = settings.curated / PREPARATION
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with droits.prives():
            aside.mkdir()
            for path in paths:
                (_copy_parquet if path.suffix == ".parquet" else _copy_base)(path, aside / path.name, ancienne, nouvelle)
                _to_disk(aside / path.name)
            if nouvelle:
                for path in settings.curated.glob("rejets-*.csv"):
                    _without_values(path, aside / path.name)
        _to_disk(aside)
        aside.rename(settings.curated / PRETE)
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        raise _refused() from error
    except OSError as error:
        if not is_full(error) and error.errno != errno.EACCES:
            raise
        raise _refused() from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    finir(settings)


def finir(settings: Settings) -> bool:
    """Finish a change of key that was decided, or forget one that was not; whether there was any."""
    prete, aside = settings.curated / PRETE, settings.curated / PREPARATION
    left = prete.is_dir() or aside.is_dir()
    shutil.rmtree(aside, ignore_errors=True)
    fresh = _fresh(settings)
    if prete.is_dir():
        for path in sorted(prete.iterdir()):
            with contextlib.suppress(FileNotFoundError):
                (settings.curated / f"{path.name}.wal").unlink()
            os.replace(path, settings.curated / path.name)
        if fresh and fresh.is_file():
            os.replace(fresh, fresh.with_name(fresh.name.removesuffix(NOUVELLE)))
        prete.rmdir()
    elif fresh:
        fresh.unlink(missing_ok=True)
    return left


def tourner(settings: Settings, ancienne: Cle, secret: str, *, garder: bool) -> int:
    """Change the key of everything for another secret, kept in the place of the former one when ``garder``; how many files."""
    paths = fichiers(settings)
    if garder and (fresh := _fresh(settings)):
        fresh.unlink(missing_ok=True)
        chiffrement.ecrire(fresh, secret)
    settings.curated.mkdir(parents=True, exist_ok=True)
    try:
        convertir(settings, paths, ancienne, Cle(secret))
    finally:
        if garder and not (settings.curated / PRETE).exists() and (fresh := _fresh(settings)):
            fresh.unlink(missing_ok=True)
    return len(paths)


def _clear(settings: Settings) -> list[Path]:
    return [path for path in fichiers(settings) if not chiffrement.est_chiffre(path)]


def _fresh(settings: Settings) -> Path | None:
    """Where the next key waits, beside the one in use."""
    if not settings.config.get("securite", {}).get("cle"):
        return None
    path = chiffrement.chemin(settings, "cle")
    return path.with_name(path.name + NOUVELLE)


def _copy_base(source: Path, target: Path, ancienne: Cle | None, nouvelle: Cle | None) -> None:
    with contextlib.closing(memory(config=LIMITS | {"temp_directory": f"{target}.tmp"})) as con:
        attach(con, source, "ancienne", cle=ancienne)
        attach(con, target, "nouvelle", read_only=False, cle=nouvelle)
        con.execute("COPY FROM DATABASE ancienne TO nouvelle")
        con.execute("CHECKPOINT nouvelle")


def _copy_parquet(source: Path, target: Path, ancienne: Cle | None, nouvelle: Cle | None) -> None:
    with contextlib.closing(memory(config=LIMITS | {"temp_directory": f"{target}.tmp"})) as con:
        for name, cle in (("ancienne", ancienne), ("nouvelle", nouvelle)):
            if cle:
                con.execute(f"PRAGMA add_parquet_key('{name}', '{cle.parquet}')")
        if nouvelle:
            chiffrement.ouvrir_coffre(con)
            con.execute("SET temp_file_encryption = true")
        read = litteral(source) + (", encryption_config = {footer_key: 'ancienne'}" if chiffrement.est_chiffre(source) else "")
        written = "FORMAT parquet, COMPRESSION zstd" + (", ENCRYPTION_CONFIG {footer_key: 'nouvelle'}" if nouvelle else "")
        con.execute(f"COPY (FROM read_parquet({read})) TO {litteral(target)} ({written})")


def _without_values(source: Path, target: Path) -> None:
    """The list of rejects of an encrypted base says where and why; the values themselves stay in the base."""
    with source.open(encoding="utf-8-sig", newline="") as lines, target.open("w", encoding="utf-8-sig", newline="") as stream:
        sheet = csv.DictReader(lines, delimiter=";")
        written = csv.DictWriter(stream, sheet.fieldnames or [], delimiter=";", lineterminator="\r\n")
        written.writeheader()
        written.writerows({**row, "valeur": ""} for row in sheet)


def _refused():
    return erreur(
        "La clé n'a pas été changée : un fichier de data/curated n'a pas pu être lu ou écrit (disque plein, ou fichier ouvert ailleurs).",
        "Rien n'a changé. Libérez de la place (deux fois la taille de data/curated), fermez les carnets ouverts, puis recommencez.",
    )
