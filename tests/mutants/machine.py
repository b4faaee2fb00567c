"""Mistakes made by a machine (cosmic-ray) on the modules of the core, in a copy of the project: for a night, not for each change.

``python -m tests.mutants.machine [word …]``: only the modules whose path holds one of the words. Prints what lived, and the share killed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.__main__ import LEFT_OUT, ROOT

# Part of the core → the tests that must see its mistakes.
CORE = {
    "indicateurs": "spec/test_indicateurs.py spec/test_connu_au.py spec/test_indicateurs_survie.py",
    "survie": "spec/test_survie.py test_survie_golden.py test_survie_entrees.py",
    "protection": "spec/test_diffusion.py spec/test_masquage.py spec/test_relations_publiees.py proprietes/test_diffusion.py",
    "ingest": "spec/test_ingestion_valeurs.py spec/test_ingestion_lignes.py spec/test_ingestion_cles.py spec/test_ingestion_entetes.py spec/test_rejets.py",
    "charte": "spec/test_charte_bornes.py spec/test_score_de_saisie.py spec/test_charte_suivi.py",
}
CONFIG = """
[cosmic-ray]
module-path = "{module}"
timeout = 300.0
test-command = "{python} -B -m pytest -q -x -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
"""


def mutate(copy: Path, module: Path, tests: str) -> list[dict]:
    """One row per mistake made in a module of the copy: ``operator``, ``line``, ``killed``."""
    paths = " ".join(f"tests/{name}" for name in tests.split())
    (copy / "machine.toml").write_text(CONFIG.format(module=module, python=sys.executable, tests=paths), encoding="utf-8")
    (copy / "machine.sqlite").unlink(missing_ok=True)
    here = {**os.environ, "PYTHONPATH": str(copy)}
    for command in (["init", "machine.toml", "machine.sqlite"], ["exec", "machine.toml", "machine.sqlite"]):
        subprocess.run([sys.executable, "-m", "cosmic_ray.cli", *command], cwd=copy, env=here, check=True)
    dump = [sys.executable, "-m", "cosmic_ray.cli", "dump", "machine.sqlite"]
    lines = subprocess.run(dump, cwd=copy, env=here, check=True, capture_output=True, text=True).stdout.splitlines()
    found = []
    for item, result in map(json.loads, lines):
        (mutation,) = item["mutations"]
        killed = result is not None and result["test_outcome"] == "killed"
        found.append({"operator": mutation["operator_name"], "line": mutation["start_pos"][0], "killed": killed})
    return found


def main(words: list[str]) -> int:
    """Mutate the modules that hold one of the words (the whole core without a word)."""
    made = killed = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder) / "copie"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for part, tests in CORE.items():
            for path in sorted((copy / "plie_analysis" / part).rglob("*.py")):
                module = path.relative_to(copy)
                if words and not any(word in str(module) for word in words):
                    continue
                rows = mutate(copy, module, tests)
                made, killed = made + len(rows), killed + sum(row["killed"] for row in rows)
                for row in rows:
                    if not row["killed"]:
                        print(f"VIT  {module}, ligne {row['line']} : {row['operator']}", flush=True)
    print(f"{killed} tués sur {made} ({100 * killed / max(made, 1):.0f} %).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
