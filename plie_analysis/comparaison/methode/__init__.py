"""The method document: reasons written by hand, sheets compiled from what computes."""

from .redaction import methode

__all__ = ["methode"]
