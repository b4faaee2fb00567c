"""A letter against an empty notebook, both through papermill and nbconvert in a fresh process (goal: at most 2×)."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ESSAIS = 5
PACKAGE_PARENT = Path(__file__).resolve().parents[1]
# What anyone would write: papermill, then nbconvert's own template.
VIDE = """
import nbformat, papermill, sys
from nbconvert import HTMLExporter
from pathlib import Path
folder = Path(sys.argv[1])
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("pass")], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
done = papermill.execute_notebook(notebook, str(folder / "vide.ipynb"), progress_bar=False)
(folder / "vide.html").write_text(HTMLExporter().from_notebook_node(done)[0], encoding="utf-8")
"""


def main(_arguments: list[str]) -> None:
    """Prepare the reference year, run both in turn, print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        racine = Path(folder)
        plie = [sys.executable, "-m", "plie_analysis", "--racine", str(racine)]
        for step in (["synthese", "--annee", "2017"], ["charger"]):
            subprocess.run([*plie, *step], check=True, capture_output=True, cwd=PACKAGE_PARENT)
        letter = [*plie, "rapport", "lettre", "--mois", "2017-12"]
        empty = [sys.executable, "-W", "ignore", "-c", VIDE, str(racine)]
        _seconds(letter), _seconds(empty)
        letters, empties = zip(*((_seconds(letter), _seconds(empty)) for _ in range(ESSAIS)), strict=True)
        size = (racine / "data" / "rapports" / "lettre-2017-12.html").stat().st_size
    a, b = statistics.median(letters), statistics.median(empties)
    print(
        f"lettre de décembre {a:.2f} s, carnet vide {b:.2f} s : rapport {a / b:.2f} (but : 2 au plus) ; page de {size / 1e6:.2f} Mo (but : 1,5 au plus)"
    )


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=PACKAGE_PARENT)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
