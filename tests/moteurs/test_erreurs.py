"""What a person reads when the engine is not there, is not one, or leaves: two lines at most, code 2, and nothing written."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from plie_analysis.cli import run
from plie_analysis.curate import write_parquet
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.moteurs import open_moteur, ouverture

# The client of Spark Connect asks a server that is gone again for ten minutes: never here.
pytestmark = pytest.mark.timeout(60)
PAS_UN_MOTEUR = "n'est pas un moteur que l'atelier sait lire"


@pytest.fixture
def dit(annee_2017, tmp_path, capfd):
    """What ``plie indicateurs`` says with this engine, having failed as it should."""

    def demander(adresse: str) -> str:
        target = tmp_path / "chiffres.csv"
        before = annee_2017.base.stat()
        asked = ["entrees", "--du", "2017-01-01", "--au", "2017-12-31", "--sortie", str(target), "--moteur", adresse]
        assert run(["indicateurs", *asked, "--racine", str(annee_2017.racine)]) == 2
        assert not target.exists()
        assert annee_2017.base.stat() == before
        out, err = capfd.readouterr()
        assert not out
        assert 1 <= len(err.strip().splitlines()) <= 2
        return err

    return demander


@pytest.fixture
def presse(monkeypatch):
    """A second for what will never answer."""
    monkeypatch.setattr(ouverture, "ATTENTE", 1.0)


@contextlib.contextmanager
def ecoute(repondre):
    """Something that listens and is not Spark: ``repondre(connection)`` is all that it does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    held.append(connection)
                    repondre(connection)

        held: list[socket.socket] = []
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"sc://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in held:
            connection.close()


@contextlib.contextmanager
def faux_spark(analyser=None):
    """A server that speaks the protocol and answers ``analyser(request)`` when it is asked its version."""
    import grpc
    from pyspark.sql.connect.proto import AnalyzePlanRequest

    server = grpc.server(ThreadPoolExecutor(2))
    if analyser:
        method = grpc.unary_unary_rpc_method_handler(
            lambda request, _: analyser(request), AnalyzePlanRequest.FromString, lambda answer: answer.SerializeToString()
        )
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler("spark.connect.SparkConnectService", {"AnalyzePlan": method}),)
        )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"sc://127.0.0.1:{port}"
    server.stop(None).wait()


def de_version(version: str):
    """Answer that this server is of that version."""

    def analyser(request):
        from pyspark.sql.connect.proto import AnalyzePlanResponse

        return AnalyzePlanResponse(session_id=request.session_id, spark_version={"version": version})

    return analyser


def test_nobody_at_the_address(dit):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert f"Aucun moteur ne répond à l'adresse 127.0.0.1:{port}." in dit(f"sc://127.0.0.1:{port}")


@pytest.mark.parametrize("adresse", ["spark://h:1", "sc://", "sc://h:port", "sc://127.0.0.1:1;token=secret", "ailleurs"])
def test_what_is_not_an_address(dit, adresse):
    said = dit(adresse)
    assert "n'est pas l'adresse d'un moteur" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "repondre",
    [lambda one: None, lambda one: one.close(), lambda one: one.sendall(b"SSH-2.0-OpenSSH\r\n")],
    ids=["se tait", "ferme", "parle"],
)
def test_something_else_listens_there(bibliotheques, presse, dit, repondre):
    with ecoute(repondre) as adresse:
        assert PAS_UN_MOTEUR in dit(adresse)


def test_a_site_listens_there(bibliotheques, presse, dit):
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as site:
        site.RequestHandlerClass.log_message = lambda *_: None
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            assert PAS_UN_MOTEUR in dit(f"sc://127.0.0.1:{site.server_port}")
        finally:
            site.shutdown()
            thread.join()


def test_what_the_address_adds_is_not_readable(bibliotheques, dit):
    with ecoute(lambda one: None) as adresse:
        assert "n'est pas l'adresse d'un moteur" in dit(f"{adresse}/ailleurs;token=secret")


@pytest.mark.parametrize("version", ["3.4.4", "2.4", ""])
def test_a_server_too_old(bibliotheques, dit, version):
    with faux_spark(de_version(version)) as adresse:
        assert f"est de la version « {version} » : il faut Spark 3.5 ou plus récent" in dit(adresse)


def test_a_server_of_the_protocol_that_is_not_spark(bibliotheques, dit):
    with faux_spark() as adresse:
        assert PAS_UN_MOTEUR in dit(adresse)


