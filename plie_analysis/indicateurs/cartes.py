"""The map of the quartiers prioritaires under which an axis reads an address: that of the day of each fact, unless a setting says otherwise."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import ibis

from ..francais import date_longue, espaces
from .contexte import Contexte
from .definitions import Axe
from .periode import Periode

CARTE = "carte"
DATE_DU_FAIT, PHOTO = "date du fait", "photo"


def debuts(config: dict) -> dict[str, dt.date]:
    """First day of each map, by name, in order; the first one is also read for what came before it."""
    return dict(sorted(config["territoire"]["cartes_qpv"].items(), key=lambda one: one[1]))


def carte_du(jour: dt.date, config: dict) -> str:
    """The map in force on a day."""
    known = debuts(config)
    return next((name for name in reversed(known) if known[name] <= jour), next(iter(known)))


def rupture(du: dt.date, au: dt.date, config: dict) -> dt.date | None:
    """The first day, within ``[du ; au]``, of a map that is not that of ``du``; none when one map is read throughout."""
    if config["territoire"]["qpv_generation"] != DATE_DU_FAIT:
        return None
    return next((day for day in debuts(config).values() if du < day <= au and carte_du(du, config) != carte_du(day, config)), None)


def phrase_de_rupture(du: dt.date, au: dt.date, config: dict) -> str:
    """What must be said of a period, or of a series, that the map changes in; empty when it does not."""
    day = rupture(du, au, config)
    if day is None:
        return ""
    return espaces(
        f"Rupture de série au {date_longue(day)} : la carte des quartiers prioritaires change (celle de {carte_du(du, config)} avant, celle de {carte_du(day, config)} depuis). "
        "Une évolution qui traverse ce jour mêle ce qui a changé chez les personnes et ce qui a changé sur la carte."
    )


def sous_la_carte(axe: Axe, contexte: Contexte, periode: Periode) -> Axe:
    """The axis with the column to read over a period: that of one map, or, over two of them, a reading of the day (``calcul``).

    The map of the photo is the plain column. A lake has photos of several days: the column is then always that of a map.
    """
    chosen = contexte.config["territoire"]["qpv_generation"] if axe.cartes else PHOTO
    if chosen == PHOTO:
        return axe
    if chosen == DATE_DU_FAIT:
        if rupture(periode.du, periode.au, contexte.config):
            return replace(axe, calcul=CARTE)
        chosen = carte_du(periode.au, contexte.config)
    is_plain = not contexte.est_un_lac and chosen == carte_du(contexte.photo, contexte.config)
    return axe if is_plain else replace(axe, colonne=f"{axe.colonne}_{chosen}", cartes=())


def lue_ce_jour(axe: Axe, t: ibis.Table, config: dict) -> ibis.Value:
    """The column of the map in force on ``date_axes``."""
    known = debuts(config)
    names = list(known)
    steps = [(t.date_axes < known[after], t[f"{axe.colonne}_{name}"]) for name, after in pairwise(names)]
    return ibis.cases(*steps, else_=t[f"{axe.colonne}_{names[-1]}"])
