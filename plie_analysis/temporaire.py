"""Temporary folders of personal data: private, each held by the process that made it, swept once nobody holds them.

They are under ``data/curated/.temporaire/`` rather than in the folder that all the users of a machine share. A folder
``<nom>-xxxx`` has beside it ``<nom>-xxxx.verrou``, locked as long as its process lives, however it ends.
"""

import atexit
import contextlib
import getpass
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import droits, verrou
from .settings import Settings

NOM = ".temporaire"
SUFFIXE = ".verrou"
# The folder of each process, by its number: what a fork inherits is its parent's.
_du_processus: dict[int, tuple[Path, contextlib.ExitStack]] = {}


def abri(settings: Settings) -> Path:
    """Where a working folder keeps what is temporary."""
    return settings.curated / NOM


def abri_sans_dossier() -> Path:
    """The same for commands that have no working folder: a private folder in that of the system."""
    return Path(tempfile.gettempdir()) / f"plie-{os.getuid() if hasattr(os, 'getuid') else getpass.getuser()}"


def du_processus() -> Path:
    """The private folder of this process, for what has no working folder: made once, removed at its end, swept if it was killed."""
    here = os.getpid()  # a process that forks keeps its own, and its child makes another
    if here not in _du_processus:
        balayer(abri_sans_dossier())
        held = contextlib.ExitStack()
        _du_processus[here] = held.enter_context(dossier(abri_sans_dossier(), "processus")), held
        atexit.register(rendre)
    return _du_processus[here][0]


def rendre() -> None:
    """Remove the folder of this process; whoever leaves by ``os._exit`` calls it."""
    if own := _du_processus.pop(os.getpid(), None):
        own[1].close()


@contextlib.contextmanager
def dossier(parent: Path, nom: str) -> Iterator[Path]:
    """A new private folder in ``parent``, removed at the end of the block, or by ``balayer`` when the process was killed.

    The folder shared with the other users of the machine keeps nothing of ours: ``abri_sans_dossier`` goes with its last one.
    """
    # Named before anything is made: whatever a signal falls on, the end knows what to remove.
    path = parent / f"{nom}-{secrets.token_hex(8)}"
    with contextlib.ExitStack() as held:
        try:
            with droits.prives():
                _reserve(path, held)
            path.mkdir(mode=0o700)
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
            _forget(path)
            if parent == abri_sans_dossier():
                with contextlib.suppress(OSError):  # others are still there
                    parent.rmdir()


def balayer(parent: Path) -> int:
    """Remove the folders that no living process holds; how many there were."""
    if not parent.is_dir():
        return 0
    swept = 0
    for path in sorted({*(p for p in parent.iterdir() if p.is_dir()), *(p.with_suffix("") for p in parent.glob(f"*{SUFFIXE}"))}):
        with verrou.try_hold(_lock_of(path)) as free:
            if free:
                swept += path.is_dir()
                shutil.rmtree(path, ignore_errors=True)
                _forget(path)
    return swept


def _reserve(path: Path, held: contextlib.ExitStack) -> None:
    """Hold the lock of a folder to come; again when somebody removed its parent, then empty, or swept the lock file before it was locked."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            _refuse_foreign(path.parent)
            if held.enter_context(verrou.try_hold(_lock_of(path))) and _lock_of(path).exists():
                return
        held.close()


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + SUFFIXE)


def _forget(path: Path) -> None:
    # Windows does not remove a file that is open: the next sweep does. A parent that was refused holds nothing of ours.
    with contextlib.suppress(OSError):
        _lock_of(path).unlink(missing_ok=True)


def _refuse_foreign(parent: Path) -> None:
    """Somebody else could have made, in the folder that all share, the one that we were about to make."""
    state = parent.lstat()
    if hasattr(os, "getuid") and (parent.is_symlink() or state.st_uid != os.getuid()):
        raise PermissionError(13, os.strerror(13), str(parent))
    if os.name != "nt":
        os.chmod(parent, 0o700)
