"""Rules proven by the print itself: what the other printed figures ask of this one, exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .coherence_relations import Instance, figures_of
from .dossier import EGAL, EXPLIQUE, NON_CALCULABLE, Dossier, number
from .liens import across, holds, with_values
from .precision import coarse_unit, is_truncated
from .publiees import Publiee
from .regles_etapes import is_of_table, is_settled

MAX_NAMED = 3
SAME = 1e-6
# In a longer sum that the print breaks, one line more or less fits any line: it fixes none.
MAX_TERMS = 6
# Totals that stand at the head of a page: the print is contradicted there by other equal figures, or it is a gap.
EN_TETE = {"accompagnes", "entrees", "file_active", "non_entrees", "prescriptions", "sorties", "sorties_autres", "sorties_positives"}


@dataclass(frozen=True)
class Preuve:
    """A relation whose other figures are all settled and ask exactly the computed value: ``causes`` are those explained themselves."""

    instance: Instance
    sujet: Publiee
    causes: tuple[Publiee, ...]

    @property
    def est_tenue(self) -> bool:
        """Whether the print keeps the relation."""
        return holds(self.instance)

    @property
    def est_total(self) -> bool:
        """Whether the figure is the total of a sum."""
        return self.sujet.id == self.instance.a.id and not self.instance.relation.is_ratio and len(figures_of(self.instance)) > 2


def troncature(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print is the share or mean that its own terms give, cut instead of rounded."""
    if dossier.is_count(publiee) or "/" in publiee.figure.imprime or not is_truncated(publiee.figure, value):
        return ""
    for preuve in preuves(publiee, value, dossier):
        return f"tronqué au lieu d'être arrondi : {across(preuve.instance, publiee.figure)} donne {number(value)}"
    if is_settled(publiee, dossier):
        return f"tronqué au lieu d'être arrondi : le tableau imprimé donne {number(value)}"
    return ""


