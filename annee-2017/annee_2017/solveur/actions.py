"""Section 3 of the report: participations in actions, aides of the enveloppe souple, veilles."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from . import contraintes
from .calendrier import LETTERS, first_day, last_day, nearest_working_day, some_day
from .etapes import ETHICOFIL
from .etapes_comptes import AFTER, Interval
from .occupation import Etape, Occupation
from .parcours import Parcours
from .selection import match, pick

REMOBILISATION, DAQ = "Remobilisation autour des compétences", "DAQ"
STOPPED = ("arrêt pour emploi",) * 2 + ("arrêt pour formation",) + ("arrêt pour santé",) * 2 + ("abandon",) * 3
DAQ_AFTER_REMOBILISATION = (19, 12)
# Section 4.6 counts the orientations of the year, those of the people who entered in January included.
FIRST_ORIENTATION = dt.date(2017, 1, 2)
ETHICOFIL_AGES = {"moins de 26": 1, "26-44": 5, "45-54": 1, "55-64": 4}
ETHICOFIL_ISSUES = ("en cours",) * 6 + ("autre", "arrêt pour formation", "arrêt pour santé", "abandon", "abandon")
NATURES = {
    "Formation": ("formation", "transport", "garde d'enfants"),
    "Emploi": ("transport", "équipement", "garde d'enfants"),
    "Stage": ("transport",),
}
VEILLE_MOTIVES = ("santé", "santé", "problème personnel", "garde d'enfants")


@dataclass
class Action:
    """One participation: an orientation, and an entry when there was one."""

    parcours: Parcours
    action: str
    session: str
    orientation: dt.date
    entree: dt.date | None = None
    fin: dt.date | None = None
    issue: str = ""


def ethicofil(occupation: Occupation, intervals: list[Interval], rng: random.Random) -> list[Parcours]:
    """The eleven of the chantier, under the published margins; ten of them hold the étapes."""
    quotas: list[tuple[Callable, int]] = [(lambda p: p.profil["sexe"] == "homme", 1)]
    quotas += [(lambda p, a=age: p.profil["age"] == a, n) for age, n in ETHICOFIL_AGES.items()]
    quotas += [(lambda p: p.profil["quartier"] in ("Grésilles", "Fontaine d'Ouche"), 5), (lambda p: p.profil["commune"] == "Dijon", 8)]
    able = [
        p
        for p in occupation.everyone
        if p.origine in ("stock", "entree") and p.sort in ("ouvert", "autre") and p.mois_entree < 6 and (p.mois_sortie or 13) > 6
    ]
    for _ in range(200):
        chosen = pick(able, 11, quotas, rng)
        spots = [occupation.index[p.n] for p in chosen]
        served = match(
            intervals, spots, lambda v, i: occupation.fits(i, ETHICOFIL, v.debut, v.fin) and not occupation.load(i, max(v.debut, 0), v.fin)
        )
        if served is not None:
            for interval, k in zip(intervals, served, strict=True):
                occupation.place(spots[k], ETHICOFIL, interval.debut, interval.fin)
            return chosen
    raise ValueError("no eleven people for the chantier")


def build(occupation: Occupation, at_ethicofil: list[Parcours], rng: random.Random) -> list[Action]:
    """Every participation of 2017, consistent with the étapes of the same operations."""
    by_n = {p.n: p for p in occupation.everyone}
    held: dict[str, list[Etape]] = {}
    for etape in occupation.etapes:
        held.setdefault(etape.operation, []).append(etape)
    remobilised = _remobilisation(held["Remobilisation"], by_n, occupation, rng)
    found = (
        remobilised + _start_again(held["Start Again"], by_n, rng) + _seniors(held["Action seniors - TALENT CAMPUS"], by_n, occupation, rng)
    )
    found += _daq(held["DIDAQTE"], remobilised, by_n, occupation, rng)
    found += _simple("RH Partners", "", list(held["RH Partner"]), by_n, 6, occupation, rng)
    found += _simple(
        "POEC Industrie", "mai-juillet 2017", [e for e in held["POEC EAPI / POEI AFPR"] if e.debut == 5], by_n, 7, occupation, rng
    )
    found += _ethicofil_lines(held[ETHICOFIL], at_ethicofil, rng)
    found += _small("Quetigny commerce", 7, lambda p: p.profil["commune"] == "Quetigny", occupation, rng, found)
    found += _small("Location solidaire", 3, lambda p: True, occupation, rng, found)
    for line in found:
        line.parcours.fixe = True
    return found


def _present(p: Parcours, start: dt.date, end: dt.date) -> bool:
    return p.origine in ("stock", "entree") and p.entree <= start and (p.sortie is None or p.sortie >= end)


def _before(day: dt.date, parcours: Parcours, rng: random.Random) -> dt.date:
    """An orientation some days before an entry, inside the parcours and within 2017."""
    earlier = nearest_working_day(day - dt.timedelta(days=rng.randint(5, 25)))
    return min(day, max(parcours.entree, earlier, dt.date(2017, 1, 2)))


def _session_days(etape: Etape, parcours: Parcours, days: int, rng: random.Random) -> tuple[dt.date, dt.date]:
    """Days of an étape of one or two months that lasts about ``days``, inside its months and its parcours."""
    low = max(first_day(max(etape.debut, 1)) if etape.debut > 0 else parcours.entree, parcours.entree)
    high = min(last_day(etape.fin), parcours.sortie or dt.date.max) if etape.fin < AFTER else last_day(AFTER)
    if etape.fin > etape.debut:
        start = max(low, last_day(etape.debut) - dt.timedelta(days=rng.randint(3, 8)))
        return nearest_working_day(start) if nearest_working_day(start) >= low else start, min(
            high, max(first_day(etape.fin) + dt.timedelta(days=2), start + dt.timedelta(days=days))
        )
    room = max(0, (high - low).days - days)
    start = low + dt.timedelta(days=rng.randint(0, room))
    return start, min(high, start + dt.timedelta(days=days))


def _remobilisation(held: list[Etape], by_n: dict, occupation: Occupation, rng: random.Random) -> list[Action]:
    found = []
    for etape in held:
        parcours = by_n[etape.n]
        etape.jours = _session_days(etape, parcours, 11, rng)
        found.append((parcours, *etape.jours))
    sexes = {"homme": 56, "femme": 53}
    used = {p.personne for p, _, _ in found}
    for sexe, total in sexes.items():
        missing = total - sum(p.profil["sexe"] == sexe for p, _, _ in found)
        able = [
            p
            for p in occupation.everyone
            if p.profil["sexe"] == sexe and p.personne not in used and _present(p, dt.date(2017, 4, 3), dt.date(2017, 12, 15))
        ]
        for parcours in rng.sample(able, missing):
            start = nearest_working_day(dt.date(2017, 4, 3) + dt.timedelta(days=21 * rng.randint(0, 10)))
            found.append((parcours, start, start + dt.timedelta(days=11)))
            used.add(parcours.personne)
    issues = list(STOPPED) + ["achevée"] * (len(found) - len(STOPPED))
    rng.shuffle(issues)
    lines = [
        Action(p, REMOBILISATION, f"session de {s:%m/%Y}", _before(s, p, rng), s, e, i) for (p, s, e), i in zip(found, issues, strict=True)
    ]
    able = [p for p in occupation.everyone if p.personne not in used and _present(p, dt.date(2017, 3, 1), dt.date(2017, 11, 30))]
    oriented = int(contraintes.rows("actions")[0]["orientes"])
    return lines + [
        Action(p, REMOBILISATION, "", some_day(rng.randint(3, 11), rng), issue="non entrée")
        for p in rng.sample(able, oriented - len(lines))
    ]


def _start_again(held: list[Etape], by_n: dict, rng: random.Random) -> list[Action]:
    found, late = [], True
    for etape in held:
        parcours = by_n[etape.n]
        if etape.debut > 6:
            start = dt.date(2017, 11, 13) if etape.debut == 11 else dt.date(2017, 12, 4)
            etape.jours = (start, last_day(etape.fin) if etape.fin < AFTER else dt.date(2018, 2, 16))
            oriented = max(parcours.entree, start - dt.timedelta(days=14))
            found.append(Action(parcours, "Start Again", "novembre 2017-février 2018", oriented, start, None, "en cours"))
            continue
        start = dt.date(2017, 3, 30) if late and etape.fin == 6 else dt.date(2017, 3, 20)
        late = late and start.day != 30
        end = {4: dt.date(2017, 4, 14), 5: dt.date(2017, 5, 12)}.get(etape.fin, dt.date(2017, 6, 30))
        if parcours.sortie and parcours.sortie < end:
            end = parcours.sortie
        etape.jours = (start, end)
        issue = "achevée" if etape.fin >= 6 else "arrêt pour emploi" if etape.fin == 4 else "abandon"
        found.append(Action(parcours, "Start Again", "mars-juin 2017", _before(start, parcours, rng), start, end, issue))
    return found


def _seniors(held: list[Etape], by_n: dict, occupation: Occupation, rng: random.Random) -> list[Action]:
    found = []
    for etape in held:
        june = etape.debut <= 7
        start = dt.date(2017, 6, 6) if june else dt.date(2017, 10, 12) if etape.debut == 10 else dt.date(2017, 11, 7)
        end = {6: dt.date(2017, 6, 7), 7: dt.date(2017, 7, 5), 10: dt.date(2017, 10, 13)}.get(etape.fin, dt.date(2017, 11, 10))
        etape.jours = (start, end)
        found.append((by_n[etape.n], "juin 2017" if june else "octobre 2017", start, end))
    used = {p.personne for p, *_ in found}
    able = [
        p
        for p in occupation.everyone
        if p.profil["age"] in ("45-54", "55-64") and p.personne not in used and _present(p, dt.date(2017, 5, 2), dt.date(2017, 12, 1))
    ]
    for name, total, start, end in (
        ("juin 2017", 8, dt.date(2017, 6, 6), dt.date(2017, 6, 7)),
        ("octobre 2017", 15, dt.date(2017, 10, 12), dt.date(2017, 10, 13)),
    ):
        for _ in range(total - sum(s == name for _, s, *_ in found)):
            found.append((able.pop(rng.randrange(len(able))), name, start, end))
    lines = [Action(p, "Talent Campus", s, _before(a, p, rng), a, b, "achevée") for p, s, a, b in found]
    for name, day, total in (("juin 2017", dt.date(2017, 7, 5), 8), ("octobre 2017", dt.date(2017, 11, 10), 12)):
        met = [c.parcours for c in lines if c.session == name and (c.parcours.sortie is None or c.parcours.sortie >= day)]
        met += [able.pop(rng.randrange(len(able))) for _ in range(total - len(met))]
        lines += [Action(p, "Regards croisés", f"{day:%d/%m/%Y}", _before(day, p, rng), day, day, "achevée") for p in met[:total]]
    return lines


def _daq(held: list[Etape], remobilised: list[Action], by_n: dict, occupation: Occupation, rng: random.Random) -> list[Action]:
    row = next(r for r in contraintes.rows("actions") if r["action"] == DAQ)
    oriented, entered, carried = int(row["orientes"]), int(row["entres"]), int(row["acheves"])
    found = []
    for etape in held:
        parcours = by_n[etape.n]
        if etape.debut > 0:
            start = max(parcours.entree, first_day(etape.debut) + dt.timedelta(days=rng.randint(0, 9)))
            end = dt.date(2018, 1, 26) if etape.fin == AFTER else min(last_day(etape.fin), parcours.sortie or dt.date.max)
            etape.jours = (start, max(start, end))
            found.append((parcours, *etape.jours))
    used = {p.personne for p, *_ in found}
    before = [
        a
        for a in remobilised
        if a.entree
        and a.fin
        and a.parcours.personne not in used
        and a.fin < dt.date(2017, 11, 1)
        and _present(a.parcours, a.fin, dt.date(2017, 12, 20))
    ]
    sent, joined = DAQ_AFTER_REMOBILISATION
    after = rng.sample(before, sent)
    for action in after[:joined]:
        assert action.fin is not None
        start = nearest_working_day(action.fin + dt.timedelta(days=rng.randint(20, 40)))
        found.append((action.parcours, start, start + dt.timedelta(days=20)))
    used |= {a.parcours.personne for a in remobilised} | {p.personne for p, *_ in found}
    able = [p for p in occupation.everyone if p.personne not in used and _present(p, dt.date(2017, 2, 1), dt.date(2017, 11, 30))]
    fresh = rng.sample(able, oriented - len(found) - (sent - joined) + 0)
    for parcours in fresh[: entered - len(found)]:
        start = some_day(rng.randint(4, 10), rng)
        found.append((parcours, start, start + dt.timedelta(days=20)))
    refused = [*fresh[-(oriented - entered - (sent - joined)) :]]
    issues = ["achevée"] * carried + ["abandon"] * (entered - carried)
    lines = []
    for (parcours, start, end), issue in zip(sorted(found, key=lambda f: f[1]), issues, strict=True):
        orientation = max(_before(start, parcours, rng), min(start, FIRST_ORIENTATION))
        lines.append(Action(parcours, DAQ, "", orientation, start, end, issue))
    lines += [
        Action(a.parcours, DAQ, "", nearest_working_day(a.fin + dt.timedelta(days=5)), issue="non entrée") for a in after[joined:] if a.fin
    ]
    return lines + [Action(p, DAQ, "", some_day(rng.randint(3, 10), rng), issue="non entrée") for p in refused]


def _simple(name: str, session: str, held: list[Etape], by_n: dict, total: int, occupation: Occupation, rng: random.Random) -> list[Action]:
    """An action whose participants hold its étapes; those missing are taken among the present."""
    found = []
    for etape in held:
        parcours = by_n[etape.n]
        start = max(parcours.entree, nearest_working_day(first_day(etape.debut) + dt.timedelta(days=8)))
        end = min(last_day(min(etape.fin, 12)), parcours.sortie or dt.date.max)
        etape.jours = (start, max(start, end))
        found.append((parcours, *etape.jours))
    used = {p.personne for p, *_ in found}
    while len(found) < total:
        start, end = found[0][1], found[0][2]
        parcours = rng.choice([p for p in occupation.everyone if p.personne not in used and _present(p, start, end)])
        used.add(parcours.personne)
        found.append((parcours, start, end))
    return [Action(p, name, session, _before(s, p, rng), s, e, "achevée") for p, s, e in found]


def _ethicofil_lines(held: list[Etape], members: list[Parcours], rng: random.Random) -> list[Action]:
    spans = {e.n: e for e in held}
    rows = sorted(members, key=lambda p: -(spans[p.n].fin if p.n in spans else AFTER))
    lines = []
    for parcours, issue in zip(rows, ETHICOFIL_ISSUES, strict=True):
        etape = spans.get(parcours.n)
        month = max(etape.debut, parcours.mois_entree) if etape else 12
        start = max(parcours.entree, nearest_working_day(first_day(month) + dt.timedelta(days=9)))
        end = None
        if etape:
            end = min(last_day(etape.fin), parcours.sortie or dt.date.max) if etape.fin < AFTER else None
            etape.jours = (start, end) if end else (start, dt.date(2018, 3, 30))
        lines.append(
            Action(
                parcours,
                "Ethicofil",
                "",
                _before(start, parcours, rng),
                start,
                None if issue == "en cours" else end or dt.date(2017, 12, 22),
                issue,
            )
        )
    return lines


def _small(name: str, total: int, test, occupation: Occupation, rng: random.Random, others: list[Action]) -> list[Action]:
    used = {a.parcours.personne for a in others}
    able = [
        p for p in occupation.everyone if test(p) and p.personne not in used and _present(p, dt.date(2017, 3, 1), dt.date(2017, 11, 30))
    ]
    found = []
    for parcours in rng.sample(able, total):
        start = some_day(rng.randint(4, 9), rng)
        found.append(Action(parcours, name, "", _before(start, parcours, rng), start, start + dt.timedelta(days=28), "achevée"))
    return found


def aides(occupation: Occupation, rng: random.Random) -> list[tuple[Parcours, dt.date, str, str, int]]:
    """Aides: parcours, day, nature, motive, euros. Three people have two."""
    published = {r["cle"]: int(r["valeur"]) for r in contraintes.rows("aides")}
    people, total = published["beneficiaires"], published["montant"]
    able = [p for p in occupation.everyone if _present(p, dt.date(2017, 2, 15), dt.date(2017, 12, 15))]
    chosen = pick(able, people, [(lambda p: p.profil["sexe"] == "femme", published["femmes"])], rng)
    lines = chosen + rng.sample(chosen, 50 - people)
    stage, emploi = round(50 * published["part_Stage"] / 100), round(50 * published["part_Emploi"] / 100)
    motives = ["Stage"] * stage + ["Emploi"] * emploi + ["Formation"] * (50 - stage - emploi)
    rng.shuffle(motives)
    amounts = [rng.randint(40, 380) for _ in lines]
    amounts = [max(25, round(a * total / sum(amounts))) for a in amounts]
    amounts[amounts.index(max(amounts))] += total - sum(amounts)
    found = []
    for parcours, motif, amount in zip(lines, motives, amounts, strict=True):
        parcours.fixe = True
        found.append((parcours, some_day(rng.randint(3, 12), rng, 0, 10), rng.choice(NATURES[motif]), motif, amount))
    return found


def veilles(occupation: Occupation, rng: random.Random) -> list[tuple[Parcours, dt.date, dt.date, str]]:
    """Veilles of at most two months, as many in progress at each month end as printed (August: between its neighbours)."""
    wanted = {t: int(v) for t, v in contraintes.monthly("veilles").items()}
    wanted[8] = (wanted[7] + wanted[9]) // 2
    months, used, found, running = [*LETTERS, 8], set(), [], 0
    for t in sorted(months):
        fresh = wanted[t] - running
        running = min(fresh // 2, wanted.get(t + 1, 8))
        for k in range(fresh):
            double = k < running
            start = some_day(t, rng, 9, 16) if double else some_day(t, rng, 1, 18)
            end = (
                last_day(t + 1) + dt.timedelta(days=rng.randint(1, 8))
                if double
                else first_day(t + 1) + dt.timedelta(days=rng.randint(1, 20))
            )
            able = [
                p
                for p in occupation.everyone
                if p.n not in used and _present(p, start, end) and p.origine != "stock tardif" and p.saisie_entree is None
            ]
            parcours = rng.choice(able)
            used.add(parcours.n)
            parcours.fixe = True
            motif = rng.choice(
                (*VEILLE_MOTIVES, "maternité")
                if parcours.profil["sexe"] == "femme" and parcours.profil["age"] in ("moins de 26", "26-44")
                else VEILLE_MOTIVES
            )
            found.append((parcours, start, end, motif))
    return found
