"""Publics compared: raw gaps, and gaps at comparable profile by direct standardisation, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..indicateurs import NON_RENSEIGNE
from ..indicateurs.modalites import order_of
from ..survie.reglages import en_jours, reglages
from .intervalle import newcombe, wilson
from .lecture import POSITIVE
from .suivi import Suivi

AUTRES = "les autres"
SEPARATEUR = " · "
COLONNES = (
    "axe", "modalite", "contre", "mois", "n", "sorties", "part", "part_bas", "part_haut", "n_contre", "sorties_contre", "part_contre",
    "part_bas_contre", "part_haut_contre", "ecart", "ecart_bas", "ecart_haut", "ecart_standardise", "standardise_bas", "standardise_haut",
    "nb_profils", "part_comparable", "masque", "raison",
)  # fmt: skip
TEXTES = ("axe", "modalite", "contre", "masque", "raison")


@dataclass(frozen=True)
class _Part:
    """Positive exits among the entries of one public followed for the whole horizon."""

    n: int
    positives: int

    @property
    def share(self) -> float:
        return self.positives / self.n if self.n else np.nan


def comparer(suivi: Suivi) -> pd.DataFrame:
    """Gaps in the share of positive exits within 12, 18 and 24 months: one row per axis, public compared and horizon.

    Among the entries followed from their first day and for the whole horizon (days: 365.25 for 12 months). Each public is
    compared with the other one, or with all the others when the axis has more than two; with several axes, each cell of
    their crossing too. Shares and gaps in points (0–100) with limits at 95 %. ``attrs["comparaisons"]``: how many were
    looked at. Sources: Newcombe 1998 (method 10); direct standardisation with Kish's effective sizes.
    """
    rows = []
    for name, publics, values in _divisions(suivi):
        for public in publics:
            rest = [other for other in publics if other != public]
            inside = (values == public).to_numpy()
            outside = values.isin(rest).to_numpy()
            against = rest[0] if len(publics) == 2 else AUTRES
            rows += [_row(suivi, name, public, against, inside, outside, mois) for mois in reglages()["horizons_ecarts"]]
            if len(publics) == 2:
                break
    frame = pd.DataFrame(rows, columns=list(COLONNES))
    for column in COLONNES:
        if column not in TEXTES:
            frame[column] = frame[column].astype("float64")
    frame["masque"] = False
    frame["raison"] = frame["raison"].astype(object).where(frame["raison"].notna(), None)
    frame.attrs["comparaisons"] = int(frame["ecart"].notna().sum())
    return frame


def _divisions(suivi: Suivi):
    """Name, publics and value of each parcours for each axis, then for their crossing; unknown modalities aside."""
    axes = suivi.demande.par
    for axe in axes:
        values = suivi.parcours[axe.id]
        places = {value: order_of((value,), (axe,)) for value in set(values) - {NON_RENSEIGNE}}
        publics = sorted(places, key=places.__getitem__)
        if len(publics) > 1:
            yield axe.id, publics, values
    if len(axes) > 1 and len(suivi.parcours):
        table = suivi.parcours[[axe.id for axe in axes]]
        known = (table != NON_RENSEIGNE).all(axis=1)
        cells = sorted(set(table[known].itertuples(index=False, name=None)), key=lambda cell: order_of(cell, axes))
        if len(cells) > 2:
            values = table.agg(SEPARATEUR.join, axis=1).where(known, NON_RENSEIGNE)
            yield SEPARATEUR.join(axe.id for axe in axes), [SEPARATEUR.join(cell) for cell in cells], values


def _row(suivi: Suivi, axe: str, public: str, against: str, inside: np.ndarray, outside: np.ndarray, mois: int) -> tuple:
    people = suivi.parcours
    possible = (pd.Timestamp(suivi.demande.au) - people["entree"]).dt.days.to_numpy()
    followed = (people["retard"].to_numpy() < 0) & (possible >= en_jours(mois))
    positive = (people["cause"].to_numpy() == POSITIVE) & (people["jours"].to_numpy() <= en_jours(mois))
    one, other = (_Part(int((mask & followed).sum()), int((mask & followed & positive).sum())) for mask in (inside, outside))
    head = (axe, public, against, mois, *_points(one), *_points(other))
    if not one.n or not other.n:
        reason = "Aucune entrée suivie jusqu’à cet horizon dans l’un des deux publics."
        return (*head, *[np.nan] * 8, False, reason)
    raw = [100 * value for value in newcombe(one.share, one.n, other.share, other.n)]
    table = people.loc[followed, profil_pour(axe, people.columns)]
    profile = table.groupby(list(table.columns), sort=False).ngroup().to_numpy()
    standard = standardiser(profile, positive[followed], inside[followed], outside[followed])
    left = None if standard[3] else "Aucun profil commun aux deux publics : pas d’écart à profil comparable."
    return (*head, *raw, *standard, False, left)


def profil_pour(axe: str, colonnes: Iterable[str]) -> list[str]:
    """The columns of the profile, less what the axis compared (or one of a crossing) says already."""
    already = {f"profil_{name}" for one in axe.split(SEPARATEUR) for name in reglages()["profil_sauf"].get(one, ())}
    return [name for name in colonnes if name.startswith("profil_") and name not in already]


def _points(part: _Part) -> tuple:
    if not part.n:
        return (0, 0, np.nan, np.nan, np.nan)
    low, high = wilson(part.share, part.n)
    return (part.n, part.positives, 100 * part.share, 100 * low, 100 * high)


def standardiser(profil: np.ndarray, positif: np.ndarray, dedans: np.ndarray, dehors: np.ndarray) -> tuple[float, float, float, int, float]:
    """Gap at comparable profile: gap and limits in points, number of common profiles, share (0–100) of the entries in them.

    Each profile weighs what it weighs in both publics together; profiles absent from one side are left out.
    """
    size = int(profil.max()) + 1 if len(profil) else 0
    n = [np.bincount(profil[mask], minlength=size).astype(float) for mask in (dedans, dehors)]
    x = [np.bincount(profil[mask & positif], minlength=size).astype(float) for mask in (dedans, dehors)]
    common = (n[0] > 0) & (n[1] > 0)
    if not common.any():
        return np.nan, np.nan, np.nan, 0, 0.0
    both = (n[0] + n[1])[common]
    weight = both / both.sum()
    shares = [float((weight * x[i][common] / n[i][common]).sum()) for i in (0, 1)]
    effective = [1 / float((weight**2 / n[i][common]).sum()) for i in (0, 1)]
    gap, low, high = newcombe(min(shares[0], 1.0), effective[0], min(shares[1], 1.0), effective[1])
    return (100 * gap, 100 * low, 100 * high, int(common.sum()), 100 * float(both.sum() / (n[0] + n[1]).sum()))
