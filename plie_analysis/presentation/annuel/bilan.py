"""The year beside the one before and its objectives: key figures, and what changed."""

from ... import francais
from ..commentaires import parle, part_des
from ..elements import Bloc, Carte, Cartes, Cellule, Commentaires, Ligne, Tableau
from ..reponses import evolution, part, sans_detail
from . import regles

# What each row of the table is called, its indicator, its objective, and what it counts in a sentence.
CHIFFRES = (
    ("Personnes accompagnées", "accompagnes", "", "personnes accompagnées"),
    ("Prescriptions", "prescriptions", "", "prescriptions"),
    ("Entrées", "entrees", "objectif_entrees", "entrées"),
    ("Non-entrées", "non_entrees", "", "non-entrées"),
    ("Sorties", "sorties", "", "sorties"),
    ("Sorties positives", "sorties_positives", "objectif_sorties_positives", "sorties positives"),
    ("Part des sorties positives", "taux_sorties_positives", "", ""),
    ("En parcours au {fin}", "file_active", "objectif_file_active", "parcours ouverts"),
)
# What the sentence of the year compares; each name begins with a plural, which the verb agrees with.
MOUVEMENTS = {
    "entrees": "les entrées",
    "sorties": "les sorties",
    "sorties_positives": "les sorties positives",
    "file_active": "les parcours ouverts au {fin}",
}


def chiffres_cles(rapport) -> Bloc:
    """The figures of the year, as cards; then the year before and the objectives, as a table."""
    exits, jobs = rapport.cellule("sorties"), rapport.cellule("part_etapes_emploi")
    positive, months = rapport.cellule("sorties_positives"), rapport.cellule("duree_moyenne_accompagnes")
    cost = rapport.cellule("cout_moyen")
    budget = (
        ""
        if cost.est_vide
        else f"budget de {francais.quantite(cost.numerateur, '€')} pour {francais.compte(cost.denominateur or 0, 'personne')}"
    )
    cards = [
        Carte("Personnes accompagnées", rapport.cellule("accompagnes")),
        Carte("Entrées", rapport.cellule("entrees")),
        Carte("Sorties", exits, "" if positive.est_vide else f"dont {positive.texte} positives", (positive,)),
        Carte("Part des sorties positives", rapport.cellule("taux_sorties_positives")),
        Carte(f"En parcours au {rapport.annee.dernier_jour}", rapport.cellule("file_active")),
        Carte(
            "Étapes vers l’emploi",
            jobs.autre(jobs.numerateur, "etapes"),
            "" if jobs.est_vide else f"{jobs.texte} des {rapport.cellule('etapes').texte} étapes",
            (jobs, rapport.cellule("etapes")),
        ),
        Carte(f"Durée moyenne des parcours de l’{rapport.annee.mot}, finis ou non", months.autre(months.valeur, months.unite)),
        Carte("Coût moyen d’un accompagnement", sans_detail(cost), budget, (cost,)),
    ]
    return Bloc([Cartes(cards), _comparaison(rapport)])


def _comparaison(rapport) -> Tableau:
    """The year before, the year, its change, its objective. What was revised since the year before ended is marked, and told under it."""
    rows, revised, used, year = [], [], [], rapport.annee
    for label, name, goal, noun in CHIFFRES:
        now, before = rapport.cellule(name), rapport.compare(name)
        if before.est_revu:
            used.append(before.revu)
            revised.append(f"{before.revu.texte} {noun}" if noun else f"{before.revu.texte} de sorties positives")
        objective = rapport.cellule(goal) if goal else Cellule()
        reached = [objective, sans_detail(part(now, objective))] if goal else ["", ""]
        change, behind = _evolution(now, before.cite)
        used += behind
        label = label.format(fin=year.dernier_jour)
        rows.append(Ligne(f"{label}{'*' if before.est_revu else ''}", [sans_detail(before.cite), sans_detail(now), change, *reached]))
    note = (
        f"* Revu depuis{francais.INSECABLE}: avec les saisies tardives, {year.precedente} compte {francais.enumeration(revised)}."
        if revised
        else ""
    )
    heads = ["Chiffre", str(year.precedente), str(year), "Évolution", "Objectif", "Part de l’objectif"]
    return Tableau(f"L’{year.nom}, l’{year.precedente.nom} et l’objectif", heads, rows, note, tuple(used))


def _evolution(now: Cellule, before: Cellule) -> tuple[str, list[Cellule]]:
    """« −15 % », « +6 points » for a rate, and the figure behind; nothing when one of them is unknown."""
    if not parle(now, before) or not before.valeur:
        return "", []
    if now.unite == "%":
        gap = Cellule(float(francais.arrondi(now.connue) - francais.arrondi(before.connue)), de=(now, before))
        said = francais.compte(gap.connue, "point")
    else:
        gap = evolution(now, before)
        said = gap.texte
    return f"{'+' if gap.montree > 0 else ''}{said}", [gap]


def bilan(rapport) -> Bloc:
    """What the year changed, and by how much."""
    year = rapport.annee
    moved = {name: (rapport.compare(name).cite, rapport.cellule(name)) for name in MOUVEMENTS}
    said = [
        regles.bilan_accompagnes(year, rapport.cellule("accompagnes"), rapport.compare("accompagnes")),
        regles.passage("bilan_flux", year, [(subject.format(fin=year.dernier_jour), *moved[name]) for name, subject in MOUVEMENTS.items()]),
        regles.bilan_taux(year, rapport.cellule("taux_sorties_positives"), rapport.compare("taux_sorties_positives").cite),
        part_des(
            "bilan_accompagnement",
            "des personnes accompagnées ont quitté le PLIE pour un emploi ou une formation qualifiante",
            rapport.cellule("taux_positives_sur_accompagnes"),
        ),
    ]
    return Bloc([Commentaires(said)])
