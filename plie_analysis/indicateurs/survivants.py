"""The indicators of survival: medians, restricted means and incidences of the parcours followed over a period.

A parcours already open when the period begins is only seen from then on, or from the day when the photo begins to show everybody: it
enters late, else the long ones, which had time to be there, would count too much. One that had left before is not followed. What too few
parcours bear is empty (``survie.appui``). Days are turned into months (``JOURS_PAR_MOIS``) at the very end.
"""

from dataclasses import dataclass

import ibis
import pandas as pd

from .. import survie
from ..jours import JOURS_PAR_MOIS
from ..schema.natures import Suivie
from ..survie.appui import PERSONNE, lus_a, mediane_appuyee, moyenne_appuyee
from ..survie.reglages import reglages
from .contexte import Contexte
from .definitions import NON_RENSEIGNE, Axe
from .modalites import order_of
from .par_axe import PREFIXE
from .population import population_of, population_rows

HORIZONS = tuple(map(str, reglages()["horizons"]))
POSITIVE, AUTRE = 1, 2
SANS_BORNE = "Pas de borne : la part est de 0 ou de 100 %, ou la courbe ne repose pas sur assez de parcours pour la donner."


@dataclass(frozen=True)
class SuiviDeSurvie:
    """One indicator of survival asked for: its definition, its axes but the horizon, its query."""

    definition: Suivie
    par: tuple[Axe, ...]
    horizons: tuple[str, ...]
    sql: str


def suivi_of(definition: Suivie, contexte: Contexte, par: tuple[Axe, ...], filtres: dict[Axe, tuple]) -> SuiviDeSurvie:
    """The query of the parcours: one row for those alike in ``entree``, ``duree`` (days), ``cause``, ``sortie``, ``est_suivi``, and ``effectif``."""
    own = tuple(axe for axe in par if axe.calcul != "horizon")
    asked = next((values for axe, values in filtres.items() if axe.calcul == "horizon"), HORIZONS)
    kept = {axe: values for axe, values in filtres.items() if axe.calcul != "horizon"}
    population = population_of(definition, own, contexte)
    utiles = {"date_entree", "date_sortie", "est_sortie_positive", "a_dates_impossibles"}
    t = population_rows(population, contexte, own, kept, utiles)
    t = t.filter(~t.a_dates_impossibles)
    periode = population.periode(contexte)
    au = ibis.literal(periode.au, type="date")
    gone = t.date_sortie.notnull() & (t.date_sortie <= periode.au)
    # Seen from the first day of the period, that day included; an entry of the period is seen from its own day.
    seen = max(periode.du, contexte.couverture.debut or periode.du)
    late = ibis.literal(seen, type="date").delta(t.date_entree, unit="day") - 1
    rows = t.select(
        *(PREFIXE + axe.id for axe in own),
        entree=ibis.greatest(late, -1),
        duree=ibis.ifelse(gone, t.date_sortie, au).delta(t.date_entree, unit="day"),
        cause=ibis.cases((gone & t.est_sortie_positive, POSITIVE), (gone, AUTRE), else_=0),
    )
    rows = rows.group_by(rows.columns).aggregate(effectif=ibis._.count())
    rows = rows.mutate(sortie=rows.cause > 0, est_suivi=rows.duree > rows.entree)
    return SuiviDeSurvie(definition, own, tuple(h for h in HORIZONS if h in asked), str(ibis.to_sql(rows, dialect="duckdb")))


def suivi_rows(suivi: SuiviDeSurvie, contexte: Contexte, par: tuple[Axe, ...]) -> list[tuple]:
    """Rows of the indicator: name, modalities, value, exits seen, parcours followed, unit, why the value is empty.

    The numerator and the denominator say on how many the estimate rests; they are not its quotient.
    """
    relation = contexte.con.sql(suivi.sql)
    groups = [PREFIXE + axe.id for axe in suivi.par]
    counted = relation.aggregate(
        ", ".join([*groups, "coalesce(sum(effectif) FILTER (est_suivi), 0)::BIGINT"]), ", ".join(groups)
    ).fetchall()
    sizes = {row[:-1]: row[-1] for row in counted}
    rule = suivi.definition.survie
    horizons = _horizons(suivi, par)
    events = survie.evenements(
        relation.filter("est_suivi"),
        duree="duree",
        cause="cause",
        causes=(POSITIVE, AUTRE),
        groupe=groups or None,
        entree="entree",
        effectif="effectif",
    )
    if rule.mesure == "incidence":
        found = lus_a(events, survie.incidence_cumulee(events), [int(horizon) * JOURS_PAR_MOIS for horizon in horizons])
        found = found[found["cause"] == POSITIVE] if len(found) else found
    else:
        found = mediane_appuyee(events) if rule.mesure == "mediane" else moyenne_appuyee(events, rule.horizon * JOURS_PAR_MOIS)
    by_cell: dict[tuple[str, ...], list[dict]] = {}
    for row in found.to_dict("records"):
        by_cell.setdefault(_cell(row, groups), []).append(row)
    rows = []
    for cell, size in sizes.items():
        read = by_cell.get(cell, [{}] * len(horizons))
        for horizon, row in zip(horizons, read, strict=True):
            own = dict(zip(suivi.par, cell, strict=True))
            modalites = tuple(own.get(axe, horizon) for axe in par)
            value, reason = _value(row, suivi.definition)
            rows.append((suivi.definition.id, *modalites, value, row.get("n_evenements", 0), size, suivi.definition.unite, reason))
    return sorted(rows, key=lambda row: order_of(row[1 : 1 + len(par)], par))


def _horizons(suivi: SuiviDeSurvie, par: tuple[Axe, ...]) -> tuple[str, ...]:
    """The horizons read in each cell, in months; one row a cell for a measure that has none."""
    by_horizon = any(axe.calcul == "horizon" for axe in par)
    return suivi.horizons if by_horizon else (str(suivi.definition.survie.horizon),)


def _value(row: dict, definition: Suivie) -> tuple[float | None, str | None]:
    """The figure in the unit of the indicator, or why there is none."""
    rule = definition.survie
    if not row:
        return None, PERSONNE
    value = row[rule.lu]
    if not pd.isna(value):
        return float(value) * 100 if rule.mesure == "incidence" else float(value) / JOURS_PAR_MOIS, None
    return None, row["raison"] or SANS_BORNE


def _cell(row: dict, groups: list[str]) -> tuple[str, ...]:
    if not groups:
        return ()
    values = [row["groupe"]] if len(groups) == 1 else [row[name] for name in groups]
    return tuple(NON_RENSEIGNE if value is None else value for value in values)
