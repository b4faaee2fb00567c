"""Exits: objective, motives by nature, rates."""

from ... import francais
from .. import titres
from ..barres import Serie
from ..commentaires import POSITIVE, minuscule, objectif_atteint, phrase, premier_motif, rangs
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau
from ..nomenclatures import dans_l_ordre, libelles
from ..reponses import part, sans_detail, somme
from . import regles
from .flux import anciens, annuel, mensuel, par_mois, trois_periodes


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
        francais.majuscule(mois.en_nom),
        mois.cumul,
        "Objectif à date",
        "Réalisé sur l’objectif",
        francais.majuscule(past.de_libelle),
        past.cumul,
    ]
    annual = annuel(objective, mois)
    note = "" if annual.est_vide else f"Rappel de l’objectif annuel{francais.INSECABLE}: {annual.texte} sorties positives."
    motives, shares = motifs(reponses, mois.depart, mois.fin, f"Sorties cumulées par motif au {francais.date_longue(mois.fin)}")
    return Bloc(
        [
            Tableau(f"Sorties du PLIE, {mois.libelle}", heads, rows, note, (annual,)),
            motives,
            _graphique(lettre),
            _commentaires(lettre, year, objective, shares),
        ]
    )


def motifs(reponses, du, au, titre: str) -> tuple[Tableau, dict[str, dict[str, Cellule]]]:
    """Motives grouped by nature, in the order of the nomenclature, which is that of the letters; ``{nature: {motive: share of its nature}}`` for the comments."""
    found = reponses.croisement("sorties", du, au, ("nature_sortie", "motif_sortie"))
    whole = reponses.cellule("sorties", du, au)
    by_nature = reponses.ventilation("sorties", du, au, "nature_sortie")
    labels = libelles("motif_sortie")
    rows, shares = [], {}
    names = {"positive": "Sorties positives", "autre": "Autres sorties"}
    for nature in [*(name for name in names if name in by_nature), *sorted(set(by_nature) - set(names))]:
        total = by_nature[nature]
        rows.append(Ligne(names.get(nature, francais.majuscule(nature)), [total, sans_detail(part(total, whole)), ""], "groupe"))
        cells = {motive: cell for (kind, motive), cell in found.items() if kind == nature and (cell.valeur or cell.masquee)}
        order = dans_l_ordre("motif_sortie", cells)
        shares[nature] = {labels.get(motive, motive): part(cells[motive], total) for motive in order}
        rows += [Ligne(labels.get(motive, motive), [cells[motive], "", sans_detail(part(cells[motive], total))]) for motive in order]
    rows.append(Ligne("Total", [whole, sans_detail(part(whole, whole)), ""], "total"))
    return Tableau(titre, ["Motif", "Nombre", "Part des sorties", "Part dans sa nature"], rows), shares


def de_motifs(shares) -> list[Phrase | None]:
    """What positive exits lead to, and the first motive of the others."""
    (first, *rest) = rangs(shares.get("positive", {})) or [("", Cellule())]
    said = [f"{francais.guillemets(minuscule(first[0]))} compte pour {first[1].complet}"]
    said += [f"{francais.guillemets(minuscule(label))} pour {cell.complet}" for label, cell in rest]
    used = {f"part_{rank}": cell for rank, (_, cell) in enumerate([first, *rest], start=1)}
    return [
        phrase("motifs_positifs", f"Parmi les sorties positives, {francais.enumeration(said)}.", **used),
        premier_motif("motifs_autres", "des autres sorties", shares.get("autre", {}), combien=3),
    ]


def _commentaires(lettre, year, objective: Cellule, shares) -> Commentaires:
    mois, reponses = lettre.mois, lettre.reponses
    without = reponses.cellule("taux_sorties_positives_hors", mois.depart, mois.fin, hors="lettre")
    return Commentaires(
        [
            objectif_atteint(mois.fin, POSITIVE, year("sorties_positives"), objective, de="de sorties positives"),
            *regles.taux_de_sorties(year("taux_sorties_positives"), without, year("taux_positives_sur_entrees")),
            *de_motifs(shares),
        ]
    )


def _graphique(lettre):
    months = lettre.mois.ecoules
    done = lettre.reponses.cellule("sorties_positives", lettre.mois.depart, lettre.mois.fin)
    values, seen = [], []
    for cell in par_mois(lettre, "sorties_positives"):
        seen.append(cell)
        values.append(Cellule() if cell.est_inconnue else somme(seen))
    # The months that are kept back hide their sum, not the figure of the year so far, which has its own protection.
    values[-1:] = [done]
    objective = annuel(lettre.reponses.cellule("objectif_sorties_positives", lettre.mois.depart, lettre.mois.fin), lettre.mois)
    objectives = [objective.autre(None if objective.est_vide else objective.connue * one.rang / one.par_an) for one in months]
    series = [Serie("Sorties positives cumulées", values)]
    if not objective.est_inconnue:
        series.append(Serie("Objectif à date", objectives, "repere"))
    title = titres.devant_objectif("sorties positives", done, objectives[-1], f"attendues à la fin {lettre.mois.de_nom}", lettre.mois.unite)
    return mensuel(lettre, "Sorties positives cumulées", title, series, anciens(lettre, "sorties_positives", values, cumul=True), POSITIVE)
