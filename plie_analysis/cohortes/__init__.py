"""Cohortes d'entrée : qui entre, qui sort et comment, au bout de combien de temps, après quelles étapes ; écarts entre publics."""

from .couverture import Couverture, debut_de_couverture, exiger_photo
from .demande import GRAINS, DemandeCohorte, demander
from .ecarts import comparer
from .fiches import fiches_text, mesures
from .suivi import Suivi, suivre
from .tableau import COLONNES, tableau

__all__ = [
    "COLONNES",
    "GRAINS",
    "Couverture",
    "DemandeCohorte",
    "Suivi",
    "comparer",
    "debut_de_couverture",
    "demander",
    "exiger_photo",
    "fiches_text",
    "mesures",
    "suivre",
    "tableau",
]
