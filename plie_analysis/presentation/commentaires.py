"""The comments of the reports, by rules: each function is one rule, its docstring says when it speaks.

A rule gives ``None`` when one of its figures is empty: nothing is ever said of an empty cell. The figures it used are kept in
the sentence (``Phrase.chiffres``). Gaps are computed on the figures as printed, so that a reader can redo them.
"""

import datetime as dt

from .. import francais
from .barres import Graphique, Serie
from .elements import Cellule, Phrase
from .periodes import Mois
from .reponses import ecart, evolution, part, restes

NB = francais.INSECABLE


def phrase(regle: str, texte: str, **chiffres: Cellule) -> Phrase | None:
    """The sentence, unless one of its figures is empty."""
    if any(cell.est_vide for cell in chiffres.values()):
        return None
    return Phrase(regle, texte, chiffres)


def parle(*cellules: Cellule) -> bool:
    """Whether every figure is known."""
    return not any(cell.est_vide for cell in cellules)


def objectif_atteint(fin: dt.date, quoi: tuple[str, str], realise: Cellule, objectif: Cellule, *, de: str) -> Phrase | None:
    """Share of a prorated objective, then how far behind or ahead. Speaks when both figures are known and the objective is above 0."""
    if not parle(realise, objectif) or not objectif.valeur:
        return None
    share, behind = part(realise, objectif), ecart(realise, objectif)
    gap = behind.connue
    end = f"soit {'un retard' if gap < 0 else 'une avance'} de {francais.nombre(abs(gap))}" if gap else "exactement l’objectif"
    text = f"Au {francais.jour(fin)}, le PLIE est à {share.complet} de son objectif {de}{NB}: {francais.compte(realise.connue, *quoi)} contre {francais.nombre(objectif.valeur)} attendues, {end}."
    return phrase("objectif_atteint", text, realise=realise, objectif=objectif, part=share, ecart=behind)


def evolution_du_mois(mois: Mois, quoi: tuple[str, str], cellule: Cellule, avant: Cellule) -> Phrase | None:
    """This month against the month before, in the same year. Speaks from February on."""
    if not mois.precedent or not parle(cellule, avant):
        return None
    gap = round(cellule.connue - avant.connue)
    end = "autant" if not gap else f"{francais.nombre(abs(gap))} de {'plus' if gap > 0 else 'moins'}"
    text = f"En {mois.nom}, {francais.compte(cellule.connue, *quoi)} contre {francais.nombre(avant.connue)} en {mois.precedent.nom}{NB}: {end}."
    return phrase("evolution_du_mois", text, mois=cellule, mois_precedent=avant, ecart=ecart(cellule, avant))


def un_an_avant(mois: Mois, quoi: tuple[str, str], cumul: Cellule, avant: Cellule) -> Phrase | None:
    """The year to date against the same months of the year before. Speaks when the photo goes back that far."""
    if not parle(cumul, avant) or not avant.valeur:
        return None
    gap = 100 * (cumul.connue - avant.connue) / avant.connue
    end = "sans changement" if abs(gap) < 0.5 else f"soit {francais.pourcentage(abs(gap))} de {'plus' if gap > 0 else 'moins'}"
    since = f"de janvier à {mois.nom}" if mois.numero > 1 else "en janvier"
    text = f"{francais.majuscule(since)} {mois.annee}, {francais.compte(cumul.connue, *quoi)} contre {francais.nombre(avant.connue)} un an plus tôt, {end}."
    return phrase("un_an_avant", text, cumul=cumul, cumul_un_an_avant=avant, evolution=evolution(cumul, avant))


def moyenne_mensuelle(mois: Mois, quoi: tuple[str, str], cumul: Cellule) -> Phrase | None:
    """The year to date and its mean by month. Speaks from February on."""
    if mois.numero < 2 or not parle(cumul):
        return None
    mean = Cellule(cumul.connue / mois.numero, de=(cumul,))
    text = f"Depuis janvier, {francais.compte(cumul.connue, *quoi)}, soit {francais.nombre(mean.connue)} par mois en moyenne."
    return phrase("moyenne_mensuelle", text, cumul=cumul, moyenne=mean)


