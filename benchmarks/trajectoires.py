"""Time of the monthly states and of the five descriptive tables, against a bare GROUP BY of the same rows.

    python -m benchmarks.trajectoires [number of parcours] [months] [threads]

Made-up intervals: each parcours lasts exactly ``months`` months and holds four étapes. Goal: 1,000,000 parcours of
24 months under 30 s on two cores, all steps together.
"""

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from plie_analysis import trajectoires

INTERVALLES = """
SELECT
    'P' || lpad(i::VARCHAR, 8, '0') AS id,
    DATE '2012-01-01' + (i % 1500)::INTEGER AS entree,
    (entree + to_months((hash(i, k) % {mois})::INTEGER))::DATE AS debut,
    least(
        debut + (hash(i, k, 1) % 150)::INTEGER,
        (entree + to_months({mois}) - INTERVAL 1 DAY)::DATE
    ) AS fin,
    ['emploi durable', 'emploi', 'formation qualifiante', 'formation non qualifiante', 'mobilisation'][1 + (hash(i, k, 2) % 5)::INTEGER] AS etat
FROM range({parcours}) a(i), range(4) b(k)
UNION ALL
-- an étape on the first day and one on the last, so that every parcours has all its months
SELECT 'P' || lpad(i::VARCHAR, 8, '0'), DATE '2012-01-01' + (i % 1500)::INTEGER AS e, e, e, 'mobilisation' FROM range({parcours}) a(i)
UNION ALL
SELECT 'P' || lpad(i::VARCHAR, 8, '0'), NULL, d, d, 'mobilisation'
FROM (SELECT i, (DATE '2012-01-01' + (i % 1500)::INTEGER + to_months({mois}) - INTERVAL 1 DAY)::DATE AS d FROM range({parcours}) a(i))
"""


def timed(label: str, work):
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{label:<24}{seconds:8.2f} s   {len(result):>10} rows")
    return result, seconds


def main(arguments: list[str]) -> None:
    """Print the time of each step and the ratio to the bare GROUP BY."""
    parcours, mois, threads = [int(value) for value in arguments] + [1_000_000, 24, 2][len(arguments) :]
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(config={"threads": threads})
        intervals, states = Path(folder) / "intervalles.parquet", Path(folder) / "etats.parquet"
        con.sql(INTERVALLES.format(parcours=parcours, mois=mois)).select("id, debut, fin, etat").write_parquet(str(intervals))
        total = 0.0
        seq, seconds = timed("etats_mensuels", lambda: trajectoires.etats_mensuels(intervals))
        total += seconds
        for form in ("pandas", "parquet"):
            described = 0.0
            if form == "parquet":
                con.from_df(seq).write_parquet(str(states))
            for name in ("chronogramme", "transitions", "temps_moyen", "entropie", "variantes"):
                function = getattr(trajectoires, name)
                table = seq if form == "pandas" else states
                described += timed(f"{name} ({form})", lambda f=function, s=table: f(s))[1]
            print(f"{'all steps, ' + form:<24}{total + described:8.2f} s")
            bare = con.from_df(seq) if form == "pandas" else con.read_parquet(str(states))
            _, peer = timed("bare GROUP BY t, etat", lambda b=bare: b.aggregate("t, etat, count(*)").fetchall())
            _, peer_id = timed("bare GROUP BY id", lambda b=bare: b.aggregate("id, count(*)").to_arrow_table())
            print(f"ratio of the five tables: {described / peer:.1f} x GROUP BY t, etat; {described / peer_id:.1f} x GROUP BY id")
        print(f"{len(seq):,} rows, {threads} threads")


if __name__ == "__main__":
    main(sys.argv[1:])
