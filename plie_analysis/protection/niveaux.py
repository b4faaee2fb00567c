"""The levels of diffusion, the threshold under which a count is small at each, and who reads what."""

import os
from typing import NamedTuple

from ..errors import PlieError

INTERNE = "interne"
NIVEAUX = (INTERNE, "partenaires", "publique")
VARIABLE = "PLIE_DIFFUSION"
# Names the run that produces a report, in its kernel: what it writes in the register bears it.
EXECUTION = "PLIE_EXECUTION"


class Lectorat(NamedTuple):
    """Some readers: their level, the threshold that protects people from them, the levels whose publications they read."""

    niveau: str
    seuil: int
    lit: tuple[str, ...]


def seuil_de(config: dict, diffusion: str) -> int:
    """Threshold of a level of diffusion. Raises ``PlieError`` when the level does not exist."""
    levels = config["diffusion"]
    if diffusion not in levels:
        raise PlieError(f"Le niveau de diffusion « {diffusion} » n'existe pas.\nAu choix : {', '.join(levels)}.")
    return levels[diffusion]


def lectorats(config: dict, diffusion: str) -> list[Lectorat]:
    """Those who will read what is published at a level: its own readers, then those of the levels more open to the house.

    Readers are nested: those of a level with a lower threshold also read what is published at the levels with a higher one, so
    they add up what both say.
    """
    protected = {name: threshold for name, threshold in config["diffusion"].items() if threshold > 1}
    own = seuil_de(config, diffusion)
    order = sorted(
        (name for name, threshold in protected.items() if threshold <= own), key=lambda name: (name != diffusion, -protected[name])
    )
    return [Lectorat(name, protected[name], tuple(other for other in protected if protected[other] >= protected[name])) for name in order]


def niveau_impose(config: dict, asked: str | None) -> str:
    """The level of a session: the one of the run that produces a report, else the one asked for, else ``interne``.

    Raises ``PlieError`` when a notebook asks for another level than its run: a page is at the level it was asked for.
    """
    imposed = os.environ.get(VARIABLE, "")
    if imposed and asked and asked != imposed:
        seuil_de(config, asked)
        raise PlieError(f"Ce rapport est produit au niveau « {imposed} » : son carnet ne peut pas ouvrir l'atelier au niveau « {asked} ».")
    return imposed or asked or INTERNE
