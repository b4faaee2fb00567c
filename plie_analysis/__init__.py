"""Atelier d'analyse des publics et des parcours d'un PLIE."""

__all__ = ["ouvrir"]


def __getattr__(name: str):
    """``from plie_analysis import ouvrir`` without loading the notebooks' libraries for every command."""
    if name == "ouvrir":
        from .atelier import ouvrir

        return ouvrir
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
