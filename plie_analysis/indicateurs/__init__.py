"""Indicators: one definition each, compiled to the query that computes it."""

from .calcul import calculer, executer, planifier
from .definitions import NON_RENSEIGNE, axes, definitions

__all__ = ["NON_RENSEIGNE", "axes", "calculer", "definitions", "executer", "planifier"]
