"""The clauses d'insertion of a year: candidates, employees, hours and exits."""

from ... import francais
from ...exercice import Annee
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau, absent
from ..nomenclatures import restes
from ..reponses import NON_RENSEIGNE, part, sans_detail, somme
from .communs import a_de

SALARIES = {"salaries_clauses": "Salariés", "heures_clauses": "Heures réalisées"}
# The rate, not a second count: what is left of the exits once the positive ones are taken away is then weighed too.
SORTIES = {"sorties_clauses": "Sorties", "taux_sorties_positives_clauses": "Part des sorties positives"}
CLAUSES = {"orientations_clauses": "Candidats orientés", "valides_clauses": "Candidats validés", **SALARIES}
PAR_QUARTIER = {
    "orientations_clauses": "Candidats orientés",
    "salaries_clauses": "Salariés",
    "sorties_positives_clauses": "Sorties positives",
}
HORS = "hors QPV"
# A quartier de veille is not prioritaire: neither among those, nor outside of every quartier.
GROUPES = {"Quartiers prioritaires": "oui", "Quartiers de veille": "non"}
HABITANTS = {
    "salaries_clauses": (("salariés vient", "salariés viennent"), "d’un quartier"),
    "sorties_positives_clauses": (("sorties positives concerne", "sorties positives concernent"), "un habitant d’un quartier"),
}
DES_HEURES = "Les heures d’un contrat sont celles de tout le contrat, même quand il chevauche deux années."
DU_CONTRAT = (
    "Chaque sortie est rangée sous le dernier contrat au titre des clauses qui la précède, non sous celui de l’emploi trouvé ensuite."
)
DU_PRESCRIPTEUR = "Chaque sortie est rangée sous le prescripteur du dernier contrat au titre des clauses qui la précède."


def clauses(page) -> Bloc:
    """Candidates, employees and hours by sector; hours, employees and exits by type of contract; candidates and exits by prescripteur."""
    if not a_de(page, CLAUSES):
        return Bloc([absent("Aucune clause d’insertion n’est connue cette année.")])
    contracts = {**SALARIES, **SORTIES}
    by_contract, senders = page.ventilations(contracts, "type_contrat"), {"orientations_clauses": "Candidats orientés", **SORTIES}
    said = [
        _salaries(page.annee, page.cellule("salaries_clauses"), page.cellule("heures_clauses")),
        _premier_contrat(by_contract["heures_clauses"], page.cellule("heures_clauses")),
        _candidats(page.cellule("orientations_clauses"), page.cellule("valides_clauses")),
        _sorties(page.cellule("sorties_clauses"), page.cellule("taux_sorties_positives_clauses")),
    ]
    return Bloc(
        [
            Commentaires(said),
            _table(page, CLAUSES, "secteur", "Clauses d’insertion par secteur", "Secteur", DES_HEURES, avec_avant=True),
            _table(page, contracts, "type_contrat", "Salariés et sorties par type de contrat", "Type de contrat", DU_CONTRAT),
            _table(page, senders, "prescripteur_clause", "Candidats et sorties par prescripteur", "Prescripteur", DU_PRESCRIPTEUR),
        ]
    )


def _table(page, heads: dict[str, str], axe: str, titre: str, entete: str, note: str, *, avec_avant: bool = False) -> Tableau:
    order = repartitions.presentes(page.ventilations(heads, axe))
    return repartitions.colonnes(page, heads, axe, titre, entete, ordre=order, avec_avant=avec_avant, note=note)


def clauses_par_quartier(page) -> Bloc:
    """Candidates, employees and positive exits by quartier: prioritaires, de veille, none of them, unknown."""
    cells = {name: page.reponses.croisement(name, page.du, page.au, ("quartier_nomme", "qpv")) for name in PAR_QUARTIER}
    known = {key for found in cells.values() for key, cell in found.items() if cell.masquee or cell.valeur}
    if not known:
        return Bloc([])
    rows: list[Ligne] = []
    for title, qpv in GROUPES.items():
        names = sorted({quartier for quartier, is_qpv in known if is_qpv == qpv} - {HORS, NON_RENSEIGNE})
        rows += [Ligne(title, [""] * len(cells), "groupe")] if names else []
        rows += [Ligne(name, _row(cells, (name, qpv))) for name in names]
    elsewhere = {"Hors de ces quartiers": (HORS, "non"), "Quartier inconnu": (NON_RENSEIGNE, NON_RENSEIGNE)}
    left = {label: key for label, key in elsewhere.items() if key in known}
    rows += [Ligne("Ailleurs", [""] * len(cells), "groupe")] if left else []
    rows += [Ligne(label, _row(cells, key)) for label, key in left.items()]
    rows.append(Ligne("Ensemble", [page.cellule(name) for name in PAR_QUARTIER], "total"))
    note = "Le quartier se lit par le parcours : il est inconnu pour un candidat ou un salarié qui n’en a pas, ou dont l’adresse n’est pas sûre."
    table = Tableau("Clauses d’insertion par quartier d’habitation", ["Quartier", *PAR_QUARTIER.values()], rows, francais.espaces(note))
    said = [
        _habitants(name, cells[name], page.reponses.ventilation(name, page.du, page.au, "qpv").get("oui", Cellule()), page.cellule(name))
        for name in HABITANTS
    ]
    return Bloc([Commentaires(said), table])


