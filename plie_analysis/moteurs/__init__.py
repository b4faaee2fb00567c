"""Where the queries run: the embedded engine, or any Spark Connect address, behind what a DuckDB connection offers.

An engine is opened on what was loaded, lists its columns (``curate.held_columns``), runs a query and closes. Queries are
written once, by Ibis or in SQL, for DuckDB; whoever computes receives a connection and does not know what is behind it.
"""

from .ouverture import EMBARQUE, LOCAL, open_moteur, reglages_de

__all__ = ["EMBARQUE", "LOCAL", "open_moteur", "reglages_de"]
