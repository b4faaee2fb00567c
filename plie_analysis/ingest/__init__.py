"""From the exports of a photo to ``raw.*`` and ``ref.*``: reading whatever the software hands over, losing nothing in silence."""

from .bilan import Bilan, FichierLu, PhotoLue
from .chargement import load_photos

__all__ = ["Bilan", "FichierLu", "PhotoLue", "load_photos"]
