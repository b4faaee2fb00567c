"""From the exports of a photo to ``raw.*`` and ``ref.*``: reading whatever the software hands over, losing nothing in silence."""

__all__ = ["Bilan", "FichierLu", "PhotoLue", "load_photos"]


def __getattr__(name: str):
    """The process that reads a workbook (``ingest.feuilles``) starts at once: it does not load the engine."""
    if name == "load_photos":
        from .chargement import load_photos

        return load_photos
    if name in __all__:
        from . import bilan

        return getattr(bilan, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
