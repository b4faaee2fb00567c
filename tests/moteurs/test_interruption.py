"""Ctrl-C while a query runs on an engine: the command ends at once and says so."""

import os
import signal
import sys

import pytest

from plie_analysis.cli.interrompu import TEXTES
from tests.arret import DEUX_SECONDES, arreter, lancer_corps, processus

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

SERVEUR = """
import time
from plie_analysis.moteurs import sail
adresse, arreter = sail.demarrer()
print(adresse, flush=True)
time.sleep(120)
"""
CORPS = """
from plie_analysis.moteurs import sail
from plie_analysis.moteurs.ouverture import session_de
from plie_analysis.moteurs.spark import MoteurSpark
adresse, arreter = {serveur}
embarque = database.memory()
embarque.execute("CREATE SCHEMA curated; CREATE TABLE curated.t AS SELECT range AS id FROM range(1000000)")
with MoteurSpark(session_de(adresse), embarque, lambda session, table: session.range(10**6), arreter) as la_bas:
    la_bas.execute("SELECT max(id) FROM curated.t")
    print("prêt", flush=True)
    la_bas.execute("SELECT count(*) FROM curated.t AS a CROSS JOIN curated.t AS b WHERE (a.id * b.id) % 7 = 3")
"""
ARRETS = pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])


@pytest.fixture
def ailleurs(adresse):
    """A server of its own, which the query of the test keeps busy."""
    process = processus(sys.executable, "-c", SERVEUR)
    yield process.stdout.readline().strip()
    process.kill()
    process.communicate()


def _stops(serveur: str, how: int, code: int) -> None:
    process = lancer_corps(CORPS.format(serveur=serveur))
    elapsed, errors = arreter(process, how)
    assert (process.returncode, errors.strip()) == (code, TEXTES["indicateurs"])
    assert elapsed < DEUX_SECONDES


@ARRETS
def test_one_signal_stops_the_query_of_a_local_engine(adresse, how, code):
    _stops("sail.demarrer()", how, code)


@ARRETS
def test_one_signal_lets_go_of_a_server_that_is_too_busy_to_answer(ailleurs, how, code):
    _stops(f"{ailleurs!r}, lambda: None", how, code)
