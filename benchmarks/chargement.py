"""Loading a large photo against bare DuckDB reading the same files as text, in the same run.

    python -m benchmarks.chargement [scale | working folder] [repetitions]

The photo is the one of ``plie synthese --echelle`` (400 by default: a million dossiers). Three measures, each in processes of its
own, one after the other in turn, the median kept:

- ``nu``: ``CREATE TABLE … AS FROM read_csv(…, all_varchar = true)`` for each file, into a database on disk: the floor;
- ``lecture``: the files into ``raw.*`` and ``ref.*`` (hashes, encodings, typed values, codes, links, rejects), without what follows;
- ``charger``: the command ``plie charger``: the same, the curated tables and their Parquet copies.

Goals: ``lecture`` at most twice ``nu``; peak memory under 2 GiB. Times are of the wall and of the processors (user + system).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ECHELLE = 400
MESURES = {
    "nu": """
import pathlib, sys
from plie_analysis.database import connect
con = connect(pathlib.Path(sys.argv[2]))
for path in sorted(pathlib.Path(sys.argv[1]).glob("data/raw/*/*.csv")):
    con.execute(f"CREATE TABLE {path.name.partition('_')[0]} AS FROM read_csv('{path}', all_varchar = true)")
con.close()
""",
    "lecture": """
import datetime, sys
from plie_analysis.ingest import load_photos
from plie_analysis.settings import load_settings
load_photos(load_settings(sys.argv[1]), charge_le=datetime.datetime(2018, 1, 3), relire=True)
""",
    "charger": """
import sys
from plie_analysis.cli import main
main(["charger", "--relire", "--racine", sys.argv[1]])
""",
}


def main(arguments: list[str]) -> None:
    """Write the photo if need be, run each measure in turn, and print the medians and their ratios to the floor."""
    target = arguments[0] if arguments else str(ECHELLE)
    repetitions = int(arguments[1]) if len(arguments) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        racine = Path(folder) / "racine" if target.isdigit() else Path(target)
        if target.isdigit():
            racine.mkdir()
            subprocess.run(
                [sys.executable, "-m", "plie_analysis", "synthese", "--echelle", target, "--racine", str(racine)],
                check=True,
                capture_output=True,
            )
        paths = sorted(racine.glob("data/raw/*/*.csv"))
        size = sum(path.stat().st_size for path in paths)
        lines = sum(path.open("rb").read().count(b"\n") for path in paths if path.name.startswith("participants"))
        print(f"{len(paths)} files, {size / 1e6:.0f} MB, {lines - 1} dossiers, {os.cpu_count()} cores")
        got = {name: [] for name in MESURES}
        for _ in range(repetitions):
            for name in MESURES:
                got[name].append(measure(name, racine, Path(folder) / "nu.duckdb"))
        report(got)


def measure(name: str, racine: Path, base: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak MiB of one measure in a process of its own."""
    base.unlink(missing_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", MESURES[name], str(racine), str(base)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{name}: exit code {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def report(got: dict[str, list[tuple[float, float, float]]]) -> None:
    """Medians, spread and ratios to ``nu``."""
    floor = [statistics.median(run[rank] for run in got["nu"]) for rank in (0, 1)]
    for name, runs in got.items():
        wall, cpu, memory = ([run[rank] for run in runs] for rank in range(3))
        print(
            f"{name:<8} {statistics.median(wall):7.1f} s ({min(wall):.1f}–{max(wall):.1f})  processors {statistics.median(cpu):7.1f} s  peak {max(memory):5.0f} MiB  "
            f"÷ nu: {statistics.median(wall) / floor[0]:.2f} wall, {statistics.median(cpu) / floor[1]:.2f} processors"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