def _row(cells: dict[str, dict[tuple, Cellule]], key: tuple[str, str]) -> list[Cellule]:
    """The counts of a quartier; nothing counted is 0 when something is known of the others."""
    return [sans_detail(found.get(key, Cellule(0) if found else Cellule())) for found in cells.values()]


def _salaries(annee: Annee, salaries: Cellule, heures: Cellule) -> Phrase | None:
    """Employees and hours. Speaks when there is at least one employee."""
    if not regle.parle(salaries, heures) or not salaries.valeur:
        return None
    verb = "a travaillé" if salaries.valeur < 2 else "ont travaillé"
    text = f"En {annee}, {francais.compte(salaries.connue, 'personne')} {verb} au titre des clauses, pour {francais.quantite(heures.valeur, 'heures')}."
    return regle.phrase("clauses", text, salaries=salaries, heures=heures)


def _premier_contrat(heures: dict[str, Cellule], ensemble: Cellule) -> Phrase | None:
    """The type of contract that has most hours, and its share. Speaks when there are two types at least and their hours are all known."""
    named = {name: cell for name, cell in heures.items() if name != NON_RENSEIGNE and name not in restes()}
    if len(named) < 2 or not regle.parle(*named.values(), ensemble) or not ensemble.valeur:
        return None
    first = max(named, key=lambda name: named[name].connue)
    share = part(named[first], ensemble)
    return regle.phrase("clauses_contrat", f"Les contrats de type {first} représentent {share.complet} de ces heures.", part=share)


def _candidats(orientes: Cellule, valides: Cellule) -> Phrase | None:
    """Candidates, and those that were retained."""
    if not regle.parle(orientes, valides) or not orientes.valeur:
        return None
    kept = f"en a validé {francais.nombre(valides.valeur)}" if valides.valeur else "n’en a validé aucune"
    text = f"Le dispositif a reçu {francais.compte(orientes.connue, 'candidature')} et {kept}."
    return regle.phrase("clauses_candidats", text, orientes=orientes, valides=valides)


def _sorties(sorties: Cellule, taux: Cellule) -> Phrase | None:
    """Exits of the employees, and how many are positive."""
    if not regle.parle(sorties, taux) or not sorties.valeur:
        return None
    verb = "salarié est sorti" if sorties.valeur < 2 else "salariés sont sortis"
    positives = francais.nombre(taux.numerateur)
    end = f"dont {positives} pour un motif positif ({taux.complet})" if taux.numerateur else "aucun pour un motif positif"
    return regle.phrase(
        "clauses_sorties", f"{francais.nombre(sorties.valeur)} {verb} du PLIE dans l’année, {end}.", sorties=sorties, taux=taux
    )


def _habitants(nom: str, cells: dict[tuple, Cellule], prioritaires: Cellule, ensemble: Cellule) -> Phrase | None:
    """Inhabitants of a quartier prioritaire, then of a quartier de veille when there are some. Speaks of two people at least."""
    if not regle.parle(prioritaires, ensemble) or not prioritaires.valeur or ensemble.connue < 2:
        return None
    share, verbs, place = part(prioritaires, ensemble), *HABITANTS[nom]
    text = f"{francais.nombre(prioritaires.valeur)} des {francais.nombre(ensemble.valeur)} {francais.pluriel(prioritaires.valeur, *verbs)} {place} prioritaire ({share.complet})"
    used = {"prioritaires": prioritaires, "ensemble": ensemble, "part": share}
    watched = somme(cell for (name, qpv), cell in cells.items() if qpv == "non" and name != HORS)
    if regle.parle(watched) and watched.valeur:
        text, used["veille"] = f"{text}, et {francais.nombre(watched.valeur)} {place} de veille", watched
    return regle.phrase(f"{nom}_quartiers", f"{text}.", **used)
