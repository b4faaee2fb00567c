"""What a notebook imports: ``from plie_analysis import ouvrir``, and the results that it gives."""

from .surface import ANCIENNE, Atelier, ouvrir

__all__ = ["ANCIENNE", "Atelier", "ouvrir"]
