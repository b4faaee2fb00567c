"""2.4 The parcours: étapes, durations, cost."""

from dataclasses import replace

from ... import francais
from .. import normes, repartitions, titres
from ..elements import Bloc, Commentaires, Ligne, Tableau
from ..lettre.etapes import de_l_emploi, nommer, tableau
from ..reponses import part
from . import regles

DUREES = (
    ("duree_moyenne_accompagnes", "Durée moyenne de tous les parcours de l’{annee}, de l’entrée à la sortie ou au {fin}", "mois"),
    ("duree_moyenne_sorties", "Durée moyenne des parcours qui ont pris fin dans l’{annee}", "mois"),
    ("duree_preaffectation", "Durée moyenne de préaffectation, de la prescription à l’entrée", "jours"),
    ("delai_premiere_etape", "Délai moyen de la première étape", "jours"),
    ("etapes_avant_sortie", "Étapes commencées avant la sortie, en moyenne", "étapes"),
    ("etapes_par_parcours", "Étapes commencées dans l’{annee} par parcours, en moyenne", "étapes"),
    ("parcours_plus_30_mois", "Parcours ouverts depuis plus de {longue} au {fin}", "parcours"),
    ("sans_etape_3_mois", "Parcours ouverts sans étape depuis {sans_etape} au {fin}", "parcours"),
)
# Shown where the PLIE defines them and gives what they need.
COUTS = (
    ("cout_par_sortie_positive", "Coût d’une sortie positive (budget de la programmation sur sorties positives)", "€"),
    ("part_fse", "Part du Fonds social européen dans le budget de la programmation", "%"),
)


def etapes(rapport) -> Bloc:
    """Étapes by class and operation, the jobs among them, comments."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, _ = tableau(reponses, f"Étapes de parcours en {rapport.annee}", du, au, "Nombre")
    found = reponses.croisement("etapes", du, au, ("classe_etape", "operation"))
    jobs = {name: cell for (kind, name), cell in found.items() if kind == "emploi"}
    all_jobs = rapport.cellule("part_etapes_emploi")
    whole = all_jobs.autre(all_jobs.numerateur)
    job_shares = {nommer(name): part(jobs[name], whole) for name in repartitions.ordonner("operation", jobs)}
    said = Commentaires(
        [
            regles.etapes(rapport.annee, rapport.cellule("etapes"), rapport.cellule("accompagnes")),
            *de_l_emploi(all_jobs, rapport.cellule("part_emplois_durables"), rapport.cellule("part_chantiers_mobilisation")),
        ]
    )
    heading = titres.tete(
        "Les étapes d’emploi",
        "{un}, première des étapes d’emploi",
        job_shares,
        "{part} des étapes d’emploi ({detail})",
        f", devant {francais.guillemets('{deux}')} ({{part_deux}})",
    )
    graph = repartitions.parts_en_barres(heading, job_shares, "Étapes d’emploi par opération", "Opération", "Part des étapes d’emploi")
    return Bloc([said, graph, table])


def durees(rapport) -> Bloc:
    """Durations, delays, étapes by parcours; mean cost when the budget is known."""
    rows, year = [], rapport.annee
    config = rapport.reponses.porte.config
    since, long = normes.sans_etape(config, rapport.au), normes.longue(config, rapport.au)
    for name, label, unit in DUREES:
        cell = rapport.cellule(name)
        decimals = {"mois": 1, "étapes": 1}.get(unit, 0)
        rows.append(
            Ligne(
                label.format(sans_etape=since, longue=long, annee=year.mot, fin=year.dernier_jour),
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
    for name, label, unit in COUTS:
        found = rapport.si_defini(name)
        if not found.est_inconnue:
            rows.append(Ligne(label, [replace(found, unite="", muette=True), unit, found.autre(found.denominateur)]))
    said = Commentaires(
        [
            regles.durees(year, rapport.cellule("duree_moyenne_accompagnes"), rapport.cellule("duree_moyenne_sorties")),
            regles.cout(cost),
            regles.parcours_longs(
                year,
                rapport.cellule("file_active"),
                rapport.cellule("sans_etape_3_mois"),
                rapport.cellule("parcours_plus_30_mois"),
                depuis=since,
                longue=long,
            ),
        ]
    )
    note = (
        f"Un parcours ouvert au {year.dernier_jour} n’a pas fini de durer{francais.INSECABLE}: la moyenne de tous les parcours de l’{year.mot} sous-estime leur durée. "
        f"Sans étape depuis {since}{francais.INSECABLE}: compté au {year.dernier_jour}{francais.INSECABLE}; la page de la saisie le compte au jour de la photo."
    )
    return Bloc([said, Tableau("Durées et rythme des parcours", ["Mesure", "Valeur", "Unité", "Calculé sur"], rows, note)])
