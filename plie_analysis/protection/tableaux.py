"""Rules of the tables and pictures whose totals are known: rows, parts, crossings, what became of participants, exits by RSA."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ..cohortes.devenir import ENSEMBLE
from .suppression import suppress
from .systeme import System


def cacher(comptes: Sequence[float], seuil: int) -> list[bool]:
    """For counts whose total is known: those to hide (those under ``seuil``, then what would give them back)."""
    found = cacher_croises({(rank, ""): count for rank, count in enumerate(comptes)}, seuil, colonnes=True, lignes=False)
    return [(rank, "") in found for rank in range(len(comptes))]


def cacher_croises(comptes: Mapping[tuple, float], seuil: int, *, colonnes: bool = True, lignes: bool = True) -> set[tuple]:
    """For a cross table (keys: row, column) whose margins are known: the cells to hide."""
    if seuil <= 1:
        return set()
    system = System({key: float(count) for key, count in comptes.items()})
    published = []
    for side, wanted in ((0, lignes), (1, colonnes)):
        groups: dict = defaultdict(dict)
        for key in comptes:
            groups[key[side]][key] = 1.0
        for name, relation in groups.items() if wanted else ():
            total = ("total", side, name)
            system.counts[total] = sum(system.counts[key] for key in relation)
            system.add_relation({**relation, total: -1.0})
            if not 0 < system.counts[total] < seuil:
                published.append(total)
    hidden = suppress(system, seuil, published=published).reasons
    return {key for key in comptes if key in hidden}


def alleger(courbe: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The points of a curve that can be shown: each step rests on ``seuil`` exits, and as many are still followed.

    A threshold of 0 or 1 keeps every point.
    """
    if seuil <= 1 or courbe.empty:
        return courbe
    kept, since = [], 0
    for rank, (count, at_risk) in enumerate(zip(courbe["n_evenements"], courbe["n_risque"], strict=True)):
        since += count
        if since >= seuil and at_risk >= seuil:
            kept.append(rank)
            since = 0
    return courbe.iloc[kept]


def est_petit(comptes: pd.Series, seuil: int) -> pd.Series:
    """Whether each count is small: zero is not."""
    return (comptes > 0) & (comptes < seuil)


def masquer_effectifs(frame: pd.DataFrame, seuil: int, colonne: str) -> pd.DataFrame:
    """Rows each of which rests on a count: the small ones are hidden (``masque``); their total is not shown."""
    return frame.assign(masque=est_petit(frame[colonne], seuil))


def masquer_parts(frame: pd.DataFrame, seuil: int, partie: str, tout: str) -> pd.DataFrame:
    """Rows each of which is a part of a whole: hidden when the part or what is left of the whole is small."""
    return frame.assign(masque=est_petit(frame[partie], seuil) | est_petit(frame[tout] - frame[partie], seuil))


def masquer_repartition(frame: pd.DataFrame, seuil: int, groupe: Sequence[str], colonne: str) -> pd.DataFrame:
    """Rows that add up, inside each group, to a total that is known: the small ones are hidden, then what would give them back."""
    masked = pd.Series(False, index=frame.index)
    for _, rows in frame.groupby(list(groupe), sort=False):
        masked.loc[rows.index] = cacher(rows[colonne].tolist(), seuil)
    return frame.assign(masque=masked)


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
