"""2.4 The parcours: étapes, durations, cost."""

from dataclasses import replace

from ... import francais
from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..lettre.etapes import tableau
from ..reponses import part, sans_detail

DUREES = (
    ("duree_moyenne_accompagnes", "Durée moyenne des parcours de l’année, de l’entrée à la sortie ou au 31 décembre", "mois"),
    ("duree_moyenne_sorties", "Durée moyenne des parcours sortis dans l’année", "mois"),
    ("duree_preaffectation", "Durée moyenne de préaffectation, de la prescription à l’entrée", "jours"),
    ("delai_premiere_etape", "Délai moyen de la première étape", "jours"),
    ("etapes_avant_sortie", "Étapes commencées avant la sortie, en moyenne", "étapes"),
    ("etapes_par_parcours", "Étapes commencées dans l’année par parcours, en moyenne", "étapes"),
    ("parcours_plus_30_mois", "Parcours ouverts depuis plus de 30 mois au 31 décembre", "parcours"),
    ("sans_etape_3_mois", "Parcours ouverts sans étape depuis trois mois au 31 décembre", "parcours"),
)


def etapes(rapport) -> Bloc:
    """Étapes by class and operation, the jobs among them, comments."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, shares = tableau(reponses, f"Étapes de parcours en {rapport.annee}", du, au, "Nombre")
    shares = {label.partition(" et mise en")[0]: share for label, share in shares.items()}
    jobs = {
        name: cell
        for (kind, name), cell in reponses.croisement("etapes", du, au, ("classe_etape", "operation")).items()
        if kind == "emploi"
    }
    all_jobs = rapport.cellule("part_etapes_emploi")
    whole = all_jobs.autre(all_jobs.numerateur)
    job_shares = {name: part(jobs[name], whole) for name in repartitions.ordonner("operation", jobs)}
    said = Commentaires(
        [
            regle.etapes_annee(rapport.annee, rapport.cellule("etapes"), rapport.cellule("accompagnes")),
            regle.taux("part_etapes_emploi", "Part des étapes liées à l’emploi", all_jobs),
            regle.taux(
                "part_emplois_durables",
                "Emplois durables (contrat long, contrat pro ou apprentissage, création) parmi les étapes d’emploi",
                rapport.cellule("part_emplois_durables"),
            ),
            regle.taux(
                "part_chantiers", "Chantiers d’insertion parmi les étapes de mobilisation", rapport.cellule("part_chantiers_mobilisation")
            ),
            regle.premiers("emplois", "Premières étapes d’emploi", job_shares),
        ]
    )
    return Bloc(
        [
            said,
            repartitions.barres(
                "Étapes par classe", shares, regle.plus_grande_part(shares), _compter("Étapes par classe", "Classe", shares)
            ),
            repartitions.barres(
                "Les étapes d’emploi",
                job_shares,
                regle.plus_grande_part(job_shares),
                _compter("Étapes d’emploi par opération", "Opération", job_shares),
            ),
            table,
        ]
    )


def _compter(titre: str, entete: str, shares: dict[str, Cellule]) -> Tableau:
    """The counts behind shares."""
    return Tableau(
        titre, [entete, "Nombre", "Part"], [Ligne(name, [cell.autre(cell.numerateur), sans_detail(cell)]) for name, cell in shares.items()]
    )


def durees(rapport) -> Bloc:
    """Durations, delays, étapes by parcours; mean cost when the budget is known."""
    rows = []
    for name, label, unit in DUREES:
        cell = rapport.cellule(name)
        decimals = {"mois": 1, "étapes": 1}.get(unit, 0)
        rows.append(
            Ligne(
                label,
                [
                    replace(cell, unite="", decimales=decimals, muette=True),
                    unit,
                    "" if cell.denominateur is None and not cell.masquee else cell.autre(cell.denominateur),
                ],
            )
        )
    cost = rapport.cellule("cout_moyen")
    if not cost.est_inconnue:
        amount = "" if cost.masquee else f", {francais.nombre(cost.numerateur)}{francais.INSECABLE}€"
        budget = f"Coût moyen d’un accompagnement (budget de la programmation{amount}, sur personnes accompagnées)"
        rows.append(Ligne(budget, [replace(cost, muette=True), "€", cost.autre(cost.denominateur)]))
    said = Commentaires([regle.duree_moyenne(rapport.annee, rapport.cellule("duree_moyenne_accompagnes"), cost)])
    note = "La durée moyenne des parcours de l’année mêle des parcours finis et des parcours interrompus par la fin de l’année : elle sous-estime la durée réelle."
    return Bloc([said, Tableau("Durées et rythme des parcours", ["Mesure", "Valeur", "Unité", "Calculé sur"], rows, note)])
