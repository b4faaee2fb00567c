"""Writing a published file: whole or not at all."""

import hashlib
import os
import shutil
from pathlib import Path

from .. import droits, marque
from ..ecriture import replacing
from ..settings import Settings


def publier(chemin: Path, contenu: bytes, settings: Settings | None = None) -> Path:
    """Write a file so that a reader sees the previous one or the new one, never half of it.

    The text is written aside in the same folder, flushed to the disk, then renamed; on any trouble (full disk,
    interruption) what was published stays as it was and nothing is left aside. With ``settings``, for what users see: a file
    that the workshop did not write, or that was edited since, is never replaced (``PlieError``), and the new one is signed.
    """
    if settings:
        marque.refuser_etrangers(settings, [chemin])
    with droits.prives():
        chemin.parent.mkdir(parents=True, exist_ok=True)
    with replacing(chemin) as aside, droits.prives():
        with aside.open("wb") as file:
            file.write(contenu)
            file.flush()
            os.fsync(file.fileno())
        if settings:
            marque.signer(settings, chemin, hashlib.sha256(contenu).hexdigest())
    _sync_folder(chemin.parent)
    return chemin


def mettre_de_cote(carnet: Path, dossier: Path, nom: str) -> Path | None:
    """Keep the copy of a failed notebook in ``dossier`` (the last failure of each report); its path, or ``None``."""
    if not carnet.is_file():
        return None
    with droits.prives():
        dossier.mkdir(parents=True, exist_ok=True)
        kept = dossier / f"{nom}.ipynb"
        with replacing(kept) as aside:
            shutil.copyfile(carnet, aside)
    return kept


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system allows it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
