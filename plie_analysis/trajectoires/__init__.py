"""Trajectories: monthly states from étapes, and the tables that describe them.

Two long tables travel through this package:

* *intervals*: one row per étape, ``(id, debut, fin, etat)``; both days are included, an empty ``fin``
  means "still in progress";
* *sequences* (``seq``): one row per parcours and month, ``(id, t, etat)``; ``t`` is a whole number.

Every function takes a pandas frame, an Arrow table, a DuckDB relation or the path of a Parquet file,
changes nothing in it, and returns pandas frames. Expected trouble raises ``PlieError``.
"""

from .echantillon import tapis
from .etapes import interruptions, mois_sans_etape, suivi_direct
from .etats import PRIORITE, etats_mensuels
from .scoring import familles_de_freins, groupes_de_freins, parcours_par_groupe, scores_de_freins
from .sequences import chronogramme, entropie, entropie_transversale, temps_moyen, transitions, variantes
from .typologie import Typologie, croiser, typologie

__all__ = [
    "PRIORITE",
    "Typologie",
    "chronogramme",
    "croiser",
    "entropie",
    "entropie_transversale",
    "etats_mensuels",
    "familles_de_freins",
    "groupes_de_freins",
    "interruptions",
    "mois_sans_etape",
    "parcours_par_groupe",
    "scores_de_freins",
    "suivi_direct",
    "tapis",
    "temps_moyen",
    "transitions",
    "typologie",
    "variantes",
]
