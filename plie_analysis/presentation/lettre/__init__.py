"""The letter of a month or of a quarter: its sections, in the order of the page."""

from .lettre import Lettre, LettreTrimestrielle

__all__ = ["Lettre", "LettreTrimestrielle"]
