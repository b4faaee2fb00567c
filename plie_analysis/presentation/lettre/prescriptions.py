"""Non-entries by motive and month; prescriptions and entries by prescripteur."""

from ... import francais
from .. import commentaires, titres
from ..barres import Serie
from ..commentaires import NON_ENTREE, PRESCRIPTION
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..nomenclatures import REUNION, attributs, dans_l_ordre, libelles, partenaires
from ..periodes import tranches
from ..repartitions import libelle_date, partenaires_nommes
from ..reponses import part, sans_detail
from . import regles
from .flux import anciennes_tranches, anciens, marquees, mensuel, par_mois, trois_periodes


def non_entrees(lettre) -> Bloc:
    """Motives in rows, all those of the nomenclature in its order; quarters gone by and months in columns, in the house only, then total and share."""
    mois, reponses = lettre.mois, lettre.reponses
    totals = reponses.ventilation("non_entrees", mois.depart, mois.fin, "motif_non_entree")
    all_of_them = reponses.cellule("non_entrees", mois.depart, mois.fin)
    columns = [] if reponses.est_protegee else tranches(mois)
    none = Cellule() if all_of_them.est_inconnue else Cellule(0)
    by_column = [reponses.ventilation("non_entrees", column.debut, column.fin, "motif_non_entree") for column in columns]
    whole_columns = [reponses.cellule("non_entrees", column.debut, column.fin) for column in columns]
    labels = libelles("motif_non_entree")
    order = _motives(reponses, set(totals)) if totals else []
    shares = {labels.get(name, name): part(totals.get(name, none), all_of_them) for name in order}
    rows = [
        Ligne(
            labels.get(name, name),
            [
                *(found.get(name, none) for found in by_column),
                totals.get(name, none),
                sans_detail(part(totals.get(name, none), all_of_them)),
            ],
        )
        for name in order
    ]
    rows.append(Ligne("Total", [*whole_columns, all_of_them, sans_detail(part(all_of_them, all_of_them))], "total"))
    old = anciennes_tranches(lettre, "non_entrees", whole_columns) if columns else {}
    note = commentaires.revus("revus", NON_ENTREE, old)
    heads = ["Motif", *marquees(columns, old), "Total", "Part"]
    table = Tableau(f"Non-entrées par motif, {_since(mois)}", heads, rows, note.texte if note else "", tuple(old.values()))
    _, _, before = trois_periodes(lettre)
    said = [
        regles.flux_sur_un_an("non_entrees", mois, NON_ENTREE, all_of_them, before("non_entrees")[1]),
        commentaires.premier_motif("motifs_non_entree", "de non-entrée", shares),
    ]
    return Bloc([table, Commentaires(said)])


def _motives(reponses, present: set[str]) -> list[str]:
    """The motives of the nomenclature, with or without a case, then those that it does not know; what gathers the rest stands last."""
    known = attributs("motif_non_entree", REUNION if reponses.est_protegee else "code").values()
    return dans_l_ordre("motif_non_entree", {*known, *present})


def prescripteurs(lettre) -> Bloc:
    """Prescriptions and entries by prescripteur since the year began; objectives of the partners."""
    mois, reponses = lettre.mois, lettre.reponses
    sent = reponses.ventilation("prescriptions", mois.depart, mois.fin, "prescripteur")
    came = reponses.ventilation("entrees", mois.depart, mois.fin, "prescripteur")
    all_sent, all_came = reponses.cellule("prescriptions", mois.depart, mois.fin), reponses.cellule("entrees", mois.depart, mois.fin)
    if all_sent.est_inconnue:
        return Bloc([Tableau("Prescripteurs", ["Prescripteur"], [])])
    order = {group: rank for rank, group in enumerate(dict.fromkeys(attributs("prescripteur", "groupe").values()))}
    labels = sorted(set(sent) | set(came), key=lambda label: (order.get(label, len(order)), label))
    zero = Cellule(0)
    rows = [
        Ligne(
            libelle_date(reponses, mois.fin, "prescripteur", label),
            _pair(sent.get(label, zero), all_sent) + _pair(came.get(label, zero), all_came),
        )
        for label in labels
    ]
    rows.append(Ligne("Total", _pair(all_sent, all_sent) + _pair(all_came, all_came), "total"))
    table = Tableau(
        f"Prescriptions et entrées par prescripteur, {_since(mois)}",
        ["Prescripteur", "Prescriptions", "Part des prescriptions", "Entrées", "Part des entrées"],
        rows,
    )
    drawn = [_graphique(lettre)] if partenaires() else []
    return Bloc([*drawn, _commentaires(lettre, sent, came, all_sent, all_came), table])


def _since(mois) -> str:
    """« de janvier à octobre 2017 », « de septembre 2025 à février 2026 »."""
    return mois.libelle if mois.rang == 1 else mois.depuis_le_debut


def _pair(cell: Cellule, whole: Cellule) -> list[Cellule]:
    return [cell, sans_detail(part(cell, whole))]


def _commentaires(lettre, sent, came, all_sent, all_came) -> Commentaires:
    year, _, before = trois_periodes(lettre)
    two_sent, two_came = year("prescriptions_pe_cd"), year("entrees_pe_cd")
    named = partenaires_nommes(lettre.reponses, lettre.mois.fin)
    names = list(named.values())
    each_sent = {name: part(sent.get(group, Cellule()), all_sent) for group, name in named.items()}
    each_came = {name: part(came.get(group, Cellule()), all_came) for group, name in named.items()}
    first = None if not names else regles.prescriptions_des_partenaires(lettre.mois, names, two_sent, year("objectif_prescriptions_pe_cd"))
    return Commentaires(
        [
            regles.flux_sur_un_an("prescriptions", lettre.mois, PRESCRIPTION, all_sent, before("prescriptions")[1]),
            first,
            None if not names else regles.entrees_des_partenaires(names, two_came, year("objectif_entrees_pe_cd"), nommer=first is None),
            regles.part_des_partenaires("part_prescriptions", "des prescriptions", part(two_sent, all_sent), each_sent),
            regles.part_des_partenaires("part_entrees", "des entrées", part(two_came, all_came), each_came),
        ]
    )


def _graphique(lettre):
    """The partners: prescriptions and entries by month, with the monthly objective when there is one."""
    months = lettre.mois.ecoules
    sent, came = par_mois(lettre, "prescriptions_pe_cd"), par_mois(lettre, "entrees_pe_cd")
    series = [Serie("Prescriptions", sent), Serie("Entrées", came)]
    objective = lettre.reponses.cellule("objectif_prescriptions_pe_cd", lettre.mois.debut, lettre.mois.fin)
    if not objective.est_inconnue:
        series.append(Serie("Objectif de prescriptions", [objective] * len(months), "repere"))
    _, said = titres.sommet("prescriptions", months, sent, PRESCRIPTION)
    names = list(partenaires_nommes(lettre.reponses, lettre.mois.fin).values())
    title = (
        f"Prescriptions et entrées {'des partenaires' if len(names) > 1 else 'du partenaire'} de l’objectif ({francais.enumeration(names)})"
    )
    return mensuel(lettre, title, (title, said), series, anciens(lettre, "prescriptions_pe_cd", sent), PRESCRIPTION)
