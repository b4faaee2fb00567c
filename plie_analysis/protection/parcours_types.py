"""Typical parcours that a report may show: each is what at least ``k`` persons have in common, said so roughly that it is nobody's.

What is shown of a parcours type is its signature, and nothing else: how it stands at the end of the period, an age bracket at
entry, one coarse state for each half-year since entry. A signature is a candidate when ``k`` persons or more share it, ``k``
being the greatest threshold of the house (never under 5), at every level: nothing is read in one page that another hides.
Of each ending, the candidate shown is the one that goes through the most states, for it tells the most; then the one whose length is
nearest to the median length of that ending; then the most shared.
No count, no date, no operation, no number of dossier comes out.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median_low
from typing import NamedTuple

import duckdb

from ..indicateurs.definitions import Axe, axes

MINIMUM = 5
SEMESTRE = 6
LONG = 6
# The scarcest first: a half-year with a training and a job is one of training.
FORMATION, MOBILISATION, EMPLOI, RIEN = ETATS = ("formation", "mobilisation", "emploi", "sans étape")
FINS = ("sortie positive", "autre sortie", "encore en parcours")
PARCOURS = """
SELECT p.id_dossier, p.id_parcours, p.date_entree, personne.date_naissance,
    CASE WHEN p.date_sortie <= $au AND coalesce(p.sortie_connue_le, p.date_sortie) <= $connu_au THEN p.date_sortie END AS sortie,
    p.nature_sortie
FROM curated.parcours AS p
LEFT JOIN curated.participant AS personne ON personne.photo = p.photo AND personne.id_dossier = p.id_dossier
WHERE p.photo = $photo AND NOT p.a_dates_impossibles AND p.date_entree <= $au AND coalesce(p.connue_le, p.date_entree) <= $connu_au
    AND coalesce(p.date_sortie, DATE '9999-12-31') >= $du
"""
ETAPES = """
SELECT id_parcours, classe_etape, date_debut, date_fin FROM curated.etape
WHERE photo = $photo AND date_debut <= $au AND coalesce(connue_le, date_debut) <= $connu_au
"""


class ParcoursType(NamedTuple):
    """What is shown of a type: its ending, an age bracket, one state a half-year (at most ``LONG``, the last one standing for what follows)."""

    fin: str
    age: str
    semestres: tuple[str, ...]


def seuil_des_types(config: Mapping) -> int:
    """How many persons must share a signature, whatever the level: the greatest threshold of the house."""
    return max(MINIMUM, *(int(seuil) for seuil in config["diffusion"].values()))


def parcours_types(
    con: duckdb.DuckDBPyConnection, photo: dt.date, *, du: dt.date, au: dt.date, connu_au: dt.date, seuil: int, ages: Axe | None = None
) -> list[ParcoursType]:
    """The types that may be shown of the parcours of a period, at most one an ending, in the order of ``FINS``."""
    asked = {"photo": photo, "au": au, "connu_au": connu_au}
    steps = defaultdict(list)
    for number, kind, begun, over in con.execute(ETAPES, asked).fetchall():
        steps[number].append((kind, begun, over))
    seen = [
        (person, signature(birth, entry, leaving, nature, au, steps[number], ages))
        for person, number, entry, birth, leaving, nature in con.execute(PARCOURS, asked | {"du": du}).fetchall()
    ]
    return choisir(((person, one) for person, one in seen if one), seuil)


def choisir(vus: Iterable[tuple[str, ParcoursType]], seuil: int) -> list[ParcoursType]:
    """The types shown, from (person, signature) pairs: a person counts once for a signature."""
    shared = Counter(one for _, one in set(vus))
    found = []
    for end in FINS:
        of_end = {one: persons for one, persons in shared.items() if one.fin == end}
        candidates = [one for one, persons in of_end.items() if persons >= seuil]
        if not candidates:
            continue
        middle = median_low([len(one.semestres) for one, persons in of_end.items() for _ in range(persons)])
        found.append(min(candidates, key=lambda one: (-len(set(one.semestres)), abs(len(one.semestres) - middle), -of_end[one], one)))
    return found


def signature(
    naissance: dt.date | None,
    entree: dt.date | None,
    sortie: dt.date | None,
    nature: str | None,
    au: dt.date,
    etapes: Iterable[tuple[str | None, dt.date, dt.date | None]],
    ages: Axe | None = None,
) -> ParcoursType | None:
    """What a parcours would show; ``None`` when its age or its ending is not known."""
    if naissance is None or entree is None or (sortie and nature not in ("positive", "autre")):
        return None
    age = entree.year - naissance.year - ((entree.month, entree.day) < (naissance.month, naissance.day))
    ages = ages or axes()["tranche_age"]
    bracket = ages.libelle(ages.modalites[sum(age >= borne for borne in ages.bornes)])
    last = min(sortie or au, au)
    spans = [(_shift(entree, rank * SEMESTRE), _shift(entree, (rank + 1) * SEMESTRE)) for rank in range(LONG)]
    spans = [(start, stop) for start, stop in spans if start <= last]
    states = [_state(etapes, start, stop if rank + 1 < LONG else dt.date.max, last) for rank, (start, stop) in enumerate(spans)]
    end = FINS[2] if sortie is None else FINS[0] if nature == "positive" else FINS[1]
    return ParcoursType(end, bracket, tuple(states))


def _state(etapes: Iterable[tuple], start: dt.date, stop: dt.date, last: dt.date) -> str:
    """The first of ``ETATS`` that an étape under way between two days gives."""
    there = {_coarse(kind) for kind, begun, over in etapes if begun < stop and begun <= last and (over or last) >= start}
    return next((state for state in ETATS if state in there), RIEN)


def _coarse(kind: str | None) -> str:
    return FORMATION if kind and kind.startswith(FORMATION) else kind or RIEN


def _shift(day: dt.date, months: int) -> dt.date:
    """The same day some months later, the 28th at most."""
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, min(day.day, 28))
