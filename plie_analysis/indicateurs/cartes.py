"""The map of the quartiers prioritaires under which an axis reads an address: that of the day of each fact, unless a setting says otherwise."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import ibis

from ..carte_qpv import carte_du, debuts
from ..francais import date_longue, espaces
from .contexte import Contexte
from .definitions import Axe
from .periode import Periode

CARTE = "carte"
DATE_DU_FAIT, PHOTO = "date du fait", "photo"


def rupture(du: dt.date, au: dt.date, config: dict) -> dt.date | None:
    """The first day, within ``[du ; au]``, of a map that is not that of ``du``; none when one map is read throughout."""
    if config["territoire"]["qpv_generation"] != DATE_DU_FAIT:
        return None
    return next((day for day in debuts().values() if du < day <= au and carte_du(du) != carte_du(day)), None)


def phrase_de_rupture(du: dt.date, au: dt.date, config: dict) -> str:
    """What must be said of a period, or of a series, that the map changes in; empty when it does not."""
    day = rupture(du, au, config)
    if day is None:
        return ""
    return espaces(
        f"Rupture de série au {date_longue(day)} : la carte des quartiers prioritaires change (celle de {carte_du(du)} avant, celle de {carte_du(day)} depuis). "
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
        chosen = carte_du(periode.au)
    is_plain = not contexte.est_un_lac and chosen == carte_du(contexte.photo)
    return axe if is_plain else replace(axe, colonne=f"{axe.colonne}_{chosen}", cartes=())


def lue_ce_jour(axe: Axe, t: ibis.Table) -> ibis.Value:
    """The column of the map in force on ``date_axes``."""
    known = debuts()
    names = list(known)
    steps = [(t.date_axes < known[after], t[f"{axe.colonne}_{name}"]) for name, after in pairwise(names)]
    return ibis.cases(*steps, else_=t[f"{axe.colonne}_{names[-1]}"])
