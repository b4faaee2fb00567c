"""What is in a lake: the deposits that its folders hold, told by their fiches, whole and as they were written."""

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import duckdb

from ..chiffrement import ouvrir_coffre
from ..ecriture import raison
from ..errors import PlieError
from ..francais import date_longue, guillemets
from ..libelles import litteral
from .depot import ANCIEN, FICHE, FORMAT

DISTANT = re.compile(r"s3a?://", re.IGNORECASE)
_ENV = {"KEY_ID": "AWS_ACCESS_KEY_ID", "SECRET": "AWS_SECRET_ACCESS_KEY", "SESSION_TOKEN": "AWS_SESSION_TOKEN", "REGION": "AWS_REGION"}
# Sizes are always checked; the print of a file that has no more bytes than this too, where it costs no network.
OCTETS_LUS = 64 * 2**20
# What the folders of a lake are at each depth below it.
_NIVEAUX = ("plie=", "photo=")
_NOM = re.compile(r"donnees/(curated|ref|raw)/[a-z_]+\.parquet")
ENCORE = "Demandez à ce PLIE de déposer de nouveau."


@dataclass(frozen=True)
class DepotDuLac:
    """One photo of one PLIE in a lake, told by its ``depot.json``; ``fichiers``: names to (bytes, SHA-256)."""

    place: str
    plie: str
    departement: str
    photo: dt.date
    schema: str
    definitions: str
    reglages: str
    cle: str
    fichiers: dict[str, tuple[int, str]]

    def __str__(self) -> str:
        return f"Le dépôt de {guillemets(self.plie)} du {date_longue(self.photo)}"


def read_depots(con: duckdb.DuckDBPyConnection, adresse: str) -> tuple[list[DepotDuLac], dict[str, int]]:
    """Every deposit of a lake, and the sizes of the Parquet files that are there, by path.

    Raises ``PlieError``: folder or address that cannot be read in full, nothing there, a deposit half-written, a fiche unreadable.
    """
    if re.search(r"[*?\[\]{}]", adresse):
        raise PlieError(f"L'adresse du lac {guillemets(adresse)} contient un des signes * ? [ ] {{ }}.\nRenommez ce dossier sans eux.")
    sizes, fiches = _of_s3(con, adresse.rstrip("/")) if DISTANT.match(adresse) else _of_folder(Path(adresse).absolute())
    return _read_fiches(adresse, sizes, fiches), sizes


