"""Commands that another package plugs into ``plie``: listed, run and told about like ours; without it, one line says so."""

import itertools
import subprocess
import sys

import pytest

from plie_analysis.cli import plie, registre, run
from plie_analysis.scellement.versions import code_print, versions
from tests.exports import write_photo

# A module is imported once for all tests: each package has its own name.
NUMEROS = itertools.count(1)
PLIE = "from plie_analysis.cli import main; main(sys.argv[1:])"
REGISTRE = """
COMMANDES = {{
    "saluer": ("{paquet}_saluer", "Salue."),
    "charger": ("{paquet}_saluer", "Prend la place d'une autre."),
}}
ECRIVENT = {{"saluer"}}
"""
COMMANDE = """
import click

@click.command(help="Salue.")
@click.pass_obj
def commande(settings):
    click.echo(f"bonjour de {settings.racine.name}")
    return 1
"""


@pytest.fixture
def branche(tmp_path, monkeypatch):
    """``branche(registre=…, commande=…)`` installs a package that plugs ``saluer`` and gives back its name."""

    def brancher(registre_=REGISTRE, commande=COMMANDE):
        paquet = f"complement_{next(NUMEROS)}"
        place = tmp_path / paquet
        info = place / f"{paquet}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {paquet}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{registre.GROUPE}]\n{paquet} = {paquet}_registre\n")
        (place / f"{paquet}_registre.py").write_text(registre_.format(paquet=paquet))
        (place / f"{paquet}_saluer.py").write_text(commande)
        monkeypatch.syspath_prepend(str(place))
        registre.branchees.cache_clear()
        return paquet

    yield brancher
    monkeypatch.undo()
    registre.branchees.cache_clear()


@pytest.fixture
def sans(monkeypatch):
    """No package plugs anything."""
    monkeypatch.setattr(registre, "GROUPE", "aucun.groupe")
    registre.branchees.cache_clear()
    yield
    monkeypatch.undo()
    registre.branchees.cache_clear()


def test_a_plugged_command_is_listed_and_runs_like_ours(branche, tmp_path, capsys):
    paquet = branche()
    assert run(["--help"]) == 0
    assert "saluer" in capsys.readouterr().out
    assert f"{paquet}_saluer" not in sys.modules, "the list imports no command"
    assert run(["saluer", "--racine", str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"bonjour de {tmp_path.name}\n"
    assert run(["saluer", "--help"]) == run(["aide", "saluer"]) == 0
    assert capsys.readouterr().out.count("--racine DOSSIER") == 2
    assert run(["salue"]) == 2
    assert "Vouliez-vous dire « saluer » ?" in capsys.readouterr().err


def test_a_plugged_command_that_writes_tidies_before(branche, tmp_path, capsys, monkeypatch):
    from plie_analysis.ingest import menage

    branche()
    monkeypatch.setattr(menage, "menager", lambda settings: ["Rangé."])
    assert run(["saluer", "--racine", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "Rangé.\n"


def test_a_plugged_command_takes_the_place_of_none(branche):
    branche()
    assert registre.commandes()["charger"].module == "plie_analysis.cli.charger"
    assert plie.get_command(None, "charger").help != "Salue."


@pytest.mark.parametrize(
    "registre_",
    ["import un_module_absent", "COMMANDES = 3", "COMMANDES = {{'saluer': 3}}\nECRIVENT = set()", "raise SystemError"],
    ids=["import", "forme", "valeurs", "erreur"],
)
def test_a_package_that_cannot_be_read_is_told_and_hinders_nothing(branche, tmp_path, capsys, registre_):
    paquet = branche(registre_)
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert "atelier" in told and f"« {paquet} »" in told and "Réinstallez-le" in told
    assert run(["saluer"]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) <= 4 and "Traceback" not in told
    assert run(["indicateurs", "--liste", "--racine", str(tmp_path)]) == 0


def test_a_plugged_command_that_cannot_be_imported_is_told(branche, tmp_path, capsys):
    paquet = branche(commande="import un_module_absent")
    assert run(["saluer", "--racine", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"Le complément « {paquet} »") and "ModuleNotFoundError" in told and len(told.splitlines()) == 2


@pytest.mark.parametrize("nom", registre.DEMONSTRATION)
def test_without_the_reference_year_one_line_says_what_to_install(sans, capsys, nom):
    assert run([nom]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and f"« plie {nom} »" in told and "« make demo »" in told
    assert run(["--help"]) == 0
    assert f"\n  {nom} " not in capsys.readouterr().out


def test_the_reference_year_plugs_what_the_workbench_expects_of_it():
    plugged = {name: found for name, found in registre.commandes().items() if found.complement}
    assert set(plugged) >= set(registre.DEMONSTRATION)
    assert all(plugged[name].ecrit for name in registre.DEMONSTRATION)


def sans_l_annee(script: str, *arguments: str) -> subprocess.CompletedProcess:
    """Run Python where the package of the reference year cannot be imported."""
    script = f"import sys; sys.modules['annee_2017'] = None; {script}"
    return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True)


def test_the_print_of_the_code_is_the_same_without_the_reference_year():
    done = sans_l_annee("from plie_analysis.scellement.versions import code_print; print(code_print())")
    assert done.stdout.strip() == code_print()
    assert "plie-annee-2017" not in versions()["bibliotheques"]


def test_a_reference_year_that_cannot_be_read_is_told_by_its_commands():
    done = sans_l_annee(PLIE, "demo")
    assert done.returncode == 2 and "Réinstallez-le" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.lourd
def test_a_folder_sealed_beside_the_reference_year_is_computed_again_without_it(tmp_path):
    racine, scelle = tmp_path / "plie", tmp_path / "scelle"
    racine.mkdir()
    write_photo(racine, "2017-12-31")
    assert run(["charger", "--racine", str(racine)]) == 0
    assert run(["sceller", str(scelle), "--sans-carnets", "--racine", str(racine)]) in (0, 1)
    done = sans_l_annee(PLIE, "reproduire", str(scelle))
    assert done.returncode == 0, done.stdout + done.stderr
