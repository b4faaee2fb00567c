"""Durées, sorties concurrentes et comparaisons, à partir de n'importe quelle table (une ligne par parcours)."""

from plie_analysis.survie.comparaison import comparer_incidences, ecart_incidences, ecart_moyennes
from plie_analysis.survie.evenements import Evenements, evenements
from plie_analysis.survie.incidence import incidence_cumulee
from plie_analysis.survie.kaplan_meier import kaplan_meier
from plie_analysis.survie.lecture import lire_a
from plie_analysis.survie.log_rank import log_rank
from plie_analysis.survie.mediane import mediane
from plie_analysis.survie.moyenne_restreinte import moyenne_restreinte

__all__ = [
    "Evenements",
    "comparer_incidences",
    "ecart_incidences",
    "ecart_moyennes",
    "evenements",
    "incidence_cumulee",
    "kaplan_meier",
    "lire_a",
    "log_rank",
    "mediane",
    "moyenne_restreinte",
]
