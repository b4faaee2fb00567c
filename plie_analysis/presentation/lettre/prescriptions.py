"""Non-entries by motive and month; prescriptions and entries by prescripteur."""

from ... import francais
from .. import commentaires as regle
from ..barres import Graphique, Serie
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..periodes import tranches
from ..reponses import part, restes, sans_detail
from .flux import par_mois

PRINCIPAUX = ("Pôle emploi", "Conseil départemental")


def non_entrees(lettre) -> Bloc:
    """Motives in rows; quarters gone by and months in columns, in the house only, then total and share."""
    mois, reponses = lettre.mois, lettre.reponses
    totals = reponses.ventilation("non_entrees", mois.janvier, mois.fin, "motif_non_entree")
    all_of_them = reponses.cellule("non_entrees", mois.janvier, mois.fin)
    columns = [] if reponses.est_protegee else tranches(mois)
    none = Cellule() if all_of_them.est_inconnue else Cellule(0)

    def cell(motive: str | None, column) -> Cellule:
        if motive is None:
            return reponses.cellule("non_entrees", column.debut, column.fin)
        return reponses.ventilation("non_entrees", column.debut, column.fin, "motif_non_entree").get(motive, none)

    ranked = sorted(totals.items(), key=lambda pair: (pair[0] in restes(), -(pair[1].valeur or 0), pair[0]))
    shares = {label: part(total, all_of_them) for label, total in ranked}
    rows = [
        Ligne(label, [*(cell(label, column) for column in columns), total, sans_detail(shares[label])])
        for label, total in ranked
        if total.valeur or total.masquee
    ]
    rows.append(
        Ligne("Total", [*(cell(None, column) for column in columns), all_of_them, sans_detail(part(all_of_them, all_of_them))], "total")
    )
    table = Tableau(f"Non-entrées par motif, {_since(mois)}", ["Motif", *(column.libelle for column in columns), "Total", "Part"], rows)
    start = (
        f"Premiers motifs des {francais.compte(all_of_them.valeur, 'non-entrée', 'non-entrées')} depuis janvier"
        if not all_of_them.est_vide
        else ""
    )
    return Bloc([table, Commentaires([regle.premiers("motifs_non_entree", start, shares)])])


def prescripteurs(lettre) -> Bloc:
    """Prescriptions and entries by prescripteur since January; objectives of Pôle emploi and the Conseil départemental."""
    mois, reponses = lettre.mois, lettre.reponses
    sent = reponses.ventilation("prescriptions", mois.janvier, mois.fin, "prescripteur")
    came = reponses.ventilation("entrees", mois.janvier, mois.fin, "prescripteur")
    all_sent, all_came = reponses.cellule("prescriptions", mois.janvier, mois.fin), reponses.cellule("entrees", mois.janvier, mois.fin)
    if all_sent.est_inconnue:
        return Bloc([Tableau("Prescripteurs", ["Prescripteur"], [])])
    labels = sorted(set(sent) | set(came), key=lambda label: (-(came.get(label, Cellule(0)).valeur or 0), label))
    zero = Cellule(0)
    rows = [Ligne(label, _pair(sent.get(label, zero), all_sent) + _pair(came.get(label, zero), all_came)) for label in labels]
    rows.append(Ligne("Total", _pair(all_sent, all_sent) + _pair(all_came, all_came), "total"))
    table = Tableau(
        f"Prescriptions et entrées par prescripteur, {_since(mois)}",
        ["Prescripteur", "Prescriptions", "Part des prescriptions", "Entrées", "Part des entrées"],
        rows,
    )
    return Bloc([table, _commentaires(lettre, sent, came, all_sent, all_came), *_objectifs(lettre)])


def _since(mois) -> str:
    """« de janvier à octobre 2017 »."""
    return f"de janvier à {mois.libelle}" if mois.numero > 1 else mois.libelle


def _pair(cell: Cellule, whole: Cellule) -> list[Cellule]:
    return [cell, sans_detail(part(cell, whole))]


def _commentaires(lettre, sent, came, all_sent, all_came) -> Commentaires:
    def of_year(name: str) -> Cellule:
        return lettre.reponses.cellule(name, lettre.mois.janvier, lettre.mois.fin)

    two_sent, two_came = of_year("prescriptions_pe_cd"), of_year("entrees_pe_cd")
    return Commentaires(
        [
            regle.objectif_prescripteurs(lettre.mois, "prescriptions", two_sent, of_year("objectif_prescriptions_pe_cd")),
            regle.part_des_deux(
                "part_prescriptions",
                "des prescriptions",
                part(two_sent, all_sent),
                {name: part(sent.get(name, Cellule()), all_sent) for name in PRINCIPAUX},
            ),
            regle.objectif_prescripteurs(lettre.mois, "entrées", two_came, of_year("objectif_entrees_pe_cd")),
            regle.part_des_deux(
                "part_entrees",
                "des entrées",
                part(two_came, all_came),
                {name: part(came.get(name, Cellule()), all_came) for name in PRINCIPAUX},
            ),
        ]
    )


def _objectifs(lettre) -> list:
    """The two main prescripteurs: prescriptions and entries by month, with the monthly objective when there is one."""
    months = lettre.mois.depuis_janvier
    sent, came = par_mois(lettre, "prescriptions_pe_cd"), par_mois(lettre, "entrees_pe_cd")
    series = [Serie("Prescriptions", sent), Serie("Entrées", came)]
    objective = lettre.reponses.cellule("objectif_prescriptions_pe_cd", lettre.mois.debut, lettre.mois.fin)
    if not objective.est_inconnue:
        series.append(Serie("Objectif", [objective] * len(months), "repere"))
    text = regle.extremes(("prescription", "prescriptions"), months, sent)
    graph = Graphique("Prescriptions et entrées de Pôle emploi et du Conseil départemental", [one.abrege for one in months], series, text)
    return [graph]
