"""Cohortes d'entrée : qui entre, qui sort et comment, au bout de combien de temps, après quelles étapes ; écarts entre publics."""

from .demande import GRAINS, DemandeCohorte, demander
from .ecarts import comparer
from .fiches import fiches_text, mesures
from .suivi import Suivi, suivre
from .tableau import COLONNES, tableau

__all__ = [
    "COLONNES",
    "GRAINS",
    "DemandeCohorte",
    "Suivi",
    "comparer",
    "demander",
    "fiches_text",
    "mesures",
    "suivre",
    "tableau",
]
