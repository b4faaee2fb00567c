"""Small counts protected over linked tables: the same rule for a question asked and for a report published."""

from .cases import Calcul, Cle, read_calcul
from .protection import Masque, Registre, empty_rows, protect, read_registre, write_registre

__all__ = ["Calcul", "Cle", "Masque", "Registre", "empty_rows", "protect", "read_calcul", "read_registre", "write_registre"]
