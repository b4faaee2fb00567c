"""Columns that depend on the period, and so cannot stand in a table: written once, named by the definitions."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import ibis

from ..jours import JOURS_PAR_MOIS
from ..settings import value_on
from .contexte import Contexte
from .periode import Periode


@dataclass(frozen=True)
class DatedColumn:
    """A column computed for a period: what it reads, what it says, how it is computed."""

    utiles: frozenset[str]
    libelle: str
    expression: Callable[[ibis.Table, Contexte, Periode], ibis.Value]


def mois_entre(debut: ibis.Value, fin) -> ibis.Value:
    """Months between two dates: days divided by ``JOURS_PAR_MOIS``."""
    end = fin if isinstance(fin, ibis.Expr) else ibis.literal(fin, type="date")
    return end.delta(debut, unit="day") / JOURS_PAR_MOIS


def _duree_mois_a_date(t: ibis.Table, contexte: Contexte, periode: Periode) -> ibis.Value:
    au = ibis.literal(periode.au, type="date")
    return ibis.ifelse(t.a_dates_impossibles, ibis.null("float64"), mois_entre(t.date_entree, ibis.least(t.date_sortie.fill_null(au), au)))


def _est_plus_30_mois(t: ibis.Table, contexte: Contexte, periode: Periode) -> ibis.Value:
    long = value_on(contexte.config["charte"]["seuils"]["parcours_long_mois"], periode.au)
    return ~t.a_dates_impossibles & (mois_entre(t.date_entree, periode.au) > long)


def _est_bilan_a_faire(t: ibis.Table, contexte: Contexte, periode: Periode) -> ibis.Value:
    """Whether one of the milestones lies after the eve of the period and not after its end."""
    eve = mois_entre(t.date_entree, periode.du - dt.timedelta(days=1))
    end = mois_entre(t.date_entree, periode.au)
    jalons = contexte.config["protocole"]["bilans_mois"]
    reached = [(eve < jalon) & (end >= jalon) for jalon in jalons]
    return ~t.a_dates_impossibles & ibis.or_(*reached)


def _est_en_etape(t: ibis.Table, contexte: Contexte, periode: Periode) -> ibis.Value:
    return _has_etape(t, contexte, periode.du, periode.au)


def _est_sans_etape_3_mois(t: ibis.Table, contexte: Contexte, periode: Periode) -> ibis.Value:
    mois = value_on(contexte.config["charte"]["seuils"]["sans_etape_mois"], periode.au)
    since = _months_before(periode.au, int(mois))
    return ~t.a_dates_impossibles & (t.date_entree <= since) & ~_has_etape(t, contexte, since, periode.au)


def _has_etape(t: ibis.Table, contexte: Contexte, du: dt.date, au: dt.date) -> ibis.Value:
    """Whether an étape of the parcours is in progress at a moment between two dates."""
    etape = contexte.lignes("etape", {"id_parcours", "date_debut", "date_fin"})
    etape = etape.filter(etape.date_debut <= au, etape.date_fin.isnull() | (etape.date_fin >= du))
    return (etape.id_parcours == t.id_parcours).any()


def _months_before(day: dt.date, mois: int) -> dt.date:
    """The same day some months before, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - mois, 12)
    first = dt.date(year, month + 1, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


COLONNES = {
    "duree_mois_a_date": DatedColumn(
        frozenset({"date_entree", "date_sortie", "a_dates_impossibles"}),
        "mois de l'entrée à la sortie ou à la fin de la période",
        _duree_mois_a_date,
    ),
    "est_plus_30_mois": DatedColumn(
        frozenset({"date_entree", "a_dates_impossibles"}),
        "parcours commencé depuis plus longtemps que la durée du protocole (parcours_long_mois) à la fin de la période",
        _est_plus_30_mois,
    ),
    "est_bilan_a_faire": DatedColumn(
        frozenset({"date_entree", "a_dates_impossibles"}),
        "parcours qui atteint un jalon de bilan pendant la période",
        _est_bilan_a_faire,
    ),
    "est_en_etape": DatedColumn(frozenset({"id_parcours"}), "parcours qui a une étape en cours à un moment de la période", _est_en_etape),
    "est_sans_etape_3_mois": DatedColumn(
        frozenset({"id_parcours", "date_entree", "a_dates_impossibles"}),
        "parcours sans étape en cours depuis le seuil de la charte (sans_etape_mois)",
        _est_sans_etape_3_mois,
    ),
}
