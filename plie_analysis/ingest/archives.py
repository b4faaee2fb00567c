"""What comes out of a compressed file: bounded before it is opened, one export at most, put in the temporary folder of the load."""

import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .genres import ARCHIVE, GZIP, Genre
from .messages import citer, erreur

MORCEAU = 1 << 20
# What systems add to an archive.
DEBRIS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


def check_size(path: Path, nom: str, ingestion: dict) -> None:
    """Refuse a compressed workbook whose declared or real content goes beyond the limits of ``reglages.toml``."""
    if not zipfile.is_zipfile(path):
        return
    bound = _bound(path, ingestion)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
        too_many = len(entries) > ingestion["classeur_parties_max"]
        declared = sum(entry.file_size for entry in entries)
        if too_many or declared > bound or _real_size(path, entries, bound) > bound:
            raise _swollen(nom)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError):
        raise erreur(f"{nom} ne peut pas être lu : le classeur est abîmé ou coupé.", "Refaites l'export.") from None


def unpack(path: Path, nom: str, genre: Genre, ingestion: dict, target: Path) -> None:
    """Write in ``target`` the one file that is within. Raises ``PlieError`` when there are several, none, or too much of it."""
    try:
        if genre.lecteur == GZIP:
            with gzip.open(path, "rb") as stream:
                _copy(stream, target, _bound(path, ingestion), nom)
        elif genre.lecteur == ARCHIVE:
            with zipfile.ZipFile(path) as archive, archive.open(_only_one(archive, nom)) as stream:
                _copy(stream, target, _bound(path, ingestion), nom)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, gzip.BadGzipFile):
        raise erreur(
            f"{nom} ne peut pas être décompressé : il est abîmé ou coupé.", "Refaites l'export, ou déposez le fichier décompressé."
        ) from None


def _only_one(archive: zipfile.ZipFile, nom: str) -> zipfile.ZipInfo:
    inside = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.lower().startswith(DEBRIS[0]) and not entry.filename.lower().endswith(DEBRIS[1:])
    ]
    if len(inside) != 1:
        names = sorted(entry.filename.rpartition("/")[2] for entry in inside)
        held = f"{len(inside)} fichiers : {citer(names[:6])}{'…' if len(names) > 6 else ''}" if names else "aucun fichier"
        raise erreur(f"{nom} est une archive qui contient {held}.", "Décompressez-la, et déposez dans le dossier un fichier par requête.")
    if inside[0].flag_bits & 1:
        raise erreur(
            f"{nom} est une archive protégée par un mot de passe.",
            "Décompressez-la, et déposez dans le dossier le fichier qu'elle contient.",
        )
    return inside[0]


def _copy(stream: IO[bytes] | gzip.GzipFile, target: Path, bound: int, nom: str) -> None:
    size = 0
    with target.open("wb") as copy:
        while block := stream.read(MORCEAU):
            size += len(block)
            if size > bound:
                raise _swollen(nom)
            copy.write(block)


def _bound(path: Path, ingestion: dict) -> int:
    """Bytes that may come out of this file."""
    return min(ingestion["classeur_octets_max"], max(ingestion["classeur_taux_max"] * path.stat().st_size, 10 << 20))


def _swollen(nom: str) -> Exception:
    return erreur(
        f"{nom} est refusé : une fois décompressé, il dépasserait la taille permise (fichier piégé ou démesuré).",
        "Exportez cette requête en CSV, ou relevez classeur_octets_max et classeur_taux_max dans plie.toml, [ingestion].",
    )


def _real_size(path: Path, entries: list[zipfile.ZipInfo], bound: int) -> int:
    """Bytes that come out of the archive, whatever it declares; stops past the bound."""
    total = 0
    with path.open("rb") as stream:
        for entry in entries:
            stream.seek(entry.header_offset + 26)
            name, extra = struct.unpack("<HH", stream.read(4))
            stream.seek(name + extra, 1)
            if entry.compress_type != zipfile.ZIP_DEFLATED:
                total += entry.compress_size
            else:
                total += sum(_inflated(stream, bound - total))
            if total > bound:
                break
    return total


def _inflated(stream: IO[bytes] | gzip.GzipFile, bound: int) -> Iterator[int]:
    """Sizes of the blocks that come out, until they pass the bound."""
    inflater, size, pending = zlib.decompressobj(-15), 0, b""
    while not inflater.eof and size <= bound:
        pending = pending or stream.read(MORCEAU)
        if not pending:
            break
        block = len(inflater.decompress(pending, MORCEAU))
        size += block
        yield block
        pending = inflater.unconsumed_tail
