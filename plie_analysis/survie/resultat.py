"""The frames that come out: one shape for every curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from plie_analysis.errors import PlieError
from plie_analysis.survie.evenements import Evenements

COLONNES = ("groupe", "cause", "t", "n_risque", "n_evenements", "estimation", "erreur_type", "ic_bas", "ic_haut")
SANS_LIGNE = "Aucune ligne : rien à estimer."


def tableau(evenements: Evenements, rangs: Sequence[int] | np.ndarray, colonnes: dict[str, Any]) -> pd.DataFrame:
    """Frame of ``colonnes`` (in order), led by ``groupe``; ``rangs`` gives each row's stratum.

    With several axes, one more column per axis follows, holding the group's own values.
    """
    rank = np.asarray(rangs, dtype=np.int64)
    frame = pd.DataFrame({"groupe": _values(evenements.libelles, rank), **colonnes})
    if len(evenements.axes) > 1:
        for i, axis in enumerate(evenements.axes):
            if axis in frame.columns:
                raise PlieError(f"L’axe « {axis} » porte le nom d’une colonne du résultat : renommez-le.")
            frame[axis] = _values([groupe[i] for groupe in evenements.groupes], rank)
    if not evenements.nb_lignes:
        frame.attrs["raison"] = SANS_LIGNE
    return frame


def _values(values: list[Any], rank: np.ndarray) -> pd.Series:
    """``values`` repeated by rank, each kept as it was (an integer beside a missing group does not become a float)."""
    series = pd.Series(values, dtype=object)
    if None not in values:
        series = series.infer_objects()
    return series.iloc[rank].reset_index(drop=True)


def effectif(evenements: Evenements, valeurs: Any) -> np.ndarray:
    """Counts as integers unless a weight is fractional."""
    array = np.asarray(valeurs, dtype=float)
    return np.rint(array).astype(np.int64) if evenements.poids_entiers else array


def bout_a_bout(blocs: Sequence[np.ndarray]) -> np.ndarray:
    """Blocks joined, an empty float array when there are none."""
    return np.concatenate(blocs) if len(blocs) else np.empty(0)
