"""The deposit of one photo in a lake: curated tables without personal data, pseudonymised with a key of this PLIE's own."""

import csv
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..chiffrement import Cle, ecrire, lire_fichier, nouvelle
from ..contrat import REFERENTIELS, empreinte_des_tables
from ..database import newest_photo
from ..ecriture import check_folder, raison, replacing
from ..errors import PlieError
from ..francais import date_longue, enumeration, guillemets
from ..libelles import identifiant, litteral
from ..scellement import cles, naissance
from ..scellement.colonnes import colonnes
from ..scellement.donnees import CURATED, DONNEES, RAW, REF, write_data
from ..scellement.versions import code_print
from ..settings import Settings
from ..verrou import hold

FICHE = "depot.json"
FORMAT = 1
# A deposit being written, and the former one while it is being replaced (``.ancien-<photo>-…``).
ECRIT, ANCIEN = ".depot-", ".ancien-"
VERROU = ".depot.verrou"
# Of raw.fichier: prints and sizes of the exports, which would let somebody recognise a file, stay in the house.
FICHIER = ("photo", "requete", "nb_lues", "nb_retenues", "nb_rejetees")
# Of a nomenclature: what people wrote in it (definition, source, alias) stays in the house, and so do the columns that a PLIE adds.
COMMUNES = ("code", "libelle", "debut", "fin")
ECRITES = ("code", "libelle", "definition", "source", "debut", "fin", "alias")
DEPARTEMENT = re.compile(r"\d[0-9AB]\d?")


@dataclass(frozen=True)
class Identite:
    """Whose deposit it is: the name and the département of the PLIE, as ``plie.toml`` says them."""

    plie: str
    departement: str

    @property
    def dossier(self) -> str:
        """The folder of this PLIE in a lake: ``plie=…``."""
        plain = unicodedata.normalize("NFKD", self.plie).encode("ascii", "ignore").decode().lower()
        return f"plie={re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or hashlib.sha256(self.plie.encode()).hexdigest()[:12]}"


def preparer(settings: Settings, con: duckdb.DuckDBPyConnection, lac: Path, photo: dt.date | None) -> tuple[Identite, dt.date]:
    """Check all that a deposit needs, before anything is written: whose it is, and of which photo (the newest by default).

    Raises ``PlieError``: no name or département, photo unknown, folder that cannot be written or that another PLIE has.
    """
    told = settings.config.get("plie", {})
    who = Identite(told.get("nom", "").strip(), told.get("departement", "").strip())
    for key, value, what in (("nom", who.plie, "le nom du PLIE"), ("departement", who.departement, "le département")):
        if not value:
            raise PlieError(f'plie.toml ne dit pas {what}, qui le distingue dans un lac.\nAjoutez-y : [plie] {key} = "…"')
    if not DEPARTEMENT.fullmatch(who.departement):
        raise PlieError(
            f"plie.toml, [plie] departement : {guillemets(who.departement)} n'est pas le code d'un département.\nÉcrivez son code, le même pour tous les PLIE : 21, 2A, 974."
        )
    known = [found for (found,) in con.execute("SELECT DISTINCT photo FROM raw.fichier ORDER BY 1").fetchall()]
    photo = photo or newest_photo(con)
    if photo not in known:
        listed = enumeration([date_longue(day) for day in known])
        raise PlieError(f"La photo du {date_longue(photo)} n'est pas chargée.\nPhotos chargées : {listed}.")
    check_folder(lac / who.dossier / f"photo={photo}")
    _refuse_other(lac / who.dossier, who)
    return who, photo


