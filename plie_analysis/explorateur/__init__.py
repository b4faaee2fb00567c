"""The explorer: five tabs of widgets on the photos loaded, without a line of code to type.

``explorer()`` is all that ``notebooks/explorer.ipynb`` calls; ``plie explorer`` and ``plie atelier`` open that notebook.
"""

from .cadre import explorer

__all__ = ["explorer"]
