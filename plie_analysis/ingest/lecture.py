"""The process that reads a workbook: started, watched, and told in French when it does not come back."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ..settings import PACKAGE
from .messages import erreur

FEUILLES = f"{__package__}.feuilles"
REFUS = {
    "protege": ("est protégé par un mot de passe.", "Enregistrez-le sans protection, puis recommencez."),
    "piege": (
        "est refusé : ce document déclare des entités ou des imbrications qu'aucun export n'a (document piégé).",
        "Ouvrez-le dans le tableur, enregistrez-le en .xlsx, ou exportez en CSV.",
    ),
    "abime": (
        "ne peut pas être lu : ce classeur est abîmé ou coupé.",
        "Refaites l'export ; ou ouvrez ce fichier dans le tableur et enregistrez-le à nouveau, en .xlsx ou en CSV.",
    ),
}


@dataclass(frozen=True)
class FeuilleLue:
    """A sheet that was read: its lines that are not blank are in an Arrow file (``ligne``, ``cellules``)."""

    nom: str
    est_visible: bool
    nb_lignes: int
    arrow: Path

    def head(self, lines: int) -> list[tuple[int, list[str]]]:
        """(number, cells) of its lines that are not blank among the first ones; a cell without anything is an empty text."""
        with self.reader() as batches:
            first = next(iter(batches), None)
        rows = first.slice(0, lines).to_pylist() if first is not None else []
        return [(row["ligne"], [cell or "" for cell in row["cellules"]]) for row in rows if row["ligne"] <= lines]

    @contextlib.contextmanager
    def reader(self):
        """Its batches, one after the other."""
        with pa.memory_map(str(self.arrow)) as source:
            arrow = pa.ipc.open_file(source)
            yield (arrow.get_batch(rank) for rank in range(arrow.num_record_batches))


@contextlib.contextmanager
def sheets(path: Path, nom: str, genre: str, ingestion: dict, atelier: Path):
    """The sheets of a workbook, as long as the block runs: they stand in ``atelier``.

    Raises ``PlieError`` when it is protected, or when its reader dies, takes more than ``classeur_memoire_max`` bytes or more
    than ``classeur_secondes_max`` seconds.
    """
    folder = atelier / "feuilles"
    folder.mkdir(mode=0o700)
    try:
        told = _read(path, nom, genre, ingestion, folder)
        if "refus" in told:
            said, advice = REFUS[told["refus"]]
            raise erreur(f"{nom} {said}", advice)
        yield [
            FeuilleLue(one["nom"], one["est_visible"], one["nb_lignes"], folder / f"{rank}.arrow")
            for rank, one in enumerate(told["feuilles"])
        ]
    finally:
        shutil.rmtree(folder)


def _read(path: Path, nom: str, genre: str, ingestion: dict, folder: Path) -> dict:
    secondes = ingestion["classeur_secondes_max"]
    arguments = [genre, path, folder, os.getpid(), ingestion["classeur_memoire_max"], secondes]
    # Its complaints quote the file, and nobody would understand them: they go nowhere. Its input is a pipe that closes with us.
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", FEUILLES, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "RUST_BACKTRACE": "0"},
    )
    assert process.stdin is not None
    try:
        code = process.wait(timeout=secondes)
    except subprocess.TimeoutExpired:
        raise erreur(
            f"{nom} ne peut pas être lu : sa lecture a été arrêtée après {secondes} secondes (classeur abîmé ou démesuré).",
            "Exportez cette requête en CSV, ou relevez classeur_secondes_max dans plie.toml, [ingestion].",
        ) from None
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
    if code or not (folder / "feuilles.json").is_file():
        raise erreur(
            f"{nom} ne peut pas être lu : ce classeur est abîmé ou démesuré (le lecteur s'est arrêté).",
            "Ouvrez-le dans le tableur et enregistrez-le à nouveau, ou exportez cette requête en CSV.",
        )
    return json.loads((folder / "feuilles.json").read_text(encoding="utf-8"))