def _of_folder(top: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Sizes of the Parquet files and texts of the fiches, by path. Whatever cannot be listed is refused: it may hold a PLIE."""
    if not top.is_dir():
        what = "est un fichier, et non un dossier" if top.exists() else "n'existe pas"
        raise PlieError(
            f"Le lac {guillemets(str(top))} {what}.\nDonnez le dossier où les PLIE déposent (plie deposer), ou une adresse s3://."
        )

    def refuse(error: OSError) -> NoReturn:
        raise PlieError(
            f"Le lac ne peut pas être lu en entier : {error.filename} ({raison(error)}).\nUn PLIE y manquerait : demandez le droit de lire tout le dossier."
        ) from error

    try:
        paths = list(_walk(top, refuse))
        sizes = {path.as_posix(): path.stat().st_size for path in paths if path.suffix == ".parquet"}
        return sizes, {path.as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in paths if path.name == FICHE}
    except OSError as error:
        refuse(error)


def _walk(top: Path, refuse: Callable[[OSError], NoReturn]) -> Iterator[Path]:
    """The files of the deposits; a deposit that is being replaced is told, as its PLIE would be missing."""
    for folder, folders, names in os.walk(top, onerror=refuse, followlinks=True):
        depth = len(Path(folder).relative_to(top).parts)
        for name in folders if depth == 1 else ():
            if name.startswith(ANCIEN) and f"photo={name.removeprefix(ANCIEN)[:10]}" not in folders:
                raise _half_written(f"{Path(folder).as_posix()}/photo={name.removeprefix(ANCIEN)[:10]}")
        if depth < len(_NIVEAUX):
            folders[:] = sorted(name for name in folders if name.startswith(_NIVEAUX[depth]))
        elif depth > len(_NIVEAUX) + 1:
            folders.clear()
        yield from (Path(folder, name) for name in names if depth >= len(_NIVEAUX))


def _of_s3(con: duckdb.DuckDBPyConnection, adresse: str) -> tuple[dict[str, int], dict[str, str]]:
    """The same at an S3 address, through the engine's own reader: names and sizes are asked, only the fiches are read."""
    _open_s3(con)
    try:
        found = con.execute(f"SELECT file FROM glob({litteral(f'{adresse}/plie=*/photo=*/**')})").fetchall()
        names = {kind: [name for (name,) in found if name.endswith(kind)] for kind in (".parquet", f"/{FICHE}")}
        read = {kind: f"[{', '.join(map(litteral, paths))}]" for kind, paths in names.items() if paths}
        sizes = con.execute(f"SELECT filename, size FROM read_blob({read['.parquet']})").fetchall() if ".parquet" in read else []
        fiches = con.execute(f"SELECT filename, content FROM read_text({read[f'/{FICHE}']})").fetchall() if f"/{FICHE}" in read else []
    except duckdb.Error as error:
        raise PlieError(
            f"Le lac {guillemets(adresse)} ne se lit pas.\nVérifiez l'adresse, le réseau et les droits (variables AWS_…) ; rien n'a été changé."
        ) from error
    return dict(sizes), dict(fiches)


def _read_fiches(adresse: str, sizes: Mapping[str, int], fiches: Mapping[str, str]) -> list[DepotDuLac]:
    if started := {name.split("/donnees/")[0] for name in sizes} - {name.rpartition("/")[0] for name in fiches}:
        raise _half_written(min(started))
    if not fiches:
        raise PlieError(f"Le lac {guillemets(adresse)} ne contient aucun dépôt.\nChaque PLIE y dépose sa photo par « plie deposer ».")
    return [_depot(name.rpartition("/")[0], text) for name, text in sorted(fiches.items())]


def _half_written(place: str) -> PlieError:
    return PlieError(f"Un dépôt est à moitié écrit : {short(place)}.\nAttendez qu'il finisse, ou demandez à ce PLIE de déposer de nouveau.")


def _depot(place: str, text: str) -> DepotDuLac:
    try:
        told = json.loads(text)
        files = {name: (int(one["octets"]), str(one["sha256"])) for name, one in told["fichiers"].items()}
        texts = [told[name] for name in ("plie", "departement", "schema", "definitions", "reglages", "cle")]
        photo = dt.date.fromisoformat(told["photo"])
        if told["format"] != FORMAT or not all(map(_NOM.fullmatch, files)) or not all(isinstance(one, str) and one for one in texts):
            raise ValueError
        if not place.endswith(f"/photo={photo}"):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlieError(f"La fiche du dépôt {short(place)} ne se lit pas.\n{ENCORE}") from error
    plie, departement, schema, definitions, reglages, cle = texts
    return DepotDuLac(place, plie, departement, photo, schema, definitions, reglages, cle, files)


def check_files(depot: DepotDuLac, sizes: Mapping[str, int]) -> None:
    """Every file that the fiche names is there, whole and as it was deposited. Raises ``PlieError`` naming the one that is not."""
    for name, (octets, sha256) in depot.fichiers.items():
        path = f"{depot.place}/{name}"
        if path not in sizes:
            raise PlieError(f"Un dépôt est incomplet : il manque {name} à {short(depot.place)}.\n{ENCORE}")
        altered = sizes[path] != octets
        if not (altered or DISTANT.match(path)) and octets <= OCTETS_LUS:
            try:
                altered = hashlib.sha256(Path(path).read_bytes()).hexdigest() != sha256
            except OSError as error:
                raise PlieError(
                    f"{depot} ne peut pas être lu : {name} ({raison(error)}).\nDemandez le droit de lire tout le lac."
                ) from error
        if altered:
            raise PlieError(f"{depot} n'est plus ce qui a été déposé : {name} a changé.\n{ENCORE}")


def _open_s3(con: duckdb.DuckDBPyConnection) -> None:
    """Let the embedded engine read S3 with what the environment says (AWS_…): nothing is asked, nothing is kept."""
    ouvrir_coffre(con)
    told = [f"{name} {litteral(value)}" for name, variable in _ENV.items() if (value := os.environ.get(variable))]
    if endpoint := os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT"):
        scheme, _, host = endpoint.rpartition("://")
        told += [f"ENDPOINT {litteral(host)}", "URL_STYLE 'path'", f"USE_SSL {'false' if scheme == 'http' else 'true'}"]
    con.execute(f"CREATE SECRET (TYPE s3{''.join(f', {one}' for one in told)})")


def short(place: str) -> str:
    """The two folders of a deposit, by which people know it."""
    return "/".join(place.split("/")[-2:])
