"""The indicators of survival: medians, restricted means and incidences of the parcours followed over a period.

A parcours already open when the period begins is only seen from then on: it enters late, else the long ones, which had
time to be there, would count too much. Days are turned into months (``JOURS_PAR_MOIS``) at the very end.
"""

from dataclasses import dataclass

import ibis
import pandas as pd

from .. import survie
from ..jours import JOURS_PAR_MOIS
from ..schema.natures import Suivie
from .contexte import Contexte
from .definitions import NON_RENSEIGNE, Axe
from .modalites import order_of
from .par_axe import PREFIXE
from .population import population_of, population_rows

HORIZONS = ("6", "12", "18", "24", "30")
POSITIVE, AUTRE = 1, 2


@dataclass(frozen=True)
class SuiviDeSurvie:
    """One indicator of survival asked for: its definition, its axes but the horizon, its query."""

    definition: Suivie
    par: tuple[Axe, ...]
    horizons: tuple[str, ...]
    sql: str


def suivi_of(definition: Suivie, contexte: Contexte, par: tuple[Axe, ...], filtres: dict[Axe, tuple]) -> SuiviDeSurvie:
    """The query of the parcours followed: one row each with ``entree``, ``duree`` (days), ``cause``, ``sortie``."""
    own = tuple(axe for axe in par if axe.calcul != "horizon")
    asked = next((values for axe, values in filtres.items() if axe.calcul == "horizon"), HORIZONS)
    kept = {axe: values for axe, values in filtres.items() if axe.calcul != "horizon"}
    population = population_of(definition, own)
    utiles = {"date_entree", "date_sortie", "est_sortie_positive"}
    t = population_rows(population, contexte, own, kept, utiles)
    periode = population.periode(contexte)
    au = ibis.literal(periode.au, type="date")
    gone = t.date_sortie.notnull() & (t.date_sortie <= periode.au)
    # Seen from the first day of the period, that day included; an entry of the period is seen from its own day.
    late = ibis.literal(periode.du, type="date").delta(t.date_entree, unit="day") - 1
    rows = t.select(
        *(PREFIXE + axe.id for axe in own),
        entree=ibis.greatest(late, -1),
        duree=ibis.ifelse(gone, t.date_sortie, au).delta(t.date_entree, unit="day"),
        cause=ibis.cases((gone & t.est_sortie_positive, POSITIVE), (gone, AUTRE), else_=0),
        sortie=gone,
    )
    return SuiviDeSurvie(definition, own, tuple(h for h in HORIZONS if h in asked), str(ibis.to_sql(rows, dialect="duckdb")))


def suivi_rows(suivi: SuiviDeSurvie, contexte: Contexte, par: tuple[Axe, ...]) -> list[tuple]:
    """Rows of the indicator: name, modalities, value, exits seen, parcours followed, unit.

    The numerator and the denominator say on how many the estimate rests; they are not its quotient.
    """
    relation = contexte.con.sql(suivi.sql)
    groups = [PREFIXE + axe.id for axe in suivi.par]
    counted = relation.aggregate(", ".join([*groups, "count(*)"]), ", ".join(groups)).fetchall()
    sizes = {row[:-1]: row[-1] for row in counted}
    rule = suivi.definition.survie
    unit = suivi.definition.unite
    if not sizes or (not suivi.par and not sizes[()]):
        return [] if par else [(suivi.definition.id, None, 0, 0, unit)]
    if rule.mesure == "incidence":
        return _incidence_rows(suivi, relation, groups, sizes, par)
    if rule.mesure == "mediane":
        frame = survie.mediane(relation, duree="duree", evenement="sortie", groupe=groups or None, entree="entree")
    else:
        horizon = rule.horizon * JOURS_PAR_MOIS
        frame = survie.moyenne_restreinte(
            relation, duree="duree", evenement="sortie", horizon=horizon, groupe=groups or None, entree="entree"
        )
    found = {_cell(row, groups): row for row in frame.to_dict("records")}
    rows = []
    for cell in sorted(sizes, key=lambda cell: order_of(cell, par)):
        value = _number(found[cell][rule.lu])
        months = None if value is None else value / JOURS_PAR_MOIS
        rows.append((suivi.definition.id, *cell, months, found[cell]["n_evenements"], sizes[cell], unit))
    return rows


def _incidence_rows(suivi: SuiviDeSurvie, relation, groups: list[str], sizes: dict, par: tuple[Axe, ...]) -> list[tuple]:
    rule = suivi.definition.survie
    by_horizon = any(axe.calcul == "horizon" for axe in par)
    horizons = suivi.horizons if by_horizon else (str(rule.horizon),)
    curve = survie.incidence_cumulee(
        relation, cause="cause", causes=(POSITIVE, AUTRE), duree="duree", groupe=groups or None, entree="entree"
    )
    days = [int(horizon) * JOURS_PAR_MOIS for horizon in horizons]
    read = survie.lire_a(curve, days)
    rows = []
    for row in read[read["cause"] == POSITIVE].to_dict("records"):
        cell = _cell(row, groups)
        own = dict(zip(suivi.par, cell, strict=True))
        horizon = horizons[days.index(row["t"])]
        modalites = tuple(own.get(axe, horizon) for axe in par)
        value = _number(row[rule.lu])
        share = None if value is None else value * 100
        rows.append((suivi.definition.id, *modalites, share, row["n_evenements"], sizes[cell], suivi.definition.unite))
    return sorted(rows, key=lambda row: order_of(row[1 : 1 + len(par)], par))


def _cell(row: dict, groups: list[str]) -> tuple[str, ...]:
    if not groups:
        return ()
    values = [row["groupe"]] if len(groups) == 1 else [row[name] for name in groups]
    return tuple(NON_RENSEIGNE if value is None else value for value in values)


def _number(value) -> float | None:
    return None if pd.isna(value) else float(value)