def accompagnes(mois: Mois, cellule: Cellule) -> Phrase | None:
    """Persons accompanied since January."""
    if not parle(cellule):
        return None
    verb = "a été accompagnée" if cellule.connue < 2 else "ont été accompagnées"
    return phrase("accompagnes", f"{francais.compte(cellule.connue, 'personne')} {verb} depuis janvier {mois.annee}.", accompagnes=cellule)


def file_active(mois: Mois, stock: Cellule, objectif: Cellule, avant: Cellule) -> Phrase | None:
    """The stock at the end of the month, its objective if there is one, and the month before if it is known."""
    if not parle(stock):
        return None
    text = f"Au {francais.jour(mois.fin)}, la file active compte {francais.compte(stock.connue, 'personne')}"
    used = {"stock": stock}
    if parle(objectif) and objectif.valeur:
        gap = round(stock.connue - float(francais.arrondi(objectif.connue)))
        side = "de moins que" if gap < 0 else "de plus que"
        text += f", {francais.pourcentage(100 * stock.connue / objectif.connue)} de l’objectif" + (
            f" ({francais.nombre(abs(gap))} {side} les {francais.nombre(objectif.valeur)} prévues)" if gap else ""
        )
        used |= {"objectif": objectif, "part": part(stock, objectif), "ecart": ecart(stock, objectif)}
    if mois.precedent and parle(avant):
        change = round(stock.connue - avant.connue)
        way = "augmente" if change > 0 else "diminue"
        moved = f"{way} de {francais.nombre(abs(change))} par rapport à fin" if change else "est stable par rapport à"
        text += f"{NB}; elle {moved} {mois.precedent.nom}"
        used |= {"mois_precedent": avant, "evolution": ecart(stock, avant)}
    return phrase("file_active", f"{text}.", **used)


def preaffectation(mois: Mois, du_mois: Cellule, cumul: Cellule, avant: Cellule) -> Phrase | None:
    """Mean days from prescription to entry: since January, this month, and the year before if it is known."""
    if not parle(cumul):
        return None
    text = f"La durée de préaffectation est en moyenne de {francais.compte(cumul.connue, 'jour')} depuis janvier"
    used = {"cumul": cumul}
    if mois.numero > 1 and parle(du_mois):
        text += f", et de {francais.compte(du_mois.connue, 'jour')} en {mois.nom}"
        used["mois"] = du_mois
    if parle(avant):
        text += f", contre {francais.nombre(avant.valeur)} un an plus tôt"
        used["un_an_avant"] = avant
    return phrase("preaffectation", f"{text}.", **used)


def premiers(
    regle: str, debut: str, parts: dict[str, Cellule], *, seuil: float = 10, combien: int = 4, noms: bool = False
) -> Phrase | None:
    """The main modalities of a breakdown, those of at least ``seuil`` % (four at most), from the largest, what is left aside; ``noms``: they are proper names."""
    ranked = sorted(
        ((label, cell) for label, cell in parts.items() if parle(cell) and cell.connue >= seuil and label not in restes()),
        key=lambda pair: (-pair[1].connue, pair[0]),
    )[:combien]
    if not ranked:
        return None
    said = francais.enumeration(f"{label if noms else _lower(label)} ({francais.pourcentage(cell.valeur)})" for label, cell in ranked)
    return phrase(regle, f"{debut}{NB}: {said}.", **{f"part_{rank}": cell for rank, (_, cell) in enumerate(ranked, start=1)})


def accompagnes_annee(annee: int, cellule: Cellule, stock: Cellule) -> Phrase | None:
    """Persons accompanied in the year, and those still in parcours on 31 December."""
    if not parle(cellule, stock):
        return None
    text = f"De janvier à décembre {annee}, {francais.compte(cellule.connue, 'personne')} ont été en parcours, et {francais.nombre(stock.connue)} l’étaient encore au 31 décembre."
    return phrase("accompagnes_annee", text, accompagnes=cellule, file_active=stock)


def part_du_public(regle: str, predicat: str, cellule: Cellule) -> Phrase | None:
    """« 51 % des personnes accompagnées sont des femmes (654 sur 1291). »"""
    return part_des(regle, f"des personnes accompagnées {predicat}", cellule)


def part_des(regle: str, suite: str, cellule: Cellule) -> Phrase | None:
    """A share, what it is a share of, and its two counts."""
    if not parle(cellule):
        return None
    return phrase(regle, f"{cellule.complet} {suite} ({cellule.detail}).", part=cellule)


