"""Runs of pytest one after the other, each in a fork of a process that has imported the libraries, which never change, once.

Reads the arguments of a run on each line, as JSON; writes the exit code of pytest on a line.
"""

import importlib
import json
import os
import sys

LIBRARIES = ("pytest", "duckdb", "pandas", "ibis", "scipy.optimize", "scipy.stats", "nbformat", "sqlalchemy")


def main() -> None:
    """Until there is nothing more to read."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(arguments: list[str]) -> None:
    """Replace this process by a run of pytest that shows nothing."""
    import pytest

    silent = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(silent, stream)
    os._exit(int(pytest.main(arguments)))


if __name__ == "__main__":
    main()
