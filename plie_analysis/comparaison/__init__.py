"""Published figures: what the print says of itself, and what the workbench finds."""

from .coherence import auditer, denombrer
from .dossier import ECART, EGAL, EXPLIQUE, NON_CALCULABLE, STATUTS
from .rapprochement import comparer, resumer

__all__ = ["ECART", "EGAL", "EXPLIQUE", "NON_CALCULABLE", "STATUTS", "auditer", "comparer", "denombrer", "resumer"]
