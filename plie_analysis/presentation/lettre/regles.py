"""The sentences of the letter, by rules: see ``presentation.commentaires``."""

import datetime as dt

from ... import francais
from ..commentaires import ENTREE, ETAPE, NB, PERSONNE, Nom, enchainer, parle, phrase, variation
from ..elements import Cellule, Phrase
from ..periodes import Moment
from ..reponses import ecart, evolution, part


def entrees_du_mois(mois: Moment, cellule: Cellule, avant: Cellule) -> Phrase | None:
    """The entries of the month against those of the month before, in the same year. Speaks from the second month on."""
    if not mois.precedent or not parle(cellule, avant):
        return None
    gap = ecart(cellule, avant)
    counted = f"a compté {francais.compte(cellule.connue, *ENTREE)}" if cellule.connue else "n’a compté aucune entrée"
    than = "autant" if not gap.connue else f"{francais.nombre(abs(gap.connue))} de {'plus' if gap.connue > 0 else 'moins'}"
    text = f"Le PLIE {counted} {mois.en_nom}, {than} {francais.elision('que', mois.precedent.en_nom)} ({avant.texte})."
    return phrase("entrees_du_mois", text, mois=cellule, mois_precedent=avant, ecart=gap)


def entrees_sur_un_an(mois: Moment, connu_au: dt.date, cumul: Cellule, avant: Cellule, revu: Cellule) -> Phrase | None:
    """The entries since the year began against those of the year before, as known on ``connu_au``; ``revu``, what is known of them now, if it differs.

    Speaks when those of the year before are known and above 0.
    """
    if not parle(cumul, avant) or not avant.valeur:
        return None
    gap, change = evolution(cumul, avant), cumul.montree - avant.montree
    way = "ne varient pas" if not change else "ne varient presque pas" if abs(gap.connue) < 0.5 else ""
    way = way or f"{'progressent' if change > 0 else 'reculent'} de {francais.pourcentage(abs(gap.connue))}"
    since = mois.depuis if mois.rang > 1 else mois.en_nom
    text = f"Les entrées {way} en un an{NB}: {cumul.texte} {since}, contre {avant.texte} connues au {francais.date_longue(connu_au)}"
    used = {"cumul": cumul, "cumul_un_an_avant": avant, "evolution": gap}
    if parle(revu) and revu.montree != avant.montree:
        text += f" ({revu.texte} avec les saisies tardives)"
        used["revu"] = revu
    return phrase("entrees_sur_un_an", f"{text}.", **used)


def moyenne_mensuelle(mois: Moment, cumul: Cellule) -> Phrase | None:
    """The mean of the entries by month. Speaks from the second month on, when there is one."""
    if mois.rang < 2 or not parle(cumul) or not cumul.valeur:
        return None
    mean = Cellule(cumul.connue / mois.rang, decimales=int(cumul.connue / mois.rang < 10), de=(cumul,))
    text = f"La moyenne est de {francais.compte(mean.connue, *ENTREE, mean.decimales)} par {mois.unite} {mois.depuis}."
    return phrase("moyenne_mensuelle", text, cumul=cumul, moyenne=mean)


def accompagnes(mois: Moment, cellule: Cellule, avant: Cellule) -> Phrase | None:
    """Persons accompanied since the year began, and a year before when it is known."""
    if not parle(cellule):
        return None
    verb = "a été accompagnée" if cellule.connue < 2 else "ont été accompagnées"
    text, used = f"{francais.compte(cellule.connue, *PERSONNE)} {verb} {mois.depuis} {mois.depart.year}", {"accompagnes": cellule}
    if parle(avant):
        text += f", contre {avant.texte} un an plus tôt"
        used["avant"] = avant
    return phrase("accompagnes", f"{text}.", **used)


def file_active(mois: Moment, stock: Cellule, objectif: Cellule, avant: Cellule) -> Phrase | None:
    """The stock at the end of the month, its objective if there is one, and the month before if it is known."""
    if not parle(stock):
        return None
    text = f"Au {francais.jour(mois.fin)}, la file active compte {francais.compte(stock.connue, *PERSONNE)}"
    used = {"stock": stock}
    if parle(objectif) and objectif.valeur:
        share, gap = part(stock, objectif), ecart(stock, objectif)
        side = f"{francais.nombre(abs(gap.connue))} de {'moins' if gap.connue < 0 else 'plus'} que"
        reached = f"{share.complet} de l’objectif, {side} les {francais.nombre(objectif.valeur)} prévues"
        text += f", {reached if gap.connue else 'exactement l’objectif'}"
        used |= {"objectif": objectif, "part": share, "ecart": gap}
    if mois.precedent and parle(avant):
        change = ecart(stock, avant)
        moved = f"{'gagne' if change.connue > 0 else 'perd'} {francais.compte(abs(change.connue), *PERSONNE)}"
        text += f"{NB}; elle {moved if change.connue else 'n’a pas bougé'} en un {mois.unite}"
        used |= {"mois_precedent": avant, "evolution": change}
    return phrase("file_active", f"{text}.", **used)


