"""One column per axis: the modality of each line, at the date that the rule gives."""

import ibis

from .colonnes_datees import mois_entre
from .contexte import Contexte
from .definitions import NON_RENSEIGNE, Axe, Definition

PREFIXE = "par_"
_UTILES = {"age": {"date_naissance"}, "anciennete": {"date_entree"}, "rsa": {"id_dossier"}, "mois": set()}


def is_dated(axe: Axe) -> bool:
    """Whether the modality depends on a date (age, RSA, seniority), and not on a column alone."""
    return axe.calcul in ("age", "anciennete", "rsa")


def axe_utiles(axe: Axe) -> set[str]:
    """Columns that the axis reads in the table."""
    if axe.calcul:
        return _UTILES[axe.calcul]
    return {axe.colonne} | ({"date_sortie", "id_parcours"} if axe.ouvert else set())


def is_offered(axe: Axe, definition: Definition, columns: set[str]) -> bool:
    """Whether a table with these columns can be broken down by this axis for this definition."""
    if axe.tables and definition.table not in axe.tables:
        return False
    if axe.calcul == "mois":
        return bool(definition.evenement)
    # A table without exits shows the reason of exit of nobody.
    return {axe.colonne or "photo"} <= columns and axe_utiles(axe) - {"date_sortie"} <= columns


def axe_expression(axe: Axe, t: ibis.Table, jour: ibis.Value, contexte: Contexte) -> tuple[ibis.Table, ibis.Value]:
    """The table (joined to what the axis needs) and the text of the modality, never NULL."""
    if axe.calcul == "age":
        return t, _age_bracket(t.date_naissance, jour, axe)
    if axe.calcul == "anciennete":
        return t, _bracket(mois_entre(t.date_entree, jour), axe)
    if axe.calcul == "rsa":
        return t, _rsa(t, jour, contexte)
    if axe.calcul == "mois":
        return t, jour.strftime("%Y-%m").fill_null(NON_RENSEIGNE)
    if axe.attribut:
        t, column = _attribute(axe, t)
    else:
        column = t[axe.colonne] if t[axe.colonne].type().is_string() else t[axe.colonne].cast("string")
    column = column.fill_null(NON_RENSEIGNE)
    if axe.ouvert:
        column = ibis.ifelse(t.id_parcours.notnull() & t.date_sortie.isnull(), axe.ouvert, column)
    return t, column


def _attribute(axe: Axe, t: ibis.Table) -> tuple[ibis.Table, ibis.Value]:
    ref = ibis.table({"code": "string", axe.attribut: "string"}, name=axe.ref, database="ref")
    code, value = f"code_{axe.id}", f"valeur_{axe.id}"
    ref = ref.group_by(**{code: ref.code}).aggregate(**{value: ref[axe.attribut].min()})
    joined = t.left_join(ref, t[axe.colonne] == ref[code])
    return joined, joined[value]


def _age_bracket(naissance: ibis.Value, jour: ibis.Value, axe: Axe) -> ibis.Value:
    """The bracket of completed years: a person is under 26 until the day of the 26th birthday."""
    branches = [(naissance.isnull(), NON_RENSEIGNE)]
    branches += [
        (naissance + ibis.interval(years=borne) > jour, modalite)
        for borne, modalite in zip(axe.bornes, axe.modalites, strict=False)
    ]
    return ibis.cases(*branches, else_=axe.modalites[-1])


def _bracket(value: ibis.Value, axe: Axe) -> ibis.Value:
    branches = [(value.isnull(), NON_RENSEIGNE)]
    branches += [(value < borne, modalite) for borne, modalite in zip(axe.bornes, axe.modalites, strict=False)]
    return ibis.cases(*branches, else_=axe.modalites[-1])


def _rsa(t: ibis.Table, jour: ibis.Value, contexte: Contexte) -> ibis.Value:
    """« oui » during a RSA spell; « non » for another person of whom a situation is known; else unknown."""
    spells = contexte.lignes("situation", {"id_dossier", "date_debut", "date_fin", "est_rsa"})
    at_date = spells.filter(spells.est_rsa)
    at_date = (
        (at_date.id_dossier == t.id_dossier)
        & (at_date.date_debut <= jour)
        & (at_date.date_fin.isnull() | (at_date.date_fin >= jour))
    ).any()
    known = t.id_dossier.isin(spells.id_dossier)
    return ibis.cases((at_date, "oui"), (known, "non"), else_=NON_RENSEIGNE)
