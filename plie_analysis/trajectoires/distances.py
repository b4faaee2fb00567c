"""Optimal matching: what it costs to turn one sequence into another.

Source: Needleman & Wunsch (1970); conventions of TraMineR's ``seqcost`` and ``seqdist(method="OM", norm="none")``.
"""

import numpy as np
import pandas as pd

from .refus import refus

CVAL = 2.0
"""Cost of a constant substitution, and the most that a substitution by transition rates can cost."""

PAD = -1


def couts(passages: pd.DataFrame, alphabet: list, cout: str = "taux", indel: float | None = None) -> tuple[np.ndarray, float]:
    """Substitution costs (square, in the order of ``alphabet``) and the cost of an insertion or deletion.

    ``cout="constant"``: 2 between any two states. ``cout="taux"``: 2 − taux(a→b) − taux(b→a), from
    ``transitions(seq)``. ``indel`` defaults to 1 (constant) or to half the dearest substitution (rates).
    """
    size = len(alphabet)
    if cout == "constant":
        costs = np.full((size, size), CVAL)
    elif cout == "taux":
        rates = passages.pivot(index="de", columns="vers", values="taux").reindex(index=alphabet, columns=alphabet).to_numpy()
        costs = CVAL - rates - rates.T
    else:
        raise refus(f"Coût de substitution « {cout} » inconnu. Choisissez « taux » ou « constant ».")
    np.fill_diagonal(costs, 0.0)
    if indel is None:
        indel = 1.0 if cout == "constant" else float(costs.max()) / 2
    if not indel > 0:
        raise refus("Le coût d'une insertion doit être supérieur à zéro : il faut au moins deux états.")
    return costs, float(indel)


def encode(suites: list[tuple], alphabet: list) -> tuple[np.ndarray, np.ndarray]:
    """Sequences as codes (one row per sequence, padded on the right with ``PAD``), and their lengths."""
    code = {state: number for number, state in enumerate(alphabet)}
    lengths = np.array([len(suite) for suite in suites], dtype=np.int64)
    codes = np.full((len(suites), int(lengths.max(initial=0))), PAD, dtype=np.int64)
    for row, suite in enumerate(suites):
        codes[row, : len(suite)] = [code[state] for state in suite]
    return codes, lengths


def distance_a(reference: np.ndarray, codes: np.ndarray, lengths: np.ndarray, costs: np.ndarray, indel: float) -> np.ndarray:
    """Optimal matching distance from one sequence (codes, no padding) to each row of ``codes``."""
    by_state = _costs_by_state(codes, costs)
    return _row(reference, by_state, lengths, indel)


def distances_om(codes: np.ndarray, lengths: np.ndarray, costs: np.ndarray, indel: float) -> np.ndarray:
    """Square symmetric matrix of optimal matching distances between the rows of ``codes``."""
    size = len(codes)
    by_state = _costs_by_state(codes, costs)
    result = np.zeros((size, size))
    for i in range(size - 1):
        row = _row(codes[i, : lengths[i]], by_state[:, :, i + 1 :], lengths[i + 1 :], indel)
        result[i, i + 1 :] = row
        result[i + 1 :, i] = row
    return result


def _costs_by_state(codes: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """Cost of replacing state a by what row j holds at position k: shape (state, position, row)."""
    return np.stack([costs[a][codes.T] for a in range(len(costs))]) if len(costs) else np.zeros((0, *codes.T.shape))


def _row(reference: np.ndarray, by_state: np.ndarray, lengths: np.ndarray, indel: float) -> np.ndarray:
    """Dynamic programming over the reference, all targets at once.

    Inside one step the insertions chain along the target: D[k] = min over l ≤ k of (best[l] + (k − l)·indel),
    a running minimum of best[l] − l·indel. Padding lies beyond a target's own length, where nobody reads.
    """
    positions = by_state.shape[1]
    ramp = (np.arange(positions + 1) * indel)[:, None]
    current = np.repeat(ramp, len(lengths), axis=1)
    for state in reference:
        best = current + indel
        np.minimum(best[1:], current[:-1] + by_state[state], out=best[1:])
        best -= ramp
        np.minimum.accumulate(best, axis=0, out=best)
        best += ramp
        current = best
    return current[lengths, np.arange(len(lengths))]
