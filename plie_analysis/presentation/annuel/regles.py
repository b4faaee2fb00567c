"""The sentences of the annual report, by rules: see ``presentation.commentaires``."""

from collections.abc import Sequence
from typing import NamedTuple

from ... import francais
from ...exercice import Annee
from ...indicateurs import axes
from ...indicateurs.ages import en_phrase
from ..commentaires import ENTREE, ETAPE, NB, NON_ENTREE, PERSONNE, PRESCRIPTION, SORTIE, enchainer, parle, phrase, rangs, variation
from ..elements import Cellule, Phrase
from ..reponses import ecart, evolution

AGES = axes()["tranche_age"].modalites


class Avant(NamedTuple):
    """A figure of the year before: as known on its last day, and as known now (empty when it was not asked, or comes from print)."""

    publie: Cellule
    revu: Cellule = Cellule()

    @property
    def cite(self) -> Cellule:
        """The one that is quoted: what its own report said, else what is known now."""
        if not self.publie.est_vide or (self.publie.masquee and self.revu.est_vide):
            return self.publie
        return self.revu

    @property
    def est_revu(self) -> bool:
        """Whether what is known now is printed otherwise."""
        return parle(self.publie, self.revu) and self.publie.montree != self.revu.montree


def accompagnes(annee: Annee, cellule: Cellule, avant: Avant, stock: Cellule) -> Phrase | None:
    """Persons accompanied in the year, its change from the year before, and those still in parcours on its last day."""
    if not parle(cellule):
        return None
    verb = "a été accompagnée" if cellule.connue < 2 else "ont été accompagnées"
    text, used = f"{francais.compte(cellule.connue, *PERSONNE)} {verb} en {annee}", {"accompagnes": cellule}
    if parle(avant.cite) and avant.cite.valeur:
        said, change = variation(avant.cite, cellule)
        text += f", {said} qu’en {annee.precedente} ({avant.cite.texte})"
        used |= {"avant": avant.cite, "evolution": change}
    if parle(stock):
        text += f"{NB}; {stock.texte} {'l’étaient' if stock.connue >= 2 else 'l’était'} encore au {annee.dernier_jour}"
        used["file_active"] = stock
    return phrase("accompagnes_annee", f"{text}.", **used)


def femmes(cellule: Cellule) -> Phrase | None:
    """The share of women among the people accompanied."""
    return phrase("femmes", f"Les femmes forment {cellule.complet} du public ({cellule.detail}).", part=cellule)


def ages(regle: str, sujet: str, parts: dict[str, Cellule], tranches: Sequence[str] = AGES) -> Phrase | None:
    """The shares of the ages, those of ``tranches`` that are known; ``sujet`` is « des personnes accompagnées ».

    Three brackets: the middle one, without which nothing is said, then the oldest and the youngest; more of them, from the youngest.
    """
    three = len(tranches) == 3
    order = [*tranches[1:], tranches[0]] if three else tranches
    text = ""
    used: dict[str, Cellule] = {}
    for rank, age in enumerate(order):
        cell = parts.get(age, Cellule())
        if not parle(cell):
            if three and not rank:
                return None
            continue
        if not used:
            text = f"{cell.complet} {sujet} ont {en_phrase(age)}"
        else:
            text += f"{f'{NB}; ' if len(used) == 1 else ', '}{cell.complet}{' ont' if len(used) == 1 else ''} {en_phrase(age)}"
        used["milieu" if not used else f"age_{rank - 1}"] = cell
    return phrase(regle, f"{text}.", **used) if used else None


def rsa(cellule: Cellule, moment: str) -> Phrase | None:
    """The share of those who receive the RSA, and the day on which it is read."""
    text = f"{cellule.complet} touchent le RSA ({cellule.detail}), lu {moment}."
    return phrase("rsa", text, part=cellule)


def niveaux(groupes: dict[str, Cellule]) -> Phrase | None:
    """Levels as the report groups them."""
    known = [(name, cell) for name, cell in groupes.items() if parle(cell)]
    pieces = [
        (f"{cell.complet} {'un' if rank else 'des personnes ont un'} niveau {name}", {f"part_{rank}": cell})
        for rank, (name, cell) in enumerate(known)
    ]
    return enchainer("niveaux", pieces)


