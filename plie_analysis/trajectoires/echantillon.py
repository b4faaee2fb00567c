"""A sample of sequences that can be drawn one line each (index plot)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..libelles import litteral
from .refus import refus
from .source import Table, ask, frame
from .suite import read_suites

TAILLE = 500
GRAINE = 2017


def tapis(
    seq: Table,
    *,
    id: str = "id",
    t: str = "t",
    etat: str = "etat",
    taille: int = TAILLE,
    strates: Mapping | pd.Series | None = None,
    graine: int = GRAINE,
) -> pd.DataFrame:
    """The table of an index plot: one line per sequence, every sequence up to ``taille``, a sample above.

    One row per line and month: ``rang`` (0 = first line), ``strate``, ``t``, ``etat``; identifiers are left out.
    ``strates`` gives the stratum of each ``id`` (default: its last known state). Above ``taille`` sequences, each
    stratum gets its share of the lines (largest remainders), drawn without replacement with ``graine``; the order
    of the rows handed in changes nothing. Lines are sorted by stratum, then by their states from the first month.
    Raises ``PlieError`` for a stratum missing from ``strates``.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat)
    if suites.nb_suites == 0:
        return pd.DataFrame({"rang": pd.Series(dtype="int64"), "strate": [], "t": pd.Series(dtype="int64"), "etat": []})
    known = suites.relation.filter("etat IS NOT NULL")
    last = ask(known, "SELECT id, arg_max(etat, t)::VARCHAR AS strate FROM {source} GROUP BY id ORDER BY id").to_pandas()
    if strates is not None:
        last["strate"] = last["id"].map(dict(strates))
        if last["strate"].isna().any():
            raise refus(f"Strate inconnue pour {int(last['strate'].isna().sum())} parcours. Donnez une strate à chacun.")
    drawn = _draw(last, taille, graine)
    months = frame(known) if len(drawn) == len(last) else _months_of(known, drawn)
    months["etat"] = months["etat"].astype(object)
    return _sorted_lines(months.merge(drawn, on="id"), suites.alphabet)


def _draw(population: pd.DataFrame, taille: int, graine: int) -> pd.DataFrame:
    """At most ``taille`` rows of ``id, strate``, shared between strata in proportion to their sizes."""
    if len(population) <= taille:
        return population
    sizes = population.groupby("strate").size()
    exact = sizes * taille / len(population)
    quota = np.floor(exact).astype(int)
    left = taille - int(quota.sum())
    largest = (exact - quota).sort_values(ascending=False, kind="stable").index[:left]
    quota[largest] += 1
    rng = np.random.default_rng(graine)
    parts = [
        group.iloc[np.sort(rng.choice(len(group), size=quota[strate], replace=False))] for strate, group in population.groupby("strate")
    ]
    return pd.concat(parts)


def _months_of(known, drawn: pd.DataFrame) -> pd.DataFrame:
    """Rows of the drawn sequences only: the others never leave DuckDB."""
    wanted = ", ".join(litteral(str(key)) for key in drawn["id"])
    return frame(known.filter(f"id::VARCHAR IN ({wanted})"))


def _sorted_lines(months: pd.DataFrame, alphabet: list) -> pd.DataFrame:
    code = {state: number for number, state in enumerate(alphabet)}
    months = months.sort_values(["id", "t"])
    keys = months.groupby("id").agg(strate=("strate", "first"), codes=("etat", lambda states: tuple(code[s] for s in states)))
    ordered = sorted(keys.index, key=lambda key: (str(keys.at[key, "strate"]), keys.at[key, "codes"], str(key)))
    months["rang"] = months["id"].map({key: rank for rank, key in enumerate(ordered)})
    months["etat"] = pd.Series(months["etat"].tolist(), dtype=pd.Series(alphabet).dtype, index=months.index)
    return months.sort_values(["rang", "t"])[["rang", "strate", "t", "etat"]].reset_index(drop=True)
