"""A command of ``plie`` run in a process of its own, so that the page stays alive; what it says is told line by line."""

import os
import subprocess
import threading
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from .. import enfants
from ..settings import Settings

# Where other packages plug their commands into ``plie``.
GROUPE = "plie_analysis.commandes"
# A command that is told to stop ends what it started, then itself.
DELAI_S = 10.0


class CommandeLancee:
    """One command at a time: ``lancer`` starts it, ``arreter`` ends it and all that it started."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._fil: threading.Thread | None = None

    @property
    def tourne(self) -> bool:
        """Whether it runs, or its end is still being told."""
        return self._fil is not None and self._fil.is_alive()

    def lancer(self, settings: Settings, arguments: list[str], dire: Callable[[str], object], fin: Callable[[int, str], object]) -> None:
        """Start ``plie ARGUMENTS`` on the working folder; ``dire`` gets each line, ``fin`` the exit code and all that was said.

        Both are called from a thread of its own. The command ends with this process, however it ends.
        """
        apart: dict[str, Any] = {"process_group": 0} if os.name == "posix" else {}
        process = self._process = subprocess.Popen(
            enfants.command("plie_analysis", *arguments, "--racine", str(settings.racine)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            **apart,
        )

        def follow() -> None:
            said = []
            assert process.stdout
            with process.stdout:
                for line in process.stdout:
                    if line.strip():
                        said.append(line.rstrip())
                        dire(said[-1])
            fin(process.wait(), "\n".join(said))

        self._fil = threading.Thread(target=follow, daemon=True)
        self._fil.start()

    def attendre(self, secondes: float) -> None:
        """Wait until it has ended and that was told, so many seconds at most."""
        if self._fil:
            self._fil.join(secondes)

    def arreter(self) -> None:
        """End the command and its whole family; what it had begun is undone, as after Ctrl-C."""
        if self._process and self._process.poll() is None:
            enfants.end_families([self._process.pid], delay=DELAI_S)


def existe(nom: str) -> bool:
    """Whether another package plugs a command of this name, and can be read."""
    for point in entry_points(group=GROUPE):
        try:
            if nom in point.load().COMMANDES:
                return True
        except Exception:  # a plugged package that cannot be read has no command
            continue
    return False
