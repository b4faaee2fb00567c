"""The programmation of a year: its sections, in the order of the page."""

from .programmation import Programmation

__all__ = ["Programmation"]
