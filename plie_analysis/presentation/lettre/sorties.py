"""Exits: objective, motives by nature, rates."""

from ... import francais
from .. import commentaires as regle
from ..barres import Serie
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..reponses import attributs, part, restes, sans_detail, somme
from .flux import annuel, par_mois, trois_periodes

POSITIVE = ("sortie positive", "sorties positives")


def sorties(lettre) -> Bloc:
    """Table of the exits and their objective, motives, graph of the positive ones, rates."""
    mois, reponses = lettre.mois, lettre.reponses
    year, month, before = trois_periodes(lettre)
    objective, rate = year("objectif_sorties_positives"), year("taux_objectif_sorties_positives")
    rows = [
        Ligne(
            "Sorties positives",
            [month("sorties_positives"), year("sorties_positives"), objective, sans_detail(rate), *before("sorties_positives")],
        ),
        Ligne("Autres sorties", [month("sorties_autres"), year("sorties_autres"), "", "", *before("sorties_autres")]),
        Ligne("Ensemble des sorties", [month("sorties"), year("sorties"), "", "", *before("sorties")], "total"),
    ]
    past = mois.un_an_avant
    heads = [
        "Nature",
        f"En {mois.nom}",
        mois.cumul,
        "Objectif à date",
        "Réalisé sur l’objectif",
        f"En {past.libelle}",
        f"Depuis janvier {past.annee}",
    ]
    annual = annuel(objective, mois)
    note = "" if annual.est_vide else f"Rappel de l’objectif annuel{francais.INSECABLE}: {annual.texte} sorties positives."
    motives, shares = motifs(reponses, mois.janvier, mois.fin, f"Sorties cumulées par motif au {francais.date_longue(mois.fin)}")
    return Bloc(
        [
            Tableau(f"Sorties du PLIE, {mois.libelle}", heads, rows, note, (annual,)),
            _commentaires(lettre, year, objective, shares),
            _graphique(lettre),
            motives,
        ]
    )


def motifs(reponses, du, au, titre: str) -> tuple[Tableau, dict[str, dict[str, Cellule]]]:
    """Motives grouped by nature; ``{nature: {motive: share of its nature}}`` for the comments."""
    found = reponses.croisement("sorties", du, au, ("nature_sortie", "motif_sortie"))
    whole = reponses.cellule("sorties", du, au)
    by_nature = reponses.ventilation("sorties", du, au, "nature_sortie")
    labels = attributs("motif_sortie")
    rows, shares = [], {}
    names = {"positive": "Sorties positives", "autre": "Autres sorties"}
    for nature in [*(name for name in names if name in by_nature), *sorted(set(by_nature) - set(names))]:
        total = by_nature[nature]
        rows.append(Ligne(names.get(nature, francais.majuscule(nature)), [total, sans_detail(part(total, whole)), ""], "groupe"))
        ranked = sorted(
            ((motive, cell) for (kind, motive), cell in found.items() if kind == nature and (cell.valeur or cell.masquee)),
            key=lambda pair: (pair[0] in restes(), -(pair[1].valeur or 0), pair[0]),
        )
        shares[nature] = {labels.get(motive, motive): part(cell, total) for motive, cell in ranked}
        rows += [Ligne(labels.get(motive, motive), [cell, "", sans_detail(part(cell, total))]) for motive, cell in ranked]
    rows.append(Ligne("Total", [whole, sans_detail(part(whole, whole)), ""], "total"))
    return Tableau(titre, ["Motif", "Nombre", "Part des sorties", "Part dans sa nature"], rows), shares


def _commentaires(lettre, year, objective: Cellule, shares) -> Commentaires:
    mois, reponses = lettre.mois, lettre.reponses
    without = reponses.cellule("taux_sorties_positives_hors", mois.janvier, mois.fin, hors="lettre")
    positive = year("sorties_positives")
    return Commentaires(
        [
            regle.objectif_atteint(mois.fin, POSITIVE, positive, objective, de="de sorties positives"),
            regle.taux("taux_total_sorties", "Sorties positives sur le total des sorties", year("taux_sorties_positives")),
            regle.taux(
                "taux_total_sorties_hors",
                "Sorties positives sur le total des sorties, hors déménagement, décès, retraite, santé et maternité",
                without,
            ),
            regle.taux("taux_total_entrees", "Sorties positives rapportées aux entrées", year("taux_positives_sur_entrees")),
            regle.premiers("motifs_positifs", "Parmi les sorties positives", shares.get("positive", {})),
            regle.premiers("motifs_autres", "Parmi les autres sorties, premiers motifs", shares.get("autre", {}), combien=3),
        ]
    )


def _graphique(lettre):
    months = lettre.mois.depuis_janvier
    values, seen = [], []
    for cell in par_mois(lettre, "sorties_positives"):
        seen.append(cell)
        values.append(Cellule() if cell.est_inconnue else somme(seen))
    # The months that are kept back hide their sum, not the figure of the year so far, which has its own protection.
    values[-1:] = [lettre.reponses.cellule("sorties_positives", lettre.mois.janvier, lettre.mois.fin)]
    objective = annuel(lettre.reponses.cellule("objectif_sorties_positives", lettre.mois.janvier, lettre.mois.fin), lettre.mois)
    objectives = [objective.autre(None if objective.est_vide else objective.connue * one.numero / 12) for one in months]
    series = [Serie("Sorties positives cumulées", values)]
    if not objective.est_inconnue:
        series.append(Serie("Objectif à date", objectives, "repere"))
    return regle.barres_par_mois(
        "Sorties positives cumulées", months, series, regle.du_premier_au_dernier("Sorties positives cumulées", POSITIVE, months, values)
    )
