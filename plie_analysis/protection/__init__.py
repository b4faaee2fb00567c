"""Small counts protected before anything leaves the house: one door, one rule by kind of result."""

from .niveaux import INTERNE, NIVEAUX, niveau_impose, seuil_de
from .porte import Porte
from .resultats import Brut, Protege, protect

__all__ = ["INTERNE", "NIVEAUX", "Brut", "Porte", "Protege", "niveau_impose", "protect", "seuil_de"]