def preaffectation(mois: Moment, du_mois: Cellule, cumul: Cellule, avant: Cellule) -> Phrase | None:
    """Mean days from prescription to entry: since the year began, the year before if it is known, and this month."""
    if not parle(cumul):
        return None
    days = francais.compte(cumul.connue, "jour")
    text, used = f"{francais.majuscule(mois.depuis)}, il s’écoule en moyenne {days} entre la prescription et l’entrée", {"cumul": cumul}
    if parle(avant):
        text += f", contre {avant.texte} un an plus tôt" if avant.montree != cumul.montree else ", comme un an plus tôt"
        used["un_an_avant"] = avant
    if mois.rang > 1 and parle(du_mois):
        same = du_mois.montree == cumul.montree
        text += f"{NB}; {mois.le_nom} est dans la moyenne" if same else f"{NB}; {mois.en_nom}, {francais.compte(du_mois.connue, 'jour')}"
        used["mois"] = du_mois
    return phrase("preaffectation", f"{text}.", **used)


def flux_sur_un_an(regle: str, mois: Moment, quoi: Nom, cumul: Cellule, avant: Cellule) -> Phrase | None:
    """A flow since the year began, and its change from the year before. Speaks when both are known, the first in time above 0."""
    if not parle(cumul, avant) or not avant.valeur:
        return None
    said, change = variation(avant, cumul)
    text = f"Le PLIE compte {francais.compte(cumul.connue, *quoi)} {mois.depuis}, {said} qu’un an plus tôt ({avant.texte})."
    return phrase(regle, text, cumul=cumul, avant=avant, evolution=change)


def prescriptions_des_partenaires(mois: Moment, noms: list[str], realise: Cellule, objectif: Cellule) -> Phrase | None:
    """Prescriptions of the partners since the year began against their prorated objective. Speaks when there is one."""
    if not parle(realise, objectif) or not objectif.valeur:
        return None
    share, wanted = part(realise, objectif), francais.compte(objectif.connue, "attendue")
    sent = francais.compte(realise.connue, "prescription")
    text = f"{francais.majuscule(partenaires_nommes(noms))} {'ont' if len(noms) > 1 else 'a'} adressé {sent} {mois.depuis}, {share.complet} des {wanted}."
    return phrase("prescriptions_des_partenaires", text, realise=realise, objectif=objectif, part=share)


def entrees_des_partenaires(noms: list[str], realise: Cellule, objectif: Cellule, *, nommer: bool) -> Phrase | None:
    """Entries that the partners sent, against their prorated objective. Speaks when there is one; ``nommer``: no sentence before names them."""
    if not parle(realise, objectif) or not objectif.valeur:
        return None
    share = part(realise, objectif)
    several = len(noms) > 1
    who = francais.majuscule(partenaires_nommes(noms)) if nommer else "Ensemble, ils" if several else "Il"
    text = f"{who} {'sont' if several else 'est'} à l’origine de {francais.compte(realise.connue, *ENTREE)}, {share.complet} de l’objectif ({objectif.texte})."
    return phrase("entrees_des_partenaires", text, realise=realise, objectif=objectif, part=share)


def partenaires_nommes(noms: list[str]) -> str:
    """« les partenaires de l’objectif (Pôle emploi et Conseil départemental) »."""
    return f"{'les partenaires' if len(noms) > 1 else 'le partenaire'} de l’objectif ({francais.enumeration(noms)})"


def part_des_partenaires(regle: str, de_quoi: str, ensemble: Cellule, parts: dict[str, Cellule]) -> Phrase | None:
    """Share of the partners, of each of them where it is known, then of the others."""
    if not parle(ensemble) or not parts:
        return None
    others = Cellule(100 - float(francais.arrondi(ensemble.connue)), "%", de=(ensemble,))
    each = ", ".join(f"{name}{NB}: {cell.complet}" if parle(cell) else name for name, cell in parts.items())
    of = "des partenaires" if len(parts) > 1 else "du partenaire"
    text = f"{ensemble.complet} {de_quoi} viennent {of} de l’objectif ({each}), {others.complet} des autres."
    return phrase(regle, text, ensemble=ensemble, autres=others, **{name: cell for name, cell in parts.items() if parle(cell)})


def etapes_du_mois(mois: Moment, etapes: Cellule, couverture: Cellule) -> Phrase | None:
    """Étapes in progress in the month, and the share of the file active that has at least one."""
    if not parle(etapes):
        return None
    were = "étaient" if etapes.connue >= 2 else "était"
    text, used = f"{francais.compte(etapes.connue, *ETAPE)} de parcours {were} en cours {mois.en_nom}", {"etapes": etapes}
    if parle(couverture):
        text += f"{NB}; {couverture.complet} de la file active en suivait au moins une ({couverture.detail})"
        used["couverture"] = couverture
    return phrase("etapes_du_mois", f"{text}.", **used)


def taux_de_sorties(taux: Cellule, hors: Cellule, sur_entrees: Cellule) -> list[Phrase | None]:
    """The three rates of the letter: positive exits over exits, over exits without some motives, over entries."""
    first = enchainer(
        "taux_total_sorties",
        [
            (f"{taux.complet} des sorties sont positives ({taux.detail})", {"taux": taux}),
            (
                f"{hors.complet} sans les déménagements, décès, retraites, maternités et raisons de santé ({hors.detail})",
                {"hors": hors, "avec": taux},
            ),
        ],
    )
    text = f"Rapportées aux entrées, les sorties positives atteignent {sur_entrees.complet} ({sur_entrees.detail})."
    return [first, phrase("taux_total_entrees", text, taux=sur_entrees)]
