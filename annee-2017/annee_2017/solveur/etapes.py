"""Which parcours holds which étape: proofs of the positive exits first, then events, then the rest."""

import random
from collections import Counter

from . import contraintes
from .etapes_comptes import CDD, INTERIM, LONG_CONTRACT, MAX_MONTHS, PROOFS_AIDE, PROOFS_EMPLOI, Interval
from .occupation import OLDEST, Occupation
from .parcours import Parcours

CLAUSES = "Clauses d'insertion (CTTI / Contrat Pro/ CDD/CDI)"
ETHICOFIL = "Chantier ETHIC O FIL"
EVENTS = ("Start Again", "Action seniors - TALENT CAMPUS", "Remobilisation", "DIDAQTE", "POEC EAPI / POEI AFPR", "RH Partner")
SIDE_BY_SIDE = (
    "Plateforme Mobilité/Permis B APIC PE/Bourse aux permis",
    "PMSMP",
    "FLE Cesam / Formation Linguistique / Ateliers Ling",
    "Aide à la création et reprise d'activité",
    "Plateforme VIA",
    "VAE",
    "DIDAQTE",
)
HISTORY_RATE = 0.145
NOT_BEFORE_2017 = (*EVENTS[:3], "POEC EAPI / POEI AFPR", "RH Partner", "Coaching individuel", "PSOP", CLAUSES)
HISTORY_MONTHS = {LONG_CONTRACT: (3, 8), CDD: (1, 5), INTERIM: (1, 4), "CDDI": (3, 8), "CAE / CIE": (3, 8)}


def prove(occupation: Occupation, proofs: list, rng: random.Random) -> None:
    """Place the étapes that prove the positive exits, those of 2017 as counted, the older ones freely."""
    everyone = occupation.everyone
    shapes: dict[tuple[str, int], list] = {}
    for motif, t, shape in proofs:
        shapes.setdefault((motif, t), []).append(shape)
    recent = [i for i, p in enumerate(everyone) if p.sort == "positive" and p.sortie and p.sortie.year == 2017]
    for (motif, t), mine in shapes.items():
        members = [i for i in recent if everyone[i].motif == motif and everyone[i].mois_sortie == t]
        members.sort(key=lambda i: everyone[i].entree)
        for i, shape in zip(members, sorted(mine, key=lambda s: -s[1][0][0]), strict=True):
            _place_proof(occupation, i, t, shape)
    trainings = [o for o in contraintes.etapes()[1] if o.startswith("Formation qualifiante")]
    for i, parcours in enumerate(everyone):
        end = parcours.mois_sortie
        if parcours.sort != "positive" or not parcours.sortie or parcours.sortie.year == 2017 or end is None:
            continue
        options: list[tuple[str, tuple[tuple[int, int], ...]]]
        room = end - int(occupation.starts[i])
        if parcours.motif == "FORMATION QUALIFIANTE":
            options = [(rng.choice(trainings), ((back, 0),)) for back in (0, 1, 2, 4) if back <= room]
        else:
            known = PROOFS_AIDE if parcours.motif == "EMPLOI AIDE" else PROOFS_EMPLOI
            options = [s for s in known if s[1][0][0] <= room]
        _place_proof(occupation, i, end, rng.choice(options))


def _place_proof(occupation: Occupation, i: int, t: int, shape: tuple) -> None:
    operation, parts = shape
    for back, until in parts:
        debut, fin = t - back, t - until
        if not occupation.fits(i, operation, debut, fin) and debut != occupation.starts[i] - 1:
            raise ValueError(f"proof {shape} does not fit parcours {occupation.everyone[i].n}")
        occupation.place(i, operation, max(debut, int(occupation.starts[i])), fin, preuve=True)


def fill(occupation: Occupation, intervals: list[Interval], rng: random.Random) -> None:
    """Place the étapes of 2017 that prove nothing, the hardest first."""
    rng.shuffle(intervals)
    for interval in sorted(intervals, key=lambda v: (v.operation not in EVENTS, v.debut - v.fin)):
        allowed = _audience(interval, occupation)
        beside = interval.operation in SIDE_BY_SIDE and rng.random() < 0.5
        i = occupation.choose(interval.operation, interval.debut, interval.fin, allowed, beside=beside)
        occupation.place(i, interval.operation, interval.debut, interval.fin, longest=MAX_MONTHS.get(interval.operation, 14))


def _audience(interval: Interval, occupation: Occupation):
    """Who an event is for."""
    operation = interval.operation
    if operation == "Start Again":
        return lambda p: p.profil["sexe"] == "femme" and not _holds(occupation, p, operation)
    if operation == "Action seniors - TALENT CAMPUS":
        return lambda p: p.profil["age"] in ("45-54", "55-64") and not _holds(occupation, p, operation)
    if operation == "Remobilisation":
        held = Counter(occupation.everyone[i].profil["sexe"] for i, o in occupation.by_operation if o == operation)
        scarce = "femme" if held["femme"] * 56 < held["homme"] * 53 else "homme"
        return lambda p: p.profil["sexe"] == scarce and not _holds(occupation, p, operation)
    if operation == "DIDAQTE":
        return lambda p: not _holds(occupation, p, operation) and not _holds(occupation, p, "Remobilisation")
    if operation in EVENTS:
        return lambda p: not _holds(occupation, p, operation)
    if operation.startswith("FLE"):
        return lambda p: p.profil["niveau"] == "9"
    return None


def _holds(occupation: Occupation, parcours: Parcours, operation: str) -> bool:
    return (occupation.index[parcours.n], operation) in occupation.by_operation


def remember(occupation: Occupation, rng: random.Random) -> None:
    """Étapes that were over before 2017: no published count, the same mix as the year's."""
    year = {o: n for o, n in contraintes.etapes()[1].items() if o not in NOT_BEFORE_2017}
    for i, parcours in enumerate(occupation.everyone):
        first, last = max(int(occupation.starts[i]), OLDEST), min(parcours.mois_sortie or 0, 0)
        t = first
        while t <= last:
            if rng.random() < HISTORY_RATE:
                operation = rng.choices(list(year), list(year.values()))[0]
                low, high = HISTORY_MONTHS.get(operation, (1, 3))
                fin = t + rng.randint(low, high) - 1
                if fin <= last and occupation.fits(i, operation, t, fin) and not occupation.load(i, t, fin):
                    occupation.place(i, operation, t, fin)
                    t = fin
            t += 1
