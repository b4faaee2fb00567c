"""Prescriptions: those that became entries, those that did not, those that wait; their days and prescribers."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass

from . import contraintes
from .calendrier import LETTERS, month_of, some_day, working_days
from .parcours import Parcours
from .programme import INFINITY, Programme

FIRST, LAST, WAITING = -15, 12, 14
JANUARY_2018 = 13
NON_ENTRIES_JANUARY_2018 = 24
MAX_MONTHS = 4
MOTIVES_2016 = ("Absent aux rendez-vous", "Autre accompagnement plus adapté", "Santé", "Refus d'accompagnement", "Emploi/formation")
DETAIL = {
    "Opérateurs": ("ARIQ BTP", "ID Interim", "EUREKA"),
    "Services emploi des communes": (
        "Espace emploi Longvic",
        "Service emploi Chenôve",
        "Service emploi Quetigny",
        "Service emploi (autre commune)",
    ),
    "Services sociaux, associations, SPIP": ("Service social", "CCAS", "Association", "SPIP"),
}


@dataclass
class Prescription:
    """A prescription without parcours: refused, or still waiting (``decision`` is None)."""

    date: dt.date
    prescripteur: str
    decision: dt.date | None
    motif: str
    orientation: str = ""


def build(everyone: list[Parcours], rng: random.Random) -> list[Prescription]:
    """Give each parcours its prescription and prescriber; give back the prescriptions without entry."""
    recent = [p for p in everyone if p.mois_entree >= -11]
    groups = _groups_of_entries(recent, rng)
    flows = _solve(groups, recent)
    by_entry: dict[tuple[str, int], list[Parcours]] = {}
    for parcours, group in zip(recent, groups, strict=True):
        by_entry.setdefault((group, parcours.mois_entree), []).append(parcours)
    for (group, t), members in by_entry.items():
        months = [p for p in range(FIRST, LAST + 1) for _ in range(flows.get(("entree", group, p, t), 0))]
        rng.shuffle(months)
        for parcours, month in zip(members, months, strict=True):
            parcours.prescription = _before(parcours.entree, month, rng)
    _tune(recent, rng)
    for parcours in everyone:
        if parcours.prescription is None:
            day = parcours.entree - dt.timedelta(days=rng.randint(20, 75))
            parcours.prescription = day - dt.timedelta(days=max(0, day.weekday() - 4))
    _name_prescribers(everyone, dict(zip(map(id, recent), groups, strict=True)), rng)
    return _without_entry(flows, rng)


def _share_of_pe_cd() -> dict[int, int]:
    """Cumulated entries sent by Pôle emploi and the Département, month by month."""
    cumulated, shares = contraintes.monthly("entrees_cumulees"), contraintes.monthly("part_entrees_pe_cd")
    printed = contraintes.monthly("entrees_pe_cd_cumulees")
    return {t: int(printed.get(t, round(shares[t] * cumulated[t] / 100))) for t in LETTERS}


def _groups_of_entries(recent: list[Parcours], rng: random.Random) -> list[str]:
    """``PE``, ``CD`` or ``AUTRES`` for each entry of 2016 and 2017, with the published totals of 2017."""
    wanted = contraintes.profiles()["entrees", "prescripteur"]
    target, groups, before = _share_of_pe_cd(), {}, 0
    quota_pe = wanted["Pôle emploi"]
    for t in LETTERS:
        members = [p for p in recent if p.origine == "entree" and _known_letter(p) == t]
        rng.shuffle(members)
        count = target[t] - before
        before = target[t]
        groups.update({id(p): "X" if i < count else "AUTRES" for i, p in enumerate(members)})
    big = [p for p in recent if groups.get(id(p)) == "X"]
    rng.shuffle(big)
    groups.update({id(p): "PE" if i < quota_pe else "CD" for i, p in enumerate(big)})
    for parcours in recent:
        groups.setdefault(id(parcours), rng.choices(("PE", "CD", "AUTRES"), (54, 20, 26))[0])
    return [groups[id(p)] for p in recent]


def _known_letter(parcours: Parcours) -> int:
    """Month of the first letter that knows this entry of 2017."""
    t = parcours.saisie_entree or parcours.mois_entree
    return 9 if t == 8 else t


def monthly_prescriptions() -> dict[tuple[str, int], int]:
    """Prescriptions of each month of 2017: ``PE+CD`` and ``AUTRES``."""
    big = {t: int(v) for t, v in contraintes.monthly("prescriptions_pe_cd_cumulees").items()}
    share = contraintes.monthly("part_prescriptions_autres")
    total = contraintes.totals()["prescriptions"]
    other = {t: round(big[t] * share[t] / (100 - share[t])) for t in share}
    other[1], other[12] = other[2] // 2, total - big[12]
    found = {}
    for name, serie in (("PE+CD", big), ("AUTRES", other)):
        before = 0
        for t in LETTERS:
            added, before = serie[t] - before, serie[t]
            if t == 9:
                found[name, 8] = round(added * 0.4)
                added -= found[name, 8]
            found[name, t] = added
    return found


def monthly_non_entries() -> list[tuple[str, int]]:
    """Motive and month of each non-entry of 2017; the motives that a letter does not print follow the first months."""
    cumulated = contraintes.cumulated("non_entrees_cumulees", "motif")
    totals = {t: int(v) for t, v in contraintes.monthly("non_entrees_cumulees").items()}
    found, state, before = [], dict.fromkeys(cumulated, 0), 0
    ceiling = _ceiling(cumulated)
    for t in LETTERS:
        added = totals[t] - before
        fresh: Counter[str] = Counter()
        for motif, counts in cumulated.items():
            if t in counts:
                fresh[motif] = counts[t] - state[motif]
            elif any(m > t for m in counts):
                following = min(m for m in counts if m > t)
                steps = LETTERS.index(following) - LETTERS.index(t) + 1
                fresh[motif] = (counts[following] - state[motif]) // steps
        while sum(fresh.values()) > added:
            fresh[max((m for m in fresh if t not in cumulated[m]), key=lambda m: fresh[m])] -= 1
        while sum(fresh.values()) < added:
            open_ = [m for m in cumulated if t not in cumulated[m] and m != "Maternité" and state[m] + fresh[m] < ceiling(m, t)]
            fresh[min(open_, key=lambda m: (state[m] + fresh[m]) / min(ceiling(m, t), 1 + 3 * cumulated[m][5]))] += 1
        if sum(fresh.values()) != added:
            raise ValueError(f"non-entries of month {t}: {sum(fresh.values())} for {added}")
        for motif, count in fresh.items():
            state[motif] += count
            months = [8] * (count // 3) + [9] * (count - count // 3) if t == 9 else [t] * count
            found += [(motif, m) for m in months]
        before = totals[t]
    return found


def _ceiling(cumulated: dict[str, dict[int, int]]):
    """How high a motive may rise in a month that does not print it: not above its next printed value."""

    def ceiling(motif: str, t: int) -> float:
        return min((v for m, v in cumulated[motif].items() if m > t), default=INFINITY)

    return ceiling


def _solve(groups: list[str], recent: list[Parcours]) -> dict:
    """How many prescriptions of each month and group meet each end, and when."""
    total, programme = contraintes.totals(), Programme()
    entries = Counter((g, p.mois_entree) for g, p in zip(groups, recent, strict=True))
    non_entries = Counter(t for _, t in monthly_non_entries())
    for t in range(-11, 1):
        non_entries[t] = total["non_entrees_2016"] // 12
    non_entries[JANUARY_2018] = NON_ENTRIES_JANUARY_2018
    columns: dict[tuple[str, int], list] = {}
    for (group, t), count in entries.items():
        cells = []
        for p in range(max(FIRST, t - MAX_MONTHS), min(t, LAST) + 1):
            upper = max(2, round(count * 0.75))
            cells.append((programme.variable(("entree", group, p, t), 0.3 * (t - p == 0), upper), 1.0))
            columns.setdefault((group, p), []).append(cells[-1])
        programme.equal(cells, count)
    for t, count in non_entries.items():
        cells = []
        for group in ("PE", "CD", "AUTRES"):
            for p in range(max(FIRST, t - 3), min(t, LAST) + 1):
                cells.append((programme.variable(("non", group, p, t), 0.2 * abs(t - p - 1)), 1.0))
                columns.setdefault((group, p), []).append(cells[-1])
        programme.equal(cells, count)
    for group in ("PE", "CD", "AUTRES"):
        for p in (10, 11, 12):
            cell = (programme.variable(("attente", group, p, WAITING), {10: 20.0, 11: 3.0, 12: 0.0}[p]), 1.0)
            columns.setdefault((group, p), []).append(cell)
    _margins(programme, columns, total)
    for t, mean in mean_waits().items():
        cells = [(n, _middle(n[3] - n[2]) - mean) for n in programme.names if isinstance(n, tuple) and n[0] == "entree" and n[3] == t]
        programme.near(("attente moyenne", t), cells, 0, 1.0)
    return programme.solve(25, 5e-3)


def _margins(programme: Programme, columns: dict, total: dict[str, int]) -> None:
    for (name, p), count in monthly_prescriptions().items():
        programme.equal([c for g in (("PE", "CD") if name == "PE+CD" else ("AUTRES",)) for c in columns.get((g, p), [])], count)
    for group, key in (("PE", "prescriptions_pole_emploi"), ("CD", "prescriptions_departement")):
        programme.equal([c for p in range(1, 13) for c in columns.get((group, p), [])], total[key])
    programme.equal([c for (_, p), cells in columns.items() if -11 <= p <= 0 for c in cells], total["prescriptions_2016"])


def _middle(months: int) -> float:
    return 9.0 if months == 0 else 30.4 * months


def mean_waits() -> dict[int, float]:
    """Mean days from prescription to entry wanted for each month of entry, 2016 and 2017."""
    total, own = contraintes.totals(), contraintes.monthly("preaffectation_du_mois")
    cumulated, entries = contraintes.monthly("preaffectation_cumulee"), contraintes.monthly("entrees_cumulees")
    waits = dict.fromkeys(range(-11, 1), total["preaffectation_2016"] - 0.5)
    waits[-11], waits[-8] = total["preaffectation_janvier_2016"], total["preaffectation_avril_2016"]
    days, count = 0.0, 0.0
    for t in LETTERS:
        added = entries[t] - count
        waits[t] = own[t] if t in own else (cumulated[t] * entries[t] - days) / added
        if t == 9:
            waits[8] = waits[9]
        days, count = days + waits[t] * added, entries[t]
    return waits


def _before(entree: dt.date, month: int, rng: random.Random) -> dt.date:
    """A working day of ``month``, not after the entry."""
    days = [d for d in working_days(month) if d <= entree]
    return rng.choice(days or [entree])


def propose(waiting: list[Prescription]) -> None:
    """Name the accompaniments that the letters name: those of a month and a motive go to its refusals, in their order."""
    named: dict[tuple[int, str], list[str]] = {}
    for row in contraintes.rows("orientations_proposees"):
        named.setdefault((int(row["mois"]), row["motif"]), []).extend([row["orientation"]] * int(row["valeur"]))
    for line in waiting:
        if line.decision and line.decision.year == 2017:
            left = named.get((line.decision.month, line.motif), [])
            line.orientation = left.pop(0) if left else ""


def _tune(recent: list[Parcours], rng: random.Random) -> None:
    """Move prescriptions within their months until each month's mean wait is the wanted one."""
    for t, mean in mean_waits().items():
        members = [p for p in recent if p.mois_entree == t and (t < 1 or p.saisie_entree is None)]
        for _ in range(20000):
            gap = sum((p.entree - p.prescription).days for p in members if p.prescription) - mean * len(members)
            if abs(gap) <= 1:
                break
            parcours = rng.choice(members)
            before = parcours.prescription
            assert before is not None
            day = before + dt.timedelta(days=1 if gap > 0 else -1)
            if day.weekday() > 4:
                day += dt.timedelta(days=2 if gap > 0 else -2)
            same = month_of(day) == month_of(before)
            if same and day <= parcours.entree:
                parcours.prescription = day


