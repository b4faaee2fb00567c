"""The charte de saisie, enforced: articles as suites, findings, correction lists, history, score.

Importing this package imports neither Great Expectations nor anything slow; only a control does.
"""

from .controle import controler, controler_au_besoin
from .lecture import score_de_photo

__all__ = ["controler", "controler_au_besoin", "score_de_photo"]
