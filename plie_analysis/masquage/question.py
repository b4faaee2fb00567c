"""One question asked of the indicators, answered with its small counts protected."""

from collections.abc import Collection, Iterable

import pandas as pd

from ..indicateurs import Plan, assembler, compter
from .cases import Calcul, read_calcul
from .protection import empty_rows, protect


def answer(plan: Plan, threshold: int, margins: Iterable[Plan] = ()) -> pd.DataFrame:
    """The rows of a plan (see ``indicateurs.calculer``) with the column ``masque``, hidden cells emptied.

    Protects the answer against itself and against its ``margins`` (the same question over fewer axes, which anybody can
    ask too): sums, groupings, shares, rests. A threshold of 0 hides nothing.
    """
    found = compter(plan)
    frame = assembler(plan, found)
    if threshold <= 1:
        return empty_rows(frame, ())
    calcul = read_calcul(plan, found)
    around = [read_calcul(margin, compter(margin)) for margin in margins]
    return empty_rows(frame, protect([calcul, *around], threshold).lignes[0] | small_estimates(frame, calcul, threshold))


def small_estimates(frame: pd.DataFrame, calcul: Calcul, threshold: int) -> Collection[int]:
    """Positions of the survival estimates (they follow the counts) that rest on few parcours or on few exits."""
    rows = frame.iloc[len(calcul.lignes) :]
    few = pd.Series(False, index=rows.index)
    for column in ("numerateur", "denominateur"):
        values = rows[column].astype("Float64")
        few |= ((values > 0) & (values < threshold)).fillna(False).astype(bool)
    rest = (rows["denominateur"] - rows["numerateur"]).astype("Float64")
    few |= ((rest > 0) & (rest < threshold)).fillna(False).astype(bool)
    return {len(calcul.lignes) + rank for rank, hidden in enumerate(few.tolist()) if hidden}
