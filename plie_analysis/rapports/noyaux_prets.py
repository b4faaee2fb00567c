"""Kernels that are born with everything imported: asked of a server of this process, where the system allows one.

They live, hear signals and die as processes of this one would: see ``serveur_de_noyaux`` for the other side.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from .. import enfants

MODULE = "plie_analysis.rapports.serveur_de_noyaux"
PACKAGE_PARENT = Path(__file__).resolve().parents[2]
MASQUE = 0o077
REPONSE_S = 60.0
PAS_S = 0.05


class Serveur:
    """A process that has imported what the reports of a folder import, and from which kernels are forked.

    It imports in the background: the first request waits for it. It is born with the environment that a kernel would have.
    """

    def __init__(self, racine: Path):
        self.racine = racine
        ours, theirs = socket.socketpair()
        with theirs:
            self._channel = ours
            self._requests = Connection(os.dup(ours.fileno()))
            self._process = subprocess.Popen(
                enfants.command(MODULE, str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=racine,
                # A pool of threads does not outlive a fork: the linear algebra of the kernels has none.
                env=interpreter(dict(os.environ)) | {"OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def naitre(self, arguments: list[str], env: dict[str, str], cwd: str) -> "Noyau":
        """A new kernel. Raises ``OSError`` or ``EOFError`` when there is none to be had."""
        masque = os.umask(MASQUE)
        os.umask(masque)
        number = self._ask("naitre", arguments, env, cwd, masque, streams=(1, 2))
        if number is None:
            raise OSError("the kernel could not settle in")
        return Noyau(self, number)

    def etat(self, number: int) -> int | None:
        """The exit code of a kernel, None while it lives. Those of a server that has died were killed with it."""
        try:
            return self._ask("etat", number)
        except (OSError, EOFError):
            return -signal.SIGKILL

    def fermer(self) -> None:
        """End the server, and its kernels with it."""
        self._requests.close()
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _ask(self, *request, streams: tuple[int, ...] = ()) -> int | None:
        """The answer to a request; one that is cut short ends the server, whose next answer would be taken for another."""
        try:
            self._requests.send(request)
            if streams:
                socket.send_fds(self._channel, [b"\0"], streams)
            if not self._requests.poll(REPONSE_S):
                raise TimeoutError
            return self._requests.recv()
        except BaseException:
            self.fermer()
            raise


class Noyau:
    """A forked kernel, as ``LocalProvisioner`` knows the processes that it starts."""

    stdin = stdout = stderr = None

    def __init__(self, serveur: Serveur, pid: int):
        self.pid, self._serveur = pid, serveur
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it lives."""
        if self.returncode is None:
            self.returncode = self._serveur.etat(self.pid)
        return self.returncode

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        while self.poll() is None:
            time.sleep(PAS_S)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """A signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


_serveur: Serveur | None = None


def precharger(racine: Path) -> None:
    """Have the reports of this folder, in this process, run in kernels that are forked; does nothing where they cannot be.

    Only Linux says when a parent dies, and only there are the libraries at ease with a fork.
    """
    global _serveur
    if sys.platform == "linux" and _serveur is None:
        with contextlib.suppress(OSError):
            _serveur = Serveur(racine)


def naitre(arguments: list[str], env: dict[str, str], cwd: str) -> Noyau | None:
    """A kernel of the server of this process, None when it has none that fits, or that answers."""
    if _serveur is None or _serveur.racine != Path(cwd):
        return None
    try:
        return _serveur.naitre(arguments, env | {"JPY_PARENT_PID": str(_serveur.pid)}, cwd)
    except (OSError, EOFError):
        congedier()
        return None


def congedier() -> None:
    """End the server of this process, if it has one."""
    global _serveur
    if _serveur:
        _serveur.fermer()
    _serveur = None


def interpreter(environment: dict[str, str], *folders: Path) -> dict[str, str]:
    """The environment of an interpreter that imports the library that is running, after what ``folders`` hold."""
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join(filter(None, [*map(str, folders), str(PACKAGE_PARENT), environment.get("PYTHONPATH", "")])),
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