def deplacements(regle: str, annee: Annee, parts: dict[str, Cellule], avant: dict[str, Cellule], dans: str = "") -> Phrase | None:
    """The modality whose share grew most from the year before and the one whose share fell most, in points as printed, from one point on."""
    moved = {
        label: Cellule(float(francais.arrondi(cell.connue) - francais.arrondi(avant[label].connue)), de=(cell, avant[label]))
        for label, cell in parts.items()
        if label != "Autre" and parle(cell, avant.get(label, Cellule()))
    }
    up = max(moved.items(), key=lambda pair: (pair[1].connue, pair[0]), default=None)
    down = min(moved.items(), key=lambda pair: (pair[1].connue, pair[0]), default=None)
    said: list[str] = []
    used: dict[str, Cellule] = {}
    if up and up[1].connue >= 1:
        said.append(f"la part {_de(up[0])} gagne {francais.compte(up[1].connue, 'point')}, à {parts[up[0]].complet}")
        used |= {"hausse": up[1], "part_hausse": parts[up[0]]}
    if down and down[1].connue <= -1:
        lost = f"en perd {francais.nombre(-down[1].connue)}" if said else f"perd {francais.compte(-down[1].connue, 'point')}"
        said.append(f"{'celle' if said else 'la part'} {_de(down[0])} {lost}, à {parts[down[0]].complet}")
        used |= {"baisse": down[1], "part_baisse": parts[down[0]]}
    if not said:
        return None
    return phrase(regle, f"{francais.majuscule(f'{dans}depuis {annee.precedente}')}, {', et '.join(said)}.", **used)


def part_et_avant(regle: str, suite: str, annee: Annee, cellule: Cellule, avant: Cellule) -> Phrase | None:
    """A share and the same a year before, in points. The year before may be unknown: then the share only."""
    if not parle(cellule):
        return None
    text = f"{cellule.complet} {suite} ({cellule.detail})"
    if not parle(avant):
        return phrase(regle, f"{text}.", part=cellule)
    gap = int(francais.arrondi(cellule.connue) - francais.arrondi(avant.connue))
    end = "comme" if not gap else f"{francais.compte(abs(gap), 'point')} de {'plus' if gap > 0 else 'moins'} qu’"
    text += f", {end}{' ' if not gap else ''}en {annee.precedente}{f' ({avant.complet})' if gap else ''}."
    return phrase(regle, text, part=cellule, avant=avant, ecart=Cellule(gap, de=(cellule, avant)))


def entrees(annee: Annee, cellule: Cellule, avant: Avant) -> Phrase | None:
    """The entries of the year beside those of the year before; when these were revised, both figures are dated, and both changes told."""
    if not parle(cellule):
        return None
    counted = f"compte {francais.compte(cellule.connue, *ENTREE)}" if cellule.connue else "ne compte aucune entrée"
    text, used = f"Le PLIE {counted} en {annee}", {"annee": cellule}
    if parle(avant.cite) and avant.cite.valeur:
        said, change = variation(avant.cite, cellule)
        used |= {"avant": avant.cite, "evolution": change}
        if avant.est_revu and avant.revu.valeur:
            now, other = variation(avant.revu, cellule)
            text += f", {said} que les {avant.publie.texte} connues au {annee.precedente.date_de_fin}"
            text += f" ({now} que les {avant.revu.texte} que donnent les saisies tardives)"
            used |= {"revu": avant.revu, "evolution_revue": other}
        else:
            text += f", {said} qu’en {annee.precedente} ({avant.cite.texte})"
    return phrase("entrees_evolution", f"{text}.", **used)


def quartiers(part: Cellule, parts: dict[str, Cellule]) -> Phrase | None:
    """The share of the entries that live in a quartier prioritaire, then the quartiers of 5 % at least."""
    if not parle(part):
        return None
    ranked = rangs(parts, seuil=5, total=part.connue)[:3]
    text = f"{part.complet} des nouveaux entrants habitent un quartier prioritaire ({part.detail})"
    if ranked:
        (first, cell), *rest = ranked
        said = [f"{first} compte {cell.complet} des entrées", *(f"{name} {one.complet}" for name, one in rest)]
        text += f"{NB}; {francais.enumeration(said)}"
    return phrase("qpv_entrees", f"{text}.", part=part, **{f"part_{rank}": cell for rank, (_, cell) in enumerate(ranked, start=1)})


def prescriptions(annee: Annee, prescrites: tuple[Cellule, Avant], refusees: tuple[Cellule, Avant]) -> Phrase | None:
    """Prescriptions and non-entries, each beside the year before when it is known."""
    pieces: list[tuple[str, dict[str, Cellule]]] = []
    for name, noun, (now, before) in (("prescriptions", PRESCRIPTION, prescrites), ("non_entrees", NON_ENTREE, refusees)):
        if parle(now, before.cite) and before.cite.valeur:
            said, change = variation(before.cite, now)
            text = f"les {noun.pluriels}{'' if pieces else ' passent'} de {before.cite.texte} à {now.texte} ({said})"
            pieces.append((text, {name: now, f"{name}_avant": before.cite, f"{name}_evolution": change}))
        elif parle(now):
            pieces.append((f"le PLIE compte {francais.compte(now.connue, *noun)} en {annee}", {name: now}))
    return enchainer("prescriptions_evolution", pieces)


