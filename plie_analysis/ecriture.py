"""Whether files can be written, asked before the work (a read-only folder, a file open in another program); and their writing, whole or not at all."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .errors import PlieError
from .francais import espaces

RAISONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota dépassé",
    errno.ENOENT: "introuvable",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.ENAMETOOLONG: "nom trop long",
}


def raison(error: OSError) -> str:
    """Why the system refuses, in French."""
    return RAISONS.get(error.errno or 0, error.strerror or type(error).__name__)


def check_folder(dossier: Path) -> None:
    """Raise ``PlieError`` when nothing can be written in a folder (or where it would be created)."""
    there = next((parent for parent in (dossier, *dossier.parents) if parent.exists()), dossier)
    if not there.is_dir():
        raise _error(f"« {there} » est un fichier, et non un dossier : rien ne peut y être écrit.", "Indiquez un autre dossier.")
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise _error(
            f"Le dossier « {there} » n'accepte pas d'écriture ({raison(error)}).",
            "Vérifiez vos droits ou la place qui reste, ou indiquez un autre dossier ; rien n'a été fait.",
        ) from error


def check_target(fichier: Path) -> None:
    """Raise ``PlieError`` when a file cannot be written or replaced there. It is not touched."""
    if fichier.is_dir():
        raise _error(f"« {fichier} » est un dossier, et non un fichier.", "Ajoutez-y un nom de fichier.")
    check_folder(fichier.parent)
    check_free([fichier])


def check_free(fichiers: Iterable[Path]) -> None:
    """Raise ``PlieError`` when one of these files exists and is held open by a program that forbids to replace it (Windows)."""
    for path in fichiers:
        if not path.is_file():
            continue
        try:
            # Opened for appending, then renamed onto itself: Windows refuses one or the other while a program holds it.
            with path.open("ab"):
                pass
            os.rename(path, path)
        except PermissionError as error:
            raise _error(
                f"« {path.name} » ne peut pas être remplacé : il est ouvert dans un autre programme, ou protégé en écriture.",
                "Fermez-le (tableur, carnet…) puis recommencez ; rien n'a été fait.",
            ) from error


@contextlib.contextmanager
def replacing(fichier: Path) -> Iterator[Path]:
    """A path beside a file, to be written in the block, which then takes its place: a reader sees the former file or the new one, never a half.

    On any trouble the former file stays as it was and nothing is left beside it.
    """
    aside = fichier.with_name(f".{fichier.name}.{os.getpid()}")
    try:
        yield aside
        os.replace(aside, fichier)
    finally:
        aside.unlink(missing_ok=True)


def _error(found: str, advice: str) -> PlieError:
    return PlieError(espaces(f"{found}\n{advice}"))
