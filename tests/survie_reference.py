"""Slow survival estimators written from their definitions, with exact fractions: one person after another."""

from __future__ import annotations

from fractions import Fraction


def table_de_temps(rows, cause=None):
    """(t, at risk, exits of that cause or of any, all exits) at each distinct exit time; rows = (entree, duree, cause, poids)."""
    out = []
    for t in sorted({duree for _, duree, _, _ in rows}):
        n = sum(w for e, x, _, w in rows if (e is None or e < t) and x >= t)
        d = sum(w for _, x, k, w in rows if x == t and k > 0)
        d_k = sum(w for _, x, k, w in rows if x == t and (k == cause if cause else k > 0))
        out.append((t, Fraction(n), Fraction(d_k), Fraction(d)))
    return out


def survie(rows):
    s, out = Fraction(1), []
    for _, n, _, d in table_de_temps(rows):
        s *= 1 - d / n
        out.append(s)
    return out


def greenwood(rows):
    """Variance of S at each time; None once S is 0."""
    s, total, out = Fraction(1), Fraction(0), []
    for _, n, _, d in table_de_temps(rows):
        s *= 1 - d / n
        if s:
            total += d / (n * (n - d))
        out.append(s * s * total if s else None)
    return out


def incidence(rows, cause):
    s, f, out = Fraction(1), Fraction(0), []
    for _, n, d_k, d in table_de_temps(rows, cause):
        f += s * d_k / n
        s *= 1 - d / n
        out.append(f)
    return out


def variance_jackknife(rows, cause):
    """Sum over persons of the squared derivative of F in their weight: R's infinitesimal jackknife, step by step."""
    times = table_de_temps(rows, cause)
    people = rows  # w persons alike have the same influence
    d_s, d_f = [Fraction(0)] * len(people), [Fraction(0)] * len(people)
    s, out = Fraction(1), []
    for t, n, d_k, d in times:
        h, h_k = d / n, d_k / n
        for i, (e, x, k, _) in enumerate(people):
            here = (e is None or e < t) and x >= t
            gone = x == t and k > 0
            own = x == t and k == cause
            dh = (gone - h) / n if here else Fraction(0)
            dh_k = (own - h_k) / n if here else Fraction(0)
            d_f[i] += d_s[i] * h_k + s * dh_k
            d_s[i] = d_s[i] * (1 - h) - s * dh
        s *= 1 - h
        out.append(sum(row[3] * v * v for row, v in zip(people, d_f, strict=True)))
    return out


def moyenne_restreinte(rows, horizon):
    """Area under S and its Greenwood variance."""
    times = table_de_temps(rows)
    curve = survie(rows)

    def area(start):
        level, last, total = Fraction(1), Fraction(0), Fraction(0)
        for (t, *_), s in zip(times, curve, strict=True):
            stop = min(Fraction(t), Fraction(horizon))
            total += level * max(stop - max(last, start), 0)
            level, last = s, Fraction(t)
        return total + level * max(Fraction(horizon) - max(last, start), 0)

    variance = sum((area(Fraction(t)) ** 2 * d / (n * (n - d)) for t, n, _, d in times if t <= horizon and n > d), Fraction(0))
    return area(Fraction(0)), variance


def log_rank_deux_groupes(first, second):
    """chi2 of the two-group test; None when the variance is 0."""
    both = first + second
    gap, spread = Fraction(0), Fraction(0)
    for t, n, _, d in table_de_temps(both):
        n_1 = Fraction(sum(w for e, x, _, w in first if (e is None or e < t) and x >= t))
        gap += sum(w for _, x, k, w in first if x == t and k > 0) - d * n_1 / n
        if n > 1:
            spread += d * (n - d) / (n - 1) * n_1 / n * (1 - n_1 / n)
    return gap * gap / spread if spread else None