def test_a_server_that_never_answers(bibliotheques, presse, dit):
    over = threading.Event()

    def analyser(request):
        over.wait()
        return de_version("4.0.0")(request)

    with faux_spark(analyser) as adresse:
        try:
            assert PAS_UN_MOTEUR in dit(adresse)
        finally:
            over.set()


@pytest.mark.parametrize(("adresse", "module"), [("local", "pysail.spark"), ("sc://", "grpc")])
def test_without_the_libraries(dit, monkeypatch, adresse, module):
    monkeypatch.setitem(sys.modules, module, None)
    with ecoute(lambda one: None) as there:
        assert "make moteurs" in dit("local" if adresse == "local" else there)


MOTEUR = "import sys; from plie_analysis.moteurs import sail; adresse, _ = sail.demarrer(); print(adresse, flush=True); sys.stdin.read()"


@pytest.fixture
def mortel(bibliotheques):
    """A Sail server in a process of its own: its address, and what kills it."""
    process = subprocess.Popen([sys.executable, "-c", MOTEUR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process.stdout.readline().strip(), lambda: os.kill(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()


@pytest.fixture
def copie(annee_2017):
    """The reference year with its Parquet copies."""
    with open_database(annee_2017) as con:
        write_parquet(con, annee_2017.curated)
    return annee_2017


LONGUE = "SELECT count(*) FROM curated.parcours AS a, curated.parcours AS b, curated.parcours AS c WHERE a.date_entree < b.date_entree OR b.date_entree < c.date_entree"


@pytest.mark.parametrize("delai", [0.0, 1.0], ids=["entre deux questions", "pendant une question"])
def test_a_server_that_dies(copie, mortel, delai, capfd):
    adresse, tuer = mortel
    with open_moteur(copie, adresse) as there:
        assert there.execute("SELECT count(*) FROM curated.parcours").fetchone()[0] > 0
        death = threading.Timer(delai, tuer)
        death.start()
        if not delai:
            death.join()
        with pytest.raises(PlieError, match="ne répond plus") as raised:
            there.execute(LONGUE)
        death.join()
    assert raised.value.code == 2
    assert capfd.readouterr() == ("", "")


def test_a_close_broken_off_does_not_spoil_the_sessions_that_follow(copie, adresse):
    """The client keeps one pool of threads per process: interrupted while it shuts, it stays in place and takes nothing more."""
    from pyspark.sql.connect.client.reattach import ExecutePlanResponseReattachableIterator

    ExecutePlanResponseReattachableIterator._get_or_create_release_thread_pool().shutdown()
    with open_moteur(copie, adresse) as there:
        assert there.execute("SELECT count(*) FROM curated.parcours").fetchone()[0] > 0


@pytest.mark.parametrize("trouble", ["absente", "ancienne"])
def test_an_engine_that_does_not_see_the_same_files(copie, adresse, trouble):
    """To Sail, a file that is not there is an empty table: a count would be 0, and nothing would say why."""
    path = copie.curated / "parcours.parquet"
    with open_database(copie) as here, open_moteur(copie, adresse) as there:
        table = there._session.read.parquet(str(path))
        there._lire = lambda session, _: session.read.parquet("/ailleurs/parcours.parquet") if trouble == "absente" else table.limit(7)
        assert here.execute("SELECT count(*) FROM curated.parcours").fetchone()[0] > 7
        with pytest.raises(PlieError, match="ne lit pas la table « parcours » comme cette machine"):
            there.execute("SELECT count(*) FROM curated.parcours")


def test_the_words_of_an_engine_stay_behind(copie, adresse, capfd):
    """Its answer to a query that fails quotes a line: neither the sentence nor its journal shows it."""
    with open_moteur(copie, adresse) as there, pytest.raises(PlieError, match="n'a pas su faire ce calcul") as raised:
        there.execute("SELECT CAST(quartier AS INTEGER) FROM curated.participant WHERE quartier LIKE 'Gr%'")
    assert "Gr" in str(raised.value.__cause__)
    assert "Gr" not in raised.value.message
    assert capfd.readouterr() == ("", "")


def test_a_command_on_a_local_engine_says_no_more_than_on_the_embedded_one(copie, bibliotheques):
    def plie(*more: str):
        command = [sys.executable, "-m", "plie_analysis", "indicateurs", "entrees", "taux_sorties_positives", "--par", "sexe", *more]
        period = ["--du", "2017-01-01", "--au", "2017-12-31", "--racine", str(copie.racine)]
        return subprocess.run([*command, *period], capture_output=True, text=True, env={**os.environ, "RUST_LOG": "debug"})

    here, there = plie(), plie("--moteur", "local")
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, here.stderr)
