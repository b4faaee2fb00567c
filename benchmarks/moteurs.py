"""One question, three engines, on lakes of growing size: DuckDB on this machine, Sail and Apache Spark beside it.

    python -m benchmarks.moteurs [--parcours 10000,100000] [--moteurs duckdb,sail,spark] [--tours 2] [--memoire 8g] [--racine DOSSIER]

The lake is the deposit of the reference year written again n times under new keys, so that each figure is known: n times that of
one copy, or the same when it is a share or a duration. An engine that says otherwise stops the benchmark. Each engine runs in
processes of its own, one after the other: seconds to open (server included), seconds of each question (the best of ``--tours``,
the view of each table laid before), peak memory of client and server together, and the exponent by which the time grows from a
size to the next (1: ten times the parcours, ten times the time). Sizes of 1,000,000 and 10,000,000 want minutes and some
gigabytes of disk; ``--racine`` keeps the lakes there.
"""

import argparse
import hashlib
import itertools
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from plie_analysis.cli import run
from plie_analysis.database import memory
from plie_analysis.indicateurs import calculer
from plie_analysis.libelles import litteral
from plie_analysis.moteurs import LOCAL, open_moteur
from plie_analysis.moteurs.depot import FICHE
from plie_analysis.scellement.colonnes import colonnes
from plie_analysis.settings import load_settings
from tests.moteurs import serveur_spark

DU, AU = "2017-01-01", "2017-12-31"
QUESTIONS = {
    "accompagnes": ("qpv", "rsa"),
    "taux_sorties_positives": ("prescripteur",),
    "duree_mediane_km": (),
    "etapes": ("classe_etape",),
}
# A lake is read by deposits: that many in each, whatever its size.
DEPOTS = 10


def deposit(racine: Path, memoire: str) -> Path:
    """The reference year, loaded and deposited once: the folder of its deposit. DuckDB is granted the memory that Spark is."""
    lac = racine / "lac-1"
    if not lac.exists():
        (racine / "annee").mkdir(parents=True)
        for command in (["synthese"], ["charger"]):
            if run([*command, "--racine", str(racine / "annee")]):
                raise SystemExit(f"plie {command[0]} failed")
        granted = f"[moteur]\nmemoire_go = {memoire.rstrip('g')}\n"
        (racine / "annee" / "plie.toml").write_text(f'[plie]\nnom = "Copie"\ndepartement = "21"\n{granted}', encoding="utf-8")
        if run(["deposer", str(lac), "--cle", str(racine / "pseudonymes.cle"), "--racine", str(racine / "annee")]):
            raise SystemExit("plie deposer failed")
    return next(lac.glob("plie=*/photo=*"))


