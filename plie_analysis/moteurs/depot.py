"""The deposit of one photo in a lake: curated tables without personal data, pseudonymised with a key of this PLIE's own."""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

import duckdb

from ..chiffrement import Cle, ecrire, lire_fichier, nouvelle
from ..contrat import empreinte_des_tables
from ..database import newest_photo
from ..ecriture import check_folder
from ..errors import PlieError
from ..libelles import litteral
from ..scellement import cles, naissance
from ..scellement.colonnes import Colonne, colonnes
from ..scellement.donnees import CURATED, DONNEES, write_data
from ..scellement.versions import code_print
from ..settings import Settings

FICHE = "depot.json"
FORMAT = 1


def cle_de(path: Path, lac: Path) -> tuple[Cle, bool]:
    """The key of the pseudonyms, read or made for its owner alone, and whether it is new. Raises ``PlieError``: in the lake, open to others, unfit."""
    if path.resolve().is_relative_to(lac.resolve()):
        raise PlieError(
            f"La clé {path.name} ne peut pas être dans le lac : elle rendrait les noms avec ce qu'elle protège.\nMettez-la ailleurs."
        )
    if is_new := not path.exists():
        check_folder(path.parent)
        ecrire(path, nouvelle())
    return lire_fichier(path), is_new


def deposer(settings: Settings, con: duckdb.DuckDBPyConnection, lac: Path, cle: Cle, photo: dt.date | None = None) -> Path:
    """Write ``<lac>/plie=<nom>/photo=<date>/`` and return it; a deposit of the same photo is replaced, whole or not at all.

    Raises ``PlieError``: no name or département in ``plie.toml``, folder that cannot be written, photo unknown.
    """
    photo = photo or newest_photo(con)
    who = _identite(settings)
    target = lac / f"plie={_slug(who['plie'])}" / f"photo={photo}"
    check_folder(target)
    columns = colonnes(settings.config)
    cles.install(con, [column for group in columns.values() for column in group], photo, cle=cle)
    naissance.install(con, columns, photo, _reperes(con, photo))
    target.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=".depot-", dir=target.parent))
    try:
        write_data(con, place, columns, photo)
        _sign_tables(con, place, columns, who)
        (place / FICHE).write_text(json.dumps(_fiche(con, place, who, photo), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _put(place, target)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return target


def _identite(settings: Settings) -> dict[str, str]:
    plie = settings.config.get("plie", {})
    who = {"plie": plie.get("nom", "").strip(), "departement": plie.get("departement", "").strip()}
    for key, value in who.items():
        if not value:
            name = "nom" if key == "plie" else key
            raise PlieError(
                f'plie.toml ne dit pas {"le nom du PLIE" if key == "plie" else "le département"}, qui le distingue dans un lac.\nAjoutez-y : [plie] {name} = "…"'
            )
    return who


def _slug(nom: str) -> str:
    plain = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or hashlib.sha256(nom.encode()).hexdigest()[:12]


def _reperes(con: duckdb.DuckDBPyConnection, photo: dt.date) -> list[dt.date]:
    """Every end of month that the photo can be asked about: ages are the same there as with the true date of birth."""
    rows = con.execute(
        "SELECT last_day(unnest(generate_series(date_trunc('month', min(date_entree)), $photo::DATE, INTERVAL 1 MONTH)))::DATE"
        " FROM curated.parcours WHERE photo = $photo",
        {"photo": photo},
    ).fetchall()
    return sorted({photo, *(day for (day,) in rows)})


def _sign_tables(con: duckdb.DuckDBPyConnection, place: Path, columns: dict[str, tuple[Colonne, ...]], who: dict[str, str]) -> None:
    """Write in each line whose it is: an axis of the lake is a column, whatever reads it."""
    named = ", ".join(f"{litteral(value)} AS {name}" for name, value in who.items())
    for table in columns:
        path = place / CURATED / f"{table}.parquet"
        aside = path.with_suffix(".tmp")
        con.execute(
            f"COPY (SELECT *, {named} FROM read_parquet({litteral(path)}, hive_partitioning = false)) TO {litteral(aside)} (FORMAT parquet, COMPRESSION zstd)"
        )
        os.replace(aside, path)


def _fiche(con: duckdb.DuckDBPyConnection, place: Path, who: dict[str, str], photo: dt.date) -> dict:
    files = sorted((place / DONNEES).rglob("*.parquet"))
    return {
        "format": FORMAT,
        **who,
        "photo": photo.isoformat(),
        "schema": empreinte_des_tables(),
        "definitions": code_print(),
        "fichiers": {path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }


def _put(place: Path, target: Path) -> None:
    """Put the new deposit in the place of the former one: a reader sees one or the other, or for an instant none."""
    former = None
    if target.exists():
        former = Path(tempfile.mkdtemp(prefix=".ancien-", dir=target.parent)) / "depot"
        os.rename(target, former)
    try:
        os.rename(place, target)
    except OSError:
        if former:
            os.rename(former, target)
        raise
    if former:
        shutil.rmtree(former.parent, ignore_errors=True)