def part_et_avant(regle: str, suite: str, annee: int, cellule: Cellule, avant: Cellule) -> Phrase | None:
    """A share and the same a year before, in points. The year before may be unknown: then the share only."""
    if not parle(cellule):
        return None
    text = f"{cellule.complet} {suite} ({cellule.detail})"
    if not parle(avant):
        return phrase(regle, f"{text}.", part=cellule)
    gap = int(francais.arrondi(cellule.connue) - francais.arrondi(avant.connue))
    end = "sans changement" if not gap else f"en {'hausse' if gap > 0 else 'baisse'} de {francais.compte(abs(gap), 'point')}"
    text += f", {end} par rapport à {annee - 1} ({avant.complet})."
    return phrase(regle, text, part=cellule, avant=avant, ecart=Cellule(gap, de=(cellule, avant)))


def annee_et_avant(regle: str, quoi: tuple[str, str], annee: int, cellule: Cellule, avant: Cellule) -> Phrase | None:
    """A count of the year; its change from the year before when that one is known."""
    if not parle(cellule):
        return None
    text = f"{francais.majuscule(francais.compte(cellule.connue, *quoi))} en {annee}"
    if not parle(avant) or not avant.valeur:
        return phrase(regle, f"{text}.", annee=cellule)
    gap = 100 * (cellule.connue - avant.connue) / avant.connue
    end = "autant ou presque" if abs(gap) < 0.5 else f"{francais.pourcentage(abs(gap))} de {'plus' if gap > 0 else 'moins'}"
    return phrase(
        regle,
        f"{text} contre {francais.nombre(avant.valeur)} en {annee - 1}, soit {end}.",
        annee=cellule,
        avant=avant,
        evolution=evolution(cellule, avant),
    )


def sorties_annee(annee: int, sorties: Cellule, positives: Cellule) -> Phrase | None:
    """Exits of the year, and the positive ones."""
    if not parle(sorties, positives):
        return None
    text = f"Au 31 décembre {annee}, le PLIE compte {francais.compte(sorties.connue, 'sortie')} dans l’année, dont {francais.compte(positives.connue, 'positive')}."
    return phrase("sorties_annee", text, sorties=sorties, positives=positives)


def sorties_avant(annee: int, taux_annee: Cellule, sorties: Cellule, taux_avant: Cellule) -> Phrase | None:
    """Exits and rate of the year before, when they are known."""
    if not parle(sorties, taux_avant, taux_annee):
        return None
    text = f"En {annee - 1}, {francais.compte(sorties.connue, 'sortie')}, dont {taux_avant.complet} de sorties positives."
    return phrase("sorties_avant", text, sorties=sorties, taux=taux_avant)


def etapes_annee(annee: int, etapes: Cellule, accompagnes_: Cellule) -> Phrase | None:
    """Étapes of the year beside the persons accompanied."""
    if not parle(etapes, accompagnes_):
        return None
    text = f"En {annee}, {francais.compte(etapes.connue, 'étape')} de parcours pour {francais.compte(accompagnes_.connue, 'personne')} accompagnées."
    return phrase("etapes_annee", text, etapes=etapes, accompagnes=accompagnes_)


def duree_moyenne(annee: int, duree: Cellule, cout: Cellule) -> Phrase | None:
    """Mean duration of the year's parcours, and the mean cost when the budget is known."""
    if not parle(duree):
        return None
    text = f"En {annee}, la durée moyenne des parcours est de {francais.quantite(duree.valeur, 'mois')}"
    used = {"duree": duree}
    if parle(cout):
        text += f" et le coût moyen d’un accompagnement de {francais.quantite(cout.valeur, '€')} par participant"
        used["cout"] = cout
    return phrase("duree_moyenne", f"{text}.", **used)


def taux(regle: str, intitule: str, cellule: Cellule) -> Phrase | None:
    """« Taux … : 49 % (289 sur 588). » Speaks when the rate exists."""
    if not parle(cellule):
        return None
    detail = f" ({cellule.detail})" if cellule.detail else ""
    return phrase(regle, f"{intitule}{NB}: {cellule.complet}{detail}.", taux=cellule)


