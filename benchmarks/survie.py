"""Kaplan-Meier, Aalen-Johansen and log-rank of two groups, against the bare GROUP BY duree of the same rows, same run.

    python -m benchmarks.survie [--lignes 10000000] [--tours 5]

Goal: at most 4 times the bare GROUP BY at 10,000,000 rows. « table commune » reads the rows once
(``survie.evenements``) for the three estimators; « trois appels » reads them three times.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from plie_analysis import survie

PARCOURS = """
SELECT
    least((-500 * ln(1 - (hash(i) % 1000000) / 1000000.0))::INTEGER, 1500) AS duree,
    (hash(i, 1) % 3)::INTEGER AS cause,
    (hash(i, 1) % 3 > 0)::INTEGER AS sorti,
    (hash(i, 2) % 2)::INTEGER AS qpv,
    CASE hash(i, 2) % 2 WHEN 0 THEN 'oui' ELSE 'non' END AS qpv_texte
FROM range({lignes}) r(i)
"""


def common(table: Any, groupe: str) -> None:
    """The three estimators on one event table."""
    events = survie.evenements(table, duree="duree", cause="cause", groupe=groupe)
    survie.kaplan_meier(events)
    survie.incidence_cumulee(events)
    survie.log_rank(events)


def separate(table: Any, groupe: str) -> None:
    """The three estimators, each reading the rows."""
    survie.kaplan_meier(table, duree="duree", evenement="sorti", groupe=groupe)
    survie.incidence_cumulee(table, duree="duree", cause="cause", groupe=groupe)
    survie.log_rank(table, duree="duree", evenement="sorti", groupe=groupe)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(label: str, bare: Callable[[], object], works: dict[str, Callable[[], object]], tours: int) -> None:
    """Print the medians of interleaved runs, and their ratios to the bare GROUP BY."""
    times: dict[str, list[float]] = {name: [] for name in ("GROUP BY seul", *works)}
    for tour in range(tours + 1):
        for name, work in (("GROUP BY seul", bare), *works.items()):
            measured = seconds(work)
            if tour:  # the first one warms up
                times[name].append(measured)
    peer = statistics.median(times["GROUP BY seul"])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{label:<26}{name:<16}{median:8.3f} s{median / peer:8.2f} ×", flush=True)


def main(arguments: list[str]) -> None:
    """Measure on a Parquet file, a DuckDB table and a pandas frame, with a numeric then a text group."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lignes", type=int, default=10_000_000)
    parser.add_argument("--tours", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "parcours.parquet"
        connection.sql(PARCOURS.format(lignes=options.lignes)).write_parquet(str(path))
        connection.execute(f"CREATE TABLE parcours AS FROM '{path}'")
        frame = connection.table("parcours").df()
        numeric = frame.drop(columns="qpv_texte")
        bare = "SELECT duree, count(*) FROM {} GROUP BY duree"

        def run(source: str) -> Callable[[], object]:
            return lambda: connection.execute(bare.format(source)).fetchnumpy()

        for label, source, table, groupe in (
            ("parquet", f"'{path}'", path, "qpv"),
            ("parquet, texte", f"'{path}'", path, "qpv_texte"),
            ("table DuckDB", "parcours", connection.table("parcours"), "qpv"),
            ("table DuckDB, texte", "parcours", connection.table("parcours"), "qpv_texte"),
            ("pandas", "numeric", numeric, "qpv"),
            ("pandas, texte", "frame", frame, "qpv_texte"),
        ):
            connection.register("numeric", numeric)
            connection.register("frame", frame)
            works = {
                "table commune": lambda table=table, groupe=groupe: common(table, groupe),
                "trois appels": lambda table=table, groupe=groupe: separate(table, groupe),
            }
            compare(label, run(source), works, options.tours)


if __name__ == "__main__":
    main(sys.argv[1:])
