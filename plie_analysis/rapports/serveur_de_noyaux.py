"""The process that the kernels of reports are forked from: it has imported what a report imports, and opened nothing.

Run by ``enfants.command`` with the number of a socket that it inherits from the process that asks (``noyaux_prets``), it answers
one request at a time until that process closes the socket, or dies:

- ``("naitre", arguments, env, cwd, masque)``, followed by the standard output and error to use: the number of a new process
  that runs ``ipykernel_launcher`` with these arguments, or None;
- ``("etat", number)``: None while that process lives, then its exit code. It stays a zombie until it is asked for, so that its
  number is nobody else's in the meantime.
"""

import contextlib
import gc
import os
import runpy
import signal
import socket
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import numpy as np

from .. import enfants
from ..gabarits import rendre, style_carnet
from ..presentation import modele_plotly

LANCEUR = "ipykernel_launcher"
# What notebooks import, and what the libraries leave for the first use.
IMPORTS = (
    "ipykernel.kernelapp",
    "plie_analysis.atelier",
    "ibis.backends.duckdb",
    "sqlglot.dialects.duckdb",
    "pyarrow.pandas_compat",
    "plotly.graph_objs._figure",
)
FIGURES = ("Bar", "Scatter")
# A thread that a fork does not carry must not be missed: this one belongs to an allocator that looks after itself.
FILS_SANS_EFFET = {"jemalloc_bg_thd"}


def importer() -> None:
    """Import and prepare what the pages need, without a thread nor a base left open."""
    for name in IMPORTS:
        import_module(name)
    graph_objects = import_module("plotly.graph_objects")
    for name in FIGURES:
        getattr(graph_objects, name)
    modele_plotly.modele()
    rendre("style", style_carnet())
    duckdb.close()  # its import opens a database in memory, which has a thread; it is opened again when somebody asks for it
    refuser_les_fils()
    gc.collect()
    gc.freeze()  # so that the collections of the children do not copy what they share


def refuser_les_fils() -> None:
    """Raises ``RuntimeError`` when a thread runs beside the main one, be it of a library: a fork would lose it."""
    tasks = [task for task in Path("/proc/self/task").iterdir() if task.name != str(os.getpid())]
    if alive := {(task / "comm").read_text().strip() for task in tasks} - FILS_SANS_EFFET:
        raise RuntimeError(f"threads after the imports: {sorted(alive)}")


def servir(number: int) -> list[str]:
    """Answer requests. Returns in each child, with the arguments of its kernel; elsewhere the process ends with the socket."""
    with socket.socket(fileno=number) as channel, Connection(os.dup(number)) as requests, contextlib.suppress(EOFError, OSError):
        while True:
            asked, *about = requests.recv()
            if asked == "etat":
                requests.send(etat(*about))
                continue
            streams = socket.recv_fds(channel, 1, 2)[1]
            born, arguments = naitre(streams, *about)
            if arguments is not None:
                return arguments
            requests.send(born)
    os._exit(0)


def etat(number: int) -> int | None:
    """The exit code of a child, None while it lives."""
    try:
        found, status = os.waitpid(number, os.WNOHANG)
    except ChildProcessError:
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if found else None


def naitre(streams: list[int], arguments: list[str], env: dict[str, str], cwd: str, masque: int) -> tuple[int | None, list[str] | None]:
    """Fork: the number of the child (None when it could not settle in), and in the child the arguments of its kernel."""
    parent = os.getpid()
    settled, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            s_installer(parent, streams, env, cwd, masque)
            os.write(tell, b"1")
            os.close(settled)
            os.close(tell)
        except BaseException:
            os._exit(1)
        return None, [*arguments, f"--IPKernelApp.parent_handle={parent}"]
    os.close(tell)
    for stream in streams:
        os.close(stream)
    with os.fdopen(settled, "rb") as told:
        is_settled = told.read(1)
    if not is_settled:
        os.waitpid(child, 0)
        return None, None
    return child, None


def s_installer(parent: int, streams: list[int], env: dict[str, str], cwd: str, masque: int) -> None:
    """Make the forked process what a process of its own would be: session, end, streams, folder, environment, imports, chance."""
    os.setsid()
    enfants.end_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(cwd)
    os.umask(masque)
    os.environ.clear()
    os.environ.update(env)
    entries = [entry for entry in env.get("PYTHONPATH", "").split(os.pathsep) if entry and entry not in sys.path]
    sys.path[:0] = entries
    np.random.seed()  # its state is copied by the fork; that of ``random`` is drawn again by itself


if __name__ == "__main__":
    importer()
    sys.argv = [LANCEUR, *servir(int(sys.argv[1]))]
    runpy.run_module(LANCEUR, run_name="__main__", alter_sys=True)
