"""Which rules can be judged on a photo: an absent export or an empty table is never a success."""

from dataclasses import dataclass

import duckdb

from ..database import only_row
from .suites import Regle, Suite
from .travail import Travail

PHOTO_PRECEDENTE = "photo précédente"


@dataclass(frozen=True)
class Exports:
    """What the photo holds: lines read per export; an export that is not there is not in ``lignes``."""

    lignes: dict[str, int]
    a_une_precedente: bool

    def manque(self, suite: Suite, regle: Regle) -> str:
        """Why a rule cannot be judged, in French; empty when it can."""
        for export in dict.fromkeys((suite.export, *regle.exports)):
            if export == PHOTO_PRECEDENTE:
                if not self.a_une_precedente:
                    return "aucune photo précédente"
            elif export not in self.lignes:
                return f"export « {export} » absent"
            elif self.lignes[export] == 0:
                return f"export « {export} » vide"
        return ""


def exports(travail: Travail) -> Exports:
    """What the photo of a working database holds."""
    con = travail.con
    there = {row[0] for row in con.execute("SELECT DISTINCT requete FROM raw.fichier").fetchall()}
    lignes = {requete: _count(con, f"raw.{requete}") for requete in sorted(there)}
    return Exports(lignes, travail.precedente is not None)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return only_row(con.execute(f"SELECT count(*) FROM {table}"))[0]
