"""The clauses d'insertion of a year: candidates, employees and hours."""

from ... import francais
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Phrase, absent
from .communs import a_de

CLAUSES = {
    "orientations_clauses": "Candidats orientés",
    "valides_clauses": "Candidats validés",
    "salaries_clauses": "Salariés",
    "heures_clauses": "Heures réalisées",
}


def clauses(page) -> Bloc:
    """Candidates, validated, employees and hours; hours by sector and type of contract."""
    if not a_de(page, CLAUSES):
        return Bloc([absent("Aucune clause d’insertion n’est connue cette année.")])
    order = repartitions.presentes(page.ventilations(CLAUSES, "secteur"))
    note = "Les heures d’un contrat sont celles de tout le contrat, même quand il chevauche deux années."
    said = Commentaires([_clauses(page.annee, page.cellule("salaries_clauses"), page.cellule("heures_clauses"))])
    crossed = (
        ("heures_clauses", "Heures par type de contrat et secteur"),
        ("salaries_clauses", "Salariés par type de contrat et secteur"),
    )
    return Bloc(
        [
            said,
            repartitions.colonnes(page, CLAUSES, "secteur", "Clauses d’insertion par secteur", "Secteur", ordre=order, note=note),
            *(
                repartitions.croise(page, name, ("type_contrat", "secteur"), title, "Type de contrat", nom=repartitions.nommer)
                for name, title in crossed
            ),
        ]
    )


def clauses_par_quartier(page) -> Bloc:
    """Candidates and employees by quartier prioritaire."""
    heads = {name: CLAUSES[name] for name in ("orientations_clauses", "salaries_clauses")}
    order = repartitions.presentes(page.ventilations(heads, "quartier"))
    if not order:
        return Bloc([])
    note = "Le quartier n’est pas connu pour les personnes qui ne sont rattachées à aucun parcours."
    title = "Clauses d’insertion par quartier d’habitation"
    return Bloc([repartitions.colonnes(page, heads, "quartier", title, "Quartier", ordre=order, avec_avant=False, note=note)])


def _clauses(annee: int, salaries: Cellule, heures: Cellule) -> Phrase | None:
    """Employees and hours. Speaks when there is at least one employee."""
    if not regle.parle(salaries, heures) or not salaries.valeur:
        return None
    return regle.phrase(
        "clauses",
        f"En {annee}, {francais.compte(salaries.valeur, 'salarié')} au titre des clauses, pour {francais.quantite(heures.valeur, 'heures')}.",
        salaries=salaries,
        heures=heures,
    )
