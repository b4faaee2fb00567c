"""What the sections of the programmation share."""

from collections.abc import Iterable

from ... import francais
from ..elements import Tableau, absent

NB = francais.INSECABLE
SANS_SESSION = "Sans session"
EN_INTERNE = "{quoi} n’est montré qu’en interne : à ce grain, chaque nombre ne compte que quelques personnes."


def a_de(page, indicateurs: Iterable[str]) -> bool:
    """Whether one of these figures at least is known and is not 0, or is kept back."""
    return any(cell.masquee or (not cell.est_vide and cell.valeur) for cell in map(page.cellule, indicateurs))


def si(shown: bool, table: Tableau):
    """The table when there is something to show, else the sentence that says so."""
    return table if shown else absent("La photo n’en dit rien cette année.")


def nombre(value) -> float | None:
    """A value of a frame as a number, unknown as nothing."""
    return None if francais.is_empty(value) else float(value)
