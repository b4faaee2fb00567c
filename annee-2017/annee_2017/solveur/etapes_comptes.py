"""How many étapes of each operation run from which month to which month: the integer programmes of the letters."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from . import contraintes
from .parcours import Parcours
from .programme import Programme

COUNTED = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11)
BEFORE, AFTER = 0, 13
# Prices: an étape too many or too few in a line, a line that is not the printed one, the same for a class's total.
MISS, BROKEN, TOTAL_MISS, TOTAL_BROKEN, UNPROVEN = 1.0, 6.0, 1.0, 22.0, 200.0
SECONDS = 90.0
CDD, INTERIM, LONG_CONTRACT = "CDD Court (moins de 6 mois)", "Mission intérim", "Contrat long (CDI / CDD +6 mois)"
AIDED = ("CAE / CIE", "Autre - Emploi d'avenir / CESU")
# Shapes of a proof that ends in the month of the exit: (operation, months back from the exit of each étape).
PROOFS_EMPLOI = (
    (LONG_CONTRACT, ((7, 0),)), (LONG_CONTRACT, ((8, 0),)), (LONG_CONTRACT, ((10, 0),)),
    (INTERIM, ((7, 4), (3, 0))), (INTERIM, ((7, 6), (5, 3), (2, 0))), (INTERIM, ((8, 0),)),
    (CDD, ((7, 4), (3, 0))),
)  # fmt: skip
PROOFS_AIDE = tuple((operation, ((back, 0),)) for operation in AIDED for back in (7, 8, 10))
MAX_MONTHS = {CDD: 5, "PMSMP": 2, "Action seniors - TALENT CAMPUS": 2, "Remobilisation": 2}
# Operations tied to an event: the months in which they can run.
WINDOWS = {
    "Start Again": ((3, 6), (11, 13)), "Action seniors - TALENT CAMPUS": ((6, 7), (10, 11)), "RH Partner": ((8, 8),),
    "POEC EAPI / POEI AFPR": ((5, 12),), "Coaching individuel": ((4, 8),), "Remobilisation": ((2, 12),),
}  # fmt: skip
# Sessions whose size is published apart: (window, participants).
SESSIONS = {"Start Again": ((3, 6), 12), "Action seniors - TALENT CAMPUS": ((6, 7), 8)}


@dataclass(frozen=True)
class Interval:
    """An étape from month ``debut`` to month ``fin`` (0: begun before 2017; 13: still running after it)."""

    operation: str
    debut: int
    fin: int


def solve(exits: list[Parcours]) -> tuple[list[Interval], list[tuple[str, int, tuple]]]:
    """Free intervals, and proofs ``(motif, exit month, (operation, shape))`` for the positive exits of 2017."""
    year, class_of = contraintes.etapes()[1], contraintes.classes()
    by_month = Counter((p.motif, p.mois_sortie) for p in exits)
    training = tuple((o, ((back, 0),)) for o in year if o.startswith("Formation qualifiante") for back in (0, 1, 2, 4, 6))
    shapes = {"EMPLOI": PROOFS_EMPLOI, "EMPLOI AIDE": PROOFS_AIDE, "FORMATION QUALIFIANTE": training}
    fillers: list[Interval] = []
    proofs: list[tuple[str, int, tuple]] = []
    for classe in dict.fromkeys(class_of[o] for o in year):
        more_fillers, more_proofs = _solve_class(classe, [o for o in year if class_of[o] == classe], shapes, by_month)
        fillers += more_fillers
        proofs += more_proofs
    return fillers, proofs


def _solve_class(classe: str, operations: list[str], shapes: dict, exits: Counter):
    """One programme: the operations of a class, the proofs they can give, the class's own monthly total."""
    wanted, year = contraintes.etapes()
    programme = Programme()
    counted: dict[tuple[str, int], list] = {(o, t): [] for o in operations for t in range(1, 13)}
    yearly: dict[str, list] = {o: [] for o in operations}
    for operation in operations:
        _declare_fillers(programme, operation, wanted[operation], year[operation], counted, yearly[operation])
    for motif, mine in shapes.items():
        if {o for o, _ in mine} <= set(operations):
            _declare_proofs(programme, motif, mine, exits, counted, yearly)
    for operation in operations:
        programme.equal(yearly[operation], year[operation])
        if operation in SESSIONS:
            (start, end), size = SESSIONS[operation]
            programme.equal([(v, c) for v, c in yearly[operation] if v[0] == "filler" and start <= v[2] <= end], size)
        for t in COUNTED:
            programme.near((operation, t), counted[operation, t], wanted[operation].get(t, 0), MISS, BROKEN)
        for t, around in ((8, (7, 9)), (12, (11,))):
            level = sum(wanted[operation].get(a, 0) for a in around) / len(around)
            programme.near((operation, t), counted[operation, t], level, 0.02)
    totals = contraintes.class_counts()
    for t in COUNTED:
        programme.near((classe, t), [c for o in operations for c in counted[o, t]], totals.get((classe, t), 0), TOTAL_MISS, TOTAL_BROKEN)
    solved = programme.solve(SECONDS, 2e-3)
    fillers = [Interval(n[1], n[2], n[3]) for n, count in solved.items() if isinstance(n, tuple) and n[0] == "filler" for _ in range(count)]
    return fillers, [n[1:] for n, count in solved.items() if isinstance(n, tuple) and n[0] == "proof" for _ in range(count)]


