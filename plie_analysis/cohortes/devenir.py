"""What became of the participants of the actions, some months after they entered an action."""

import datetime as dt
from collections import Counter

import pandas as pd

from .avant_apres import TROP_TOT, situations

ETATS = ("sortie positive", "autre sortie", "en étape d'emploi", "en parcours")
# What each situation becomes here; whatever is not named is « en parcours ».
DEVENIRS = {"en emploi": "en étape d'emploi"} | {kind: kind for kind in (*ETATS[:2], TROP_TOT)}
HORIZONS = (6, 12)
ENSEMBLE = "ensemble"


def devenir(con, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date, horizons: tuple[int, ...] = HORIZONS) -> pd.DataFrame:
    """Participations entered in an action from ``du`` to ``au``, counted by what they had become some months later.

    One row per ``mois`` (horizon), ``action`` (and « ensemble ») and ``devenir`` (``ETATS``, then « trop tôt »), zeros
    included: ``nombre``, ``suivis`` (participations followed up to the horizon: all but « trop tôt ») and ``masque``
    (false here, see ``masquer_devenir``). A participation is observed up to ``connu_au``, or the day of the photo if it
    comes first; see ``avant_apres.sql`` for the rules. No participation gives an empty frame.
    """
    rows = []
    observe_au = min(connu_au, photo)
    for months in horizons:
        counts: Counter[tuple[str, str]] = Counter()
        asked = {"photo": photo, "du": du, "au": au, "mois": months, "jours": 0, "jour": None}
        for action, _, state, count in situations(con, **asked, observe_au=observe_au, connu_au=connu_au):
            counts[action, DEVENIRS.get(state, "en parcours")] += count
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
