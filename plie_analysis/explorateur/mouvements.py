"""What a photo changes since the one before: parcours that began, that ended, that are no longer there, facts that were corrected."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

SQL = Path(__file__).with_name("mouvements.sql")


@dataclass(frozen=True)
class Mouvements:
    """``lignes``: one row per movement, with ``nature`` (entree, sortie, disparition, correction), ``id_dossier``, ``champ`` (what was corrected)."""

    avant: dt.date
    apres: dt.date
    lignes: pd.DataFrame

    def de(self, nature: str) -> pd.DataFrame:
        """The movements of one nature."""
        return self.lignes[self.lignes["nature"] == nature]


def mouvements(con: duckdb.DuckDBPyConnection, photo: dt.date) -> Mouvements | None:
    """The movements of a photo since the one before it in the base; nothing for the first one."""
    (before,) = con.execute("SELECT max(photo) FROM curated.parcours WHERE photo < ?", [photo]).fetchall()[0]
    if before is None:
        return None
    return Mouvements(before, photo, con.execute(SQL.read_text(encoding="utf-8"), {"avant": before, "apres": photo}).df())
