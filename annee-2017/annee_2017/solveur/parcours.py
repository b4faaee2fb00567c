"""Who is in the programme when: entries, exits, motives and keying months of every parcours."""

import datetime as dt
import itertools
import random
from dataclasses import dataclass, field

from . import contraintes
from .calendrier import LETTERS, MONTH_DAYS, last_day, month_of, some_day, working_days

POSITIVES = ("EMPLOI", "EMPLOI AIDE", "FORMATION QUALIFIANTE")
LONG = "SUIVI PLIE + 30 MOIS"
ENTRIES_2016 = {-11: 54, -10: 50, -9: 52, -8: 50, -7: 46, -6: 48, -5: 38, -4: 20, -3: 50, -2: 47, -1: 45, 0: 43}
# Entries and exits of 2016 keyed in 2017: the month of keying and how many. They make the known stock of
# 1 January equal, month after month, to what the letters' file active implies.
LATE_ENTRIES_2016 = {2: 2, 4: 5, 6: 11, 11: 1}
LATE_EXITS_2016 = {1: 10, 7: 1, 9: 9, 10: 1}
STOCK_FROM_2016 = 350
MIN_MONTHS = {"EMPLOI": 9, "EMPLOI AIDE": 9, LONG: 32}


@dataclass
class Parcours:
    """One parcours of the plan. Months are indexes of ``calendrier``."""

    origine: str
    entree: dt.date
    sortie: dt.date | None = None
    motif: str = ""
    saisie_entree: int | None = None
    saisie_sortie: int | None = None
    rang: int = 1
    n: int = 0
    personne: int = 0
    profil: dict = field(default_factory=dict)
    prescription: dt.date | None = None
    prescripteur: str = ""
    fixe: bool = False

    @property
    def mois_entree(self) -> int:
        """Month of the entry."""
        return month_of(self.entree)

    @property
    def mois_sortie(self) -> int | None:
        """Month of the exit, None while open."""
        return month_of(self.sortie) if self.sortie else None

    @property
    def sort(self) -> str:
        """What became of it by the end of 2017: ``ouvert``, ``positive``, ``maternite`` or ``autre``."""
        if not self.motif:
            return "ouvert"
        if self.motif in POSITIVES:
            return "positive"
        return "maternite" if self.motif == "MATERNITE" else "autre"

    def months(self, until: dt.date) -> float:
        """Months from the entry to the exit or to ``until``."""
        return ((self.sortie or until) - self.entree).days / MONTH_DAYS


def monthly_exits() -> list[tuple[str, int, int]]:
    """Each exit of 2017: motive, true month, month when it was keyed in."""
    found = []
    for motif, known in contraintes.cumulated("sorties_cumulees", "motif").items():
        before = 0
        for t in LETTERS:
            found += [(motif, t, t)] * (known[t] - before)
            before = known[t]
    return _late_positive(_spread_august(found))


