"""Kernels forked from a process that has imported everything: they start with nothing of each other, and end as any kernel does."""

import datetime as dt
import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from plie_analysis.rapports import noyaux_prets, serveur_de_noyaux
from plie_analysis.rapports.erreurs import RapportError
from plie_analysis.rapports.execution import Carnet, executer
from plie_analysis.rapports.rapport import composer, demander
from plie_analysis.rapports.serie import Passage, executer_une, produire_serie
from plie_analysis.settings import load_settings
from plie_analysis.temporaire import abri
from tests.arret import ICI, arreter, attendre, descendants, lancer, processus, survivants

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere kernels are started anew")

QUI = "import os; print(os.getpid(), os.getppid())"
PASSAGE = Passage(dt.date(2017, 12, 31), dt.datetime(2018, 2, 5, 12), "0.1.0")
# What a notebook may change that another could see, and what another sees of it.
CHANGER = """
import builtins, os, random, signal, sys, warnings, duckdb, numpy, pandas
from plie_analysis import atelier, francais
os.environ["PLIE_INTRUS"] = "1"; os.environ.pop("HOME", None)
os.chdir("/"); os.umask(0)
sys.path.insert(0, "/intrus"); sys.modules["intrus"] = sys
francais.MOIS = "intrus"; atelier.surface.TABLES = (); builtins.intrus = 1
warnings.simplefilter("error")
pandas.set_option("display.max_rows", 3)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
random.seed(1); numpy.random.seed(1)
duckdb.sql("CREATE TABLE intrus AS SELECT 1 AS un"); con = duckdb.connect("intrus.duckdb") if os.access(".", os.W_OK) else None
print(duckdb.sql("FROM intrus").fetchall())
"""
VOIR = """
import builtins, json, os, resource, signal, sys, threading, warnings, duckdb, pandas
from plie_analysis import atelier, francais
masque = os.umask(0o077); os.umask(masque)
propres = ("IPYTHONDIR", "JPY_PARENT_PID", "PYTHONPATH", "PYTEST_CURRENT_TEST")
propre = os.environ["IPYTHONDIR"]
print(json.dumps({
    "environnement": {nom: valeur for nom, valeur in sorted(os.environ.items()) if nom not in propres},
    "chemin": ["propre" if entree == propre else entree for entree in sys.path],
    "dossier": os.getcwd(), "masque": masque, "intrus": "intrus" in sys.modules or hasattr(builtins, "intrus"),
    "arguments": [argument for argument in sys.argv if "parent_handle" not in argument and not argument.endswith(".json")],
    "drapeaux": str(sys.flags), "moi": __name__, "main": sys.modules["__main__"].__name__,
    "mois": list(francais.MOIS), "tables": list(atelier.surface.TABLES), "lignes": pandas.get_option("display.max_rows"),
    "filtres": sorted({str(filtre) for filtre in warnings.filters}),
    "signaux": {str(numero): str(signal.getsignal(numero)) for numero in (signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP, signal.SIGCHLD)},
    "session": os.getsid(0) == os.getpid() == os.getpgid(0), "entree": os.read(0, 1).decode(),
    "bornes": resource.getrlimit(resource.RLIMIT_NOFILE), "relations": duckdb.sql("SHOW TABLES").fetchall(),
    "fils": sorted(fil.name.rstrip("0123456789") for fil in threading.enumerate()),
    "chiffre": get_ipython().kernel.parent.curve_secretkey is not None,
}))
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """A working folder without base, whose kernels are forked."""
    settings = load_settings(tmp_path_factory.mktemp("prets"))
    (settings.racine / "notebooks").mkdir()
    return settings


@pytest.fixture
def serveur(settings):
    """The server of this process, for that folder; it is kept from a test to the next as long as it lives."""
    noyaux_prets.precharger(settings.racine)
    assert noyaux_prets._serveur is not None
    return noyaux_prets._serveur


@pytest.fixture(autouse=True, scope="module")
def fin():
    """Nothing is left behind."""
    yield
    noyaux_prets.congedier()


def carnet(settings, *cellules: str) -> None:
    """A report named ``essai`` made of these cells."""
    cells = [nbformat.v4.new_code_cell('mois = "2017-12"', metadata={"tags": ["parameters"]}), *map(nbformat.v4.new_code_cell, cellules)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=cells), settings.racine / "notebooks" / "essai.ipynb")


def dit(settings, *cellules: str, limite: int = 60, diffusion: str = "interne") -> str:
    """What the cells print, run for the month of May 2016."""
    carnet(settings, *cellules)
    path = settings.racine / "notebooks" / "essai.ipynb"
    output = settings.racine / "sortie" / "essai.ipynb"
    output.parent.mkdir(exist_ok=True)
    done = executer(
        Carnet(path, {"mois": "2017-12"}, {}), {"mois": "2016-05"}, output, racine=settings.racine, limite=limite, diffusion=diffusion
    )
    return "".join(out.get("text", "") for cell in done.cells for out in cell.get("outputs", []))


def qui(settings) -> tuple[int, int]:
    """The numbers of a kernel and of its parent."""
    pid, parent = dit(settings, QUI).split()
    return int(pid), int(parent)


def est_vivant(pid: int) -> bool:
    """Whether a process runs, or waits for its parent to ask how it ended."""
    return psutil.pid_exists(pid)


def test_a_page_is_the_same_to_the_byte(racine):
    settings = load_settings(racine)
    edition = demander(settings, "lettre", {"mois": "2017-12"})

    def page() -> bytes:
        return composer(settings, edition, execution=PASSAGE.execution, version=PASSAGE.version)

    noyaux_prets.congedier()
    plain = page()
    noyaux_prets.precharger(settings.racine)
    try:
        forked = page()
        assert noyaux_prets._serveur is not None, "the server did not answer"
    finally:
        noyaux_prets.congedier()
    assert forked == plain


def test_a_kernel_is_forked_from_the_server_and_ends_with_its_report(settings, serveur):
    (first, parent), (second, same) = qui(settings), qui(settings)
    assert parent == same == serveur.pid and first != second
    assert not est_vivant(first) and not est_vivant(second)


def test_a_kernel_is_born_with_what_notebooks_import(settings, serveur):
    wanted = {
        *serveur_de_noyaux.IMPORTS,
        "pandas",
        "duckdb",
        "numpy",
        "scipy.special",
        "plie_analysis.presentation.lettre",
        "plotly.graph_objs._bar",
    }
    assert set(dit(settings, f"import sys; print(*({wanted!r} - set(sys.modules)))").split()) == set()
    assert qui(settings)[1] == serveur.pid


@pytest.mark.parametrize("masque", [0o022, 0o077])
def test_a_kernel_sees_what_a_plain_one_sees_whatever_the_one_before_did(settings, serveur, monkeypatch, masque):
    monkeypatch.setenv("PLIE_ESSAI", "après la naissance du serveur")
    before = os.umask(masque)
    try:
        assert "[(1,)]" in dit(settings, CHANGER)
        forked = json.loads(dit(settings, VOIR, diffusion="publique"))
        assert qui(settings)[1] == serveur.pid
        noyaux_prets.congedier()
        plain = json.loads(dit(settings, VOIR, diffusion="publique"))
        assert qui(settings)[1] == os.getpid()
    finally:
        os.umask(before)
    assert forked == plain
    assert forked["environnement"]["PLIE_DIFFUSION"] == "publique" and forked["environnement"]["PLIE_RACINE"] == str(settings.racine)
    assert forked["masque"] == masque and forked["session"] and forked["chiffre"] and forked["relations"] == []


def test_no_two_kernels_share_their_chance(settings, serveur):
    draw = "import random, numpy, uuid; print(random.random(), numpy.random.random(), numpy.random.default_rng().random(), uuid.uuid4())"
    assert qui(settings)[1] == serveur.pid
    first, second = dit(settings, draw).split(), dit(settings, draw).split()
    assert not set(first) & set(second)


def test_parameters_and_what_a_library_writes_reach_the_page(settings, serveur, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # under it, kernels leave the streams of the system alone
    said = dit(settings, "import os, subprocess; print(mois); n = os.write(1, b'brut\\n'); n = subprocess.run(['echo', 'enfant'])", QUI)
    assert {"2016-05", "brut", "enfant"} <= set(said.split()) and said.split()[-1] == str(serveur.pid)


@pytest.mark.parametrize(
    ("cellule", "limite", "raison", "noyau_mort"),
    [
        ("os._exit(9)", 60, "Le noyau de calcul s'est arrêté", True),
        ("import signal; os.kill(os.getpid(), signal.SIGKILL)", 60, "Le noyau de calcul s'est arrêté", True),
        ("raise MemoryError", 60, "Erreur imprévue (MemoryError)", False),
        ("while True: pass", 3, "Le temps accordé est écoulé (3 s)", False),
        ("import signal, time; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32)); time.sleep(60)", 3, "Le temps accordé est écoulé (3 s)", False),
    ],
)  # fmt: skip
def test_a_kernel_that_fails_dies_or_takes_too_long_does_not_hurt_the_next(settings, serveur, cellule, limite, raison, noyau_mort):
    witness = settings.racine / "numero"
    begun = time.monotonic()
    with pytest.raises(RapportError) as caught:
        dit(settings, f"import os; n = open({str(witness)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}')", cellule, limite=limite)
    assert raison in caught.value.message and caught.value.noyau_mort is noyau_mort and time.monotonic() - begun < 30
    pid, parent = map(int, witness.read_text().split())
    assert parent == serveur.pid and not est_vivant(pid)
    assert qui(settings)[1] == serveur.pid


def test_a_server_that_has_died_is_done_without(settings, serveur):
    os.kill(serveur.pid, signal.SIGKILL)
    assert qui(settings)[1] == os.getpid()
    assert not est_vivant(serveur.pid) and noyaux_prets._serveur is None


def test_a_server_that_dies_under_a_report_costs_one_attempt(settings, serveur):
    flag = settings.racine / "deja"
    carnet(settings, f"import os, signal, time; deja = os.path.exists({str(flag)!r}); open({str(flag)!r}, 'w').close()",
           "if not deja: os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)", "print(os.getppid())")  # fmt: skip
    begun = time.monotonic()
    done, failure = executer_une(settings, demander(settings, "essai", {"mois": "2017-12"}), PASSAGE)
    assert failure is None and done.statut == "publié" and time.monotonic() - begun < 30
    assert str(os.getpid()) in (settings.rapports / "essai-2017-12.html").read_text(encoding="utf-8")
    assert not [path for path in abri(settings).iterdir() if path.is_dir()]


@pytest.mark.parametrize("module", ["absent", "plie_analysis.errors"])
def test_a_server_that_cannot_start_is_done_without(settings, monkeypatch, module):
    noyaux_prets.congedier()
    monkeypatch.setattr(noyaux_prets, "MODULE", module)
    noyaux_prets.precharger(settings.racine)
    assert noyaux_prets._serveur is not None and qui(settings)[1] == os.getpid()


def test_a_system_that_does_not_fork_well_starts_kernels_anew(settings, monkeypatch):
    noyaux_prets.congedier()
    monkeypatch.setattr(sys, "platform", "darwin")
    noyaux_prets.precharger(settings.racine)
    assert noyaux_prets._serveur is None and qui(settings)[1] == os.getpid()


def test_a_kernel_that_cannot_settle_in_is_not_born(settings, serveur, tmp_path):
    with pytest.raises(OSError, match="settle"):
        serveur.naitre([], dict(os.environ), str(tmp_path / "absent"))
    assert not psutil.Process(serveur.pid).children() and qui(settings)[1] == serveur.pid


def test_a_server_has_no_thread_nor_base(settings, serveur):
    qui(settings)
    files = {Path(os.readlink(link)).name for link in Path(f"/proc/{serveur.pid}/fd").iterdir()}
    assert not [name for name in files if name.endswith((".duckdb", ".json", ".ipynb"))]
    assert psutil.Process(serveur.pid).net_connections("inet") == []
    names = {(task / "comm").read_text().strip() for task in Path(f"/proc/{serveur.pid}/task").iterdir() if task.name != str(serveur.pid)}
    assert names <= serveur_de_noyaux.FILS_SANS_EFFET


def test_a_library_that_leaves_a_thread_is_seen(settings):
    over = threading.Event()
    one = threading.Thread(target=over.wait)
    one.start()
    try:
        with pytest.raises(RuntimeError, match="threads after the imports"):
            serveur_de_noyaux.refuser_les_fils()
    finally:
        over.set()
        one.join()


SEUL = """
import sys, time
sys.path.insert(0, {ici!r})
from pathlib import Path
from plie_analysis.rapports import noyaux_prets
from plie_analysis.rapports.execution import Carnet, executer
noyaux_prets.precharger(Path({racine!r}))
executer(Carnet(Path({racine!r}) / "notebooks/essai.ipynb", {{}}, {{}}), {{}}, Path({racine!r}) / "sortie.ipynb", racine=Path({racine!r}), limite=60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_the_server_and_its_kernel_end_with_their_process(settings, how):
    witness = settings.racine / "occupe"
    witness.unlink(missing_ok=True)
    carnet(settings, f"import time; open({str(witness)!r}, 'w').close(); time.sleep(60)")
    process = processus(sys.executable, "-c", SEUL.format(ici=str(ICI), racine=str(settings.racine)))
    attendre(witness.exists)
    family = descendants(process)
    assert len(family) == 2, "a server, and its kernel"
    arreter(process, how)
    assert not survivants(family)


def test_a_series_forks_its_kernels_and_leaves_no_process(settings):
    noyaux_prets.congedier()
    carnet(
        settings, "import os, psutil; print('servi' if 'serveur_de_noyaux' in ' '.join(psutil.Process(os.getppid()).cmdline()) else 'seul')"
    )
    editions = [demander(settings, "essai", {"mois": f"2017-0{n}"}) for n in (1, 2, 3)]
    done = produire_serie(settings, editions, PASSAGE, processus=2)
    assert [one.statut for one in done] == ["publié"] * 3, done
    for n in (1, 2, 3):
        assert "servi" in (settings.rapports / f"essai-2017-0{n}.html").read_text(encoding="utf-8")
    assert not survivants([one for one in psutil.Process().children(recursive=True) if "serveur_de_noyaux" in " ".join(one.cmdline())])


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=lambda how: how.name)
def test_a_series_that_is_stopped_takes_its_servers_and_kernels_along(racine, tmp_path, how):
    racine = shutil.copytree(racine, tmp_path / "atelier")
    settings = load_settings(racine)
    (racine / "notebooks").mkdir(exist_ok=True)
    witness = racine / "occupe"
    carnet(settings, f"import time; open({str(witness)!r}, 'w').close(); time.sleep(60)")
    (racine / "plie.toml").write_text(
        '[plie]\nnom = "PLIE"\n\n[[calendrier]]\nrapport = "essai"\nchaque = "mois"\ndepuis = "2017-11"\njours = 1\n'
    )
    process = lancer("rapports", "--au", "2018-01-31", "--forcer", "--processus", "2", racine=racine)
    attendre(lambda: witness.exists() or process.poll() is not None)
    family = descendants(process)
    assert sum("serveur_de_noyaux" in " ".join(one.cmdline()) for one in family) >= 1
    arreter(process, how)
    assert not survivants(family)
