"""What a figure is called and what is said under its title: the news, by rules, and a plain name where the figures do not tell it.

A title holds no number, so that it can head a page at any level; the sentence under it does. A rank is told only when what is kept back
could not change it.
"""

from collections.abc import Sequence

from .. import francais
from .commentaires import Nom, minuscule, parle, rangs
from .elements import Cellule
from .periodes import Moment


def sommet(pluriel: str, mois: Sequence[Moment], cellules: list[Cellule], quoi: Nom) -> tuple[str, str]:
    """A flow by month: the month when it was highest, then the lowest and the highest. ``pluriel`` is « entrées »."""
    plain = f"{francais.majuscule(pluriel)} par {mois[0].unite}"
    if not parle(*cellules):
        return plain, ""
    if len(cellules) == 1:
        return plain, f"{francais.compte(cellules[0].connue, *quoi)} {mois[0].en_nom}."
    values = [cell.montree for cell in cellules]
    low, high = min(values), max(values)
    if low == high:
        each = (
            f"{francais.majuscule(francais.compte(high, *quoi))} chaque {mois[0].unite}"
            if high
            else f"Aucune {quoi.singulier} {mois[0].depuis}"
        )
        return plain, f"{each}."
    tops = [one.en_nom for one, value in zip(mois, values, strict=True) if value == high]
    lows = [one.en_nom for one, value in zip(mois, values, strict=True) if value == low]
    when = [francais.enumeration(names) for names in (lows, tops)]
    said = f"De {francais.compte(low, *quoi)} {when[0]} à {francais.nombre(high)} {when[1]}."
    return (f"Les {pluriel} ont culminé {tops[0]}" if len(tops) == 1 else plain), said


def tendance(sujet: str, mois: Sequence[Moment], cellules: list[Cellule], quoi: Nom) -> tuple[str, str]:
    """A stock at the end of each month: where it goes from the first to the last. ``sujet`` is « La file active »."""
    plain = f"{sujet} à la fin de chaque {mois[0].unite}"
    if not parle(cellules[0], cellules[-1]):
        return plain, ""
    first, last = cellules[0].montree, cellules[-1].montree
    if len(cellules) == 1:
        return plain, f"{francais.majuscule(francais.compte(last, *quoi))} à la fin {mois[-1].de_nom}."
    way = "retrouve son niveau" if first == last else "recule" if last < first else "progresse"
    title = f"{sujet} {way} {mois[0].de_nom}" if first == last else f"{sujet} {way} {mois[0].depuis_nom}"
    return title, f"De {francais.compte(first, *quoi)} à la fin {mois[0].de_nom} à {francais.nombre(last)} à la fin {mois[-1].de_nom}."


def devant_objectif(pluriel: str, realise: Cellule, objectif: Cellule, attendues: str, chaque: str = "mois") -> tuple[str, str]:
    """A total beside its objective: under, over, or at it; ``attendues``: what the objective counts, in full; ``chaque``: the period that it is read by."""
    if not parle(realise, objectif) or not objectif.valeur:
        return f"{francais.majuscule(pluriel)}, {chaque} après {chaque}", ""
    done, wanted = realise.montree, objectif.montree
    way = "restent sous l’objectif" if done < wanted else "dépassent l’objectif" if done > wanted else "sont à l’objectif"
    return f"Les {pluriel} {way}", f"{francais.majuscule(francais.nombre(done))} pour {francais.nombre(wanted)} {attendues}."


def tete(sujet: str, titre: str, parts: dict[str, Cellule], dit: str, suite: str = "", *, noms: bool = False) -> tuple[str, str]:
    """Shares: the first modality in the title, its share and the next one under it.

    ``titre`` and ``dit`` name the first one ``{un}``, its share ``{part}`` and counts ``{detail}``; ``suite``, the second ``{deux}`` and
    ``{part_deux}``. Two that are equal head nothing: then ``sujet`` alone.
    """
    ranked = rangs(parts)
    if not ranked or (len(ranked) > 1 and ranked[0][1].connue == ranked[1][1].connue):
        return sujet, ""
    (first, share), *rest = ranked
    words = {"un": first if noms else minuscule(first), "part": share.complet, "detail": share.detail}
    said = dit.format(**words)
    if rest and suite:
        second, other = rest[0]
        said += suite.format(deux=second if noms else minuscule(second), part_deux=other.complet)
    return francais.majuscule(titre.format(**words)), francais.majuscule(f"{said}.")
