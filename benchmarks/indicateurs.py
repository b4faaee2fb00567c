"""Each indicator against a plain pandas computation of the same figure, in the same run, results checked equal.

    python -m benchmarks.indicateurs [--echelle 1000] [--racine DOSSIER] [--tours 3]

Three comparisons: « tables » is plain pandas as one writes it first (read the tables from their Parquet copies, then
compute); « colonnes » reads only the columns it needs; « mémoire » gives pandas these columns already read. The workbench
asks its DuckDB file each time. Goal: 20 times faster at 1,000,000 persons. ``--racine`` reuses a folder already loaded.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import pandas as pd

from plie_analysis.cli import run
from plie_analysis.database import open_database
from plie_analysis.indicateurs import calculer, executer, planifier
from plie_analysis.settings import Settings, load_settings

from ._pandas import PEERS

DU, AU = "2017-01-01", "2017-12-31"


def best(work, tours: int) -> tuple[float, object]:
    """The shortest wall time of a few runs, and what the work gave."""
    times = []
    for _ in range(tours):
        start = time.perf_counter()
        given = work()
        times.append(time.perf_counter() - start)
    return min(times), given


def compare(settings: Settings, tours: int) -> None:
    """Print one line per indicator, then the medians."""
    du, au = pd.Timestamp(DU), pd.Timestamp(AU)

    def from_files(name: str, columns: list[str]) -> pd.DataFrame:
        return pd.read_parquet(settings.curated / f"{name}.parquet", columns=list(dict.fromkeys(columns)))

    def in_memory(name: str, columns: list[str]) -> pd.DataFrame:
        key = name, tuple(columns)
        if key not in kept:
            kept[key] = _dated(from_files(name, columns))
        return kept[key]

    ratios = {"tables": [], "colonnes": [], "mémoire": []}
    whole: dict[str, float] = {}
    print(
        f"{'indicateur':34}{'valeur':>14}{'plie ms':>9}{'dont SQL':>9}{'tables ms':>11}{'×':>7}{'colonnes':>11}{'×':>7}{'mémoire':>9}{'×':>7}"
    )
    with open_database(settings) as con:
        for name, peer in PEERS.items():
            kept: dict = {}
            question = {"du": DU, "au": AU, "config": settings.config}
            ours, frame = best(lambda name=name, question=question: calculer(con, [name], **question), tours + 1)
            plan = planifier(con, [name], **question)
            sql, _ = best(lambda plan=plan: executer(plan), tours)
            files, value = best(lambda peer=peer: peer(lambda n, c: _dated(from_files(n, c)), du, au), tours)
            memory, _ = best(lambda peer=peer: peer(in_memory, du, au), tours + 1)
            computed = float(frame["valeur"].iloc[0])
            if abs(computed - float(value)) > 1e-9 * max(1.0, abs(computed)):
                raise SystemExit(f"{name}: {computed} here, {value} with pandas")
            for table in {table for table, _ in kept} - whole.keys():
                whole[table], _ = best(lambda table=table: pd.read_parquet(settings.curated / f"{table}.parquet"), 1)
            plain = memory + sum(whole[table] for table in {table for table, _ in kept})
            ratios["tables"].append(plain / ours)
            ratios["colonnes"].append(files / ours)
            ratios["mémoire"].append(memory / ours)
            print(
                f"{name:34}{computed:14.2f}{ours * 1e3:9.1f}{sql * 1e3:9.1f}{plain * 1e3:11.1f}{plain / ours:7.1f}{files * 1e3:11.1f}{files / ours:7.1f}"
                f"{memory * 1e3:9.1f}{memory / ours:7.1f}",
                flush=True,
            )
    for kind, found in ratios.items():
        reached = sum(ratio >= 20 for ratio in found)
        print(f"{kind}: median × {statistics.median(found):.1f}, least × {min(found):.1f}, {reached} of {len(found)} reach 20")


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Parquet dates come as Python objects: anyone would turn them into timestamps before comparing them."""
    dates = [name for name in frame.columns if name.startswith("date_")]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})


def main(arguments: list[str] | None = None) -> None:
    """Build or reuse a large folder, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--echelle", type=int, default=1000)
    parser.add_argument("--racine", type=Path)
    parser.add_argument("--tours", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.racine:
        compare(load_settings(options.racine), options.tours)
        return
    with tempfile.TemporaryDirectory() as folder:
        for command in (["synthese", "--echelle", str(options.echelle)], ["charger"]):
            if run([*command, "--racine", folder]):
                raise SystemExit(f"plie {command[0]} failed")
        compare(load_settings(folder), options.tours)


if __name__ == "__main__":
    main()
