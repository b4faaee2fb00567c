"""The annual report, section 2: people, entries, exits, parcours."""

from .annuel import Annuel, preparer

__all__ = ["Annuel", "preparer"]