def _declare_proofs(programme: Programme, motif: str, shapes: tuple, exits: Counter, counted: dict, yearly: dict) -> None:
    """For each month of exit, how many proofs of each shape."""
    for (name, t), count in exits.items():
        if name != motif:
            continue
        mine = []
        for shape in shapes:
            operation, parts = shape
            alive = [(t - a, t - b) for a, b in parts if t - b >= 1]
            variable = programme.variable(("proof", motif, t, shape), 0.0005 * len(parts) + 0.0002 * parts[0][0])
            mine.append((variable, 1.0))
            yearly[operation].append((variable, float(len(alive))))
            for a, b in alive:
                for m in range(max(1, a), b + 1):
                    counted[operation, m].append((variable, 1.0))
        programme.equal([*mine, (programme.variable(("unproven", motif, t), UNPROVEN), 1.0)], count)


def _declare_fillers(programme: Programme, operation: str, months: dict, total: int, counted: dict, yearly: list) -> None:
    """A variable for each possible interval, cheaper when its length is the operation's usual one."""
    usual = max(1.0, 1.2 * sum(months.values()) / max(total, 1))
    for debut, fin, most in intervals(operation, total):
        cut = debut == BEFORE or fin == AFTER
        cost = 0.00005 * (fin - debut + 1 - usual) ** 2 * (0.4 if cut else 1.0)
        variable = programme.variable(("filler", operation, debut, fin), cost, most)
        yearly.append((variable, 1.0))
        for t in range(max(debut, 1), min(fin, 12) + 1):
            counted[operation, t].append((variable, 1.0))


def intervals(operation: str, total: int) -> Iterator[tuple[int, int, int]]:
    """``(debut, fin, most)``: when an étape may run, and how many of an operation that has ``total`` in the year may run just then.

    No operation has all its étapes begin and end together, unless it is tied to an event.
    """
    longest = MAX_MONTHS.get(operation, 14)
    windows = WINDOWS.get(operation, ((BEFORE, AFTER),))
    most = total if operation in WINDOWS else max(3, round(total / 18))
    for debut in range(BEFORE, 13):
        for fin in range(max(debut, 1), AFTER + 1):
            if fin - debut + 1 <= longest and any(a <= debut and fin <= b for a, b in windows):
                yield debut, fin, most


def deviations(intervals: list[Interval]) -> list[tuple[str, int, int, int]]:
    """``(operation, month, published, obtained)`` wherever they differ (month 12: the year's total)."""
    wanted, year = contraintes.etapes()
    got = Counter((i.operation, t) for i in intervals for t in COUNTED if i.debut <= t <= i.fin)
    found = [(o, t, wanted[o].get(t, 0), got[o, t]) for o in wanted for t in COUNTED if got[o, t] != wanted[o].get(t, 0)]
    totals = Counter(i.operation for i in intervals)
    return found + [(o, 12, n, totals[o]) for o, n in year.items() if totals[o] != n]
