"""Published figures: what the print says of itself, and what the workbench finds."""

from .coherence import Audit, auditer
from .dossier import ECART, EGAL, EXPLIQUE, NON_CALCULABLE, STATUTS
from .rapprochement import REGLAGE, comparer, en_csv, regles, resumer

__all__ = [
    "ECART",
    "EGAL",
    "EXPLIQUE",
    "NON_CALCULABLE",
    "REGLAGE",
    "STATUTS",
    "Audit",
    "auditer",
    "comparer",
    "en_csv",
    "regles",
    "resumer",
]
