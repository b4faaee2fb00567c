"""Running one notebook with papermill, through one function."""

import json
import logging
import math
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat

from ..errors import PlieError
from ..protection.niveaux import INTERNE
from .erreurs import RapportError

PARAMETRES = "parameters"
MASQUE = "masque"
CONNEXION = "noyau.json"


@dataclass(frozen=True)
class Carnet:
    """A parameterised notebook: its file, its parameters with their default values, its ``plie`` metadata, the titles of its sections."""

    chemin: Path
    parametres: dict
    metadonnees: dict
    titres: tuple[str, ...] = ()

    @property
    def nom(self) -> str:
        """The name that users give to the report: that of its ``plie`` metadata, else of its file."""
        return self.metadonnees.get("nom", self.chemin.stem)


def lire_carnet(chemin: Path) -> Carnet:
    """A notebook as stored. Raises ``PlieError`` when it cannot be read."""
    try:
        facts = chemin.stat()
        return _carnet(chemin, facts.st_mtime_ns, facts.st_size)
    except (OSError, ValueError) as error:
        raise PlieError(f"Le carnet {chemin.name} ne peut pas être lu.\nRemettez en place la version livrée avec l'atelier.") from error


# A calendar asks for the same notebooks hundreds of times: each is read once, as long as it stays as it is.
@lru_cache(maxsize=256)
def _carnet(chemin: Path, _mtime: int, _size: int) -> Carnet:
    notebook = nbformat.read(chemin, as_version=4)
    return Carnet(chemin, _defaults(notebook), dict(notebook.metadata.get("plie", {})), tuple(titres(notebook)))


def titres(notebook: nbformat.NotebookNode) -> list[str]:
    """The second-level titles of the text cells that its page shows."""
    shown = (cell for cell in notebook.cells if cell.cell_type == "markdown" and MASQUE not in cell.metadata.get("tags", []))
    return [line[3:].strip() for cell in shown for line in cell.source.splitlines() if line.startswith("## ")]


def executer(
    carnet: Carnet, parametres: dict, output: Path, *, racine: Path, limite: int, figee: Path | None = None, diffusion: str = INTERNE
) -> nbformat.NotebookNode:
    """Run a notebook with these parameters and return it, outputs included; a copy is kept in ``output`` while it runs.

    ``limite`` is in seconds, for the whole notebook; ``figee`` is the base it reads, when a run froze one; ``diffusion``, the level that its session has. Raises ``PlieError`` (2) for a parameter that does not exist or a
    value that is not plain data, ``RapportError`` (1) when a cell fails, when time is up or when the kernel dies.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    from .moteur import MOTEUR
    from .noyau import NOM, kernel_manager

    values = _checked(carnet, parametres)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    deadline = time.monotonic() + limite
    # Beside the kept copy, so that it goes with the folder of the run, however the run ends.
    config = Config({"KernelManager": {"transport_encryption": "required", "connection_file": str(output.parent / CONNEXION)}})
    try:
        return papermill.execute_notebook(
            nbformat.read(carnet.chemin, as_version=4),
            _unformatted(output),
            parameters=values,
            engine_name=MOTEUR,
            kernel_name=NOM,
            language="python",
            progress_bar=False,
            config=config,
            kernel_manager_class=kernel_manager(racine, output.parent / "ipython", output.stem, diffusion, figee),
            resources={"metadata": {"path": str(racine)}},
            timeout_func=lambda _cell: max(1, math.ceil(deadline - time.monotonic())),
            shutdown_kernel="immediate",
        )
    except papermill.PapermillExecutionError as error:
        raise _failure(output, _reason(error.ename, error.evalue)) from error
    except CellTimeoutError as error:
        raise _failure(
            output,
            f"Le temps accordé est écoulé ({limite} s). Vérifiez que rien ne boucle, ou augmentez [rapports] limite_secondes dans plie.toml.",
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        raise _failure(
            output,
            f"Le noyau de calcul s'est arrêté ({type(error).__name__}), souvent faute de mémoire. Relancez ; si cela se répète, demandez une période plus courte.",
            noyau_mort=True,
        ) from error


def _defaults(notebook) -> dict:
    """The names and literal values of the ``parameters`` cell, read without running it."""
    import ast

    for cell in notebook.cells:
        if cell.cell_type == "code" and PARAMETRES in cell.metadata.get("tags", []):
            found = {}
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    found[node.targets[0].id] = ast.literal_eval(node.value)
            return found
    return {}


def _checked(carnet: Carnet, parametres: dict) -> dict:
    """The parameters as JSON would carry them; papermill alone accepts unknown names with a mere log line."""
    unknown = sorted(set(parametres) - set(carnet.parametres))
    if unknown:
        known = ", ".join(carnet.parametres) or "aucun"
        raise PlieError(f"Le carnet {carnet.chemin.name} n'a pas de paramètre « {unknown[0]} ».\nParamètres connus : {known}.")
    try:
        copied = json.loads(json.dumps(parametres, allow_nan=False))
    except (TypeError, ValueError):
        copied = None
    if copied != parametres:
        raise PlieError(
            f"Les paramètres du carnet {carnet.chemin.name} doivent être du texte, des nombres, oui/non ou des listes.\nDonnez les dates sous la forme AAAA-MM-JJ."
        )
    return copied


def _unformatted(path: Path) -> str:
    """papermill formats braces in the path it writes to."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _reason(name: str, value: str) -> str:
    """The text of an error of ours; of any other, its kind only: its text may hold a value of the data."""
    if name in ("PlieError", "RapportError"):
        return value.strip()
    if name == "KeyboardInterrupt":
        return "Interrompu."
    return f"Erreur imprévue ({name}). Le carnet mis de côté donne le détail."


def _failure(output: Path, reason: str, *, noyau_mort: bool = False) -> RapportError:
    """The cell that stopped: the one that failed, else the last that was begun (code cells, as the kept copy numbers them)."""
    try:
        notebook = nbformat.read(output, as_version=4)
    except (OSError, ValueError):
        return RapportError(None, "", reason, noyau_mort=noyau_mort)
    stopped: tuple[int | None, str] = None, ""
    number = 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            number += 1
            state = cell.metadata.get("papermill", {})
            if state.get("start_time"):
                stopped = number, (cell.source.strip().splitlines() or [""])[0][:80]
            if state.get("exception"):
                break
    return RapportError(*stopped, reason, noyau_mort=noyau_mort)
