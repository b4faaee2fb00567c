"""Clauses d'insertion: employees, contracts and hours, candidates."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import contraintes
from .calendrier import nearest_working_day
from .etapes import CLAUSES
from .etapes_comptes import Interval
from .occupation import Occupation
from .parcours import Parcours
from .selection import match, pick

START, END = dt.date(2017, 1, 2), dt.date(2017, 12, 29)
# How many contracts of each type in each sector: margins 65 BTP and 48 services, hours close to a usual contract.
CONTRACTS = {
    ("BTP", "CTTI"): 35, ("BTP", "Contrat pro"): 9, ("BTP", "CDI"): 7, ("BTP", "CDDI"): 2, ("BTP", "CDD"): 12,
    ("services", "CTTI"): 25, ("services", "Contrat pro"): 5, ("services", "CDI"): 4, ("services", "CDDI"): 14,
}  # fmt: skip
WEEK_HOURS = (27.0, 38.0)
ORIENTED_AND_EMPLOYED = {"services": 25, "BTP": 25}
WITHOUT_PARCOURS = 8
WATCHED = ("Quetigny Centre", "Guynemer")


@dataclass
class Clause:
    """One line of the export: a candidate, a contract, or both."""

    parcours: Parcours | None
    secteur: str
    prescripteur: str = "PLIE"
    type_contrat: str = ""
    orientation: dt.date | None = None
    valide: bool | None = None
    debut: dt.date | None = None
    fin: dt.date | None = None
    heures: float | None = None

    @property
    def connu(self) -> Parcours:
        """The parcours, as long as the line names one."""
        assert self.parcours is not None
        return self.parcours


def presence(parcours: Parcours) -> tuple[dt.date, dt.date]:
    """First and last day of 2017 spent in the parcours."""
    return max(parcours.entree, START), min(parcours.sortie or END, END)


def _days(parcours: Parcours) -> int:
    start, end = presence(parcours)
    return (end - start).days


def employ(occupation: Occupation, intervals: list[Interval], rng: random.Random) -> list[Parcours]:
    """Choose the employees under the published margins and place their étapes."""
    table = contraintes.table("clauses")
    able = [
        p
        for p in occupation.everyone
        if p.origine in ("stock", "entree")
        and p.sort != "maternite"
        and _days(p) > 120
        and (p.sort != "positive" or p.motif in ("EMPLOI", "FORMATION QUALIFIANTE"))
    ]
    quotas: list[tuple[Callable, int]] = [(lambda p: p.profil["sexe"] == "femme", int(table["salaries_sexe"]["femme"]))]
    listed = table["salaries_quartier"]
    quotas += [(lambda p, q=q: p.profil["quartier"] == q, int(n)) for q, n in listed.items()]
    ended = table["sorties_positives_quartier"]
    quotas += [(lambda p, q=q: p.sort == "positive" and p.profil["quartier"] == q, int(ended.get(q, 0))) for q in listed]
    quotas += [
        (lambda p: p.sort == "positive", int(sum(table["sorties_positives_type"].values()))),
        (lambda p: p.motif == "FORMATION QUALIFIANTE", 1),
    ]
    size = int(sum(table["salaries_sexe"].values()))
    for _ in range(60):
        chosen = pick(able, size, quotas, rng, lambda p: 1.2 * (1 - _days(p) / 365) + (0.5 if p.sort == "positive" else 0))
        spots = [occupation.index[p.n] for p in chosen]
        served = match(
            intervals,
            spots,
            lambda v, i: (
                occupation.fits(i, CLAUSES, v.debut, v.fin)
                and occupation.load(i, max(v.debut, 0), v.fin) <= (1 if occupation.everyone[i].sort == "positive" else 0)
            ),
        )
        if served is not None:
            for interval, k in zip(intervals, served, strict=True):
                occupation.place(spots[k], CLAUSES, interval.debut, interval.fin)
            return chosen
    raise ValueError("the clauses' étapes do not fit their employees")


def contracts(employees: list[Parcours], rng: random.Random) -> list[Clause]:
    """One contract per employee; hours add up to the published tables by sector and by type."""
    women = int(contraintes.table("clauses")["salaries_secteur_femme"]["services"])
    for _ in range(400):
        lines = _types_and_sectors(employees, rng)
        in_services = sum(c.secteur == "services" and c.connu.profil["sexe"] == "femme" for c in lines)
        if in_services == women and _hours(lines, rng):
            return lines
    raise ValueError("the clauses' hours do not fit the presence of the employees")


def _types_and_sectors(employees: list[Parcours], rng: random.Random) -> list[Clause]:
    table = contraintes.table("clauses")
    slots = [slot for slot, count in CONTRACTS.items() for _ in range(count)]
    rng.shuffle(slots)
    ended = [p for p in employees if p.sort == "positive"]
    rng.shuffle(ended)
    kinds = ["CTTI" if k == "Formation qualifiante" else k for k, n in table["sorties_positives_type"].items() for _ in range(int(n))]
    ended.sort(key=lambda p: p.motif != "FORMATION QUALIFIANTE")
    kinds.sort(key=lambda k: k != "CTTI")
    given: dict[int, tuple[str, str]] = {}
    for parcours, kind in zip(ended, kinds, strict=True):
        sectors = ["services"] if parcours.profil["sexe"] == "femme" else ["BTP", "services"]
        options = [s for s in slots if s[1] == kind and s[0] in sectors] or [s for s in slots if s[1] == kind]
        given[parcours.n] = options[0]
        slots.remove(options[0])
    women = [p for p in employees if p.profil["sexe"] == "femme" and p.n not in given]
    in_services = int(table["salaries_secteur_femme"]["services"]) - sum(
        p.profil["sexe"] == "femme" and given.get(p.n, ("",))[0] == "services" for p in employees
    )
    for k, parcours in enumerate(women):
        slot = next(s for s in slots if s[0] == ("services" if k < in_services else "BTP"))
        given[parcours.n] = slot
        slots.remove(slot)
    men = sorted((p for p in employees if p.n not in given), key=lambda p: -_days(p) - rng.randint(0, 60))
    slots.sort(key=lambda s: (s[0] != "services", s[1] != "Contrat pro", rng.random()))
    given.update({p.n: s for p, s in zip(men, slots, strict=True)})
    return [Clause(p, given[p.n][0], type_contrat=given[p.n][1]) for p in employees]


def _hours(lines: list[Clause], rng: random.Random) -> bool:
    """Fit hours to both margins to the hundredth, then dates to hours. False when somebody would work too much."""
    table = contraintes.table("clauses")
    base = np.array([_days(c.connu) * rng.uniform(0.8, 1.2) for c in lines])
    for _ in range(300):
        for name, attribute in (("heures_type", "type_contrat"), ("heures_secteur", "secteur")):
            for modality, total in table[name].items():
                mask = np.array([getattr(c, attribute) == modality for c in lines])
                base[mask] *= total / base[mask].sum()
    hundredths = _round_to_margins(lines, base, table)
    for line, value in zip(lines, hundredths, strict=True):
        line.heures = value / 100
        start, end = presence(line.connu)
        most = (end - start).days - 14
        days = max(21, round(7 * line.heures / rng.uniform(*WEEK_HOURS)))
        days = min(days, most)
        if line.heures > 44 * days / 7 or line.heures < 30:
            return False
        line.debut = nearest_working_day(start + dt.timedelta(days=14 + rng.randint(0, max(0, most - days))))
        line.fin = nearest_working_day(line.debut + dt.timedelta(days=days))
        if line.fin > end or line.debut < start or line.heures > 46 * ((line.fin - line.debut).days + 1) / 7:
            return False
    return True


def _round_to_margins(lines: list[Clause], hours: np.ndarray, table: dict) -> list[int]:
    """Hundredths of hours: cells rounded, then the residue of each cell's total given to one of its lines."""
    types, sectors = list(table["heures_type"]), list(table["heures_secteur"])
    cell = {
        (t, s): round(100 * sum(h for h, c in zip(hours, lines, strict=True) if (c.type_contrat, c.secteur) == (t, s)))
        for t in types
        for s in sectors
    }
    for t in types:
        other, free = ("BTP", "services") if t == "CTTI" else ("services", "BTP") if cell[t, "BTP"] else ("BTP", "services")
        cell[t, free] = round(100 * table["heures_type"][t]) - cell[t, other]
    gap = round(100 * table["heures_secteur"]["BTP"]) - sum(cell[t, "BTP"] for t in types)
    cell["CTTI", "BTP"] += gap
    cell["CTTI", "services"] -= gap
    found = [round(100 * h) for h in hours]
    for (t, s), total in cell.items():
        members = [i for i, c in enumerate(lines) if (c.type_contrat, c.secteur) == (t, s)]
        if members:
            found[max(members, key=lambda i: found[i])] += total - sum(found[i] for i in members)
    return found


