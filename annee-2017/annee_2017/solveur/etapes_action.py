"""What happens within the actions: the published counts of facts, given to those who took part in each action.

Reads the plan as it is written (participations, étapes, exits) and writes ``plan/etapes_action.csv``; it moves nothing else, so
that it can be run alone: ``python -m annee_2017.solveur.etapes_action``.
"""

import csv
import datetime as dt
import random
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.optimize import linear_sum_assignment

from .. import DONNEES
from . import contraintes
from .calendrier import nearest_working_day
from .ecriture import write

SEED = 2017
LAST = dt.date(2017, 12, 31)
COLUMNS = ("parcours", "action", "session", "nature", "objet", "resultat", "date_etape_action")
# Natures whose objects share out the participants between them: each has one at most.
EXCLUSIVES = ("suivi", "projet", "intégration")
# A DAQ follows a remobilisation when it is asked for within this many days of its end.
SUITE_JOURS = 60
# What in the plan makes a fact likely: words of an étape that begins after the action, or of the motive of the exit.
ETAPES = {
    "missions": ("intérim",),
    "emploi": ("Contrat long", "CDD Court"),
    "CDI": ("Contrat long",),
    "CDD": ("CDD Court",),
    "chantier d'insertion": ("hantier", "CDDI"),
    "DAQ": ("DIDAQTE",),
    "formation": ("Formation",),
    "remobilisation": ("Remobilisation",),
}
SORTIES = {
    "santé": ("MATERNITE", "SANTE"),
    "déménagement": ("DEMENAGEMENT",),
    "sans nouvelles": ("NON-RESPECT",),
    "CDD": ("NON-RESPECT",),
}


@dataclass(frozen=True)
class Participation:
    """One line of the plan, with what its person did after it."""

    ligne: dict
    etapes: tuple[str, ...]
    motif: str
    daq: str

    def day(self, column: str) -> dt.date:
        """One of its dates."""
        return dt.date.fromisoformat(self.ligne[column])


def build(rng: random.Random) -> list[tuple]:
    """Rows of ``etapes_action.csv``: every published count is met, and nobody has the same fact twice."""
    known = participations()
    found = []
    for _, group in groupby(contraintes.rows("etapes_action"), key=_together):
        wanted = list(group)
        pool = [p for p in known if _may(p, wanted[0])]
        for row, chosen in _share(wanted, pool, rng):
            found += [_fact(row, p) for p in chosen]
    return sorted(found, key=lambda fact: (fact[-1], *map(str, fact)))


def participations() -> list[Participation]:
    """The lines of ``actions.csv``, with the étapes begun after the entry, the motive of the exit and the DAQ that followed."""
    lines, etapes, parcours = _plan("actions"), _plan("etapes"), {row["parcours"]: row for row in _plan("parcours")}
    daq = {line["parcours"]: line for line in lines if line["action"] == "DAQ"}
    found = []
    for line in lines:
        start = line["date_entree"] or line["date_orientation"]
        after = tuple(e["operation"] for e in etapes if e["parcours"] == line["parcours"] and e["mois_debut"] >= start)
        found.append(Participation(line, after, parcours[line["parcours"]]["motif_sortie"], _daq_after(line, daq.get(line["parcours"]))))
    return found


def _daq_after(line: dict, daq: dict | None) -> str:
    """« intégré » or « orienté », when a DAQ was asked for soon after the end of this participation."""
    if daq is None or not line["date_fin"]:
        return ""
    wait = (dt.date.fromisoformat(daq["date_orientation"]) - dt.date.fromisoformat(line["date_fin"])).days
    return ("intégré" if daq["date_entree"] else "orienté") if -15 <= wait <= SUITE_JOURS else ""


def _together(row: dict) -> tuple:
    return (row["action"], row["session"], row["nature"], "" if row["nature"] in EXCLUSIVES else row["objet"])


def _may(p: Participation, row: dict) -> bool:
    """Whether this participation can bear the fact."""
    line = p.ligne
    if line["action"] != row["action"] or row["session"] not in ("", line["session"]):
        return False
    if row["jour"] == "orientation":
        return True
    finished = row["nature"] in ("projet", "intégration") or (row["action"], row["nature"]) == ("Start Again", "suivi")
    return bool(line["date_entree"]) and (not finished or line["issue"] == "achevée")


def _share(wanted: list[dict], pool: list[Participation], rng: random.Random) -> list[tuple[dict, list[Participation]]]:
    """Who bears each fact: the likeliest, all together, by an assignment of least cost."""
    places = [rank for rank, row in enumerate(wanted) for _ in range(int(row["nombre"]))]
    cost = np.array([[-_likely(wanted[rank], p) + rng.random() / 10 for p in pool] for rank in places])
    if len(places) > len(pool):
        raise ValueError(f"{len(places)} facts for {len(pool)} people: {wanted[0]}")
    chosen: list[list[Participation]] = [[] for _ in wanted]
    for place, person in zip(*linear_sum_assignment(cost), strict=True):
        chosen[places[place]].append(pool[person])
    return list(zip(wanted, chosen, strict=True))


def _likely(row: dict, p: Participation) -> int:
    """How well a fact goes with what the plan says of a person."""
    if row["nature"] == "recommandation":
        return 3 * (p.daq == row["resultat"])
    if row["nature"] == "information collective":
        return 3 * bool(p.ligne["date_entree"])
    if row["nature"] == "positionnement":
        stopped = p.ligne["issue"] != "achevée"
        return {"non réalisé": 3, "partiel": 2}.get(row["resultat"], -2 if row["objet"] != "FLE" else 0) * stopped
    if row["nature"] == "suivi":
        by_etape = any(word in operation for word in ETAPES.get(row["objet"], ()) for operation in p.etapes)
        by_exit = any(p.motif.startswith(word) for word in SORTIES.get(row["objet"], ()))
        issue = row["objet"] == "création d'activité" and p.ligne["issue"] == "autre"
        return 2 * by_etape + 2 * by_exit + 3 * issue + (p.motif == "EMPLOI" and row["objet"] in ("emploi", "CDI"))
    return 0


def _fact(row: dict, p: Participation) -> tuple:
    line = p.ligne
    return (line["parcours"], line["action"], line["session"], row["nature"], row["objet"], row["resultat"], _day(row["jour"], p))


def _day(where: str, p: Participation) -> str:
    """The day of a fact: given, or one of the participation; nothing of the year is dated after its end."""
    if where[0].isdigit():
        return where
    oriented = p.day("date_orientation")
    if where == "orientation":
        entered = p.day("date_entree") if p.ligne["date_entree"] else LAST
        return min(entered, max(oriented, nearest_working_day(oriented + dt.timedelta(days=7)))).isoformat()
    start = p.day("date_entree")
    end = min(p.day("date_fin") if p.ligne["date_fin"] else LAST, LAST)
    later = {"entrée": start, "groupe": start + dt.timedelta(days=14), "fin": end}[where]
    return max(start, min(nearest_working_day(later), end)).isoformat()


def _plan(name: str) -> list[dict]:
    with (DONNEES / "plan" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Write the facts of the plan."""
    facts = build(random.Random(SEED))
    write(DONNEES / "plan", "etapes_action", COLUMNS, facts)
    print(f"{len(facts)} faits d'actions")


if __name__ == "__main__":
    main()
