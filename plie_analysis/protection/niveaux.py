"""The levels of diffusion, and the threshold under which a count is small at each."""

import os

from ..errors import PlieError

INTERNE = "interne"
NIVEAUX = (INTERNE, "partenaires", "publique")
VARIABLE = "PLIE_DIFFUSION"


def seuil_de(config: dict, diffusion: str) -> int:
    """Threshold of a level of diffusion. Raises ``PlieError`` when the level does not exist."""
    levels = config["diffusion"]
    if diffusion not in levels:
        raise PlieError(f"Le niveau de diffusion « {diffusion} » n'existe pas.\nAu choix : {', '.join(levels)}.")
    return levels[diffusion]


def niveau_impose(config: dict, asked: str | None) -> str:
    """The level of a session: the one of the run that produces a report, else the one asked for, else ``interne``.

    Raises ``PlieError`` when a notebook asks for another level than its run: a page is at the level it was asked for.
    """
    imposed = os.environ.get(VARIABLE, "")
    if imposed and asked and asked != imposed:
        seuil_de(config, asked)
        raise PlieError(f"Ce rapport est produit au niveau « {imposed} » : son carnet ne peut pas ouvrir l'atelier au niveau « {asked} ».")
    return imposed or asked or INTERNE
