"""Rules of the goals: a goal of one month, rounded, then multiplied by the months; arrears that do not add up."""

from dataclasses import dataclass, replace

from plie_analysis.schema.natures import Objectif

from .coherence_causes import rounded
from .dossier import EGAL, Dossier, number
from .precision import prints_as
from .publiees import Fenetre, Publiee


@dataclass(frozen=True)
class Prorata:
    """A goal of the year and what is left of it: the goal of one month rounded, the months, what was done, and what these make."""

    annuel: Publiee
    mois: float
    rang: int
    fait: float

    @property
    def imprime(self) -> float:
        """What the print makes of them."""
        return self.mois * self.rang - self.fait


def arrondi_mensuel(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The print multiplies by the months a goal already rounded for one of them, where the page prorates the goal of the year."""
    if (goal := _objectif(publiee, value, dossier)) is None or not prints_as(publiee.figure, goal.imprime):
        return ""
    done = f", moins {number(goal.fait)}," if goal.fait else ""
    return (
        f"méthode imprimée : l'objectif d'un mois, arrondi à {number(goal.mois)} puis compté {goal.rang} fois{done} donne {number(goal.imprime)} ; "
        f"le prorata de l'année ({goal.annuel.id}, {goal.annuel.figure.imprime}) donne {number(value)}"
    )


def retard_contredit(publiee: Publiee, value: float, dossier: Dossier) -> str:
    """The arrears printed are not the printed goal minus the printed count; those of the page are settled by the goal of the year."""
    if "retard_sur" not in publiee.parametres or (goal := _objectif(publiee, value, dossier)) is None:
        return ""
    return (
        f"contradiction dans l'imprimé : {goal.rang} fois {number(goal.mois)} moins {number(goal.fait)} font {number(goal.imprime)}, "
        f"et non {publiee.figure.imprime} ; le prorata de l'année ({goal.annuel.id}, {goal.annuel.figure.imprime}) donne {number(value)}"
    )


def _objectif(publiee: Publiee, value: float, dossier: Dossier) -> Prorata | None:
    """The goal behind a figure, once the equal goal of the year and the equal count of what was done fix its value."""
    clock, behind = publiee.horloge, publiee.parametres.get("retard_sur")
    goal = behind or publiee.indicateur
    definition = dossier.valeurs.definitions[goal]
    if not isinstance(definition, Objectif) or not definition.objectif.au_prorata or publiee.conditions:
        return None
    annual = _equal(goal, replace(clock, au=clock.au.replace(month=12, day=31)), dossier)
    done = _equal(publiee.indicateur, clock, dossier) if behind else None
    if annual is None or (behind and done is None):
        return None
    rank, fait = clock.au.month, dossier.known(done.id) if done else 0.0
    prorated = dossier.known(annual.id) * rank / 12
    if abs((rounded(prorated, 0) - fait if behind else prorated) - value) > 1e-6:
        return None
    return Prorata(annual, rounded(dossier.known(annual.id) / 12, 0), rank, fait)


def _equal(indicateur: str, fenetre: Fenetre, dossier: Dossier) -> Publiee | None:
    """The figure, equal to what is computed, that prints an indicator as it is over this clock."""
    for other in dossier.publiees.values():
        plain = not other.parametres and not other.conditions
        if plain and (other.indicateur, other.fenetre) == (indicateur, fenetre) and dossier.statuts.get(other.id) == EGAL:
            return other
    return None
