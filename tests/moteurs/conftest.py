"""A Sail server for the session, and engines on bases made by hand."""

import importlib.util
import os
from collections.abc import Callable

import duckdb
import pytest

from plie_analysis.libelles import identifiant, litteral
from plie_analysis.moteurs import sail
from plie_analysis.moteurs.ouverture import session_de
from plie_analysis.moteurs.spark import MoteurSpark


@pytest.fixture(scope="session")
def adresse():
    """The address of a local Sail server. Without its libraries (« make moteurs »), skipped; in continuous integration, a failure."""
    missing = [name for name in ("pysail", "pyspark", "grpc") if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{', '.join(missing)} : installez-les (make moteurs), ces essais sont obligatoires ici.")
    if missing:
        pytest.skip(f"moteurs distribués non installés ({', '.join(missing)}) : make moteurs")
    address, stop = sail.demarrer()
    yield address
    stop()


@pytest.fixture(scope="module")
def distant(adresse, tmp_path_factory) -> Callable[[duckdb.DuckDBPyConnection], MoteurSpark]:
    """The same base read by the server: its curated tables copied as Parquet."""
    opened = []

    def ouvrir(con: duckdb.DuckDBPyConnection) -> MoteurSpark:
        place = tmp_path_factory.mktemp("copie")

        def lire(session, table: str):
            path = place / f"{table}.parquet"
            con.execute(f"COPY curated.{identifiant(table)} TO {litteral(path)} (FORMAT parquet)")
            return session.read.parquet(str(path))

        opened.append(MoteurSpark(session_de(adresse), con, lire, lambda: None))
        return opened[-1]

    yield ouvrir
    for engine in opened:
        engine.close()
