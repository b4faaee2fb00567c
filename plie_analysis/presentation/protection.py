"""A page at a level of diffusion: everything it shows is weighed together before anything is shown."""

import inspect
from pathlib import Path

from .. import masquage
from ..errors import PlieError
from ..libelles import pour_tableur
from ..verrou import hold
from .source import Source


def seuil_de(config: dict, diffusion: str) -> int:
    """Threshold of a level of diffusion. Raises ``PlieError`` when the level does not exist."""
    levels = config["diffusion"]
    if diffusion not in levels:
        raise PlieError(f"Le niveau de diffusion « {diffusion} » n'existe pas.\nAu choix : {', '.join(levels)}.")
    return levels[diffusion]


def proteger_page(page, source: Source, *, seuil: int, dossier: Path, publication: str = "") -> None:
    """Ask for all that the page shows, then empty the cells of its source that would give away a small count.

    ``dossier`` holds what was published at that level, one file per report. ``publication`` is the name under which the page
    is being published; without it (a page looked at in a notebook) nothing is recorded. The log of what is hidden and
    why is written beside, as CSV: it stays in the house.
    """
    if seuil <= 1:
        return
    for piece in _pieces(page):
        piece()
    dossier.mkdir(parents=True, exist_ok=True)
    with hold(dossier / ".verrou", "publication d'un rapport", attente=600):
        mask = source.proteger(seuil, masquage.read_registre(dossier), publication)
        if publication:
            masquage.write_registre(dossier, publication, mask.cellules)
            mask.journal.map(pour_tableur).to_csv(dossier / f"{publication}.csv", index=False)


def _pieces(page) -> list:
    """The methods of a page that show something: public, without arguments."""
    methods = [getattr(page, name) for name, found in inspect.getmembers(type(page), inspect.isfunction) if not name.startswith("_")]
    return [method for method in methods if not inspect.signature(method).parameters]
