"""Rules of the tables whose totals are known: what became of participants, exits by RSA."""

from collections.abc import Iterable

import pandas as pd

from ..cohortes.devenir import ENSEMBLE


def est_petit(comptes: pd.Series, seuil: int) -> pd.Series:
    """Whether each count is small: zero is not."""
    return (comptes > 0) & (comptes < seuil)


def masquer_devenir(frame: pd.DataFrame, seuil: int, entrees: Iterable[pd.DataFrame] = ()) -> pd.DataFrame:
    """The table with ``masque`` set on the rows to keep back, their ``nombre`` and ``suivis`` emptied (0 or 1 hides nothing).

    At each horizon, an action is shown whole or not at all: all its counts are 0 or at least ``seuil``, and so is what is
    left of « ensemble » once the actions shown are taken away. When « ensemble » itself has a small count, nothing is shown.
    An action whose entries are kept back in ``entrees`` (indicators by ``action``) is kept back here: its states would give its count.
    """
    if seuil <= 1 or frame.empty:
        return frame
    kept = {(months, action) for months, group in frame.groupby("mois") for action in _shown(group, seuil)}
    result = frame.astype({"nombre": "float64", "suivis": "float64"})
    hidden = {action for rows in entrees for action in rows.loc[rows["masque"], "action"]}
    result["masque"] = [(row.mois, row.action) not in kept or row.action in hidden for row in frame.itertuples()]
    result.loc[result["masque"], ["nombre", "suivis"]] = float("nan")
    return result


def _shown(group: pd.DataFrame, seuil: int) -> list[str]:
    """The actions of one horizon that can be shown, « ensemble » last; the smallest give way first."""
    counts = group.pivot(index="action", columns="devenir", values="nombre")
    whole = counts.loc[ENSEMBLE]
    counts = counts.drop(ENSEMBLE)

    def is_safe(row: pd.Series) -> bool:
        return bool(((row == 0) | (row >= seuil)).all())

    if not is_safe(whole):
        return []
    sizes = counts.sum(axis=1)
    safe = sorted((action for action in counts.index if is_safe(counts.loc[action])), key=lambda action: (-sizes[action], action))
    while safe and not is_safe(whole - counts.loc[safe].sum()):
        safe.pop()
    return [*safe, ENSEMBLE]


def masquer_rsa(frame: pd.DataFrame, seuil: int, marges: Iterable[pd.DataFrame] = ()) -> pd.DataFrame:
    """The table, kept back whole (``masque`` set, figures emptied) as soon as one of its counts, or of the rests, is small.

    ``marges``: the results that show its margins; one kept back there would be read here as a sum.
    """
    if seuil <= 1 or frame.empty:
        return frame
    rests = frame["sorties"] - frame["positives"]
    small = any(est_petit(counts, seuil).any() for counts in (frame["sorties"], frame["positives"], rests))
    if not small and not any(margin["masque"].any() for margin in marges):
        return frame
    result = frame.astype({"sorties": "float64", "positives": "float64"})
    result[["sorties", "positives", "taux"]] = float("nan")
    result["masque"] = True
    return result
