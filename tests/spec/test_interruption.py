"""One Ctrl-C, or one SIGTERM, stops any command within two seconds, whatever the engine is busy with."""

import contextlib
import os
import random
import signal
import sys
import time

import pytest

from plie_analysis import database, interruption, temporaire
from plie_analysis.cli import run
from plie_analysis.cli.interrompu import TEXTES
from plie_analysis.cli.registre import commandes
from plie_analysis.scellement import sceau
from tests.arret import DEUX_SECONDES, ICI, arreter, attendre, descendants, lancer, lancer_corps, processus, survivants
from tests.exports import PARTICIPANTS, load, write_photo

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
REQUETE = "con = database.memory()\ncon.execute(\"SET memory_limit = '300MB'\")\nprint('prêt', flush=True)\ncon.execute({!r}){}"
OCCUPATIONS = {
    "agrégat": REQUETE.format("SELECT sum(random()) FROM range(1000000000000)", ""),
    "table": REQUETE.format("CREATE TABLE t AS SELECT random() a FROM range(100000000000)", ""),
    "produit": REQUETE.format("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = -1", ""),
    "tri": REQUETE.format("SELECT sum(s) FROM (SELECT sum(range) OVER (ORDER BY random()) s FROM range(1000000000))", ""),
    "lignes": REQUETE.format("SELECT range FROM range(100000000000)", ".fetchall()"),
    "tableau pandas": REQUETE.format("SELECT range FROM range(3000000000) WHERE regexp_matches(range::VARCHAR, '(a|b)c')", ".df()"),
    "tableau Arrow": REQUETE.format(
        "SELECT range FROM range(3000000000) WHERE regexp_matches(range::VARCHAR, '(a|b)c')", ".fetch_arrow_table()"
    ),
    "curseur": "con = database.cursor(database.memory())\nprint('prêt', flush=True)\ncon.execute('SELECT sum(random()) FROM range(1000000000000)')",
    "petites requêtes": "import pandas as pd\nliste = pd.DataFrame({'a': range(10)})\ncon = database.memory()\nprint('prêt', flush=True)\nwhile True:\n    con.execute('SELECT count(*) FROM liste, range(10000) WHERE a > ?', [3]).df()",
    "paramètres": "con = database.memory()\nprint('prêt', flush=True)\nwhile True:\n    con.execute('SELECT unnest(?::INT[])', [list(range(1000))])",
    "Python": "print('prêt', flush=True)\nwhile True:\n    pass",
    "attente": "import time\nprint('prêt', flush=True)\ntime.sleep(60)",
}
# Code that takes the interruption for one error among others, as libraries do, and goes on.
SOURDE = """
con = database.memory()
print('prêt', flush=True)
for _ in range(3):
    try:
        con.execute('SELECT sum(random()) FROM range(1000000000000)')
    except Exception:
        pass
while True:
    pass
"""
MENAGE = """
import time, pathlib
print('prêt', flush=True)
try:
    database.memory().execute('SELECT sum(random()) FROM range(1000000000000)')
finally:
    time.sleep(0.8)
    pathlib.Path({!r}).write_text('rangé')
"""


def stopped(body: str, how: int, wait: float) -> None:
    process = lancer_corps(body)
    time.sleep(wait)
    seconds, said = arreter(process, how)
    assert process.returncode == CODES[how] and said.strip() == TEXTES["indicateurs"]
    assert seconds < DEUX_SECONDES