def objectif_prescripteurs(mois: Mois, quoi: str, realise: Cellule, objectif: Cellule) -> Phrase | None:
    """Volume of the two main prescripteurs against its prorated objective. Speaks when an objective is set."""
    if not parle(realise, objectif) or not objectif.valeur:
        return None
    share = part(realise, objectif)
    text = f"Fin {mois.nom}, le volume {francais.elision('de', quoi)} de Pôle emploi et du Conseil départemental atteint {share.complet} de l’objectif ({francais.nombre(realise.valeur)} contre {francais.nombre(objectif.valeur)} attendues)."
    return phrase("objectif_prescripteurs", text, realise=realise, objectif=objectif, part=share)


def part_des_deux(regle: str, de_quoi: str, ensemble: Cellule, parts: dict[str, Cellule]) -> Phrase | None:
    """Share of the two main prescripteurs, then of the others."""
    if not parle(ensemble):
        return None
    said = francais.enumeration(f"{name}, {cell.complet}" for name, cell in parts.items() if parle(cell))
    others = Cellule(100 - float(francais.arrondi(ensemble.connue)), "%", de=(ensemble,))
    text = f"{ensemble.complet} {de_quoi} viennent de Pôle emploi et du Conseil départemental ({said}), {others.complet} d’autres prescripteurs."
    return phrase(regle, text, ensemble=ensemble, autres=others, **{name: cell for name, cell in parts.items() if parle(cell)})


def etapes_du_mois(mois: Mois, etapes: Cellule, couverture: Cellule) -> Phrase | None:
    """Étapes in progress in the month, and the share of the file active that has at least one."""
    if not parle(etapes):
        return None
    text = f"En {mois.libelle}, {francais.compte(etapes.connue, 'étape')} de parcours en cours"
    used = {"etapes": etapes}
    if parle(couverture):
        text += f"{NB}; {couverture.complet} de la file active en suit au moins une ({couverture.detail})"
        used["couverture"] = couverture
    return phrase("etapes_du_mois", f"{text}.", **used)


def extremes(quoi: tuple[str, str], mois: list[Mois], cellules: list[Cellule]) -> str:
    """The text of a graph by months: the strongest and the weakest month, or the only value."""
    known = [(cell.connue, one) for one, cell in zip(mois, cellules, strict=True) if parle(cell)]
    if not known:
        return ""
    if len(known) == 1:
        return f"En {known[0][1].nom}, {francais.compte(known[0][0], *quoi)}."
    (low, low_month), (high, high_month) = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if low == high:
        return f"{francais.majuscule(francais.compte(high, *quoi))} chaque mois."
    return f"Le mois le plus élevé est {high_month.nom} ({francais.compte(high, *quoi)}), le plus bas {low_month.nom} ({francais.nombre(low)})."


def du_premier_au_dernier(sujet: str, quoi: tuple[str, str], mois: list[Mois], cellules: list[Cellule]) -> str:
    """The text of a graph of a stock or of a cumulated count: where it starts, where it ends."""
    known = [(cell.connue, one) for one, cell in zip(mois, cellules, strict=True) if parle(cell)]
    if not known:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    if start == end:
        return f"{sujet}{NB}: {francais.compte(last, *quoi)} fin {end.nom}."
    return f"{sujet}{NB}: {francais.compte(first, *quoi)} fin {start.nom}, {francais.nombre(last)} fin {end.nom}."


def plus_grande_part(parts: dict[str, Cellule], *, noms: bool = False) -> str:
    """The text of a graph of shares: its largest part."""
    known = {label: cell for label, cell in parts.items() if parle(cell)}
    if not known:
        return ""
    label, cell = max(known.items(), key=lambda pair: pair[1].connue)
    detail = f" ({cell.detail})" if cell.detail else ""
    return f"La plus grande part{NB}: {label if noms else _lower(label)}, {cell.complet}{detail}."


def barres_par_mois(titre: str, mois: list[Mois], series: list[Serie], texte: str) -> Graphique:
    """A graph with one category by month."""
    return Graphique(titre, [one.abrege for one in mois], series, texte)


def _lower(label: str) -> str:
    """A common noun inside a sentence: no capital, unless it is an acronym or a code."""
    first, _, _ = label.partition(" ")
    keeps = (first.isupper() and len(first) > 1) or (not label[1:2].islower() and label[1:2] != " ")
    return label if keeps else label[:1].lower() + label[1:]
