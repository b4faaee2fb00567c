"""The parcours of a question, ready for the estimators: groups, durations, late entries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..indicateurs.modalites import order_of
from ..survie.couverture import Couverture
from .demande import DemandeCohorte, demander
from .lecture import lire_etapes, lire_parcours

ENSEMBLE = "ensemble"


@dataclass(frozen=True)
class Suivi:
    """The entries of a question and what became of them (see ``lecture`` for the columns).

    ``parcours`` has two more columns: ``retard`` (the parcours is only seen after that many days; -1 when from its entry)
    and ``est_suivi`` (false when it had already ended before what the photo covers: it then enters no estimate).
    """

    demande: DemandeCohorte
    parcours: pd.DataFrame
    etapes: pd.DataFrame | None
    couverture: Couverture

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes asked for."""
        return tuple(axe.id for axe in self.demande.par)

    def groupes(self) -> list[tuple[tuple[str, ...], np.ndarray]]:
        """(cohorte, modalities) and row numbers of each group: the cohorts in order, then « ensemble »."""
        found = []
        for name, rows in [*sorted(self._by("cohorte").items()), (ENSEMBLE, np.arange(len(self.parcours)))]:
            cells = (
                self.parcours.iloc[rows].groupby(list(self.axes), sort=False).indices
                if self.axes and len(rows)
                else {(): np.arange(len(rows))}
            )
            cells = {key if isinstance(key, tuple) else (key,): rows[index] for key, index in cells.items()}
            found += [
                ((name, *key), cells[key]) for key in sorted(cells, key=lambda key: order_of(key, self.demande.par)) if len(cells[key])
            ]
        return found

    def _by(self, column: str) -> dict:
        return self.parcours.groupby(column, sort=False).indices

    def est_tardif(self, rows: np.ndarray) -> bool:
        """Whether some of these parcours are only seen some time after their entry."""
        return bool((self.parcours["retard"].to_numpy()[rows] >= 0).any())

    def fin_de_cohorte(self, cohorte: str) -> dt.date:
        """Last day of the entries of a cohort, that of the observation at the latest."""
        au = self.demande.au
        if cohorte == ENSEMBLE:
            return au
        year, _, rest = cohorte.partition("-")
        month = 12 if not rest else 3 * int(rest[1:]) if rest.startswith("T") else int(rest)
        following = dt.date(int(year) + month // 12, month % 12 + 1, 1)
        return min(following - dt.timedelta(days=1), au)

    def est_mure(self, cohorte: str, mois: int) -> bool:
        """Whether the last entered of a cohort has been followed for that many calendar months."""
        return add_months(self.fin_de_cohorte(cohorte), mois) <= self.demande.au


def suivre(
    con,
    *,
    au: dt.date | str,
    config: dict,
    du: dt.date | str | None = None,
    grain: str = "annee",
    par: Iterable[str] = (),
    connu_au: dt.date | str | None = None,
    photo: dt.date | str | None = None,
    filtres: Mapping[str, str | Iterable[str]] | None = None,
    lesquels: str = "entres",
) -> Suivi:
    """The entries of ``[du ; au]`` followed up to ``au``, as known at ``connu_au``.

    Without ``du``: from the first entry of the photo. See ``demander`` for the arguments and the ``PlieError`` raised.
    """
    demande = demander(
        con, au=au, config=config, du=du, grain=grain, par=par, connu_au=connu_au, photo=photo, filtres=filtres, lesquels=lesquels
    )
    return suivre_demande(demande)


def suivre_demande(demande: DemandeCohorte) -> Suivi:
    """The follow-up of a checked question."""
    contexte = demande.contexte
    couverture = contexte.couverture
    parcours = lire_parcours(demande)
    parcours["retard"] = _retards(parcours["entree"], couverture)
    parcours["est_suivi"] = parcours["jours"] > parcours["retard"]
    return Suivi(demande, parcours, lire_etapes(demande, parcours), couverture)


def _retards(entree: pd.Series, couverture: Couverture) -> pd.Series:
    """Days gone by when the photo begins to see a parcours (its exits count from the next day on); -1: from the entry."""
    if couverture.debut is None:
        return pd.Series(-1.0, index=entree.index)
    late = (pd.Timestamp(couverture.debut) - entree).dt.days - 1
    return late.clip(lower=-1).astype("float64")


def add_months(day: dt.date, mois: int) -> dt.date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + mois, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(number, day.day))
        except ValueError:
            continue
    raise ValueError(day)
