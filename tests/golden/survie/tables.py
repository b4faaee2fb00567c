"""Write the seeded tables that oracle.R reads (python tests/golden/survie/tables.py, then Rscript oracle.R there)."""

from pathlib import Path

import numpy as np
import pandas as pd

ICI = Path(__file__).parent


def ecrire() -> None:
    rng = np.random.default_rng(20170101)
    size = 160
    group = rng.choice(["a", "b", "c"], size)
    whole = rng.integers(0, 40, size)
    cause = rng.choice([0, 0, 1, 1, 2, 3], size)
    _save("entieres", duree=whole, cause=cause, groupe=group)
    _save("fractions", duree=np.round(rng.exponential(500, size), 3) / 30.4375, cause=cause, groupe=group)
    tenths = rng.integers(1, 25, size)
    near = np.where(rng.random(size) < 0.5, tenths * 0.1, np.cumsum(np.full(25, 0.1))[tenths - 1])
    _save("presque_egales", duree=near, cause=cause, groupe=group)
    entry = rng.integers(0, 30, size)
    _save("tardives", duree=entry + 1 + whole, cause=cause, groupe=group, entree=entry)
    _save(
        "tardives_rares",
        duree=(entry + 1 + whole)[:14],
        cause=np.r_[1, 2][np.arange(14) % 2],
        groupe=group[:14],
        entree=entry[:14],
    )
    _save("poids_entiers", duree=whole, cause=cause, groupe=group, poids=rng.integers(1, 5, size))
    _save("poids_fractions", duree=whole, cause=cause, groupe=group, poids=np.round(rng.uniform(0.2, 3, size), 3))
    _save(
        "tardives_poids",
        duree=entry + 1 + whole,
        cause=cause,
        groupe=group,
        entree=entry,
        poids=np.round(rng.uniform(0.2, 3, size), 3),
    )
    _save("epuisees", duree=rng.integers(0, 12, 40), cause=rng.choice([1, 2], 40), groupe=group[:40])


def _save(name: str, **columns: np.ndarray) -> None:
    frame = pd.DataFrame(columns).sort_values("groupe", kind="stable")
    frame.to_csv(ICI / f"{name}.table.csv", index=False, float_format="%.17g", lineterminator="\n")


if __name__ == "__main__":
    ecrire()