def _name_prescribers(everyone: list[Parcours], groups: dict[int, str], rng: random.Random) -> None:
    """The prescriber of each parcours; those of 2017 add up to the published table."""
    wanted = contraintes.profiles()["entrees", "prescripteur"]
    names = {"PE": "Pôle emploi", "CD": "Conseil départemental"}
    others = [m for m, count in wanted.items() if m not in names.values() for _ in range(count)]
    rng.shuffle(others)
    pool = list(others)
    for parcours in everyone:
        group = groups.get(id(parcours)) or rng.choices(("PE", "CD", "AUTRES"), (54, 20, 26))[0]
        if group in names:
            parcours.prescripteur = names[group]
        else:
            family = pool.pop() if parcours.origine == "entree" else rng.choice(others)
            parcours.prescripteur = rng.choice(DETAIL.get(family, (family,)))


def _without_entry(flows: dict, rng: random.Random) -> list[Prescription]:
    """Refused and waiting prescriptions, with their days."""
    motives: dict[int, list[str]] = {}
    for motif, t in monthly_non_entries():
        motives.setdefault(t, []).append(motif)
    found = []
    for (end, group, p, t), count in sorted((f for f in flows.items() if f[0][0] in ("non", "attente")), key=str):
        for _ in range(count):
            day = some_day(p, rng)
            decision, motif = None, ""
            if end == "non":
                days = [d for d in working_days(t) if d >= day + dt.timedelta(days=5)] or [day]
                if month_of(days[0]) != t:
                    days = working_days(t)[-1:]
                decision = rng.choice(days)
                motif = motives[t].pop() if motives.get(t) else rng.choice(MOTIVES_2016)
            name = {"PE": "Pôle emploi", "CD": "Conseil départemental"}.get(group) or rng.choice(
                ("Mission locale", "Mission locale", "ID Interim", "Service emploi (autre commune)", "CCAS", "Association")
            )
            found.append(Prescription(min(day, decision or day), name, decision, motif))
    return found
