"""The sentences of the reports, by rules: each function is one rule, its docstring says when it speaks.

A rule gives ``None`` when one of its figures is empty: nothing is ever said of an empty cell. The figures it used are kept in
the sentence (``Phrase.chiffres``). Gaps are computed on the figures as printed, so that a reader can redo them. Here stand the rules that
several pages share; those of one page stand beside it (``lettre.regles``, ``annuel.regles``), those of figures in ``titres``.
"""

import datetime as dt
from typing import NamedTuple

from .. import francais
from .elements import Cellule, Phrase
from .nomenclatures import restes
from .reponses import ecart, evolution, part

NB = francais.INSECABLE


class Nom(NamedTuple):
    """A noun that is counted: singular, plural."""

    singulier: str
    pluriels: str


ENTREE = Nom("entrée", "entrées")
NON_ENTREE = Nom("non-entrée", "non-entrées")
PERSONNE = Nom("personne", "personnes")
PRESCRIPTION = Nom("prescription", "prescriptions")
POSITIVE = Nom("sortie positive", "sorties positives")
SORTIE = Nom("sortie", "sorties")
ETAPE = Nom("étape", "étapes")


def phrase(regle: str, texte: str, **chiffres: Cellule) -> Phrase | None:
    """The sentence, unless one of its figures is empty."""
    if any(cell.est_vide for cell in chiffres.values()):
        return None
    return Phrase(regle, texte, chiffres)


def parle(*cellules: Cellule) -> bool:
    """Whether every figure is known."""
    return not any(cell.est_vide for cell in cellules)


def objectif_atteint(fin: dt.date, quoi: Nom, realise: Cellule, objectif: Cellule, *, de: str) -> Phrase | None:
    """Share of a prorated objective, then how far behind or ahead. Speaks when both figures are known and the objective is above 0."""
    if not parle(realise, objectif) or not objectif.valeur:
        return None
    share, behind = part(realise, objectif), ecart(realise, objectif)
    gap, expected = behind.connue, francais.compte(objectif.connue, "attendue")
    end = f"soit {'un retard' if gap < 0 else 'une avance'} de {francais.nombre(abs(gap))}" if gap else "exactement l’objectif"
    text = f"Au {francais.jour(fin)}, le PLIE est à {share.complet} de son objectif {de}{NB}: {francais.compte(realise.connue, *quoi)} contre {expected}, {end}."
    return phrase("objectif_atteint", text, realise=realise, objectif=objectif, part=share, ecart=behind)


def rangs(parts: dict[str, Cellule], *, seuil: float = 0, total: float = 100) -> list[tuple[str, Cellule]]:
    """The modalities whose rank is sure, from the largest, as long as what nobody may read could not stand before them.

    Modalities that gather the rest, and those under ``seuil`` %, are left out; ``total``: what the shares add up to.
    """
    known = {label: cell for label, cell in parts.items() if parle(cell)}
    left = total - sum(cell.connue for cell in known.values()) if len(known) < len(parts) else 0
    return sorted(
        (
            (label, cell)
            for label, cell in known.items()
            if cell.connue and cell.connue >= max(seuil, left) and label not in restes() and label != "Autre"
        ),
        key=lambda pair: (-pair[1].connue, pair[0]),
    )


def premier_motif(
    regle: str,
    des: str,
    parts: dict[str, Cellule],
    *,
    le: str = "le premier motif",
    seuil: float = 10,
    combien: int = 4,
    noms: bool = False,
) -> Phrase | None:
    """The first motive of what ``des`` names (« des non-entrées »), its share, then those that follow; two at the head are named together.

    ``le``: what it is the first of (« la première commune »); ``noms``: they are proper names, told without quotation marks.
    """
    ranked = rangs(parts, seuil=seuil)[:combien]
    if not ranked:
        return None
    named = {label: label if noms else _cite(label) for label, _ in ranked}
    (first, share), rest = ranked[0], ranked[1:]
    used = {f"part_{rank}": cell for rank, (_, cell) in enumerate(ranked, start=1)}
    if rest and rest[0][1].connue == share.connue:
        second, rest = rest[0][0], rest[1:]
        text = f"{first if noms else francais.guillemets(first)} et {named[second]} viennent en tête {des}, à égalité ({share.complet})"
    else:
        text = f"{first if noms else francais.guillemets(first)} est {le} {des} ({share.complet})"
    if rest:
        text += f", devant {francais.enumeration(f'{named[label]} ({cell.complet})' for label, cell in rest)}"
    return phrase(regle, f"{text}.", **used)


def part_des(regle: str, suite: str, cellule: Cellule) -> Phrase | None:
    """A share, what it is a share of, and its two counts."""
    if not parle(cellule):
        return None
    return phrase(regle, f"{cellule.complet} {suite} ({cellule.detail}).", part=cellule)


def enchainer(regle: str, morceaux: list[tuple[str, dict[str, Cellule]]], lien: str = ", ") -> Phrase | None:
    """One sentence made of the pieces whose figures are known; ``None`` when none is."""
    said = [(text, used) for text, used in morceaux if text and parle(*used.values())]
    if not said:
        return None
    return phrase(
        regle, f"{francais.majuscule(lien.join(text for text, _ in said))}.", **{k: c for _, used in said for k, c in used.items()}
    )


def variation(avant: Cellule, cellule: Cellule) -> tuple[str, Cellule]:
    """« 9 % de moins », « autant », and the figure behind; both known, the first one above 0. Under a hundred, a share says less than the number: « 10 de moins »."""
    change, number = evolution(cellule, avant), ecart(cellule, avant)
    gap = change.connue
    if cellule.montree == avant.montree:
        return "autant", change
    if avant.montree < 100 and number.connue:
        return f"{francais.nombre(abs(number.connue))} de {'plus' if number.connue > 0 else 'moins'}", number
    if abs(gap) < 0.5:
        return "presque autant", change
    return f"{francais.pourcentage(abs(gap))} de {'plus' if gap > 0 else 'moins'}", change


def revus(regle: str, quoi: Nom, anciens: dict[str, Cellule]) -> Phrase | None:
    """What was known of past periods when they ended (« en février » → 30), for those whose figure has changed since."""
    if not anciens:
        return None
    (first, cell), *rest = anciens.items()
    said = [f"{francais.compte(cell.connue, *quoi, cell.decimales)} {first}", *(f"{one.texte} {when}" for when, one in rest)]
    text = f"* Chiffre revu depuis. La saisie de l’époque donnait {francais.enumeration(said)}."
    return phrase(regle, text, **{f"ancien_{rank}": one for rank, one in enumerate(anciens.values(), start=1)})


def _cite(label: str) -> str:
    return francais.guillemets(minuscule(label))


def minuscule(label: str) -> str:
    """A common noun inside a sentence: no capital, unless it is an acronym or a code."""
    first, _, _ = label.partition(" ")
    keeps = (first.isupper() and len(first) > 1) or (not label[1:2].islower() and label[1:2] != " ")
    return label if keeps else label[:1].lower() + label[1:]
