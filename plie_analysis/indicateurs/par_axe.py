"""One column per axis: the modality of each line, at the date that the rule gives."""

import ibis

from ..schema.natures import Comptee, Suivie
from .cartes import CARTE, lue_ce_jour
from .colonnes_datees import mois_entre
from .contexte import Contexte
from .definitions import NON_RENSEIGNE, Axe

PREFIXE = "par_"
_UTILES = {
    "age": {"date_naissance"},
    "anciennete": {"date_entree", "a_dates_impossibles"},
    "rsa": {"id_dossier"},
    "mois": set(),
    "horizon": set(),
}


def is_dated(axe: Axe) -> bool:
    """Whether the modality depends on a date (age, RSA, seniority, map of the quartiers), and not on a column alone."""
    return axe.calcul in ("age", "anciennete", "rsa", CARTE)


def axe_utiles(axe: Axe) -> set[str]:
    """Columns that the axis reads in the table."""
    if axe.calcul == CARTE:
        return set(axe.colonnes)
    if axe.calcul:
        return _UTILES[axe.calcul]
    return {axe.colonne} | ({"date_sortie", "id_parcours"} if axe.ouvert else set())


def is_offered(axe: Axe, definition: Comptee, columns: set[str]) -> bool:
    """Whether a table with these columns can be broken down by this axis for this definition."""
    if axe.tables and definition.table not in axe.tables:
        return False
    if axe.calcul == "mois":
        return bool(definition.evenement)
    if axe.calcul == "horizon":
        return isinstance(definition, Suivie) and definition.survie.mesure == "incidence"
    # A table without exits shows the reason of exit of nobody.
    return {axe.colonne or "photo"} <= columns and axe_utiles(axe) - {"date_sortie"} <= columns


def needs_date(axe: Axe) -> bool:
    """Whether the expression of the axis reads the column ``date_axes``."""
    return is_dated(axe) or axe.calcul == "mois"


def with_axe(axe: Axe, t: ibis.Table, contexte: Contexte) -> ibis.Table:
    """The table with one more column, ``par_<axe>``: the text of the modality, never NULL."""
    if axe.attribut:
        t = _with_attribute(axe, t)
    return t.mutate(**{PREFIXE + axe.id: _modalite(axe, t, contexte)})


def _modalite(axe: Axe, t: ibis.Table, contexte: Contexte) -> ibis.Value:
    if axe.calcul == "age":
        return _age_bracket(t.date_naissance, t.date_axes, axe)
    if axe.calcul == "anciennete":
        return _bracket(ibis.ifelse(t.a_dates_impossibles, ibis.null("float64"), mois_entre(t.date_entree, t.date_axes)), axe)
    if axe.calcul == "rsa":
        return _rsa(t, contexte)
    if axe.calcul == "mois":
        return t.date_axes.strftime("%Y-%m").fill_null(NON_RENSEIGNE)
    column = lue_ce_jour(axe, t) if axe.calcul == CARTE else t[f"valeur_{axe.id}" if axe.attribut else axe.colonne]
    column = (column if column.type().is_string() else column.cast("string")).fill_null(NON_RENSEIGNE)
    if axe.ouvert:
        column = ibis.ifelse(t.id_parcours.notnull() & t.date_sortie.isnull(), axe.ouvert, column)
    return column


def _with_attribute(axe: Axe, t: ibis.Table) -> ibis.Table:
    """The table with the grouping that the nomenclature gives to each code."""
    ref = ibis.table({"code": "string", axe.attribut: "string"}, name=axe.ref, database="ref")
    ref = ref.group_by(**{f"code_{axe.id}": ref.code}).aggregate(**{f"valeur_{axe.id}": ref[axe.attribut].min()})
    joined = t.left_join(ref, t[axe.colonne] == ref[f"code_{axe.id}"])
    return joined.select(*t.columns, f"valeur_{axe.id}")


def _age_bracket(naissance: ibis.Value, jour: ibis.Value, axe: Axe) -> ibis.Value:
    """The bracket of completed years: a person is under 26 until the day of the 26th birthday."""
    branches = [(naissance.isnull(), NON_RENSEIGNE)]
    branches += [
        (naissance + ibis.interval(years=borne) > jour, modalite) for borne, modalite in zip(axe.bornes, axe.modalites, strict=False)
    ]
    return ibis.cases(*branches, else_=axe.modalites[-1])


def _bracket(value: ibis.Value, axe: Axe) -> ibis.Value:
    branches = [(value.isnull(), NON_RENSEIGNE)]
    branches += [(value < borne, modalite) for borne, modalite in zip(axe.bornes, axe.modalites, strict=False)]
    return ibis.cases(*branches, else_=axe.modalites[-1])


def _rsa(t: ibis.Table, contexte: Contexte) -> ibis.Value:
    """« oui » during a RSA spell; « non » for another person of whom a situation is known; else unknown."""
    spells = contexte.lignes("situation", {"id_dossier", "date_debut", "date_fin", "est_rsa"})
    rsa = spells.filter(spells.est_rsa)
    at_date = (
        (rsa.id_dossier == t.id_dossier) & (rsa.date_debut <= t.date_axes) & (rsa.date_fin.isnull() | (rsa.date_fin >= t.date_axes))
    ).any()
    known = (spells.id_dossier == t.id_dossier).any()
    return ibis.cases((at_date, "oui"), (known, "non"), else_=NON_RENSEIGNE)
