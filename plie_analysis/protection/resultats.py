"""Results in, protected results out: every kind of result has its rule here, and what has none does not leave the house."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import PlieError
from . import cohortes, tableaux
from .cles import Calcul
from .effectifs import empty_rows, mask, small_estimates
from .registre import Registre

INDICATEURS = "indicateurs"


@dataclass(frozen=True)
class Brut:
    """A result before protection: its frame, the ``nature`` that names its rule, and what this rule weighs beside the frame.

    ``appui`` of indicators: the ``Calcul``, then those of its margins, which are weighed but not shown. Of the others: see ``REGLES``.
    """

    nature: str
    frame: pd.DataFrame
    appui: Any = None


@dataclass(frozen=True)
class Protege:
    """The frames that can be shown, under the names of the results; the log of what is hidden; the cells for the register."""

    frames: dict[Hashable, pd.DataFrame]
    journal: pd.DataFrame | None = None
    cellules: tuple = ()


def _rows(places: Iterable[tuple[Hashable, str]], shown: Mapping[Hashable, pd.DataFrame]) -> list[pd.DataFrame]:
    """The rows of some indicators, as they are shown."""
    return [shown[name][shown[name]["indicateur"] == indicateur] for name, indicateur in places]


Regle = Callable[[Brut, int, Mapping[Hashable, pd.DataFrame]], pd.DataFrame]
REGLES: dict[str, Regle] = {
    "ecarts": lambda result, threshold, _: cohortes.masquer_ecarts(result.frame, threshold),
    "ecarts_detailles": lambda result, threshold, _: cohortes.masquer_ecarts_detailles(result.frame, threshold),
    # appui: where the entries of the same actions are counted (result, indicator)
    "devenir": lambda result, threshold, shown: tableaux.masquer_devenir(result.frame, threshold, _rows(result.appui, shown)),
    # appui: where the margins of the table are shown (result, indicator)
    "rsa": lambda result, threshold, shown: tableaux.masquer_rsa(result.frame, threshold, _rows(result.appui, shown)),
}


def protect(results: Mapping[Hashable, Brut], threshold: int, *, registre: Registre | None = None, rapport: str = "") -> Protege:
    """The results that can be shown where a count under ``threshold`` is small (0 or 1 hides nothing), column ``masque`` added.

    All of them are weighed together, with what ``registre`` says was already shown; ``rapport`` is the page being written anew.
    Raises ``PlieError`` for a kind of result that has no rule.
    """
    if threshold <= 1:
        return Protege({name: result.frame.assign(masque=False) for name, result in results.items()})
    counted = {name: result for name, result in results.items() if result.nature == INDICATEURS}
    others = {name: result for name, result in results.items() if result.nature != INDICATEURS}
    for result in others.values():
        if result.nature not in REGLES:
            raise PlieError(
                f"Ce résultat ({result.nature}) n'a pas encore de règle qui protège ses petits effectifs.\nIl ne se montre qu'au niveau « interne »."
            )
    shown: list[Calcul] = [result.appui[0] for result in counted.values()]
    margins = [calcul for result in counted.values() for calcul in result.appui[1:]]
    masque = mask([*shown, *margins], threshold, registre=registre, rapport=rapport)
    frames = {
        name: empty_rows(result.frame, rows | small_estimates(result.frame, result.appui[0], threshold))
        for (name, result), rows in zip(counted.items(), masque.lignes, strict=False)
    }
    for name, result in others.items():
        frames[name] = REGLES[result.nature](result, threshold, frames)
    printed = {tuple(key) for calcul in shown for key in calcul.comptes}
    return Protege(frames, masque.journal, tuple(cell for cell in masque.cellules if tuple(cell[0]) in printed))
