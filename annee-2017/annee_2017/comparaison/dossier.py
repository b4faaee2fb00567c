"""What a rule may look at: the printed figures, what was computed, what the other figures became."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from plie_analysis.francais import nombre
from plie_analysis.schema.natures import Nombre, Repartition

from .calculs import Obtenu
from .liens import Liens
from .publiees import Publiee
from .tableaux_etapes import TablesEtapes
from .valeurs import Valeurs

EGAL, EXPLIQUE, ECART, NON_CALCULABLE = "égal", "expliqué", "écart", "non calculable"
STATUTS = (EGAL, EXPLIQUE, ECART, NON_CALCULABLE)


@dataclass
class Dossier:
    """The state of a comparison; ``statuts`` grows as figures are explained, so that a rule can build on another."""

    publiees: dict[str, Publiee]
    obtenus: dict[str, Obtenu]
    valeurs: Valeurs
    liens: Liens
    statuts: dict[str, str] = field(default_factory=dict)

    @cached_property
    def etapes(self) -> TablesEtapes:
        """The tables of étapes."""
        return TablesEtapes(self.publiees, self.valeurs, self.liens.gaps)

    def computed(self, identifiant: str) -> float | None:
        """Computed value of a printed figure, when there is one."""
        found = self.obtenus.get(identifiant)
        return found.valeur if found else None

    def known(self, identifiant: str) -> float:
        """Computed value of a figure whose status says that there is one."""
        return self.obtenus[identifiant].connue

    def jumelles(self, publiee: Publiee) -> list[Publiee]:
        """The figure, then the others that print the same number of the same thing."""
        return [publiee, *(other for other in self._jumelles[_grandeur(publiee)] if other.id != publiee.id)]

    @cached_property
    def _jumelles(self) -> dict[tuple, list[Publiee]]:
        found: dict[tuple, list[Publiee]] = {}
        for publiee in self.publiees.values():
            found.setdefault(_grandeur(publiee), []).append(publiee)
        return found

    def is_count(self, publiee: Publiee) -> bool:
        """Whether the figure is a number of things, and not a share, a mean or an evolution."""
        if publiee.reglage or {"moyenne_par", "evolution_sur"} & set(publiee.parametres):
            return False
        definition = self.valeurs.definitions[publiee.indicateur]
        counted = self.valeurs.definitions[definition.part_de] if isinstance(definition, Repartition) else definition
        return isinstance(counted, Nombre) and publiee.figure.unite not in ("%", "points")


Rule = Callable[[Publiee, float, Dossier], str]


def _grandeur(publiee: Publiee) -> tuple:
    """What a figure counts and the number that it prints; a figure that is not computed is its own."""
    if not publiee.calculable:
        return (publiee.id,)
    meaning = publiee.indicateur, publiee.conditions, publiee.fenetre, tuple(sorted(publiee.parametres.items()))
    return *meaning, publiee.figure.unite, publiee.figure.valeur


def number(value: float) -> str:
    """A value in a sentence: two decimals at most, none when it is whole."""
    return nombre(value, 0 if abs(value - round(value)) < 0.005 else 2)


def made_of(found: Obtenu) -> str:
    """A value in a sentence, with what a share is made of."""
    if found.numerateur is not None and found.denominateur:
        return f"{number(found.connue)} ({number(found.numerateur)} sur {number(found.denominateur)})"
    return number(found.connue)
