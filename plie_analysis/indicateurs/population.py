"""Who is counted: the lines of a table in a period, with one column per axis."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import ibis

from ..schema.natures import Comptee
from .cartes import sous_la_carte
from .colonnes_datees import COLONNES
from .contexte import Contexte
from .definitions import Axe
from .par_axe import PREFIXE, axe_utiles, is_dated, needs_date, with_axe
from .periode import Periode


@dataclass(frozen=True)
class Population:
    """Lines of a table that a period retains. ``jour`` replaces the end of the period (stocks of another day)."""

    table: str
    temps: str
    dates: tuple[str, ...]
    fin_incluse: bool
    fenetre: str
    parcours_ouvert: bool
    date_axes: str
    personne: str = ""
    jour: dt.date | None = None

    def periode(self, contexte: Contexte) -> Periode:
        """The period really read: the one asked for, its last month, or one day."""
        if self.jour:
            return Periode(self.jour, self.jour)
        return contexte.periode.dernier_mois() if self.fenetre == "mois" else contexte.periode


def population_of(definition: Comptee, par: Iterable[Axe], contexte: Contexte, jour: dt.date | None = None) -> Population:
    """The population of a definition; a count of persons dates each person once when an axis reads a date."""
    temps = next(kind for kind in ("evenement", "presence", "stock") if getattr(definition, kind))
    dates = getattr(definition, temps)
    population = Population(
        definition.table,
        temps,
        (dates,) if isinstance(dates, str) else dates,
        definition.fin_incluse,
        definition.fenetre,
        definition.parcours_ouvert,
        definition.date_axes or ("evenement" if temps == "evenement" else "fin"),
        jour=jour,
    )
    read = (sous_la_carte(axe, contexte, population.periode(contexte)) for axe in par)
    is_once = definition.date_axes == "sortie_ou_fin" and any(map(is_dated, read))
    return replace(population, personne=getattr(definition, "distinct", "")) if is_once else population


def population_rows(
    population: Population,
    contexte: Contexte,
    par: tuple[Axe, ...],
    filtres: dict[Axe, tuple[str, ...]],
    utiles: set[str],
) -> ibis.Table:
    """The lines of the population, with ``par_<axe>`` for each axis and the useful columns, dated ones included."""
    periode = population.periode(contexte)
    par = tuple(sous_la_carte(axe, contexte, periode) for axe in par)
    filtres = {sous_la_carte(axe, contexte, periode): values for axe, values in filtres.items()}
    needed = tuple(dict.fromkeys((*par, *filtres)))
    base = utiles | set(population.dates)
    base |= {column for name in utiles & set(COLONNES) for column in COLONNES[name].utiles}
    base |= {column for axe in needed for column in axe_utiles(axe)}
    base |= {"date_sortie"} if population.date_axes == "sortie_ou_fin" and any(map(is_dated, needed)) else set()
    base |= {"date_entree", "date_sortie"} if population.parcours_ouvert else set()
    base |= {population.personne} if population.personne else set()
    t = contexte.lignes(population.table, base)
    t = t.filter(*_in_time(t, population, periode))
    t = t.mutate(**{name: COLONNES[name].expression(t, contexte, periode) for name in sorted(utiles & set(COLONNES))})
    for dated in (False, True):
        group = tuple(axe for axe in needed if is_dated(axe) is dated)
        if group:
            t = _with_axes(t, group, filtres, population, periode, contexte)
    return t


def _with_axes(t, group, filtres, population, periode, contexte):
    if any(map(needs_date, group)):
        jour = _date_of_axes(t, population, periode)
        if population.personne:
            jour = jour.max().over(group_by=population.personne)
        t = t.mutate(date_axes=jour)
    for axe in group:
        t = with_axe(axe, t, contexte)
    for axe in group:
        if axe in filtres:
            t = t.filter(t[PREFIXE + axe.id].isin(filtres[axe]))
    return t


def _in_time(t: ibis.Table, population: Population, periode: Periode) -> list[ibis.Value]:
    if population.temps == "evenement":
        return [t[population.dates[0]].between(periode.du, periode.au)]
    debut, fin = (t[name] for name in population.dates)
    # A référent without a start has always been there; every other start is always known, or the line does not count.
    started = debut.isnull() | (debut <= periode.au) if population.table == "referent" else debut <= periode.au
    if population.temps == "presence":
        return [started, fin.isnull() | (fin >= periode.du)]
    going_on = fin >= periode.au if population.fin_incluse else fin > periode.au
    conditions = [started, fin.isnull() | going_on]
    if population.parcours_ouvert:
        conditions += [t.date_entree <= periode.au, t.date_sortie.isnull() | (t.date_sortie > periode.au)]
    return conditions


def _date_of_axes(t: ibis.Table, population: Population, periode: Periode) -> ibis.Value:
    au = ibis.literal(periode.au, type="date")
    if population.date_axes == "evenement":
        return t[population.dates[0]]
    if population.date_axes == "sortie_ou_fin" and "date_sortie" in t.columns:
        return ibis.ifelse(t.date_sortie.between(periode.du, periode.au), t.date_sortie, au)
    return au
