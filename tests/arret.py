"""Commands run in a process of their own, to be stopped: what they said, how they ended, what they left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ICI = Path(__file__).parents[1]
DEUX_SECONDES = 2.0

# A command of the line, replaced by a few lines of Python that print « prêt » when they are busy.
COMMANDE = """
import sys
sys.path.insert(0, {ici!r})
import click
from plie_analysis import cli, database
@click.command()
def occupee():
{corps}
cli.Plie.get_command = lambda *_: occupee
cli.main(["indicateurs"])
"""


def processus(*command: str, **options) -> subprocess.Popen:
    """A process that hears Ctrl-C, also where the tests run with Ctrl-C ignored (``nohup``, cron): a child inherits that, and ours keep it."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        return subprocess.Popen(command, **options)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(command, **options)
    finally:
        signal.signal(signal.SIGINT, before)


def lancer(*arguments: str, racine: Path | None = None, **options) -> subprocess.Popen:
    """``plie`` with these arguments, in a process that hears Ctrl-C."""
    where = [] if racine is None else ["--racine", str(racine)]
    return processus(sys.executable, "-m", "plie_analysis", *arguments, *where, cwd=ICI, **options)


def lancer_corps(corps: str) -> subprocess.Popen:
    """A command whose body is given; comes back once it has printed « prêt »."""
    code = COMMANDE.format(ici=str(ICI), corps="".join(f"    {line}\n" for line in corps.strip().splitlines()))
    process = processus(sys.executable, "-c", code)
    assert process.stdout.readline() == "prêt\n", process.communicate()[1]
    return process


def arreter(process: subprocess.Popen, how: int = signal.SIGINT) -> tuple[float, str]:
    """One signal; the seconds until the process has ended, and its standard error."""
    begun = time.monotonic()
    process.send_signal(how)
    try:
        said = process.communicate(timeout=20)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError("the first signal did not stop it") from None
    return time.monotonic() - begun, said


def descendants(process: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def survivants(processes: list[psutil.Process], delai: float = 3.0) -> list[psutil.Process]:
    """Those that still run after ``delai`` seconds at most; they are killed."""
    alive = psutil.wait_procs(processes, timeout=delai)[1]
    alive = [one for one in alive if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    for one in alive:
        one.kill()
    return alive


def attendre(condition, delai: float = 60.0):
    """The first true value of a condition, looked at often. Raises when it never comes."""
    limit = time.monotonic() + delai
    while not (found := condition()):
        assert time.monotonic() < limit, "nothing happened"
        time.sleep(0.05)
    return found


def nobody() -> dict:
    """What makes a command run as an account without rights, where the tests run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
