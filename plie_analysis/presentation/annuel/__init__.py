"""The annual report: its sections, in the order of the page."""

from .annuel import Annuel

__all__ = ["Annuel"]
