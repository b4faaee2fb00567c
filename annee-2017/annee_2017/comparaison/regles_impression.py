"""Rules proven by the print itself: a contradiction with another printed figure, a gap that its terms explain."""

import math

from .coherence_relations import Instance
from .dossier import ECART, EGAL, EXPLIQUE, Dossier, number
from .liens import across, figures_of, holds, holds_with, with_values
from .precision import at_precision, is_truncated, prints_as
from .publiees import Publiee
from .valeurs import base_of, is_share

MAX_NAMED = 3
# In a longer sum, one line more or less fits any line: it proves nothing of a given one.
MAX_TERMS = 6


def contradiction(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The printed figure contradicts another one, which the computed value satisfies.

    A relation of order (≤, ≥) only counts when the computed value meets the bound exactly: any small number would keep it.
    In a long sum only the total can be judged.
    """
    for instance in dossier.liens.of(publiee.id):
        if holds(instance):
            continue
        if len(figures_of(instance)) > MAX_TERMS and publiee.id != instance.a.id:
            continue
        if holds_with(instance, {publiee.id: value}, tight=instance.relation.sens != "="):
            return (
                f"contradiction dans l'imprimé : « {instance.relation.enonce.format(**instance.captures)} » ; "
                f"{publiee.id} imprime {publiee.figure.imprime}, alors que {across(instance, publiee.figure)} demande {number(_wanted(instance, publiee, value))}"
            )
    return ""


def heritage(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The figure is made of others whose own gaps are explained, and these account for all of its gap.

    When the print did not keep the relation either, that is said too.
    """
    for instance in dossier.liens.of(publiee.id):
        others = [figure for figure in figures_of(instance) if figure.id != publiee.id]
        causes = [figure for figure in others if dossier.statuts.get(figure.id) == EXPLIQUE]
        if instance.relation.sens != "=" or not causes or any(dossier.statuts.get(figure.id) == ECART for figure in others):
            continue
        values = {figure.id: dossier.known(figure.id) for figure in causes}
        if holds_with(instance, {**values, publiee.id: value}) or _accounts(instance, values, publiee, value):
            return _follows(instance, values, causes)
    return ""


def _follows(instance: Instance, values: dict, causes: list) -> str:
    named = ", ".join(f"{figure.id} ({figure.imprime}, calculé {number(values[figure.id])})" for figure in causes[:MAX_NAMED])
    more = f" et {len(causes) - MAX_NAMED} autres" if len(causes) > MAX_NAMED else ""
    broken = (
        ""
        if holds(instance) or (expected := instance.value()) is None
        else f" ; l'imprimé ne vérifiait déjà pas cette relation : {instance.a.id} imprime {instance.a.imprime} pour {number(expected)}"
    )
    return f"suit de figures expliquées ailleurs (« {instance.relation.enonce.format(**instance.captures)} ») : {named}{more}{broken}"


def part_impossible(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """No whole number gives the share printed of a count that is printed elsewhere; the computed share is one of the two around it."""
    if not is_share(publiee) or "/" in publiee.figure.imprime:
        return ""
    base = _printed_base(publiee, dossier)
    if base is None or not base.figure.valeur:
        return ""
    whole = base.figure.valeur
    below = math.floor(publiee.figure.valeur * whole / 100)
    around = [count / whole * 100 for count in (below, below + 1)]
    if any(prints_as(publiee.figure, share) or is_truncated(publiee.figure, share) for share in around):
        return ""
    if not any(abs(share - value) < 1e-6 for share in around):
        return ""
    return f"part impossible : {number(below)} ou {number(below + 1)} sur {base.figure.imprime} ({base.id}) font {number(around[0])} ou {number(around[1])} %, jamais {publiee.figure.imprime}"


def _printed_base(publiee: Publiee, dossier: Dossier) -> Publiee | None:
    """The printed count, equal to the computed one, to which a share is related."""
    wanted = (publiee.indicateur, base_of(publiee), publiee.fenetre)
    for other in dossier.publiees.values():
        if dossier.statuts.get(other.id) == EGAL and not other.parametres and (other.indicateur, other.conditions, other.fenetre) == wanted:
            return other
    return None


def _accounts(instance: Instance, values: dict, publiee: Publiee, value: float) -> bool:
    """Whether, in a sum, the gaps of the terms add up to the gap of the total."""
    if publiee.id != instance.a.id or instance.relation.is_ratio:
        return False
    before, after = instance.value(), with_values(instance, values).value()
    return before is not None and after is not None and abs((after - before) - (value - publiee.figure.valeur)) < 0.005


def _wanted(instance: Instance, publiee: Publiee, value: float) -> float:
    """The number that the rest of the relation asks of the figure."""
    if publiee.id == instance.a.id:
        expected = instance.value()
        assert expected is not None
        return expected
    return at_precision(publiee.figure, value)
