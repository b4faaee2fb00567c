"""Small counts protected over linked tables: the same rule for a question asked and for a report published."""

from .cases import Calcul, Cle, read_calcul
from .protection import Masque, Registre, empty_rows, protect, read_registre, write_registre
from .question import answer, small_estimates

__all__ = [
    "Calcul",
    "Cle",
    "Masque",
    "Registre",
    "answer",
    "empty_rows",
    "protect",
    "read_calcul",
    "read_registre",
    "small_estimates",
    "write_registre",
]
