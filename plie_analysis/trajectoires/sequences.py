"""What a long table of sequences says: by month, by passage, by state, by sequence.

Conventions are TraMineR's defaults. A sequence runs over the months present in the table; months absent or
without a state, at either end or inside, are missing: they are not counted, and a passage over them does not
exist. Shares and rates are between 0 and 1. Reference: Gabadinho, Ritschard, Müller, Studer, "Analyzing and
visualizing state sequences in R with TraMineR", Journal of Statistical Software 40(4), 2011.

Common arguments: ``seq`` (pandas frame, Arrow table, DuckDB relation or Parquet path), the names of its columns
``id``, ``t`` (whole number) and ``etat``, and ``alphabet`` (every state that could be seen; default: the states
seen). All functions raise ``PlieError`` on a missing column, an empty ``id`` or ``t``, two states for one month,
or a state outside the alphabet. An empty table gives an empty frame with the same columns.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .source import Table, literal
from .suite import Suites, read_suites, states_dtype


def chronogramme(seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None) -> pd.DataFrame:
    """State distribution month by month.

    One row per month ``t`` seen and state of the alphabet, zero included: ``t``, ``etat``, ``n`` (sequences in
    that state), ``part`` (of the sequences whose state is known that month; sums to 1 over the states of a month).
    Same as TraMineR's ``seqstatd``.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    counts = suites.frame("chronogramme")
    months = sorted(counts["t"].unique())
    full = _complete(counts, {"t": months, "etat": suites.alphabet}, suites)
    full["part"] = full["n"] / full.groupby("t")["n"].transform("sum")
    return full.astype({"t": "int64", "n": "int64", "part": "float64"})


def transitions(seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None) -> pd.DataFrame:
    """Passages from a month to the next.

    One row per pair of states of the alphabet: ``de``, ``vers``, ``n``, ``taux`` (of the passages that leave
    ``de``; sums to 1 over ``vers``). A state that nobody leaves has ``n`` = 0 and ``taux`` = 0, as in TraMineR's
    ``seqtrate``: read the 0 as "no departure", not as a rate.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    full = _complete(suites.frame("transitions"), {"de": suites.alphabet, "vers": suites.alphabet}, suites)
    departures = full.groupby("de", sort=False)["n"].transform("sum") if len(full) else full["n"]
    full["taux"] = full["n"] / departures.where(departures > 0, 1)
    return full.astype({"n": "int64", "taux": "float64"})


def temps_moyen(seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None) -> pd.DataFrame:
    """Mean number of months spent in each state.

    One row per state of the alphabet: ``etat``, ``moyenne`` (months, over all sequences, those that never were in
    the state included). The sum over states is the mean length. Same as TraMineR's ``seqmeant``.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    full = _complete(suites.frame("temps_total"), {"etat": suites.alphabet}, suites)
    if suites.nb_suites == 0:
        return pd.DataFrame({"etat": full["etat"][:0], "moyenne": pd.Series(dtype="float64")})
    return pd.DataFrame({"etat": full["etat"], "moyenne": full["n"] / suites.nb_suites})


def entropie(seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None) -> pd.DataFrame:
    """Within-sequence entropy, normalised by the alphabet.

    One row per sequence, by increasing ``id``: ``id``, ``entropie`` = −Σ p·ln p ÷ ln(size of the alphabet), where
    p is the share of the sequence's months spent in each state: 0 when one state fills the sequence, 1 when every
    state of the alphabet fills the same time. An alphabet of one state, and a sequence with no known state, give 0.
    Same as TraMineR's ``seqient``.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    result = suites.frame("entropie") if suites.nb_suites else pd.DataFrame({"id": [], "entropie": []})
    size = len(suites.alphabet)
    values = result["entropie"].to_numpy(dtype="float64")
    # a uniform sequence may come out one rounding above 1
    result["entropie"] = np.minimum(values / math.log(size), 1.0) if size > 1 else np.zeros(len(values))
    return result


def entropie_transversale(
    seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None
) -> pd.DataFrame:
    """Entropy of the state distribution month by month, normalised by the alphabet.

    One row per month seen: ``t``, ``n`` (sequences whose state is known), ``entropie`` (0 = all in the same state,
    1 = spread evenly over the alphabet). Same as the ``Entropy`` of TraMineR's ``seqstatd``.
    """
    states = None if alphabet is None else list(alphabet)
    counts = chronogramme(seq, id=id, t=t, etat=etat, alphabet=states)
    size = counts["etat"].nunique()
    p = counts["part"].to_numpy()
    terms = counts.assign(terme=-p * np.log(np.where(p > 0, p, 1.0)))
    result = terms.groupby("t", as_index=False).agg(n=("n", "sum"), entropie=("terme", "sum"))
    result["entropie"] = (result["entropie"] / math.log(size)).clip(0.0, 1.0) if size > 1 else 0.0
    return result.astype({"t": "int64", "n": "int64", "entropie": "float64"})


def variantes(
    seq: Table,
    *,
    id: str = "id",
    t: str = "t",
    etat: str = "etat",
    alphabet: Iterable | None = None,
    separateur: str = " → ",
) -> pd.DataFrame:
    """Orders in which states follow one another, durations aside.

    One row per distinct succession of distinct states, most frequent first (then alphabetical): ``variante``
    (states joined by ``separateur``), ``n`` (sequences), ``part`` (of all sequences). Missing months are skipped: A,
    missing, A is the variant A; sequences without any known state share the empty variant, which comes last.
    Same as TraMineR's ``seqtab(seqdss(…))``.
    """
    suites = read_suites(seq, id=id, t=t, etat=etat, alphabet=alphabet)
    if suites.nb_suites == 0:
        return pd.DataFrame({"variante": pd.Series(dtype="str"), "n": pd.Series(dtype="int64"), "part": pd.Series(dtype="float64")})
    result = suites.frame("variantes", separateur=literal(separateur))
    stateless = suites.nb_suites - int(result["n"].sum())
    if stateless:
        result = pd.concat([result, pd.DataFrame({"variante": [""], "n": [stateless]})], ignore_index=True)
    result["part"] = result["n"] / suites.nb_suites
    return result


def _complete(counts: pd.DataFrame, axes: dict[str, list], suites: Suites) -> pd.DataFrame:
    """Counts on the full grid of ``axes``, in the order of their values, zero where nothing was seen."""
    names = list(axes)
    grid = pd.MultiIndex.from_product(axes.values(), names=names) if all(axes.values()) else None
    dtypes = {name: "int64" if name == "t" else states_dtype(suites.alphabet) for name in names}
    if grid is None:
        return pd.DataFrame({**{name: pd.Series(dtype=dtypes[name]) for name in names}, "n": pd.Series(dtype="int64")})
    indexed = counts.set_index(names)["n"]
    indexed.index = indexed.index.set_names(names)
    if len(names) == 1:
        grid = pd.Index(axes[names[0]], name=names[0])
    return indexed.reindex(grid, fill_value=0).reset_index().astype(dtypes)