def enlarge(one: Path, lac: Path, copies: int, config: dict) -> None:
    """Write a lake of ``copies`` times this deposit: new keys in each copy, nothing else changed."""
    told = json.loads((one / FICHE).read_text(encoding="utf-8"))
    # Persons, parcours, étapes…: référents and structures are axes, and stay whose they are.
    keys = {
        (c.table, c.nom)
        for group in colonnes(config).values()
        for c in group
        if c.traitement == "cle" and c.espace not in ("referent", "structure")
    }
    bounds = [copies * rank // DEPOTS for rank in range(DEPOTS + 1)]
    with memory() as con:
        for rank, (first, end) in enumerate(itertools.pairwise(bounds)):
            if first == end:
                continue
            place = lac / f"plie=copie-{rank}" / one.name
            for name in told["fichiers"]:
                target = place / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if "/curated/" not in name:
                    target.write_bytes((one / name).read_bytes())
                    continue
                source = f"read_parquet({litteral(one / name)}, hive_partitioning = false)"
                held = [column for column, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()]
                changed = [f"{column} || '-' || copie AS {column}" for column in held if (target.stem, column) in keys]
                changed.append(f"'Copie {rank}' AS plie")
                con.execute(
                    f"COPY (SELECT * EXCLUDE (copie) REPLACE ({', '.join(changed)})"
                    f" FROM {source}, range({first}, {end}) AS r(copie)) TO {litteral(target)} (FORMAT parquet, COMPRESSION zstd)"
                )
            files = {name: (place / name).read_bytes() for name in told["fichiers"]}
            prints = {name: {"octets": len(read), "sha256": hashlib.sha256(read).hexdigest()} for name, read in files.items()}
            who = {"plie": f"Copie {rank}", "cle": f"{rank:016x}", "fichiers": prints}
            (place / FICHE).write_text(json.dumps(told | who), encoding="utf-8")


def ask(racine: Path, lac: Path, adresse: str, tours: int) -> dict:
    """In a process of its own: what each question took and gave, and the peak memory of this process (MiB)."""
    settings = load_settings(racine / "annee")
    start = time.perf_counter()
    with open_moteur(settings, adresse, lac=str(lac)) as con:
        given = {"ouverture": time.perf_counter() - start, "secondes": {}, "valeurs": {}}
        for name, par in QUESTIONS.items():
            times = []
            # One round more, in which the views of the tables are laid.
            for _ in range(tours + 1):
                start = time.perf_counter()
                frame = calculer(con, [name], du=DU, au=AU, par=par, config=settings.config)
                times.append(time.perf_counter() - start)
            given["secondes"][name] = min(times[1:])
            given["valeurs"][name] = [[*(str(row[axe]) for axe in par), row["unite"], float(row["valeur"])] for _, row in frame.iterrows()]
    return given | {"memoire": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measure(racine: Path, lac: Path, engine: str, options: argparse.Namespace) -> dict:
    """What ``ask`` says of one engine, the server's start and memory added."""
    start = time.perf_counter()
    with ExitStack() as stack:
        adresse, server = {"duckdb": ("duckdb", 0), "sail": (LOCAL, 0)}.get(engine) or stack.enter_context(
            serveur_spark.serveur(options.memoire)
        )
        started = time.perf_counter() - start
        command = [sys.executable, "-m", "benchmarks.moteurs", "--demander", adresse, "--racine", str(racine), "--lac", str(lac)]
        done = subprocess.run([*command, "--tours", str(options.tours)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{engine}: {done.stderr.strip()[-600:]}")
        given = json.loads(done.stdout.splitlines()[-1])
        if server:
            status = Path(f"/proc/{server}/status").read_text(encoding="utf-8")
            given["memoire"] += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    return given | {"ouverture": given["ouverture"] + started}


def check(name: str, engine: str, found: list, one: list, copies: int) -> None:
    """Each figure is that of one copy, ``copies`` times when it counts: to the last digit."""
    expected = [[*row[:-1], row[-1] if row[-2] in ("%", "mois") else row[-1] * copies] for row in one]
    if found != expected:
        raise SystemExit(f"{engine}, {name}: {found} where {expected} was expected")


def compare(racine: Path, options: argparse.Namespace) -> None:
    """Each size, each engine, each question: a line."""
    one = deposit(racine, options.memoire)
    with memory() as con:
        (lines,) = con.execute(f"SELECT count(*) FROM read_parquet({litteral(one / 'donnees/curated/parcours.parquet')})").fetchone()
    config = load_settings(racine / "annee").config
    base = ask(racine, racine / "lac-1", "duckdb", 1)["valeurs"]
    before: dict = {}
    for size in options.parcours:
        copies = max(1, round(size / lines))
        lac = racine / f"lac-{copies}"
        if not lac.exists():
            enlarge(one, lac, copies, config)
        weight = sum(path.stat().st_size for path in lac.rglob("*.parquet"))
        print(f"\n{copies * lines} parcours ({copies} copies, {weight / 1e6:.0f} MB of Parquet)")
        peer: dict = {}
        for engine in options.moteurs:
            got = measure(racine, lac, engine, options)
            print(f"  {engine:8} opened in {got['ouverture']:6.1f} s, peak {got['memoire']:6.0f} MiB")
            for name, seconds in got["secondes"].items():
                check(name, engine, got["valeurs"][name], base[name], copies)
                peer.setdefault(name, seconds)
                past = before.get((engine, name))
                growth = f"grows as n^{math.log(seconds / past[1]) / math.log(copies / past[0]):.2f}" if past else ""
                print(f"    {name:24}{seconds:9.3f} s  × {seconds / peer[name]:6.2f} of {options.moteurs[0]}  {growth}", flush=True)
                before[engine, name] = copies, seconds


def main(arguments: list[str] | None = None) -> None:
    """Compare what can be had here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parcours", type=lambda text: [int(one) for one in text.split(",")], default=[10_000, 100_000])
    parser.add_argument("--moteurs", type=lambda text: text.split(","), default=["duckdb", "sail", "spark"])
    parser.add_argument("--tours", type=int, default=2)
    parser.add_argument("--memoire", default="8g", help="memory granted to DuckDB and to the server of Apache Spark")
    parser.add_argument("--racine", type=Path)
    parser.add_argument("--demander", help=argparse.SUPPRESS)
    parser.add_argument("--lac", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.demander:
        print(json.dumps(ask(options.racine, options.lac, options.demander, options.tours)))
        return
    if "spark" in options.moteurs and (reason := serveur_spark.absence()):
        print(f"spark left out: {reason}")
        options.moteurs.remove("spark")
    with tempfile.TemporaryDirectory() as folder:
        compare(options.racine or Path(folder), options)


if __name__ == "__main__":
    main()