def sorties(annee: Annee, cellule: Cellule, positives: Cellule, avant: Avant) -> Phrase | None:
    """Exits of the year, the year before when it is known, and the positive ones."""
    if not parle(cellule, positives):
        return None
    text, used = f"Le PLIE compte {francais.compte(cellule.connue, *SORTIE)} en {annee}", {"sorties": cellule, "positives": positives}
    if parle(avant.cite) and avant.cite.valeur:
        said, change = variation(avant.cite, cellule)
        text += f", {said} qu’en {annee.precedente} ({avant.cite.texte})"
        used |= {"avant": avant.cite, "evolution": change}
    are = "sont positives" if positives.connue >= 2 else "est positive"
    return phrase(
        "sorties_annee",
        f"{text}{NB}; {positives.texte if positives.valeur else 'aucune'} {are if positives.valeur else 'n’est positive'}.",
        **used,
    )


def taux_de_sorties(annee: Annee, taux: Cellule, avant: Cellule, hors: Cellule) -> Phrase | None:
    """The rate of positive exits, that of the year before, and the one without some motives."""
    if not parle(taux):
        return None
    text, used = f"Le taux de sorties positives s’établit à {taux.complet} ({taux.detail})", {"taux": taux}
    if parle(avant):
        text += f", contre {avant.complet} en {annee.precedente}"
        used["avant"] = avant
    if parle(hors):
        text += f"{NB}; il est de {hors.complet} si l’on écarte les déménagements, retraites, décès et raisons de santé ({hors.detail})"
        used["hors"] = hors
    return phrase("taux_sorties", f"{text}.", **used)


def taux_comparables(dite: str, taux: Cellule, ave: Cellule, national: Cellule, lors: str) -> Phrase | None:
    """Which of the rates compares with the national one, and what the other would make believe; ``dite``: « de 2017 »; ``lors``: the year of the national one. Speaks when all three are known."""
    if not parle(taux, ave, national):
        return None
    text = (
        f"Le taux {dite} qui se compare au taux national est celui qui écarte les mêmes sorties, déménagements, retraites et décès{NB}: "
        f"{ave.complet} ({ave.detail}), à côté de {national.complet} ({national.detail}) en {lors}{NB}; "
        f"celui de toutes les sorties, {taux.complet} ({taux.detail}), ne s’y compare pas"
    )
    return phrase("taux_comparables", f"{text}.", ave=ave, national=national, taux=taux)


def taux_par_age(taux: dict[str, Cellule]) -> Phrase | None:
    """The lowest and the highest rate of positive exits by age; speaks when two of them are known and differ."""
    known = sorted((pair for pair in taux.items() if parle(pair[1])), key=lambda pair: pair[1].connue)
    if len(known) < 2 or known[0][1].montree == known[-1][1].montree:
        return None
    (low_age, low), (high_age, high) = known[0], known[-1]
    text = f"Selon l’âge, le taux de sorties positives va de {low.complet} ({low_age}) à {high.complet} ({high_age})."
    return phrase("taux_par_age", text, bas=low, haut=high)


def etapes(annee: Annee, cellule: Cellule, personnes: Cellule) -> Phrase | None:
    """Étapes of the year beside the persons accompanied."""
    if not parle(cellule, personnes):
        return None
    text = (
        f"L’{annee.mot} compte {francais.compte(cellule.connue, *ETAPE)} de parcours pour {francais.compte(personnes.connue, *PERSONNE)}."
    )
    return phrase("etapes_annee", text, etapes=cellule, accompagnes=personnes)


def durees(annee: Annee, en_cours: Cellule, sortis: Cellule) -> Phrase | None:
    """The mean duration of all the parcours of the year, and that of those which ended in it: on whom, and at what day."""
    pieces = []
    if parle(en_cours):
        who = francais.compte(en_cours.denominateur or 0, "parcours", "parcours")
        said = f"au {annee.date_de_fin}, les {who} de l’{annee.mot}, finis ou non, avaient duré en moyenne {_mois(en_cours)}"
        pieces.append((said, {"tous": en_cours, "nombre": en_cours.autre(en_cours.denominateur)}))
    if parle(sortis):
        who = francais.nombre(sortis.denominateur)
        said = f"les {who} qui ont pris fin dans l’{annee.mot} avaient duré {_mois(sortis)}"
        pieces.append((said, {"sortis": sortis, "nombre_sortis": sortis.autre(sortis.denominateur)}))
    return enchainer("durees", pieces, f"{NB}; ")


