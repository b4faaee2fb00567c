"""What the workshop wrote itself, known by its fingerprint: only that may be written over or removed.

A photo that the workshop invented holds its own marker (``.marque.json``: name → SHA-256 of each export), which follows the
folder when it is copied. A file of ``data/`` (a page, a list) has its mark apart, in ``data/.marques/`` under the same path. A
file edited since, or that came from elsewhere, no longer matches: it belongs to somebody, and stays.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from .ecriture import replacing
from .errors import PlieError
from .settings import Settings

MARQUES = ".marques"
MARQUE_PHOTO = ".marque.json"
# Left by the file explorers of macOS and Windows in any folder that one opens.
BRUIT = {".DS_Store", "Thumbs.db", "desktop.ini"}
INVENTEE, MODIFIEE = "inventée", "inventée modifiée"


def empreinte(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def est_libre(settings: Settings, path: Path) -> bool:
    """Whether a file under ``data/`` may be written: it is not there, or is byte for byte what the workshop wrote."""
    return not os.path.lexists(path) or (path.is_file() and not path.is_symlink() and empreinte(path) in _known(_mark(settings, path)))


def refuser_etrangers(
    settings: Settings, paths: Iterable[Path], conseil: str = "Déplacez-le ou renommez-le, ou ajoutez --remplacer pour l'écraser."
) -> None:
    """Raise ``PlieError`` (code 2) naming the first file that would be lost; to be called before any work."""
    for path in paths:
        if not est_libre(settings, path):
            raise PlieError(
                f"{montrer(settings, path)} existe déjà, et n'est pas tel que l'atelier l'a écrit\u00a0: ce fichier n'est pas remplacé.\n{conseil}"
            )


def signer(settings: Settings, path: Path, sha256: str) -> None:
    """Tell, just before a file is put in place, what it will hold; what it holds today stays known until then."""
    mark = _mark(settings, path)
    former = [empreinte(path)] if path.is_file() and empreinte(path) in _known(mark) else []
    _write(mark, {path.name: [sha256, *former]})


def adopter(settings: Settings, paths: Iterable[Path]) -> None:
    """Let files be written over as they stand today: the user asked for it (``--remplacer``)."""
    for path in paths:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise PlieError(
                f"{montrer(settings, path)} n'est pas un fichier ordinaire\u00a0: il n'est pas remplacé.\nDéplacez-le, puis recommencez."
            )
        if path.is_file():
            _write(_mark(settings, path), {path.name: [empreinte(path)]})


def oublier(settings: Settings, path: Path) -> None:
    """Remove a file of ours and its mark. The caller has checked that it is ours."""
    path.unlink(missing_ok=True)
    _mark(settings, path).unlink(missing_ok=True)


def montrer(settings: Settings, path: Path) -> str:
    """A path as the user knows it: from the working folder when it is inside."""
    return path.relative_to(settings.racine).as_posix() if path.is_relative_to(settings.racine) else str(path)


def signer_photo(folder: Path) -> None:
    """Write the marker of a photo that was invented, with the fingerprint of each of its files."""
    _write(
        folder / MARQUE_PHOTO,
        {path.name: [empreinte(path)] for path in sorted(folder.iterdir()) if path.is_file() and path.name != MARQUE_PHOTO},
    )


def etrangers(folder: Path) -> list[str]:
    """What a photo folder holds and the workshop did not write, or that was changed since; empty when it is ours or absent."""
    if not folder.is_dir():
        return [folder.name] if os.path.lexists(folder) else []
    told = dites(folder / MARQUE_PHOTO)
    return sorted(path.name for path in folder.iterdir() if path.name not in {*BRUIT, MARQUE_PHOTO} and not _is_told(path, told))


def origine(folder: Path) -> str | None:
    """Where a photo comes from: ``INVENTEE``, ``MODIFIEE`` (invented, then changed by hand), or ``None`` (the software's own exports).

    A photo once invented is never called real: a single file or name of the marker is enough. A marker that speaks of other
    files only (it was copied there) says nothing.
    """
    told = dites(folder / MARQUE_PHOTO)
    if not told:
        return None
    found = [path for path in folder.iterdir() if path.is_file() and path.name not in BRUIT and not path.name.startswith((".", "~$"))]
    if all(_is_told(path, told) for path in found):
        return INVENTEE
    prints = {value for values in told.values() for value in values}
    return MODIFIEE if any(path.name in told or empreinte(path) in prints for path in found) else None


def _is_told(path: Path, told: dict[str, list[str]]) -> bool:
    return path.name in told and path.is_file() and not path.is_symlink() and empreinte(path) in told[path.name]


def _mark(settings: Settings, path: Path) -> Path:
    data, folder = settings.racine / "data", path.absolute().parent
    # Outside data/ (the base of a simulation), the marks stand beside.
    marks = data / MARQUES / folder.relative_to(data) if folder.is_relative_to(data) else folder / MARQUES
    return marks / f"{path.name}.json"


def _known(mark: Path) -> set[str]:
    return {value for values in dites(mark).values() for value in values}


def dites(mark: Path) -> dict[str, list[str]]:
    """Name → fingerprints; nothing when there is no mark, or when it cannot be read: then nothing is proved."""
    try:
        content = json.loads(mark.read_text(encoding="utf-8"))
        return {str(name): [str(value) for value in values] for name, values in content["fichiers"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(mark: Path, files: dict[str, list[str]]) -> None:
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with replacing(mark) as aside:
        aside.write_text(json.dumps({"ecrit_par": "plie", "fichiers": files}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