def candidates(lines: list[Clause], occupation: Occupation, rng: random.Random) -> list[Clause]:
    """Orientations of 2017: part of the contracts, and candidates without a contract; all the published margins hold."""
    table = contraintes.table("clauses")
    oriented = _oriented_employees(lines, table, rng)
    left = {q: int(n) - sum(c.connu.profil["quartier"] == q for c in oriented) for q, n in table["orientations_quartier"].items()}
    taken = {c.connu.n for c in lines}
    pool = [p for p in occupation.everyone if p.origine in ("stock", "entree") and p.n not in taken and _days(p) > 60]
    size = int(sum(table["orientations_secteur"].values())) - len(oriented)
    quotas: list[tuple[Callable, int]] = [(lambda p, q=q: p.profil["quartier"] == q, n) for q, n in left.items()]
    quotas += [(lambda p: p.profil["quartier"] == "Guynemer", 0)]
    others = pick(pool, size, quotas, rng)
    fresh = [
        Clause(p, "", orientation=nearest_working_day(presence(p)[0] + dt.timedelta(days=rng.randint(15, _days(p) - 15)))) for p in others
    ]
    _share_sectors(oriented, fresh, table, rng)
    _share_prescribers(oriented + fresh, table, rng)
    for line in lines:
        if line not in oriented:
            line.orientation, line.valide = dt.date(2016, 1, 4) + dt.timedelta(days=7 * rng.randint(8, 48)), True
            line.prescripteur = rng.choice(("PLIE", "PLIE", "Id'ées Intérim", "ARIQ BTP", "Eureka Intérim"))
    return fresh


