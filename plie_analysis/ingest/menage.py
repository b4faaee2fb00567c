"""What every command that writes does first: finish or sweep what a killed command left, and close what was open to others."""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from .. import droits, temporaire, verrou
from ..francais import INSECABLE, compte, pluriel
from ..settings import Settings
from . import coffre, reprise

# A file is written beside its place as « .<name>.<number of the process> »; one older than this is nobody's.
A_COTE = re.compile(r"\..+\.(\d+)")
VIEUX_S = 24 * 3600


def menager(settings: Settings) -> list[str]:
    """Tidy a working folder; one French sentence for each thing that a person should know.

    Nothing is done to what a living command holds: the base that is being written is left to whoever writes it.
    Raises ``PlieError`` when a former purge cannot be finished.
    """
    said = []
    if reprise.est_a_finir(settings) or coffre.est_a_finir(settings):
        with verrou.try_hold(settings.curated / verrou.NOM) as free:
            if free and (coffre.finir(settings) | reprise.finir(settings)):
                said.append("Une commande avait été interrompue brutalement\u00a0: ce qu'elle avait laissé a été achevé ou retiré.")
            if free and (locked := coffre.mettre_en_accord(settings)):
                said.append(
                    f"{compte(locked, 'fichier')} de data/curated {pluriel(locked, 'a été chiffré', 'ont été chiffrés')}, comme plie.toml le demande."
                )
    swept = temporaire.balayer(temporaire.abri(settings)) + _sweep_partial(settings)
    if swept:
        said.append(
            f"{compte(swept, 'fichier provisoire', 'fichiers provisoires')} d'une commande interrompue {pluriel(swept, 'a été retiré', 'ont été retirés')}."
        )
    return said + resserrer(settings)


def resserrer(settings: Settings) -> list[str]:
    """Give data its rights back; the sentences to say when something was open to others."""
    tightened, refused = droits.resserrer(settings)
    said = []
    if tightened:
        said.append(
            f"{compte(tightened, 'fichier ou dossier', 'fichiers ou dossiers')} de data/ {pluriel(tightened, 'pouvait', 'pouvaient')} être"
            f" {pluriel(tightened, 'lu', 'lus')} par d'autres comptes de la machine{INSECABLE}: seul le vôtre y a désormais accès (docs/securite.md)."
        )
    if refused:
        said.append(
            f"{compte(refused, 'fichier ou dossier', 'fichiers ou dossiers')} de data/ {pluriel(refused, 'appartient', 'appartiennent')} à un autre compte\u00a0: leurs droits d'accès n'ont pas pu être resserrés."
        )
    return said


def _sweep_partial(settings: Settings) -> int:
    swept = 0
    for path in _partial(settings):
        with contextlib.suppress(OSError):
            path.unlink()
            swept += 1
    return swept


def _partial(settings: Settings) -> Iterator[Path]:
    """The files written beside their place by a process that ended before it put them there."""
    for top in (settings.curated, settings.rapports):
        for folder, folders, files in os.walk(top):
            folders[:] = [name for name in folders if name != temporaire.NOM]
            for name in files:
                path = Path(folder, name)
                if (found := A_COTE.fullmatch(name)) and not _is_alive(int(found[1]), path):
                    yield path


def _is_alive(process: int, path: Path) -> bool:
    """Whether the process that wrote a file may still be at it; where the system cannot be asked, its age answers."""
    with contextlib.suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > VIEUX_S:
            return False
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
