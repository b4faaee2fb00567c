"""Indicators: one definition each, compiled to the query that computes it."""

from .calcul import Plan, assembler, calculer, compter, executer, planifier
from .definitions import NON_RENSEIGNE, axes, definitions

__all__ = ["NON_RENSEIGNE", "Plan", "assembler", "axes", "calculer", "compter", "definitions", "executer", "planifier"]