def _oriented_employees(lines: list[Clause], table: dict, rng: random.Random) -> list[Clause]:
    """The contracts whose orientation dates from 2017."""
    room = {q: int(n) for q, n in table["orientations_quartier"].items()}
    wanted, chosen, listed = dict(ORIENTED_AND_EMPLOYED), [], 16
    for line in sorted(lines, key=lambda c: (c.connu.profil["quartier"] == "", rng.random())):
        quartier = line.connu.profil["quartier"]
        assert line.debut is not None
        late = (line.debut - presence(line.connu)[0]).days >= 12 and line.debut > dt.date(2017, 1, 25)
        if not wanted[line.secteur] or not late or quartier == "Guynemer" or (quartier and (not listed or not room[quartier])):
            continue
        if quartier:
            room[quartier] -= 1
            listed -= 1
        wanted[line.secteur] -= 1
        line.orientation = nearest_working_day(line.debut - dt.timedelta(days=rng.randint(4, 11)))
        line.valide = True
        chosen.append(line)
    if any(wanted.values()):
        raise ValueError(f"not enough late contracts: {wanted}")
    return chosen


def _share_sectors(oriented: list[Clause], fresh: list[Clause], table: dict, rng: random.Random) -> None:
    """Sector and validation of the candidates without contract. All services candidates are valid: 40 of 39 cannot be."""
    services = int(table["orientations_secteur"]["services"]) - sum(c.secteur == "services" for c in oriented)
    total, listed = int(table["valides"]["total"]), int(table["valides"]["quartier"])
    valid_listed = listed - sum(c.connu.profil["quartier"] != "" for c in oriented)
    valid_left = total - len(oriented) - valid_listed
    rng.shuffle(fresh)
    for line in fresh:
        inside = line.connu.profil["quartier"] != ""
        line.valide = (valid_listed if inside else valid_left) > 0
        if line.valide and inside:
            valid_listed -= 1
        elif line.valide:
            valid_left -= 1
    for line in sorted(fresh, key=lambda c: not c.valide):
        line.secteur = "services" if services > 0 else "BTP"
        services -= 1


def _share_prescribers(all_: list[Clause], table: dict, rng: random.Random) -> None:
    names = {n: int(v) for n, v in table["orientations_prescripteur"].items()}
    own_listed = int(table["orientations_quartier_plie"]["total"])
    others = [n for n, v in names.items() if n != "PLIE" for _ in range(v)]
    rng.shuffle(others)
    inside = [c for c in all_ if c.connu.profil["quartier"]]
    outside = [c for c in all_ if not c.connu.profil["quartier"]]
    rng.shuffle(inside)
    rng.shuffle(outside)
    mine = set(map(id, inside[:own_listed] + outside[: names["PLIE"] - own_listed]))
    for line in inside + outside:
        line.prescripteur = "PLIE" if id(line) in mine else others.pop()
    strangers = [c for c in outside if c.prescripteur != "PLIE" and not c.debut]
    for line in strangers[:WITHOUT_PARCOURS]:
        line.parcours = None
