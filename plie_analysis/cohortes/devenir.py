"""What became of the participants of the actions, some months after they entered an action."""

import datetime as dt
from pathlib import Path

import pandas as pd

ETATS = ("sortie positive", "autre sortie", "en étape d'emploi", "en parcours")
TROP_TOT = "trop tôt"
HORIZONS = (6, 12)
SQL = Path(__file__).with_suffix(".sql")
ENSEMBLE = "ensemble"


def devenir(con, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date, horizons: tuple[int, ...] = HORIZONS) -> pd.DataFrame:
    """Participations entered in an action from ``du`` to ``au``, counted by what they had become some months later.

    One row per ``mois`` (horizon), ``action`` (and « ensemble ») and ``devenir`` (``ETATS``, then « trop tôt »), zeros
    included: ``nombre``, ``suivis`` (participations followed up to the horizon: all but « trop tôt ») and ``masque``
    (false here, see ``masquer_devenir``). A participation is observed up to ``connu_au``, or the day of the photo if it
    comes first; see ``devenir.sql`` for the rules. No participation gives an empty frame.
    """
    rows = []
    observe_au = min(connu_au, photo)
    for months in horizons:
        values = {"photo": photo, "du": du, "au": au, "mois": months, "observe_au": observe_au, "connu_au": connu_au}
        counts = {(action, state): count for action, state, count in con.execute(SQL.read_text(encoding="utf-8"), values).fetchall()}
        actions = sorted({action for action, _ in counts})
        for action in [*actions, ENSEMBLE] if actions else []:
            found = {
                state: sum(count for (name, kind), count in counts.items() if kind == state and action in (name, ENSEMBLE))
                for state in (*ETATS, TROP_TOT)
            }
            followed = sum(found[state] for state in ETATS)
            rows += [
                {"mois": months, "action": action, "devenir": state, "nombre": count, "suivis": followed, "masque": False}
                for state, count in found.items()
            ]
    return pd.DataFrame(rows, columns=["mois", "action", "devenir", "nombre", "suivis", "masque"])


def masquer_devenir(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The table with ``masque`` set on the rows to keep back, their ``nombre`` and ``suivis`` emptied (0 or 1 hides nothing).

    At each horizon, an action is shown whole or not at all: all its counts are 0 or at least ``seuil``, and so is what is
    left of « ensemble » once the actions shown are taken away. When « ensemble » itself has a small count, nothing is shown.
    """
    if seuil <= 1 or frame.empty:
        return frame
    kept = {(months, action) for months, group in frame.groupby("mois") for action in _shown(group, seuil)}
    result = frame.astype({"nombre": "float64", "suivis": "float64"})
    result["masque"] = [(row.mois, row.action) not in kept for row in frame.itertuples()]
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
