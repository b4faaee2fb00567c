"""The numbers that the results other than indicators show: what became of participants, exits by RSA, gaps between publics."""

from collections.abc import Iterable

import pandas as pd

from ..cohortes.devenir import ENSEMBLE, TROP_TOT
from ..cohortes.ecarts import AUTRES
from ..cohortes.lectures import ECARTEE
from ..cohortes.rsa_des_sorties import LIBELLES
from .cles import Calcul, CleDeCompte, Rangee

HORS_AVE = "est_hors_ave"
SUIVIES, SUIVIS, SORTIS = "suivies", "suivis", "sortis"


def calcul_devenir(frame: pd.DataFrame, entrees: CleDeCompte, connues: dict[CleDeCompte, float]) -> Calcul:
    """The numbers of ``cohortes.devenir``, row by row.

    ``entrees``: the key of the entries in an action over the last year of the period, whose counts by action are in ``connues``: those
    of the year before are what is left, and nobody may work them out either when they are few.
    """
    calcul = Calcul()
    whole = entrees._replace(du=f"{int(entrees.du[:4]) - 1}{entrees.du[4:]}")
    for rank, row in enumerate(frame.to_dict("records")):
        mois, action = int(row["mois"]), row["action"]
        axes = {} if action == ENSEMBLE else {"action": action}
        every, followed = whole.avec_axes(axes), whole.avec_axes(axes)._replace(garder=tuple(sorted((*whole.garder, f"{SUIVIS}_{mois}"))))
        state = whole.avec_axes({**axes, f"devenir_{mois}": row["devenir"]})
        calcul.comptes[state], calcul.comptes[followed] = float(row["nombre"]), float(row["suivis"])
        calcul.rangees.append(Rangee(rank, (state, followed)))
        if row["devenir"] == TROP_TOT:
            calcul.comptes[every] = float(row["suivis"] + row["nombre"])
            calcul.relations.append({followed: 1.0, state: 1.0, every: -1.0})
            _year_before(calcul, every, entrees.avec_axes(axes), connues)
        else:
            calcul.parts.append((state, followed))
    return calcul


def _year_before(calcul: Calcul, every: CleDeCompte, last: CleDeCompte, known: dict[CleDeCompte, float]) -> None:
    before = last._replace(du=every.du, au=f"{every.du[:4]}{last.au[4:]}")
    left = calcul.comptes[every] - known.get(last, 0.0)
    if last in known and left >= 0:
        calcul.comptes[before] = left
        calcul.comptes[last] = known[last]
        calcul.relations.append({before: 1.0, last: 1.0, every: -1.0})


def calcul_rsa(frame: pd.DataFrame, sorties: CleDeCompte, positives: CleDeCompte) -> Calcul:
    """The numbers of ``cohortes.rsa_des_sorties``, row by row; ``sorties`` and ``positives``: the keys of the exits over the same period."""
    calcul = Calcul()
    pairs = {label: pair for pair, label in LIBELLES.items()}
    for rank, row in enumerate(frame.to_dict("records")):
        entry, leave = pairs.get(row["libelle"], ("", ""))
        axes = {"rsa": leave, "rsa_entree": entry} if leave else {}
        every, part = sorties.avec_axes(axes), positives.avec_axes(axes)
        calcul.comptes[every], calcul.comptes[part] = float(row["sorties"]), float(row["positives"])
        calcul.parts.append((part, every))
        calcul.rangees.append(Rangee(rank, (every, part)))
    return calcul


