"""Behind a figure: the dossiers of the lines that it counts. For the house only."""

from collections.abc import Mapping

import ibis

from ..errors import PlieError
from .calcul import Plan
from .grandeurs import Grandeur
from .par_axe import PREFIXE
from .population import population_rows
from .termes import Terme

SANS_LISTE = "« {titre} » n'a pas de liste de dossiers : {raison}."
SURVIE = "la courbe est estimée sur tous les parcours suivis"
REGLAGE = "il vient des réglages, non des dossiers"


def dossiers(plan: Plan, nom: str, cellule: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """(dossier, parcours) of the lines behind one cell of an indicator: those of its « numerateur », and of its « denominateur » when it has one.

    ``cellule``: axis → modality; an axis left out is not told apart. The parcours is empty where the line has none. Sorted, each once.
    Raises ``PlieError`` for an indicator that counts no line.
    """
    for suivi in plan.suivis:
        if suivi.definition.id == nom:
            raise PlieError(SANS_LISTE.format(titre=suivi.definition.titre, raison=SURVIE))
    demande = next(one for one in plan.demandes if one.definition.id == nom)
    terms = {"numerateur": demande.formule.numerateur, "denominateur": demande.formule.denominateur}
    if not any(term and term.parties for term in terms.values()):
        raise PlieError(SANS_LISTE.format(titre=demande.definition.titre, raison=REGLAGE))
    return {name: sorted(_lines(plan, term, cellule)) for name, term in terms.items() if term and term.parties}


def _lines(plan: Plan, term: Terme, cellule: Mapping[str, str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for _, grandeur in term.parties:
        found |= set(plan.contexte.con.execute(_query(plan, grandeur, term, cellule)).fetchall())
    return found


def _query(plan: Plan, grandeur: Grandeur, term: Terme, cellule: Mapping[str, str]) -> str:
    """The lines of an aggregate in a cell, as its own query reads them."""
    held = plan.contexte.columns(grandeur.population.table)
    if "id_dossier" not in held:
        raise PlieError(f"La table « {grandeur.population.table} » ne mène à aucun dossier.")
    named = [name for name in ("id_dossier", "id_parcours") if name in held]
    kept = {axe: values for axe, values in plan.filtres.items() if not axe.colonne or axe.colonne in held}
    t = population_rows(grandeur.population, plan.contexte, term.par, kept, grandeur.utiles() | set(named))
    where = [] if (condition := grandeur.condition(t)) is None else [condition]
    where += [t[PREFIXE + axe.id] == cellule[axe.id] for axe in term.par if axe.id in cellule]
    where += [t[grandeur.colonne].notnull()] if grandeur.operation == "renseignes" else []
    t = t.filter(*where) if where else t
    parcours = t.id_parcours.fill_null("") if "id_parcours" in named else ibis.literal("")
    chosen = t.filter(t.id_dossier.notnull()).select(id_dossier=t.id_dossier, id_parcours=parcours).distinct()
    return str(ibis.to_sql(chosen, dialect="duckdb"))