@pytest.mark.parametrize("how", CODES, ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("body", OCCUPATIONS.values(), ids=OCCUPATIONS)
def test_the_first_signal_stops_a_command(body, how):
    stopped(body, how, 0.3)


@pytest.mark.lourd
@pytest.mark.parametrize("body", OCCUPATIONS.values(), ids=OCCUPATIONS)
def test_the_first_signal_stops_a_command_at_any_moment(body):
    for moment in range(25):
        stopped(body, random.Random(moment).choice(list(CODES)), random.Random(moment).uniform(0, 1))


def test_an_interruption_taken_for_an_error_is_asked_again():
    process = lancer_corps(SOURDE)
    time.sleep(0.3)
    seconds, said = arreter(process)
    assert process.returncode == 130 and said.strip() == TEXTES["indicateurs"] and seconds < DEUX_SECONDES


def test_what_is_being_undone_is_undone_whole(tmp_path):
    """Repeated Ctrl-C, and our own reminders, do not fall into the cleaning."""
    process = lancer_corps(MENAGE.format(str(tmp_path / "témoin")))
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    seconds, _ = arreter(process)
    assert (tmp_path / "témoin").read_text() == "rangé" and process.returncode == 130 and seconds < DEUX_SECONDES


def test_an_ignored_signal_stays_ignored():
    process = lancer_corps(
        "import signal, time\nprint('prêt', flush=True)\ntime.sleep(0.5)\nprint(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"
    )
    process.communicate(timeout=20)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruption.watch():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_handlers_of_before_come_back(capsys):
    before = {number: signal.getsignal(number) for number in CODES}
    run(["--version"])
    assert {number: signal.getsignal(number) for number in CODES} == before
    capsys.readouterr()


def test_every_connection_of_the_package_goes_through_one_door():
    folder = interruption.__file__.rsplit("/", 1)[0]
    strays = []
    for path, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py") and name != "database.py":
                with open(os.path.join(path, name), encoding="utf-8") as stream:
                    text = stream.read()
                strays += [name for word in ("duckdb.connect(", ".cursor()", "duckdb.sql(", "duckdb.query(") if word in text]
    assert not strays


def test_the_engine_imports_nothing_once_it_is_open():
    """An interruption that falls into its import of pandas is dropped, and the import begun again with each value."""
    seen = "import sys; from plie_analysis import database; before = 'pandas' in sys.modules; database.memory(); print(before, 'pandas' in sys.modules)"
    assert processus(sys.executable, "-c", seen, cwd=ICI).communicate(timeout=60)[0].split() == ["False", "True"]


def test_a_closed_connection_does_not_hinder():
    con = database.memory()
    con.close()
    database.interrupt_all()


def test_the_words_are_those_of_commands():
    assert set(TEXTES) <= set(commandes())


@pytest.mark.parametrize("moment", [0.0, 0.2, 0.5])
def test_a_load_interrupted_at_any_moment_leaves_a_whole_base(tmp_path, moment):
    stopped_load(tmp_path, moment, signal.SIGINT)


@pytest.mark.lourd
@pytest.mark.parametrize("graine", range(40))
def test_a_load_stopped_at_every_moment_leaves_a_whole_base(tmp_path, graine):
    alea = random.Random(graine)
    stopped_load(tmp_path, alea.uniform(0, 1.5), alea.choice([*CODES, signal.SIGKILL]))


def stopped_load(racine, moment: float, how: int) -> None:
    """A load stopped some time after it has taken its lock; then the base is whole, and the next load ends it."""
    write_photo(racine)
    load(racine)
    write_photo(racine, participants=PARTICIPANTS.replace("Chenôve", "Talant"))
    curated = racine / "data" / "curated"
    process = lancer("charger", racine=racine)
    attendre(lambda: (curated / ".verrou").stat().st_size or process.poll() is not None)
    time.sleep(moment)
    if process.poll() is None:
        seconds, said = arreter(process, how)
        assert seconds < DEUX_SECONDES and process.returncode in (0, CODES.get(how), -how)
        assert process.returncode <= 0 or said.strip().endswith(TEXTES["charger"])
    process.communicate()
    with database.connect(curated / "plie.duckdb", read_only=True) as con:
        assert con.execute("SELECT commune FROM raw.participants WHERE id_dossier = 'D2'").fetchall() in ([("Talant",)], [("Chenôve",)])
    load(racine)
    assert not (curated / ".chargement").exists()
    with database.connect(curated / "plie.duckdb", read_only=True) as con:
        assert con.execute("SELECT commune FROM raw.participants WHERE id_dossier = 'D2'").fetchall() == [("Talant",)]


@pytest.mark.parametrize("how", CODES, ids=["SIGINT", "SIGTERM"])
def test_the_atelier_ends_with_its_server(tmp_path, how):
    write_photo(tmp_path)
    load(tmp_path)
    process = lancer("atelier", "--sans-navigateur", "--port", "18931", racine=tmp_path)
    runtime = tmp_path / "data" / "curated" / ".jupyterlab" / "execution"
    attendre(lambda: list(runtime.glob("jpserver-*.json")))
    family = descendants(process)
    assert family
    seconds, said = arreter(process, how)
    assert seconds < DEUX_SECONDES and not survivants(family)
    assert process.returncode == (0 if how == signal.SIGINT else 143) and TEXTES["atelier"] in said


def test_jupyterlab_ends_with_an_atelier_that_is_killed(tmp_path):
    write_photo(tmp_path)
    load(tmp_path)
    process = lancer("atelier", "--sans-navigateur", "--port", "18941", racine=tmp_path)
    attendre(lambda: list((tmp_path / "data" / "curated" / ".jupyterlab" / "execution").glob("jpserver-*.json")))
    family = descendants(process)
    arreter(process, signal.SIGKILL)
    assert not survivants(family)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["SIGINT", "SIGTERM", "SIGKILL"])
def test_the_explorer_ends_with_its_server(tmp_path, how):
    process = lancer("explorer", "--sans-navigateur", "--port", "18971", racine=tmp_path)
    while "token=" not in (line := process.stdout.readline()):
        assert line or process.poll() is None
    family = descendants(process)
    assert family
    seconds, said = arreter(process, how)
    assert seconds < DEUX_SECONDES and not survivants(family)
    if how != signal.SIGKILL:
        assert process.returncode == (0 if how == signal.SIGINT else 143) and TEXTES["explorer"] in said


BLOCS = {"temporaire": lambda ici: temporaire.dossier(ici / "abri", "essai"), "dossier scellé": lambda ici: sceau._aside(ici / "nouveau")}


@pytest.mark.parametrize("bloc", BLOCS.values(), ids=BLOCS)
def test_a_signal_that_falls_on_the_making_of_a_folder_leaves_nothing(tmp_path, monkeypatch, bloc):
    """Python hears a signal as soon as the system has answered: the folder or the file is there, and nobody was told its name yet."""
    monkeypatch.setattr(temporaire, "abri_sans_dossier", lambda: tmp_path / "abri")
    made = []

    def then_stop(call, at: int):
        def called(path, *args, **kwargs):
            found = call(path, *args, **kwargs)
            if not interruption.is_interruption(sys.exc_info()[1]):  # while the work unwinds, a signal changes nothing
                made.append(str(path))
                if len(made) == at:
                    raise KeyboardInterrupt
            return found

        return called

    at = 0
    while len(made) >= at:
        made.clear()
        at += 1
        with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
            for name in ("mkdir", "open"):
                patched.setattr(os, name, then_stop(getattr(os, name), at))
            with bloc(tmp_path):
                raise KeyboardInterrupt
        assert list(tmp_path.iterdir()) == [], made
    assert at > 3
