"""One writer at a time: a lock between processes, which says who holds it."""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .errors import PlieError

# Name of the lock of the database, in data/curated/: whoever replaces plie.duckdb holds it.
NOM = ".verrou"
INCONNU = "un autre programme"
PAS = 0.1


@contextlib.contextmanager
def hold(path: Path, operation: str, *, attente: float = 30, prevenir: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock while the block runs; the system frees it when the process ends, however it ends.

    ``operation`` is what the others are told (« plie charger »). Waits ``attente`` seconds at most, having told ``prevenir``
    once; then raises ``PlieError`` naming the process that holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor, path, attente, prevenir)
        try:
            _sign(descriptor, operation)
            yield
        finally:
            os.ftruncate(descriptor, 0)
            _release(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def try_hold(path: Path) -> Iterator[bool]:
    """Hold the lock while the block runs if nobody else does, without waiting; gives whether it is held."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        held = _try(descriptor)
        try:
            yield held
        finally:
            if held:
                _release(descriptor)
    finally:
        os.close(descriptor)


def holder(path: Path) -> str:
    """Who holds the lock, as it signed: « plie charger » (processus 123, machine x)."""
    try:
        with path.open("rb") as stream:
            stream.seek(_OFFSET)
            return stream.read().decode().strip() or INCONNU
    except (OSError, UnicodeDecodeError):
        return INCONNU


def _acquire(descriptor: int, path: Path, attente: float, prevenir: Callable[[str], None] | None) -> None:
    limit = time.monotonic() + attente
    seconds = f"{attente:g}\u00a0s".replace(".", ",")
    told = False
    while not _try(descriptor):
        if time.monotonic() >= limit:
            raise PlieError(
                f"La base est déjà en cours d'écriture par {holder(path)}.\n"
                f"Après {seconds} d'attente, rien n'a été fait\u00a0: attendez la fin de cette opération puis recommencez."
            )
        if prevenir and not told:
            prevenir(f"La base est en cours d'écriture par {holder(path)}\u00a0: attente ({seconds} au plus)…")
            told = True
        time.sleep(PAS)


def _sign(descriptor: int, operation: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, _OFFSET, os.SEEK_SET)
    os.write(descriptor, f"«\u00a0{operation}\u00a0» (processus {os.getpid()}, machine {socket.gethostname()})".encode())


if sys.platform == "win32":
    import msvcrt

    # Windows locks bytes, and forbids the others to read them: the lock is on the first byte, the signature after it.
    _OFFSET = 1

    def _try(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _OFFSET = 0

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
