"""Protection of small numbers before anything leaves the house."""

from .suppression import PRIMARY, SECONDARY, Suppression, suppress
from .systeme import System, bounds

__all__ = ["PRIMARY", "SECONDARY", "Suppression", "System", "bounds", "suppress"]
