"""Processes that end with the one that started them, and whole families of processes ended at once.

Run as a script, ``enfants.py MODULE …`` runs a module that dies with its parent; it then imports nothing of the package, whose
modules must not hide others of the same names (``python -P``).
"""

import contextlib
import ctypes
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

PR_SET_PDEATHSIG = 1
PAS_S = 0.3
PAS_FIN_S = 0.02
DELAI_S = 1.0


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module in this interpreter, until this process ends at the latest."""
    return [sys.executable, "-P", str(Path(__file__).resolve()), module, *arguments]


def end_with_parent() -> None:
    """Have this process killed when the one that started it dies, however it dies.

    Linux does it by itself; elsewhere a thread looks (Windows leaves no way to see it from the number of the parent: there
    the process is ended by ``end_families`` alone).
    """
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    elif os.name == "posix":
        threading.Thread(target=_look, args=(parent,), daemon=True).start()


def end_families(heads: Iterable[int], *, delay: float = DELAI_S) -> None:
    """Ask processes to end, wait ``delay`` seconds at most, and kill those of them and of their descendants that still live."""
    import psutil

    asked, family = [], []
    for pid in heads:
        with contextlib.suppress(psutil.Error):
            head = psutil.Process(pid)
            family += [head, *head.children(recursive=True)]
            head.terminate()
            asked.append(head)
    _wait_ended(asked, delay)
    for member in family:
        with contextlib.suppress(psutil.Error):
            member.kill()
    _wait_ended(family, delay)


def run(arguments: list[str], *, timeout: float | None = None, **options) -> int:
    """Run a command, wait for its end and return its code; interrupted or too long, its whole family is ended first."""
    process = subprocess.Popen(arguments, **options)
    try:
        return process.wait(timeout)
    except BaseException:
        end_families([process.pid])
        process.poll()
        raise


def _wait_ended(processes: Iterable["psutil.Process"], delay: float) -> None:
    """Wait until processes have ended, ``delay`` seconds at most. Their codes stay to whoever started them (``psutil`` would take them)."""
    limit = time.monotonic() + delay
    while time.monotonic() < limit and any(map(_lives, processes)):
        time.sleep(PAS_FIN_S)


def _lives(process: "psutil.Process") -> bool:
    import psutil

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _look(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PAS_S)
    os._exit(1)


if __name__ == "__main__":
    end_with_parent()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
