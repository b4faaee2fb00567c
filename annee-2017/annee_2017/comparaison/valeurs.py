"""The value that the workbench gives to a published figure: shares, evolutions, what is missing to reach a goal."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import definitions
from plie_analysis.indicateurs.periode import Periode
from plie_analysis.jours import JOURS_PAR_MOIS
from plie_analysis.schema.natures import Nombre, Reglage, Repartition
from plie_analysis.settings import value_on

from .calculs import Calculs, Demande, Obtenu, gather
from .coherence_causes import rounded
from .publiees import ENSEMBLE, Condition, Fenetre, Publiee, excluded_choice


class Valeurs:
    """Computes published figures; ``calculs`` holds what was already asked."""

    def __init__(self, calculs: Calculs, config: dict):
        self.calculs = calculs
        self.config = config
        self.definitions = definitions(config)

    def prepare(self, publiees: Iterable[Publiee]) -> None:
        """Ask for all the figures at once."""
        self.calculs.prepare(
            demande for publiee in publiees if publiee.calculable and not publiee.reglage for demande in self._demandes(publiee)
        )

    def obtenir(self, publiee: Publiee) -> Obtenu:
        """Value of the figure in its own unit and sign.

        Raises the ``PlieError`` of the computation.
        """
        assert publiee.fenetre is not None
        if publiee.reglage:
            return Obtenu(setting(self.config, publiee))
        found = self._at(publiee, publiee.fenetre)
        if before := _depart(publiee):
            found = _evolution(found, self._at(publiee, before), publiee)
        if publiee.parametres.get("moyenne_par") == "mois":
            found = _par_mois(found, publiee.fenetre)
        if publiee.parametres.get("signe") == "baisse" and found.valeur is not None:
            found = replace(found, valeur=-found.valeur)
        return found

    def _at(self, publiee: Publiee, fenetre: Fenetre) -> Obtenu:
        if goal := publiee.parametres.get("retard_sur"):
            return self._behind(publiee, self.count(goal, (), fenetre), fenetre)
        return self.share(publiee, fenetre) if is_share(publiee) else self.count(publiee.indicateur, publiee.conditions, fenetre, publiee)

    def share(self, publiee: Publiee, fenetre: Fenetre) -> Obtenu:
        """The count of the figure over what it is related to, as a percentage."""
        above = self.count(publiee.indicateur, publiee.conditions, fenetre, publiee).valeur
        below = self.count(publiee.indicateur, base_of(publiee), fenetre, publiee).valeur
        return Obtenu(above / below * 100 if above is not None and below else None, above, below)

    def count(self, indicateur: str, conditions: tuple[Condition, ...], fenetre: Fenetre, publiee: Publiee | None = None) -> Obtenu:
        """An indicator under conditions."""
        definition = self.definitions[self._counted(indicateur)]
        demande = self._demande(indicateur, conditions, fenetre, publiee)
        factor = 100 if definition.unite == "%" else 1
        return gather(self.calculs.cells(demande), demande.par, conditions, factor, isinstance(definition, Nombre))

    def is_setting(self, publiee: Publiee) -> bool:
        """Whether the value is read in the settings, and not counted on the exports."""
        return bool(publiee.reglage) or isinstance(self.definitions.get(publiee.indicateur), Reglage)

    def demande(self, indicateur: str, conditions: tuple[Condition, ...], fenetre: Fenetre) -> Demande:
        """The demand of an indicator broken down by the axes of the conditions."""
        return self._demande(indicateur, conditions, fenetre, None)

    def _behind(self, publiee: Publiee, goal: Obtenu, fenetre: Fenetre) -> Obtenu:
        """What is missing to reach a goal, rounded as the page prints it."""
        done = self.count(publiee.indicateur, publiee.conditions, fenetre).valeur
        return Obtenu(None if goal.valeur is None or done is None else rounded(goal.valeur, 0) - done)

    def _demandes(self, publiee: Publiee) -> Iterable[Demande]:
        assert publiee.fenetre is not None
        clocks = [publiee.fenetre]
        if before := _depart(publiee):
            clocks.append(before)
        if goal := publiee.parametres.get("retard_sur"):
            yield self._demande(goal, (), publiee.fenetre, None)
        for clock in clocks:
            yield self._demande(publiee.indicateur, publiee.conditions, clock, publiee)
            if is_share(publiee):
                yield self._demande(publiee.indicateur, base_of(publiee), clock, publiee)

    def _demande(self, indicateur: str, conditions: tuple[Condition, ...], fenetre: Fenetre, publiee: Publiee | None) -> Demande:
        motifs = publiee.parametres.get("motifs_exclus") if publiee else None
        chosen = (("hors", excluded_choice(motifs)),) if motifs else ()
        return Demande(self._counted(indicateur), fenetre, tuple(sorted(c.axe for c in conditions)), chosen)

    def _counted(self, indicateur: str) -> str:
        """The count behind a distribution: its numbers and its shares both come from it."""
        definition = self.definitions[indicateur]
        return definition.part_de if isinstance(definition, Repartition) else indicateur


def setting(config: Mapping, publiee: Publiee) -> float:
    """The setting that a figure prints, on the last day of its clock; days, where the print counts in months, are turned into months.

    Raises ``PlieError`` when the settings have nothing of that name.
    """
    value: Any = config
    path = publiee.reglage.split(".")
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None or isinstance(value, Mapping):
        raise PlieError(f"le réglage « {publiee.reglage} » n'existe pas.")
    worth = float(value_on(value, publiee.horloge.au))
    return worth / JOURS_PAR_MOIS if path[-1].startswith("jours") and publiee.figure.unite == "mois" else worth


def is_share(publiee: Publiee) -> bool:
    """Whether the figure relates a count to a larger one."""
    return "rapporte_a" in publiee.parametres


def base_of(publiee: Publiee) -> tuple[Condition, ...]:
    """Conditions of the number to which a share is related."""
    base = publiee.parametres["rapporte_a"]
    if base == ENSEMBLE:
        return ()
    axe, _, modalite = base.partition(":")
    return (Condition(axe, (modalite,)),)


def _depart(publiee: Publiee) -> Fenetre | None:
    """The clock from which an evolution starts: a year as known at its end, or today."""
    year = publiee.parametres.get("evolution_sur")
    before = publiee.horloge.in_year(int(year)) if year else None
    return replace(before, connu_au=None) if before and publiee.parametres.get("depart") == "aujourd'hui" else before


def _par_mois(found: Obtenu, fenetre: Fenetre) -> Obtenu:
    """The mean of a month: a total over the months of its clock."""
    months = sum(Periode(fenetre.du, fenetre.au).mois_par_annee().values())
    return Obtenu(None if found.valeur is None else found.valeur / months, found.valeur, months)


def _evolution(now: Obtenu, before: Obtenu, publiee: Publiee) -> Obtenu:
    if now.valeur is None or before.valeur is None:
        return Obtenu(None, now.valeur, before.valeur)
    if publiee.figure.unite == "points":
        rounds = publiee.parametres.get("arrondi") == "avant"
        a, b = (rounded(value, 0) if rounds else value for value in (now.valeur, before.valeur))
        return Obtenu(a - b, now.valeur, before.valeur)
    if publiee.figure.unite != "%":
        return Obtenu(now.valeur - before.valeur, now.valeur, before.valeur)
    change = (now.valeur - before.valeur) / before.valeur * 100 if before.valeur else None
    return Obtenu(change, now.valeur, before.valeur)
