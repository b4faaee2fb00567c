"""Slow pure-Python reference for ``trajectoires``: loops over months and sequences, no SQL, no numpy.

    python -m tests.trajectoires_reference      # writes tests/golden/trajectoires/ again

The golden files hold made-up sequences (fixed seed) and what this module says of them.
"""

import calendar
import csv
import datetime as dt
import math
import random
from collections import Counter
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden" / "trajectoires"
SEED = 20171231


def add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def monthly_states(intervals, priority, filler):
    """``{(id, t): state}`` for (id, debut, fin, etat) rows, months counted from each id's first day."""
    states = {}
    for key in {row[0] for row in intervals}:
        mine = [row for row in intervals if row[0] == key]
        origin, last = min(row[1] for row in mine), max(row[2] for row in mine)
        t = 0
        while add_months(origin, t) <= last:
            first, after = add_months(origin, t), add_months(origin, t + 1)
            running = {state for _, begin, end, state in mine if begin < after and end >= first}
            states[key, t] = next((state for state in priority if state in running), filler)
            t += 1
    return states


def by_id(rows):
    """``{id: [(t, state), …]}`` sorted by month, unknown states left out (the id stays)."""
    sequences = {}
    for key, t, state in sorted(rows, key=lambda row: (str(row[0]), row[1])):
        sequences.setdefault(key, [])
        if state is not None:
            sequences[key].append((t, state))
    return sequences


def distribution(rows):
    """``{(t, state): (n, share)}``, zero cells left out."""
    counts = Counter((t, state) for _, t, state in rows if state is not None)
    totals = Counter(t for _, t, state in rows if state is not None)
    return {(t, state): (n, n / totals[t]) for (t, state), n in counts.items()}


def passages(rows):
    """``{(from, to): (n, rate)}``, zero cells left out."""
    counts, leaving = Counter(), Counter()
    for months in by_id(rows).values():
        known = dict(months)
        for t, state in months:
            if t + 1 in known:
                counts[state, known[t + 1]] += 1
                leaving[state] += 1
    return {pair: (n, n / leaving[pair[0]]) for pair, n in counts.items()}


def mean_time(rows):
    sequences = by_id(rows)
    counts = Counter(state for months in sequences.values() for _, state in months)
    return {state: n / len(sequences) for state, n in counts.items()}


def entropies(rows, size):
    result = {}
    for key, months in by_id(rows).items():
        counts = Counter(state for _, state in months)
        total = sum(counts.values())
        h = -sum(n / total * math.log(n / total) for n in counts.values())
        result[key] = h / math.log(size) if size > 1 else 0.0
    return result


def orders(rows):
    """``{(states…): n}`` of distinct successive states."""
    result = Counter()
    for months in by_id(rows).values():
        states = [state for _, state in months]
        result[tuple(s for i, s in enumerate(states) if i == 0 or s != states[i - 1])] += 1
    return result


def matching(one, two, cost, indel):
    """Optimal matching distance, cell by cell; ``cost(a, b)`` replaces a by b."""
    table = [[(i + j) * indel for j in range(len(two) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(two, 1):
            table[i][j] = min(table[i - 1][j] + indel, table[i][j - 1] + indel, table[i - 1][j - 1] + cost(a, b))
    return table[-1][-1]


def made_up_sequences(rng):
    """Unequal lengths, late starts, months absent, months without a state, one id without any state."""
    rows = []
    for number in range(60):
        state, start = rng.choice("ABCDE"), rng.choice([0, 0, 0, 1, 4])
        for t in range(start, start + rng.randint(1, 30)):
            if rng.random() < 0.25:
                state = rng.choice("ABCDE")
            if rng.random() > 0.04:
                rows.append((f"P{number:03}", t, None if rng.random() < 0.04 else state))
    return [*rows, ("P999", 0, None)]


def made_up_intervals(rng):
    """Parallel and distant étapes, month ends, leap days, one-day étapes."""
    rows = []
    for number in range(60):
        entry = dt.date(2015, 1, 1) + dt.timedelta(rng.randint(0, 500))
        if number % 5 == 0:
            entry = rng.choice([dt.date(2015, 1, 31), dt.date(2016, 1, 30), dt.date(2016, 2, 29), dt.date(2015, 8, 31)])
        for _ in range(rng.randint(1, 5)):
            begin = entry + dt.timedelta(rng.randint(0, 700))
            rows.append(
                (
                    f"P{number:03}",
                    begin,
                    begin + dt.timedelta(rng.choice([0, 10, 30, 60, 200])),
                    rng.choice(["emploi", "formation", "mobilisation"]),
                )
            )
    return rows


PRIORITY = ("emploi", "formation", "mobilisation")


def write(name, header, rows):
    with (GOLDEN / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else repr(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)


def main():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    rows, intervals = made_up_sequences(rng), made_up_intervals(rng)
    write("suites", ["id", "t", "etat"], rows)
    write("chronogramme", ["t", "etat", "n", "part"], [(*key, *value) for key, value in sorted(distribution(rows).items())])
    write("transitions", ["de", "vers", "n", "taux"], [(*key, *value) for key, value in sorted(passages(rows).items())])
    write("temps_moyen", ["etat", "moyenne"], sorted(mean_time(rows).items()))
    write("entropie", ["id", "entropie"], sorted(entropies(rows, 5).items()))
    write("variantes", ["variante", "n"], sorted((" → ".join(states), n) for states, n in orders(rows).items()))
    write("intervalles", ["id", "debut", "fin", "etat"], intervals)
    states = monthly_states(intervals, PRIORITY, "sans étape")
    write("etats_mensuels", ["id", "t", "etat"], [(*key, state) for key, state in sorted(states.items())])


if __name__ == "__main__":
    main()
