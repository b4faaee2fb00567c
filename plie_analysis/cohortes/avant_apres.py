"""What those who entered an action were doing the day before, some months later, and on a given day."""

import datetime as dt
from pathlib import Path

import pandas as pd

TROP_TOT, SANS_ETAPE = "trop tôt", "sans étape"
ETATS = (
    "avant l'entrée au PLIE",
    "en emploi",
    "en chantier d'insertion",
    "en formation",
    "en étape de mobilisation",
    "en veille",
    SANS_ETAPE,
    "sortie positive",
    "autre sortie",
)
VEILLE = "veille de l'entrée"
HORIZONS = (3, 6, 12)
SQL = Path(__file__).with_suffix(".sql")
COLONNES = ["moment", "action", "session", "etat", "nombre"]


def avant_apres(
    con, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date, jour: dt.date, horizons: tuple[int, ...] = HORIZONS
) -> pd.DataFrame:
    """Participations entered in an action from ``du`` to ``au``, counted by what their person was doing at each moment.

    One row per ``moment`` (« veille de l'entrée », « 3 mois »…, then the ISO date of ``jour``), ``action``, ``session`` (empty when
    unknown) and ``etat`` (``ETATS``, or « trop tôt ») that somebody is in: ``nombre``. See ``avant_apres.sql`` for the rules.
    """
    shared = {"photo": photo, "du": du, "au": au, "observe_au": min(connu_au, photo), "connu_au": connu_au}
    moments = [(VEILLE, 0, -1, None), *((f"{months} mois", months, 0, None) for months in horizons), (jour.isoformat(), 0, 0, jour)]
    rows = [(name, *row) for name, months, days, day in moments for row in situations(con, **shared, mois=months, jours=days, jour=day)]
    return pd.DataFrame(rows, columns=COLONNES)


def situations(con, **valeurs) -> list[tuple[str, str, str, int]]:
    """``avant_apres.sql``, whose head tells the parameters: action, session, état, number of participations."""
    return con.execute(SQL.read_text(encoding="utf-8"), valeurs).fetchall()
