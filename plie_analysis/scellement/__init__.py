"""The seal: a bundle without personal data from which every figure is computed again, elsewhere."""

from .ailleurs import Applique, appliquer
from .replique import Reproduction, reproduire
from .sceau import Scelle, sceller

__all__ = ["Applique", "Reproduction", "Scelle", "appliquer", "reproduire", "sceller"]
