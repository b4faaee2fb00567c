"""The charte de saisie, enforced: articles as suites, findings, correction lists, history, score, gate.

Importing this package imports neither Great Expectations nor anything slow; only a control does.
"""

from .controle import controler, controler_au_besoin
from .lecture import score_de_photo
from .publication import Verrou, constats_bloquants, verrou_publication

__all__ = ["Verrou", "constats_bloquants", "controler", "controler_au_besoin", "score_de_photo", "verrou_publication"]
