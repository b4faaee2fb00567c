"""The publics that a page of cohortes compares: their names, their styles, those that can be drawn."""

from collections.abc import Sequence

import numpy as np

from .. import francais
from ..cohortes.suivi import ENSEMBLE, Suivi
from ..indicateurs import NON_RENSEIGNE
from ..indicateurs.definitions import Axe
from .elements import Cellule
from .toile import GROUPES, Style

AU_PLUS = 4
Groupe = tuple[tuple[str, ...], np.ndarray]


def nom_du_public(axes: Sequence[Axe], cle: Sequence[str]) -> str:
    """« En QPV, sans RSA », « Femme », « Ensemble »: how the modalities of these axes read together."""
    said = [f"{axe.nom} {NON_RENSEIGNE}" if value == NON_RENSEIGNE else axe.libelle(value) for axe, value in zip(axes, cle, strict=True)]
    return francais.majuscule(", ".join(said)) or "Ensemble"


def publics(suivi: Suivi) -> list[Groupe]:
    """(modalities, row numbers) of the publics, all cohortes together: the largest four, in their order."""
    found = [(key[1:], rows) for key, rows in suivi.groupes() if key[0] == ENSEMBLE and len(rows)]
    kept = sorted(found, key=lambda one: -len(one[1]))[:AU_PLUS]
    return [one for one in found if any(one[0] == other[0] for other in kept)]


def style_de(rang: int) -> Style:
    """The style of a public by rank."""
    return GROUPES[rang % len(GROUPES)]


def part(valeur: float | None, decimales: int = 1) -> Cellule:
    """A share (0 to 1) as a cell in %."""
    return Cellule(unite="%") if valeur is None or francais.is_empty(valeur) else Cellule(100 * float(valeur), "%", decimales=decimales)


def intervalle(bas: float, haut: float, facteur: float = 1.0, decimales: int = 1) -> str:
    """« [12,3 ; 18,0] », empty when a limit is unknown."""
    if francais.is_empty(bas) or francais.is_empty(haut):
        return ""
    return f"[{francais.nombre(facteur * bas, decimales)}{francais.INSECABLE}; {francais.nombre(facteur * haut, decimales)}]"
