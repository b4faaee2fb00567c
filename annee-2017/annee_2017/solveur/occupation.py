"""Which months of which parcours already hold an étape, and who can take another."""

import datetime as dt
import random
from dataclasses import dataclass

import numpy as np

from .etapes_comptes import AFTER, BEFORE
from .parcours import Parcours

OLDEST = -48


@dataclass
class Etape:
    """One étape of the plan, by months; ``preuve`` says that it ends on the very day of the exit."""

    n: int
    operation: str
    debut: int
    fin: int
    preuve: bool = False
    jours: tuple[dt.date, dt.date] | None = None


class Occupation:
    """Grid parcours × months, and the étapes placed so far."""

    def __init__(self, everyone: list[Parcours], rng: random.Random):
        self.rng = rng
        self.everyone = everyone
        self.index = {p.n: i for i, p in enumerate(everyone)}
        width = AFTER - OLDEST + 1
        self.busy = np.zeros((len(everyone), width), dtype=np.int8)
        self.starts = np.array([self._first_month(p) for p in everyone])
        self.ends = np.array([AFTER if p.mois_sortie is None else p.mois_sortie for p in everyone])
        self.open = np.array([p.mois_sortie is None for p in everyone])
        self.etapes: list[Etape] = []
        self.by_operation: dict[tuple[int, str], list[tuple[int, int]]] = {}

    @staticmethod
    def _first_month(parcours: Parcours) -> int:
        """First month in which an étape may begin: known parcours only, and room in the month of entry."""
        month = parcours.mois_entree + (parcours.entree.day > 15)
        return max(month, parcours.saisie_entree if parcours.saisie_entree is not None else month)

    def fits(self, i: int, operation: str, debut: int, fin: int) -> bool:
        """Whether the months suit the parcours and no étape of the same operation touches them."""
        first = self.starts[i]
        if debut == BEFORE:
            debut = min(first, 0)
            if first > 0:
                return False
        if debut < first or fin > self.ends[i] or (fin == AFTER and not self.open[i]):
            return False
        return all(fin < a or b < debut for a, b in self.by_operation.get((i, operation), ()))

    def load(self, i: int, debut: int, fin: int) -> int:
        """Months already taken between two months."""
        return int(self.busy[i, debut - OLDEST : fin - OLDEST + 1].sum())

    def place(self, i: int, operation: str, debut: int, fin: int, *, preuve: bool = False, jours=None, longest: int = 14) -> Etape:
        """Record an étape; one begun before 2017 gets a real first month."""
        if debut == BEFORE:
            earliest = max(int(self.starts[i]), fin - longest + 1, -7)
            taken = [b for (j, o), spans in self.by_operation.items() if j == i and o == operation for _, b in spans]
            earliest = min(0, max([earliest, *(b + 1 for b in taken if b < 1)]))
            debut = self.rng.randint(earliest, 0)
        self.busy[i, debut - OLDEST : fin - OLDEST + 1] += 1
        self.by_operation.setdefault((i, operation), []).append((debut, fin))
        etape = Etape(self.everyone[i].n, operation, debut, fin, preuve, jours)
        self.etapes.append(etape)
        return etape

    def candidates(self, operation: str, debut: int, fin: int, allowed=None) -> list[int]:
        """Indexes of the parcours that can take the étape."""
        first = np.minimum(self.starts, 0) if debut == BEFORE else self.starts
        able = (first <= debut) & (self.ends >= fin)
        if debut == BEFORE:
            able &= self.starts <= 0
        if fin == AFTER:
            able &= self.open
        return [
            i
            for i in map(int, np.flatnonzero(able))
            if (allowed is None or allowed(self.everyone[i])) and self.fits(i, operation, debut, fin)
        ]

    def choose(self, operation: str, debut: int, fin: int, allowed=None, *, beside: bool = False) -> int:
        """A parcours for the étape: free months first (or one that is already busy, when ``beside``), then few étapes. Raises ``ValueError`` when nobody fits."""
        able = self.candidates(operation, debut, fin, allowed)
        if not able:
            raise ValueError(f"nobody for {operation} from month {debut} to {fin}")
        real = 0 if debut == BEFORE else debut
        loads = np.array([self.load(i, real, fin) for i in able])
        wanted = loads == loads.min() if not beside or loads.max() == 0 else (loads > 0) & (loads <= max(1, np.median(loads[loads > 0])))
        idle = [i for i, good in zip(able, wanted, strict=True) if good]
        weights = [1.0 / (1 + int(self.busy[i].sum())) for i in idle]
        return self.rng.choices(idle, weights)[0]
