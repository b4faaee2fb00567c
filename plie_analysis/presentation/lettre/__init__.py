"""The monthly letter: its sections, in the order of the page."""

from .lettre import Lettre

__all__ = ["Lettre"]