def calcul_lectures(frame: pd.DataFrame, sorties: CleDeCompte, positives: CleDeCompte) -> Calcul:
    """The numbers of ``cohortes.lectures``, row by row; ``sorties`` and ``positives``: the keys of the exits over the same period.

    All the rows make the exits, those of a positive motive make the positive ones, and those set aside are what the AVE rate leaves out.
    """
    calcul = Calcul()
    rows = frame.to_dict("records")
    keys = [sorties.avec_axes({f"lecture_{name}": str(row[name]) for name in ("plie", "ave", "iae", "etapes", "raison")}) for row in rows]
    for rank, (key, row) in enumerate(zip(keys, rows, strict=True)):
        calcul.comptes[key] = float(row["sorties"])
        calcul.rangees.append(Rangee(rank, (key,)))
    counted = sorties._replace(sauf=tuple(sorted({*sorties.sauf, HORS_AVE})))
    for whole, kept in (
        (sorties, [True] * len(rows)),
        (positives, [row["plie"] == "positive" for row in rows]),
        (counted, [row["ave"] != ECARTEE for row in rows]),
    ):
        parts = [key for key, is_kept in zip(keys, kept, strict=True) if is_kept]
        calcul.comptes[whole] = sum(calcul.comptes[key] for key in parts)
        calcul.relations.append({**dict.fromkeys(parts, 1.0), whole: -1.0})
    return calcul


def calcul_ecarts(frame: pd.DataFrame, entrees: CleDeCompte, shown: Iterable[int] | None = None) -> Calcul:
    """The numbers of ``cohortes.comparer``, for the rows of these positions (all by default); ``entrees``: the key of the entries followed.

    A public is compared with the other one, or with all the others of its axis: these are the whole less it.
    """
    calcul = Calcul()
    rows = frame.to_dict("records")
    horizons = sorted({int(row["mois"]) for row in rows})
    positions = list(range(len(rows)) if shown is None else shown)
    for row in rows:
        for key, count in _ecart(row, entrees, horizons):
            calcul.comptes[key] = count
        inside, outside = _publics(row)
        for one, other, every in zip(
            _keys(inside, row, entrees, horizons), _keys(outside, row, entrees, horizons), _keys({}, row, entrees, horizons), strict=True
        ):
            axis_whole = every._replace(avec=((f"{row['axe']}_connu", ("oui",)),))
            calcul.comptes[axis_whole] = calcul.comptes[one] + calcul.comptes[other]
            relation = {one: 1.0, other: 1.0, axis_whole: -1.0}
            if relation not in calcul.relations:
                calcul.relations.append(relation)
    for axe, mois in dict.fromkeys((row["axe"], row["mois"]) for row in rows if row["contre"] == AUTRES):
        mine = [row for row in rows if (row["axe"], row["mois"]) == (axe, mois)]
        for rank in range(2):
            parts = [_keys(_publics(row)[0], row, entrees, horizons)[rank] for row in mine]
            whole = _keys({}, mine[0], entrees, horizons)[rank]._replace(avec=((f"{axe}_connu", ("oui",)),))
            calcul.relations.append({**dict.fromkeys(parts, 1.0), whole: -1.0})
    for rank, place in enumerate(positions):
        row = rows[place]
        keys = tuple(key for key, _ in _ecart(row, entrees, horizons))
        calcul.rangees.append(Rangee(rank, keys))
        calcul.parts += [(keys[1], keys[0]), (keys[3], keys[2])]
    return calcul


def _ecart(row: dict, entrees: CleDeCompte, horizons: list[int]) -> list[tuple[CleDeCompte, float]]:
    inside, outside = _publics(row)
    keys = (*_keys(inside, row, entrees, horizons), *_keys(outside, row, entrees, horizons))
    values = (row["n"], row["sorties"], row["n_contre"], row["sorties_contre"])
    return list(zip(keys, (0.0 if value != value else float(value) for value in values), strict=True))


def _publics(row: dict) -> tuple[dict[str, str], dict[str, str]]:
    """The modalities of a public and of those it is compared with."""
    axe, modality, against = str(row["axe"]), str(row["modalite"]), str(row["contre"])
    return {axe: modality}, {axe: f"sauf {modality}" if against == AUTRES else against}


def _keys(axes: dict[str, str], row: dict, entrees: CleDeCompte, horizons: list[int]) -> tuple[CleDeCompte, CleDeCompte]:
    """The entries followed up to a horizon, and those out positively by then: the longer the horizon, the fewer are followed."""
    mois = int(row["mois"])
    followed = tuple(f"{SUIVIS}_{one}" for one in horizons if one <= mois)
    every = entrees.avec_axes(axes)._replace(garder=tuple(sorted((SUIVIES, *followed))))
    return every, every._replace(garder=tuple(sorted((*every.garder, f"{SORTIS}_{mois}"))))
