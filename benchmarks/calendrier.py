"""Three years of letters on the reference year: kernels that are born ready against kernels started anew, in the same run.

    python -m benchmarks.calendrier [letters] [level]

Each month of the three years (36 by default; fewer are spread over them) is composed twice in turn, ``neuf`` (a new interpreter
per report) and ``prêt`` (forked from a process that has imported everything), and both pages must be the same to the byte. Times
are of the wall and of the processors, of this process, its servers and its kernels, from the notebook to the page. Then the whole
calendar is produced by one ``plie rapports``, at the level asked (``interne`` by default).
"""

import datetime as dt
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from plie_analysis.rapports import noyaux_prets
from plie_analysis.rapports.rapport import composer, demander
from plie_analysis.settings import Settings, load_settings

PACKAGE_PARENT = Path(__file__).resolve().parents[1]
MOIS = [f"{annee}-{mois:02d}" for annee in (2015, 2016, 2017) for mois in range(1, 13)]
AU = "2018-01-31"
# The photo shows everybody from 2016 only; what it shows of 2015 costs as much to print.
PLIE_TOML = '[plie]\nnom = "PLIE"\n\n[couverture]\ndebut = 2015-01-01\n\n[[calendrier]]\nrapport = "lettre"\nchaque = "mois"\njours = 5\ndepuis = "2015-01"\ndiffusion = "{}"\n'


def main(arguments: list[str]) -> None:
    """Prepare the reference year, measure, print medians, ratios and the time of the whole calendar."""
    number = int(arguments[0]) if arguments else len(MOIS)
    level = arguments[1] if len(arguments) > 1 else "interne"
    months = [MOIS[rank * len(MOIS) // number] for rank in range(number)]
    with tempfile.TemporaryDirectory() as folder:
        plie = [sys.executable, "-m", "plie_analysis", "--racine", folder]
        for step in (["synthese", "--annee", "2017"], ["charger"]):
            subprocess.run([*plie, *step], check=True, capture_output=True, cwd=PACKAGE_PARENT)
        Path(folder, "plie.toml").write_text(PLIE_TOML.format(level), encoding="utf-8")
        settings = load_settings(folder)
        noyaux_prets.precharger(settings.racine)
        ready = noyaux_prets._serveur
        if ready is None:
            print("Ce système ne permet pas de préparer les noyaux : rien à comparer.")
            return
        times: dict[str, list[tuple[float, float]]] = {"neuf": [], "prêt": []}
        for rank, month in enumerate([months[0], *months]):
            pages = {}
            for kind, serveur in (("neuf", None), ("prêt", ready)):
                noyaux_prets._serveur = serveur
                pages[kind], *spent = _letter(settings, month, ready.pid)
                if rank:  # the first letter imports papermill and nbconvert, and waits for the server
                    times[kind].append((spent[0], spent[1]))
            assert pages["neuf"] == pages["prêt"], month
        noyaux_prets.congedier()
        start = time.perf_counter()
        subprocess.run([*plie, "rapports", "--au", AU, "--forcer"], check=True, capture_output=True, cwd=PACKAGE_PARENT)
        whole = time.perf_counter() - start
        made = len(list(settings.rapports.glob("lettre-*.html")))
    (plain, plain_cpu), (forked, forked_cpu) = ([statistics.median(kind) for kind in zip(*times[name], strict=True)] for name in times)
    print(
        f"lettre, médiane de {number} : noyau neuf {plain:.2f} s ({plain_cpu:.2f} s de processeur), noyau prêt {forked:.2f} s ({forked_cpu:.2f} s)"
    )
    print(f"rapport : {plain / forked:.2f} (horloge), {plain_cpu / forked_cpu:.2f} (processeur)")
    print(f"calendrier de {made} lettres ({level}) : {whole:.0f} s d'horloge, {whole / made:.2f} s par lettre")


def _letter(settings: Settings, month: str, serveur: int) -> tuple[bytes, float, float]:
    """A letter, and what it took: seconds of the wall and of the processors."""
    edition = demander(settings, "lettre", {"mois": month})
    before, start = _processor(serveur), time.perf_counter()
    page = composer(settings, edition, execution=dt.datetime(2018, 2, 5, 12), version="")
    return page, time.perf_counter() - start, _processor(serveur) - before


def _processor(serveur: int) -> float:
    """Seconds of processor of this process, of its ended children, of the server and of its ended kernels."""
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in own) + sum(psutil.Process(serveur).cpu_times()[:4])


if __name__ == "__main__":
    main(sys.argv[1:])
