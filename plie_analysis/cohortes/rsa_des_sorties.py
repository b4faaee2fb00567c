"""Exits by the RSA on the day of entry and on the day of exit."""

import datetime as dt
from pathlib import Path

import pandas as pd

from ..database import usable_exports

SQL = Path(__file__).with_suffix(".sql")
LIBELLES = {
    ("oui", "oui"): "RSA à l’entrée et à la sortie",
    ("oui", "non"): "RSA à l’entrée, plus à la sortie",
    ("non", "oui"): "Sans RSA à l’entrée, RSA à la sortie",
    ("non", "non"): "Sans RSA, ni à l’entrée ni à la sortie",
    ("non renseigné", "non renseigné"): "Non renseigné",
}


def rsa_des_sorties(con, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date) -> pd.DataFrame:
    """Exits from ``du`` to ``au`` as known at ``connu_au``: one row per pair of situations (``LIBELLES``), then « Ensemble ».

    Columns: ``libelle``, ``sorties``, ``positives``, ``taux`` (0–100, missing without exit), ``masque`` (false here). No exit,
    or no export of the situations, gives no row. See ``rsa_des_sorties.sql`` for the rules.
    """
    columns = ["libelle", "sorties", "positives", "taux", "masque"]
    found = (
        con.execute(SQL.read_text(encoding="utf-8"), {"photo": photo, "du": du, "au": au, "connu_au": connu_au}).fetchall()
        if "situations" in usable_exports(con, photo)
        else []
    )
    if not found:
        return pd.DataFrame(columns=columns)
    counts = {(entry, leave): (exits, positive) for entry, leave, exits, positive in found}
    rows = [(label, *counts.get(pair, (0, 0))) for pair, label in LIBELLES.items() if pair in counts or "non renseigné" not in pair]
    rows.append(("Ensemble", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return pd.DataFrame([(*row, 100 * row[2] / row[1] if row[1] else None, False) for row in rows], columns=columns).astype(
        {"taux": "float64"}
    )
