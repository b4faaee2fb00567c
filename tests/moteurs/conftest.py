"""A Sail server for the session, and engines on bases made by hand."""

import importlib.util
import os
from collections.abc import Callable

import duckdb
import pytest

from plie_analysis.curate import write_parquet
from plie_analysis.database import open_database
from plie_analysis.libelles import identifiant, litteral
from plie_analysis.moteurs import open_moteur, sail
from plie_analysis.moteurs.ouverture import session_de
from plie_analysis.moteurs.spark import MoteurSpark


@pytest.fixture(scope="session")
def bibliotheques():
    """The libraries of « make moteurs »: without them, skipped; in continuous integration, a failure."""
    missing = [name for name in ("pysail", "pyspark", "grpc") if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{', '.join(missing)} : installez-les (make moteurs), ces essais sont obligatoires ici.")
    if missing:
        pytest.skip(f"moteurs distribués non installés ({', '.join(missing)}) : make moteurs")


@pytest.fixture(scope="session")
def adresse(bibliotheques):
    """The address of a local Sail server."""
    address, stop = sail.demarrer()
    yield address
    stop()


@pytest.fixture(scope="module")
def deux(annee_2017, adresse):
    """The reference year read by both engines: the settings, the embedded engine, the other."""
    with open_database(annee_2017) as con:
        write_parquet(con, annee_2017.curated)
    here, there = open_database(annee_2017), open_moteur(annee_2017, adresse)
    yield annee_2017.config, here, there
    there.close()
    here.close()


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
