"""What a notebook imports: ``from plie_analysis import ouvrir``, the results that it gives, and what shows one's own."""

from .affichage import dire, part, tableau
from .surface import ANCIENNE, Atelier, ouvrir

__all__ = ["ANCIENNE", "Atelier", "dire", "ouvrir", "part", "tableau"]