def _spread_august(exits: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """No letter in August: part of what September adds is an exit of August, so that the month's own count holds."""
    own = int(contraintes.monthly("sorties_positives_du_mois")[9])
    positives = [e for e in exits if e[1] == 9 and e[0] in POSITIVES]
    others = [e for e in exits if e[1] == 9 and e[0] not in POSITIVES]
    moved = positives[own:] + others[: len(others) // 3]
    for exit_ in moved:
        exits.remove(exit_)
        exits.append((exit_[0], 8, 8))
    return exits


def _late_positive(exits: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Positive exits that a letter adds beyond those of its month happened the month before."""
    own = contraintes.monthly("sorties_positives_du_mois")
    for before, t in itertools.pairwise(LETTERS):
        if t == 9:
            continue
        mine = [e for e in exits if e[1] == t and e[0] in POSITIVES]
        for exit_ in [e for e in mine if e[0] == "EMPLOI"][: len(mine) - int(own[t])]:
            exits.remove(exit_)
            exits.append((exit_[0], before, t))
    return exits


def monthly_entries() -> list[tuple[int, int]]:
    """Each entry of 2017: true month, month when it was keyed in."""
    cumulated, own = contraintes.monthly("entrees_cumulees"), contraintes.monthly("entrees_du_mois")
    found, before, previous = [], 0, 0
    for t in LETTERS:
        added = int(cumulated[t]) - before
        found += [(t, t)] * int(own[t])
        if t == 9:
            found += [(8, 8)] * (added - int(own[t]))
        else:
            found += [(previous, t)] * (added - int(own[t]))
        before, previous = int(cumulated[t]), t
    return found


def build(rng: random.Random) -> list[Parcours]:
    """Every parcours of the plan, with its days, unnumbered persons apart."""
    entries = [_entry(t, known, rng) for t, known in monthly_entries()]
    exits = monthly_exits()
    rng.shuffle(exits)
    left = _exits_of_entries(entries, exits, rng)
    stock = _stock(left, rng)
    gone = _gone_in_2016(rng)
    _settle_2016(stock, gone, rng)
    _reach_mean(entries + stock, rng)
    everyone = entries + stock + gone
    everyone.sort(key=lambda p: (p.entree, p.sortie or dt.date.max, p.motif))
    for number, parcours in enumerate(everyone, start=1):
        parcours.n = parcours.personne = number
    return everyone + _earlier(everyone, rng)


def _entry(t: int, known: int, rng: random.Random) -> Parcours:
    late = known > t
    day = some_day(t, rng, -4, None) if late else some_day(t, rng, 0, -1)
    return Parcours("entree", day, saisie_entree=known if late else None)


def _exit(parcours: Parcours, motif: str, t: int, known: int, rng: random.Random) -> None:
    late = known > t
    parcours.motif = motif
    parcours.sortie = some_day(t, rng, -3, None) if late else some_day(t, rng, 3, None)
    parcours.saisie_sortie = known if late else None


def _exits_of_entries(entries: list[Parcours], exits: list, rng: random.Random) -> list:
    """Give part of the exits to people who entered the same year; give back the others."""
    left = []
    for motif, t, known in sorted(exits, key=lambda e: (-e[1], e[0])):
        wait = {"EMPLOI": 9, "EMPLOI AIDE": 9, LONG: 99, "FORMATION QUALIFIANTE": 2}.get(motif, 2)
        able = [p for p in entries if not p.motif and p.mois_entree <= t - wait and (p.saisie_entree or 0) < t]
        share = 1.5 * len(able) / 740
        if able and rng.random() < share:
            _exit(rng.choice(able), motif, t, known, rng)
        else:
            left.append((motif, t, known))
    return left


def _stock(exits: list, rng: random.Random) -> list[Parcours]:
    """Parcours open on 1 January 2017; their entry dates come later, in two steps (2016, before)."""
    stock = []
    for motif, t, known in exits:
        parcours = Parcours("stock", last_day(0))
        _exit(parcours, motif, t, known, rng)
        stock.append(parcours)
    size = contraintes.totals()["accompagnes"] - contraintes.totals()["entrees"]
    stock += [Parcours("stock", last_day(0)) for _ in range(size - len(stock))]
    return stock


def _gone_in_2016(rng: random.Random) -> list[Parcours]:
    """Exits of 2016: those known at its end, and those keyed in 2017."""
    total = contraintes.totals()
    known, positive = total["sorties_2016"], total["sorties_positives_2016"]
    january = total["sorties_positives_janvier_2016"]
    opened = total["accompagnes_2016"] + sum(LATE_ENTRIES_2016.values()) - total["entrees_2016"]
    exits_january = opened + total["entrees_janvier_2016"] - total["file_active_janvier_2016"]
    months = [rng.randint(-10, 0) for _ in range(known)]
    plan = [("+", -11)] * january + [("-", -11)] * (exits_january - january)
    plan += [("+", t) for t in months[: positive - january]]
    plan += [("-", t) for t in months[positive - january :]][: known - len(plan)]
    gone = []
    for sign, t in plan:
        parcours = Parcours("2016", last_day(-12))
        _exit(parcours, _motif_2016(sign, rng), t, t, rng)
        gone.append(parcours)
    for keyed, count in LATE_EXITS_2016.items():
        for i in range(count):
            parcours = Parcours("2016 tardif", last_day(-12))
            _exit(parcours, _motif_2016("+" if i % 3 == 0 else "-", rng), rng.choice((-1, 0)), 0, rng)
            parcours.saisie_sortie = keyed
            gone.append(parcours)
    return gone


def _motif_2016(sign: str, rng: random.Random) -> str:
    """A motive drawn with the weights of 2017."""
    weights = {m: c[12] for m, c in contraintes.cumulated("sorties_cumulees", "motif").items() if (m in POSITIVES) == (sign == "+")}
    return rng.choices(list(weights), list(weights.values()))[0]


def _settle_2016(stock: list[Parcours], gone: list[Parcours], rng: random.Random) -> None:
    """Share the entries of 2016 between those still there on 1 January and those gone, the rest before 2016."""
    months = [t for t, count in ENTRIES_2016.items() for _ in range(count)]
    late = [(t, k) for k, count in LATE_ENTRIES_2016.items() for t in [rng.choice((-1, 0)) for _ in range(count)]]
    for t, _ in late:
        months.remove(t)
    open_ = [p for p in stock if not p.motif]
    for (t, keyed), parcours in zip(late, rng.sample(open_, len(late)), strict=True):
        parcours.origine, parcours.entree, parcours.saisie_entree = "stock tardif", some_day(t, rng), keyed
    placed = {id(p) for p in stock if p.origine == "stock tardif"}
    quotas = {"stock": STOCK_FROM_2016 - len(late)}
    quotas["gone"] = len(months) - quotas["stock"]
    for name, group in (("gone", gone), ("stock", stock)):
        for t in _pick_months(months, quotas[name], early=name == "gone", rng=rng):
            able = [
                p
                for p in group
                if id(p) not in placed
                and p.motif != LONG
                and t <= (13 if p.mois_sortie is None else p.mois_sortie) - max(2, MIN_MONTHS.get(p.motif, 0))
            ]
            weights = [3.0 if not p.motif else 1.0 for p in able]
            chosen = rng.choices(able, weights)[0]
            placed.add(id(chosen))
            months.remove(t)
            chosen.entree = some_day(t, rng)
    for parcours in stock + gone:
        if id(parcours) not in placed:
            parcours.entree = _before_2016(parcours, rng)


def _pick_months(months: list[int], count: int, early: bool, rng: random.Random) -> list[int]:
    """``count`` of the entry months; people already gone came early in the year. Latest first: hardest to place."""
    if not early:
        return sorted(months, reverse=True)[:count]
    weights = {t: max(0.02, -t / 11) for t in range(-11, 1)}
    pool = list(months)
    chosen: list[int] = []
    while len(chosen) < count:
        t = rng.choices(pool, [weights[m] for m in pool])[0]
        if t <= -2:
            pool.remove(t)
            chosen.append(t)
    return sorted(chosen, reverse=True)


def _before_2016(parcours: Parcours, rng: random.Random) -> dt.date:
    """An entry month before 2016 that suits the exit's motive."""
    end = parcours.mois_sortie
    if parcours.motif == LONG and end is not None:
        return some_day(min(-12, end - rng.randint(32, 37)), rng)
    if end is None:
        return some_day(-12 - int(rng.triangular(0, 9, 1)), rng)
    earliest = end - max(2, MIN_MONTHS.get(parcours.motif, 0))
    return some_day(min(-12, earliest) - int(rng.triangular(0, 16, 2)), rng)


def _reach_mean(active: list[Parcours], rng: random.Random) -> None:
    """Move entries older than 2016 by whole months until the mean duration is the published one."""
    end, wanted = last_day(12), contraintes.totals()["duree_moyenne_mois"]
    movable = [p for p in active if p.mois_entree < -12 and p.motif and p.motif != LONG]
    for _ in range(20000):
        gap = wanted * len(active) - sum(p.months(end) for p in active)
        if abs(gap) < 3:
            return
        parcours = rng.choice(movable)
        t = parcours.mois_entree + (-1 if gap > 0 else 1)
        left = parcours.mois_sortie
        floor = -12 if left is None or not parcours.motif else left - max(2, MIN_MONTHS.get(parcours.motif, 0))
        if -44 <= t < min(-11, floor + 1):
            days = working_days(t)
            parcours.entree = days[min(parcours.entree.day // 2, len(days) - 1)]


def _earlier(everyone: list[Parcours], rng: random.Random) -> list[Parcours]:
    """Finished parcours of people who came back: ended at least six months before the present one, before 2016."""
    found = []
    for now in rng.sample([p for p in everyone if p.mois_entree >= -30 and p.origine != "stock tardif"], 64):
        end = min(now.mois_entree - rng.randint(6, 14), -12)
        motif = rng.choice(["A SA DEMANDE", "NON-RESPECT DU CONTRAT D'ENGAGEMENT", "SANTE", "AUTRE ACCOMPAGNEMENT PLUS ADAPTE", "EMPLOI"])
        start = end - rng.randint(10, 22)
        found.append(Parcours("ancien", some_day(start, rng), some_day(end, rng), motif, rang=1, personne=now.personne))
        now.rang = 2
    for number, parcours in enumerate(found, start=len(everyone) + 1):
        parcours.n = number
    return found
