"""The counts of a set of computations: which rows must be emptied, given what was published before."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

import pandas as pd

from .cles import Calcul, CleDeCompte
from .liens import link
from .registre import Registre
from .suppression import suppress
from .systeme import System

REST = "le reste d'un effectif montré"


@dataclass
class Masque:
    """The outcome: for each computation the rows to empty, the log, and what could no longer be protected."""

    lignes: list[set[int]]
    journal: pd.DataFrame
    exposees: set[Hashable]
    cellules: list


def mask(calculs: Iterable[Calcul], threshold: int, *, registre: Registre | None = None, rapport: str = "") -> Masque:
    """Choose the rows to hide in a set of linked computations so that no small count can be worked out.

    ``registre``: earlier publications (the report named ``rapport`` is written anew and does not count).
    The log has one row per hidden count: ``table``, ``case`` (modalities), ``du``, ``au``, ``motif``.
    """
    calculs = list(calculs)
    before, hidden_before = registre.known(rapport) if registre else ({}, set())
    system = System(dict(before.items()))
    for calcul in calculs:
        system.counts |= calcul.comptes.items()
    current = {key for calcul in calculs for key in calcul.comptes}
    _add_small_rests(system, {pair for calcul in calculs for pair in calcul.parts}, threshold)
    absent = _add_absent_modalities(system)
    link(system)
    outcome = suppress(system, threshold, published=(before.keys() - hidden_before) | absent, already_hidden=hidden_before - current)
    rows = [{row.rang for row in calcul.rangees if any(key in outcome.reasons for key in row.cles)} for calcul in calculs]
    cells = [(list(key), system.counts[key], key in outcome.reasons) for key in sorted(current)]
    return Masque(rows, _journal(outcome.reasons, current), outcome.exposed & current, cells)


def _add_absent_modalities(system: System) -> set[CleDeCompte]:
    """A modality that a table does not list counts 0 there, and a reader knows it: these zeros, which nothing can hide."""
    listed: dict[tuple, set[tuple]] = defaultdict(set)
    asked: dict[tuple, set[CleDeCompte]] = defaultdict(set)
    for key in system.counts:
        if isinstance(key, CleDeCompte) and key.axes:
            question = (key._replace(axes=(), du="", au="", connu_au=""), tuple(name for name, _ in key.axes))
            listed[question].add(key.axes)
            asked[question].add(key._replace(axes=()))
    absent = {
        one._replace(axes=axes) for question, ones in asked.items() for one in ones for axes in listed[question]
    } - system.counts.keys()
    system.counts |= dict.fromkeys(absent, 0.0)
    return absent


def _add_small_rests(system: System, parts: set[tuple[CleDeCompte, CleDeCompte]], threshold: int) -> None:
    """98 out of 100 tells that 2 are not: the small rest of a share is a count to protect, though nobody prints it."""
    for part, whole in parts:
        left = system.counts[whole] - system.counts[part]
        if 0 < left < threshold:
            system.counts[REST, part, whole] = left
            system.add_relation({part: 1, (REST, part, whole): 1, whole: -1})


def empty_rows(frame: pd.DataFrame, rows: Collection[int]) -> pd.DataFrame:
    """The frame with its hidden rows emptied, and the column ``masque``."""
    masked = pd.Series([rank in rows for rank in range(len(frame))], index=frame.index, dtype=bool)
    emptied = frame.assign(masque=masked)
    emptied.loc[masked, ["valeur", "numerateur", "denominateur"]] = pd.NA
    return emptied


def small_estimates(frame: pd.DataFrame, calcul: Calcul, threshold: int) -> set[int]:
    """Positions of the survival estimates (they follow the counts) that rest on few parcours or on few exits."""
    rows = frame.iloc[len(calcul.rangees) :]
    few = pd.Series(False, index=rows.index)
    for column in ("numerateur", "denominateur"):
        values = rows[column].astype("Float64")
        few |= ((values > 0) & (values < threshold)).fillna(False).astype(bool)
    rest = (rows["denominateur"] - rows["numerateur"]).astype("Float64")
    few |= ((rest > 0) & (rest < threshold)).fillna(False).astype(bool)
    return {len(calcul.rangees) + rank for rank, hidden in enumerate(few.tolist()) if hidden}


def _journal(reasons: dict[Hashable, str], current: set[CleDeCompte]) -> pd.DataFrame:
    rows = [
        (key.base[0], " ; ".join(f"{axis}={value}" for axis, value in key.axes), key.du, key.au, reason)
        for key, reason in reasons.items()
        if key in current
    ]
    return pd.DataFrame(sorted(rows), columns=["table", "case", "du", "au", "motif"])
