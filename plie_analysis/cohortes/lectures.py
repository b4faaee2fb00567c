"""The same exits read four ways: the motive (PLIE), Alliance Villes Emploi, the classes of the IAE, the étapes themselves; and why they disagree."""

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..database import usable_exports

ICI = Path(__file__).parent
SQL = ICI / "lectures.sql"
# The best étape under way tells the class of an exit: the nearest to a lasting job first.
CLASSES = ("durable", "transition", "positive", "autre")
INCONNU = "motif inconnu"
ECARTEE, MUETTE = "écartée", "non dite"
TENU, NON_TENU = "tenu", "non tenu"
COLONNES = ["plie", "ave", "iae", "etapes", "raison", "est_accord", "sorties", "masque"]


class Raison(NamedTuple):
    """Why the readings of an exit agree or not."""

    est_accord: bool
    texte: str


def lectures(
    con, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date, regle: dict, libelles: dict[str, str], est_muette: bool
) -> pd.DataFrame:
    """Exits from ``du`` to ``au``, both included, as known at ``connu_au``: one row per combination of readings and reason.

    Columns: ``plie`` (« positive », « autre », « motif inconnu »), ``ave`` (the same, « écartée », « non dite » when ``est_muette``: the
    nomenclature does not say), ``iae`` (``CLASSES``), ``etapes`` (« tenu », « non tenu »), ``raison``, ``est_accord``, ``sorties``,
    ``masque`` (false here). ``regle``: section ``[iae]`` of the settings; ``libelles``: motive → its name, by which a
    motive set aside is told; empty, none is. No exit, or no export of the étapes, gives no row. Source: protocol, and definitions in ``classes_iae.csv``.
    """
    if "etapes" not in usable_exports(con, photo):
        return pd.DataFrame(columns=COLONNES)
    parametres = {"photo": photo, "du": du, "au": au, "connu_au": connu_au}
    exits: dict[str, tuple[str, str | None, bool, bool, tuple[str, bool]]] = {}
    for parcours, motif, nature, est_hors, est_tenue, cas, debut, fin in con.execute(
        SQL.read_text(encoding="utf-8"), parametres
    ).fetchall():
        classe = classe_iae(cas, debut, fin, regle)
        best = min(exits[parcours][4], classe, key=_rang) if parcours in exits else classe
        exits[parcours] = (motif, nature, est_hors, est_tenue, best)
    rows = [_lire(*one, est_muette=est_muette, libelles=libelles) for one in exits.values()]
    frame = pd.DataFrame(rows, columns=COLONNES[:6])
    counted = frame.groupby(COLONNES[:6], as_index=False).size().rename(columns={"size": "sorties"})
    return counted.sort_values(["est_accord", *COLONNES[:5]], ignore_index=True).assign(masque=False)


def classe_iae(cas: str | None, debut: dt.date | None, fin: dt.date | None, regle: dict) -> tuple[str, bool]:
    """The class of an étape, and whether it lasts ``contrat_mois`` months exactly (``six_mois_juste`` then tells which side it is on).

    A contract without an end is told by its kind; both its days count: from 1 January to 30 June is six months, exactly.
    """
    row = _classes().get(cas or "")
    if row is None or debut is None:
        return "autre", False
    if fin is None:
        return row["sans_fin"], False
    full = (pd.Timestamp(debut) + pd.DateOffset(months=regle["contrat_mois"])).date()
    after = fin + dt.timedelta(days=1)
    if after == full:
        return row["long" if regle["six_mois_juste"] == "durable" else "court"], row["long"] != row["court"]
    return row["long" if after > full else "court"], False


def _rang(classe: tuple[str, bool]) -> tuple[int, bool]:
    return CLASSES.index(classe[0]), classe[1]


def _lire(
    motif: str, nature: str | None, est_hors: bool, est_tenue: bool, classe: tuple[str, bool], *, est_muette: bool, libelles: dict[str, str]
) -> tuple:
    """The four readings of an exit, its reason, and whether they agree."""
    iae, est_juste = classe
    etapes = TENU if est_tenue else NON_TENU
    plie = nature or INCONNU
    if est_hors and not est_muette:
        name = f" : {libelles.get(motif, motif).lower()}" if libelles else ""
        return plie, ECARTEE, iae, etapes, f"écartée par Alliance Villes Emploi{name}", False
    ave = MUETTE if est_muette else plie
    if nature is None:
        return plie, ave, iae, etapes, "motif inconnu : seules les étapes disent quelque chose", False
    found = _raisons()[plie, etapes, iae]
    more = ", d’une durée de six mois juste" if est_juste else ""
    return plie, ave, iae, etapes, f"{found.texte}{more}", found.est_accord


@cache
def _classes() -> dict[str, dict[str, str]]:
    with (ICI / "classes_iae.csv").open(encoding="utf-8", newline="") as lines:
        return {row["cas"]: row for row in csv.DictReader(lines)}


@cache
def _raisons() -> dict[tuple[str, str, str], Raison]:
    with (ICI / "raisons.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["plie"], row["etapes"], row["iae"]): Raison(row["est_accord"] == "oui", row["raison"]) for row in csv.DictReader(lines)
        }
