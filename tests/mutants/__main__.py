"""Mistakes written by hand in ``mutants.toml``: each is applied to a copy of the project, where the tests named must then fail.

``python -m tests.mutants [word …]``: only the files whose path holds one of the words. Prints one line per mutant. Exit code 1 when one
lives without a written reason, or dies though it has one; 2 when the list is not true (text not found, tests that fail without it).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutants.toml")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "data", "benchmarks")
GREEN, RED = 0, 1
AT_ONCE = 2


@dataclass(frozen=True)
class Mutant:
    """One mistake: in which file of the package, what it replaces, what it means, who must see it, and why it lives if it does."""

    chemin: str
    sens: str
    avant: str
    apres: str
    tests: tuple[str, ...]
    vit: str = ""

    def applied(self, text: str) -> str:
        """The text of the file with the mistake. Raises ``ValueError`` when it has not exactly one place for it."""
        if text.count(self.avant) != 1:
            raise ValueError(f"{self.chemin} : « {self.avant} » s'y trouve {text.count(self.avant)} fois ({self.sens})")
        return text.replace(self.avant, self.apres)


def read() -> list[Mutant]:
    """The list, in order."""
    files = tomllib.loads(LIST.read_text(encoding="utf-8"))["fichier"]
    return [Mutant(chemin=one["chemin"], tests=tuple(one["tests"]), **mutant) for one in files for mutant in one["mutants"]]


class Copy:
    """A copy of the project, and the process that runs its tests (see ``essais``)."""

    def __init__(self, path: Path):
        self.path = shutil.copytree(ROOT, path, ignore=LEFT_OUT)
        self._essais = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.mutants.essais"],
            cwd=path,
            env={**os.environ, "PYTHONPATH": str(path), "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, tests: tuple[str, ...]) -> int:
        """How pytest ends on these tests."""
        arguments = ["-q", "-x", "-p", "no:cacheprovider", *(f"tests/{name}" for name in tests)]
        self._essais.stdin.write(json.dumps(arguments) + "\n")
        self._essais.stdin.flush()
        return int(self._essais.stdout.readline())

    def judge(self, mutant: Mutant) -> int:
        """How pytest ends with this mistake; the copy is left as it was."""
        path = self.path / "plie_analysis" / mutant.chemin
        text = path.read_text(encoding="utf-8")
        path.write_text(mutant.applied(text), encoding="utf-8")
        try:
            return self.run(mutant.tests)
        finally:
            path.write_text(text, encoding="utf-8")

    def close(self) -> None:
        """End its process."""
        self._essais.communicate()


def judge(copies: list[Copy], mutants: list[Mutant]) -> Iterator[tuple[Mutant, int]]:
    """Each mutant, in order, and how pytest ends with it: one at a time in each copy."""
    free: Queue[Copy] = Queue()
    for copy in copies:
        free.put(copy)

    def ended(mutant: Mutant) -> int:
        copy = free.get()
        try:
            return copy.judge(mutant)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        yield from zip(mutants, pool.map(ended, mutants), strict=True)


def main(words: list[str]) -> int:
    """Judge the mutants of the files that hold one of the words (all without a word)."""
    wanted = [mutant for mutant in read() if not words or any(word in mutant.chemin for word in words)]
    started = time.monotonic()
    try:
        for mutant in wanted:
            mutant.applied((ROOT / "plie_analysis" / mutant.chemin).read_text(encoding="utf-8"))
    except ValueError as error:
        print(error)
        return 2
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(AT_ONCE)]
        tests = tuple(dict.fromkeys(name for mutant in wanted for name in mutant.tests))
        if copies[0].run(tests) != GREEN:
            print(f"Sans aucune faute, l'un de ces tests échoue déjà : {' '.join(tests)}.")
            return 2
        wrong = dead = 0
        for mutant, ended in judge(copies, wanted):
            killed = ended != GREEN
            dead += killed
            wrong += killed == bool(mutant.vit)
            verdict = {GREEN: "VIT", RED: "tué"}.get(ended, f"tué (pytest finit par {ended})")
            reason = f" [{mutant.vit}]" if mutant.vit else ""
            print(f"{verdict}  {mutant.chemin} : {mutant.sens}{reason}", flush=True)
        for copy in copies:
            copy.close()
    share = 100 * dead / max(len(wanted), 1)
    print(f"{dead} tués sur {len(wanted)} ({share:.0f} %), en {(time.monotonic() - started) / 60:.0f} min.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
