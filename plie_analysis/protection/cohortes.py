"""Gaps between publics that rest on few exits, hidden so that they cannot be worked out from the rest."""

import pandas as pd

from ..cohortes.ecarts import TEXTES

MASQUE = "Effectif trop petit pour cette diffusion."


def masquer_ecarts(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The gaps, those that rest on fewer than ``seuil`` exits (or entries without) on either side emptied."""
    if seuil <= 1 or frame.empty:
        return frame
    few = pd.Series(False, index=frame.index)
    for side in ("", "_contre"):
        for count in (frame[f"n{side}"], frame[f"sorties{side}"], frame[f"n{side}"] - frame[f"sorties{side}"]):
            few |= (count > 0) & (count < seuil)
    result = _emptied(frame, few)
    result.loc[few, "raison"] = MASQUE
    return result


def masquer_ecarts_detailles(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The gaps of publics that share out one whose total is known, all emptied when those kept back could be worked out from it: only one, or few exits."""
    masked = masquer_ecarts(frame, seuil)
    hidden = frame[masked["masque"]]
    left = (hidden["sorties"].sum(), (hidden["n"] - hidden["sorties"]).sum())
    if hidden.empty or (len(hidden) > 1 and all(count == 0 or count >= seuil for count in left)):
        return masked
    return _emptied(masked, pd.Series(True, index=frame.index))


def _emptied(frame: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    result = frame.copy()
    result.loc[hidden, [name for name in frame.columns if name not in (*TEXTES, "mois")]] = float("nan")
    result.loc[hidden, "masque"] = True
    return result