def _refuse_other(folder: Path, who: Identite) -> None:
    """Two names may give one folder: whoever came first keeps it."""
    for path in sorted(folder.glob(f"photo=*/{FICHE}")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            other = Identite(told["plie"], told["departement"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if other != who:
            raise PlieError(
                f"Dans ce lac, le dossier {folder.name} est déjà celui de {guillemets(other.plie)} ({other.departement}) : rien n'a été déposé.\n"
                "Changez [plie] nom dans plie.toml ; si c'est vous, retirez d'abord vos anciens dépôts."
            )


def cle_de(path: Path, lac: Path) -> tuple[Cle, bool]:
    """The key of the pseudonyms, read or made for its owner alone, and whether it is new. Raises ``PlieError``: in the lake, open to others, unfit."""
    if path.resolve().is_relative_to(lac.resolve()):
        raise PlieError(
            f"La clé {path.name} ne peut pas être dans le lac : elle rendrait les noms avec ce qu'elle protège.\nMettez-la ailleurs."
        )
    try:
        return lire_fichier(path), False
    except FileNotFoundError:
        pass
    check_folder(path.parent)
    try:
        ecrire(path, nouvelle())
    except OSError as error:
        raise PlieError(f"La clé {path.name} ne peut pas être créée ({raison(error)}).\nIndiquez un autre fichier.") from error
    return lire_fichier(path), True


def deposer(settings: Settings, con: duckdb.DuckDBPyConnection, lac: Path, cle: Cle, photo: dt.date | None = None) -> Path:
    """Write ``<lac>/plie=<nom>/photo=<date>/`` and return it; a deposit of the same photo is replaced, whole or not at all.

    What is in it is the same for every PLIE: the columns that the shipped definitions read. Raises ``PlieError`` as ``preparer`` does.
    """
    who, photo = preparer(settings, con, lac, photo)
    parent = lac / who.dossier
    columns = colonnes({name: section for name, section in settings.config.items() if name != "indicateurs"})
    own = Cle(cle.derive(f"plie: lac: {who.plie}".encode()).hex())
    cles.install(con, [column for group in columns.values() for column in group], photo, cle=own)
    naissance.install(con, columns, photo, _reperes(con, photo))
    with hold(settings.curated / VERROU, "plie deposer"):
        parent.mkdir(parents=True, exist_ok=True)
        _tidy(parent)
        place = Path(tempfile.mkdtemp(prefix=ECRIT, dir=parent))
        try:
            write_data(con, place, columns, photo)
            _sign_tables(con, place, columns, who)
            _keep_listed(con, place)
            told = _fiche(place, who, photo) | {"reglages": _reglages(settings), "cle": cle.derive(b"plie: lac: empreinte").hex()[:16]}
            (place / FICHE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            _give_rights(lac, parent, place)
            _put(place, parent / f"photo={photo}")
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return parent / f"photo={photo}"


def _reperes(con: duckdb.DuckDBPyConnection, photo: dt.date) -> list[dt.date]:
    """Every end of month that the photo can be asked about: ages are the same there as with the true date of birth."""
    rows = con.execute(
        "SELECT last_day(unnest(generate_series(date_trunc('month', min(date_entree)), $photo::DATE, INTERVAL 1 MONTH)))::DATE"
        " FROM curated.parcours WHERE photo = $photo",
        {"photo": photo},
    ).fetchall()
    return sorted({photo, *(day for (day,) in rows)})


def _sign_tables(con: duckdb.DuckDBPyConnection, place: Path, tables: Iterable[str], who: Identite) -> None:
    """Write in each line whose it is: an axis of the lake is a column, whatever reads it."""
    for table in tables:
        _rewrite(con, place / CURATED / f"{table}.parquet", f"*, {litteral(who.plie)} AS plie, {litteral(who.departement)} AS departement")


def _keep_listed(con: duckdb.DuckDBPyConnection, place: Path) -> None:
    """Keep of the exports and of the nomenclatures what the lake reads: an allow-list, as for the tables."""
    _rewrite(con, place / RAW / "fichier.parquet", ", ".join(FICHIER))
    for path in sorted((place / REF).glob("*.parquet")):
        shipped = REFERENTIELS / f"{path.stem}.csv"
        if not shipped.is_file():
            path.unlink()
            continue
        with shipped.open(encoding="utf-8", newline="") as lines:
            listed = [*COMMUNES, *(name for name in next(csv.reader(lines)) if name not in ECRITES)]
        held = {name for (name,) in con.execute(f"SELECT name FROM parquet_schema({litteral(path)})").fetchall()}
        _rewrite(con, path, ", ".join(identifiant(name) for name in listed if name in held))


def _rewrite(con: duckdb.DuckDBPyConnection, path: Path, shown: str) -> None:
    with replacing(path) as aside:
        con.execute(
            f"COPY (SELECT {shown} FROM read_parquet({litteral(path)}, hive_partitioning = false)) TO {litteral(aside)} (FORMAT parquet, COMPRESSION zstd)"
        )


def _reglages(settings: Settings) -> str:
    """The print of the settings that bear on the curated tables."""
    return hashlib.sha256(json.dumps(settings.config["protocole"]["preuve"], sort_keys=True, default=str).encode()).hexdigest()


def _fiche(place: Path, who: Identite, photo: dt.date) -> dict:
    files = {path.relative_to(place).as_posix(): path for path in sorted((place / DONNEES).rglob("*.parquet"))}
    return {
        "format": FORMAT,
        "plie": who.plie,
        "departement": who.departement,
        "photo": photo.isoformat(),
        "schema": empreinte_des_tables(),
        "definitions": code_print(),
        "fichiers": {
            name: {"octets": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for name, path in files.items()
        },
    }


def _give_rights(lac: Path, parent: Path, place: Path) -> None:
    """The owner's alone; a lake whose folder is open to its group lets that group read the deposit, never write in it."""
    if os.name == "nt" or not stat.S_IMODE(lac.stat().st_mode) & stat.S_IRGRP:
        return
    for path in (parent, place, *place.rglob("*")):
        os.chmod(path, 0o750 if path.is_dir() else 0o640)


def _tidy(parent: Path) -> None:
    """What a killed deposit left: its draft goes, and the former deposit that it had moved aside comes back."""
    for left in parent.glob(f"{ECRIT}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in parent.glob(f"{ANCIEN}*"):
        target = parent / f"photo={left.name.removeprefix(ANCIEN)[:10]}"
        if not target.exists() and (left / "depot").is_dir():
            os.rename(left / "depot", target)
        shutil.rmtree(left, ignore_errors=True)


def _put(place: Path, target: Path) -> None:
    """Put the new deposit in the place of the former one: a reader sees one or the other, or for an instant that one is being written."""
    former = None
    if target.exists():
        former = Path(tempfile.mkdtemp(prefix=f"{ANCIEN}{target.name.removeprefix('photo=')}-", dir=target.parent)) / "depot"
        os.rename(target, former)
    try:
        os.rename(place, target)
    except OSError:
        if former:
            os.rename(former, target)
        raise
    finally:
        if former and target.exists():
            shutil.rmtree(former.parent, ignore_errors=True)