def cout(cellule: Cellule) -> Phrase | None:
    """What an accompagnement cost on average, when the budget is known."""
    if not parle(cellule):
        return None
    budget, people = francais.nombre(cellule.numerateur), francais.compte(cellule.denominateur or 0, *PERSONNE)
    text = f"Un accompagnement a coûté en moyenne {cellule.complet}{NB}: un budget de {budget}{NB}€ pour {people}."
    return phrase("cout", text, cout=cellule, budget=cellule.autre(cellule.numerateur), personnes=cellule.autre(cellule.denominateur))


def parcours_longs(annee: Annee, file_active: Cellule, sans_etape: Cellule, longs: Cellule, *, depuis: str, longue: str) -> Phrase | None:
    """Among the parcours open on the last day, those without étape for ``depuis``, and those that last more than ``longue``."""
    if not parle(file_active, sans_etape):
        return None
    verb = "n’avaient" if sans_etape.connue >= 2 else "n’avait"
    text = f"Sur {francais.nombre(file_active.connue)} parcours ouverts au {annee.dernier_jour}, {sans_etape.texte} {verb} aucune étape en cours depuis {depuis}"
    used = {"file_active": file_active, "sans_etape": sans_etape}
    if parle(longs):
        text += f" et {longs.texte} {'duraient' if longs.connue >= 2 else 'durait'} depuis plus de {longue}"
        used["longs"] = longs
    return phrase("parcours_longs", f"{text}.", **used)


def passage(regle: str, annee: Annee, morceaux: list[tuple[str, Cellule, Cellule]]) -> Phrase | None:
    """« En un an, les entrées passent de 524 à 494 (30 de moins), … »: each figure beside the year before, those that are known."""
    said: list[str] = []
    used: dict[str, Cellule] = {}
    for rank, (subject, before, now) in enumerate(morceaux):
        if parle(before, now):
            gap = ecart(now, before)
            end = f"{francais.nombre(abs(gap.connue))} de {'plus' if gap.connue > 0 else 'moins'}" if gap.connue else "sans changement"
            said.append(f"{subject}{'' if said else ' passent'} de {before.texte} à {now.texte} ({end})")
            used |= {f"avant_{rank}": before, f"annee_{rank}": now, f"ecart_{rank}": gap}
    return phrase(regle, f"Entre {annee.precedente} et {annee}, {francais.enumeration(said)}.", **used) if said else None


def bilan_accompagnes(annee: Annee, cellule: Cellule, avant: Avant) -> Phrase | None:
    """What the year changed in the number of persons accompanied; as the report of the year before counted them, and as they are known now."""
    if not parle(cellule, avant.cite) or not avant.cite.valeur:
        return None
    gap, change = ecart(cellule, avant.cite), evolution(cellule, avant.cite)
    way = f"{francais.compte(abs(gap.connue), *PERSONNE)} de {'plus' if gap.connue > 0 else 'moins'}"
    text = (
        f"Le PLIE a accompagné {way} qu’en {annee.precedente}"
        if gap.connue
        else f"Le PLIE a accompagné autant de personnes qu’en {annee.precedente}"
    )
    text += f"{NB}: {cellule.texte} contre {avant.cite.texte} ({change.texte})"
    used = {"annee": cellule, "avant": avant.cite, "ecart": gap, "evolution": change}
    if avant.est_revu:
        text += f"{NB}; avec les saisies tardives, {annee.precedente} en compte {avant.revu.texte}"
        used["revu"] = avant.revu
    return phrase("bilan_accompagnes", f"{text}.", **used)


def bilan_taux(annee: Annee, taux: Cellule, avant: Cellule) -> Phrase | None:
    """The rate of positive exits against that of the year before, in points as printed."""
    if not parle(taux, avant):
        return None
    gap = Cellule(float(francais.arrondi(taux.connue) - francais.arrondi(avant.connue)), de=(taux, avant))
    way = f"{'gagne' if gap.connue > 0 else 'perd'} {francais.compte(abs(gap.connue), 'point')}" if gap.connue else "ne bouge pas"
    text = f"La part des sorties positives {way}{NB}: {taux.complet} en {annee}, {avant.complet} en {annee.precedente}."
    return phrase("bilan_taux", text, taux=taux, avant=avant, ecart=gap)


def _mois(cell: Cellule) -> str:
    """A duration in months, without a decimal that says nothing."""
    return francais.quantite(cell.valeur, "mois", 0 if francais.arrondi(cell.connue, 1) == francais.arrondi(cell.connue) else 1)


def _de(nom: str) -> str:
    """« de Dijon », « d’Ahuy », « du Mail », « des Grésilles »."""
    article, _, rest = nom.partition(" ")
    cut = {"Le": "du", "Les": "des"}.get(article)
    return f"{cut} {rest}" if cut else francais.elision("de", nom)