def arrondi_grossier(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print is the mean that its own terms give, rounded to the ten or the hundred."""
    unit = 0 if dossier.is_count(publiee) else coarse_unit(publiee.figure, value)
    for preuve in preuves(publiee, value, dossier) if unit else ():
        rounding = "dizaine" if unit == 10 else "centaine"
        return f"arrondi à la {rounding} : {across(preuve.instance, publiee.figure)} donne {number(value)}"
    return ""


def contradiction(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The printed figure contradicts others, all equal to what is computed, which ask exactly the computed value."""
    for preuve in preuves(publiee, value, dossier):
        if not preuve.est_tenue and not preuve.causes:
            said = preuve.instance.relation.enonce.format(**preuve.instance.captures)
            other = f" ({preuve.sujet.id}, la même grandeur)" if preuve.sujet.id != publiee.id else ""
            return (
                f"contradiction dans l'imprimé : « {said} » ; {publiee.id} imprime {publiee.figure.imprime}{other}, "
                f"alors que {across(preuve.instance, preuve.sujet.figure)} demande {number(value)}"
            )
    return ""


def heritage(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print keeps a relation of which other figures are explained: their computed values ask exactly this one.

    Never a total at the head of a page, nor the total of a sum: what a part loses, another part takes.
    """
    if publiee.indicateur in EN_TETE and not publiee.conditions:
        return ""
    for preuve in preuves(publiee, value, dossier):
        if preuve.est_tenue and preuve.causes and not preuve.est_total:
            named = ", ".join(f"{p.id} ({p.figure.imprime}, calculé {number(dossier.known(p.id))})" for p in preuve.causes[:MAX_NAMED])
            more = f" et {len(preuve.causes) - MAX_NAMED} autres" if len(preuve.causes) > MAX_NAMED else ""
            said = preuve.instance.relation.enonce.format(**preuve.instance.captures)
            return f"suit de chiffres expliqués ailleurs (« {said} ») : {named}{more}"
    return ""


def preuves(publiee: Publiee, value: float, dossier: Dossier) -> Iterator[Preuve]:
    """The relations that fix the computed value, in the order of relations.toml: those of the figure, then of the same number printed elsewhere.

    A figure made of a table of étapes follows from the whole table, or from nothing: its lines may not all be printed.
    """
    if is_of_table(publiee, dossier) and not is_settled(publiee, dossier):
        return
    for sujet in dossier.jumelles(publiee):
        for instance in dossier.liens.of(sujet.id):
            others = [figure for figure in figures_of(instance) if figure.id != sujet.id]
            if not holds(instance) and (_is_outvoted(instance, sujet, dossier) or (len(others) >= MAX_TERMS and sujet.id != instance.a.id)):
                continue
            known = {figure.id: exact for figure in others if (exact := _settled(figure.id, dossier)) is not None}
            if len(known) < len(others):
                continue
            if dossier.is_count(publiee) and any(not _is_count(figure.id, dossier) for figure in others):
                continue
            asked = _asked(instance, sujet, known)
            if asked is not None and abs(asked - value) < SAME:
                causes = tuple(dossier.publiees[f.id] for f in others if dossier.statuts.get(f.id) == EXPLIQUE)
                yield Preuve(instance, sujet, causes)


def _asked(instance: Instance, sujet: Publiee, values: Mapping[str, float]) -> float | None:
    """What the rest of a relation asks of a figure, exactly; None when it asks nothing exact of it."""
    if instance.relation.sens != "=":
        # Where the print breaks a bound, the least departure is the bound itself.
        return with_values(instance, values).value() if sujet.id == instance.a.id and not holds(instance) else None
    if sujet.id == instance.a.id:
        return with_values(instance, values).value()
    zero, one, two = (with_values(instance, {**values, sujet.id: float(n)}) for n in range(3))
    low, high, higher = zero.value(), one.value(), two.value()
    if low is None or high is None or higher is None or abs(higher - 2 * high + low) > SAME or abs(high - low) < SAME:
        return None
    return (zero.a.valeur - low) / (high - low)


def _settled(identifiant: str, dossier: Dossier) -> float | None:
    """The exact value of a figure that the print settles: its own where it is equal to the print, or its explained one; else None."""
    publiee, status = dossier.publiees[identifiant], dossier.statuts.get(identifiant)
    if status == NON_CALCULABLE:
        return publiee.figure.valeur if publiee.raison and publiee.figure.unite != "%" else None
    if status == EXPLIQUE:
        return dossier.known(identifiant)
    return dossier.known(identifiant) if status == EGAL and abs(dossier.known(identifiant) - _printed(publiee)) < SAME else None


def _printed(publiee: Publiee) -> float:
    """The number printed, a fraction as it is and not as its decimals."""
    above, slash, below = publiee.figure.imprime.partition("/")
    return 100 * int(above) / int(below) if slash else publiee.figure.valeur


def _is_count(identifiant: str, dossier: Dossier) -> bool:
    publiee = dossier.publiees[identifiant]
    return publiee.figure.unite != "%" if publiee.raison else dossier.is_count(publiee)


def _is_outvoted(instance: Instance, sujet: Publiee, dossier: Dossier) -> bool:
    """Whether, of two figures that should print one number, the print confirms this one more often than the other: the other is at fault."""
    terms = figures_of(instance)
    if instance.relation.sens != "=" or len(terms) != 2:
        return False
    (other,) = (figure for figure in terms if figure.id != sujet.id)
    return _confirmed(sujet.id, dossier) > _confirmed(other.id, dossier)


def _confirmed(identifiant: str, dossier: Dossier) -> int:
    """How often the print says a number again: elsewhere, or by a relation that it keeps."""
    same = dossier.jumelles(dossier.publiees[identifiant])
    return len(same) - 1 + sum(holds(instance) for twin in same for instance in dossier.liens.of(twin.id))
