"""One notebook per trouble: nothing half-written, the reason in French, the cell named."""

import datetime as dt
import json
import sys

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.rapports.erreurs import RapportError
from plie_analysis.rapports.execution import executer, lire_carnet
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import PACKAGE

STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}


def produce(dossier, nom: str, limite: int = 60, **parametres):
    return produire(dossier, demander(dossier, nom, parametres), limite=limite, **STAMP)


def test_a_report_is_published_without_code_with_its_parameters(dossier, ecrire):
    ecrire("essai", "assert mois == '2018-02'", "print('mois', mois)")
    page = produce(dossier, "essai", mois="2018-02")
    html = page.read_text(encoding="utf-8")
    assert page.name == "essai-2018-02.html"
    assert "mois 2018-02" in html and "assert" not in html and "In [" not in html
    assert "3\u00a0janvier 2018 à 9\u00a0h\u00a005" in html and "0.1.0" in html


@pytest.mark.parametrize(
    ("cellules", "limite", "cellule", "raison"),
    [
        (["x = 1", "1 / 0"], 60, 4, "Erreur imprévue (ZeroDivisionError)"),
        (["from plie_analysis.errors import PlieError", "raise PlieError('La photo est vide.')"], 60, 4, "La photo est vide."),
        (["while True: pass"], 3, 3, "Le temps accordé est écoulé (3 s)"),
        (["import os; os._exit(9)"], 60, 3, "Le noyau de calcul s'est arrêté"),
    ],
)
def test_a_failure_tells_the_cell_and_the_reason_and_publishes_nothing(dossier, ecrire, cellules, limite, cellule, raison):
    ecrire("essai", *cellules)
    before = dossier.rapports / "essai-2017-12.html"
    before.parent.mkdir(parents=True)
    before.write_text("la page d'avant", encoding="utf-8")
    with pytest.raises(RapportError) as caught:
        produce(dossier, "essai", limite=limite, mois="2017-12")
    assert caught.value.code == 1 and caught.value.cellule == cellule
    assert raison in caught.value.message and "data/rapports/echecs/essai-2017-12.ipynb" in caught.value.message
    assert len(caught.value.message.splitlines()) <= 4
    assert before.read_text(encoding="utf-8") == "la page d'avant"
    kept = json.loads((dossier.rapports / "echecs" / "essai-2017-12.ipynb").read_text(encoding="utf-8"))
    assert any(cellules[-1] in "".join(cell["source"]) for cell in kept["cells"])
    assert sorted(path.name for path in dossier.rapports.iterdir()) == ["echecs", "essai-2017-12.html"]


def test_the_copy_of_a_notebook_is_there_from_the_start_and_whole_at_the_end(dossier, ecrire, tmp_path):
    output = tmp_path / "{copie}" / "sortie.ipynb"
    output.parent.mkdir()
    carnet = lire_carnet(ecrire("essai", f"import os; print(os.path.getsize({str(output)!r}) > 0)", "print('fin')"))
    done = executer(carnet, {}, output, racine=dossier.racine, limite=60)
    kept = json.loads(output.read_text(encoding="utf-8"))
    assert [cell["outputs"][0]["text"] for cell in done.cells[1:]] == ["True\n", "fin\n"]
    assert [cell["outputs"] for cell in kept["cells"]] == [
        [],
        *([{"name": "stdout", "output_type": "stream", "text": [text]}] for text in ("True\n", "fin\n")),
    ]


def test_an_unforeseen_error_does_not_tell_a_value_of_the_data(dossier, ecrire):
    ecrire("essai", "nom = 'Dup' + 'ont'", "int(nom)")
    with pytest.raises(RapportError) as caught:
        produce(dossier, "essai")
    assert "Dupont" not in caught.value.message


def test_a_success_takes_away_the_failed_copy(dossier, ecrire):
    ecrire("essai", "1 / 0")
    with pytest.raises(RapportError):
        produce(dossier, "essai")
    ecrire("essai", "1 + 1")
    produce(dossier, "essai")
    assert not (dossier.rapports / "echecs" / "essai-2017-12.ipynb").exists()


def test_an_unknown_report_or_parameter_is_refused_before_running(dossier, ecrire):
    ecrire("essai", "1 / 0")
    with pytest.raises(PlieError, match="Le rapport « bilan » n'existe pas") as caught:
        demander(dossier, "bilan", {})
    assert caught.value.code == 2
    with pytest.raises(PlieError, match="n'a pas de paramètre « annee »"):
        demander(dossier, "essai", {"annee": "2017"})
    with pytest.raises(PlieError, match="ne peut pas être un nom de fichier"):
        demander(dossier, "essai", {"mois": "../../ailleurs"})


@pytest.mark.parametrize("valeur", [dt.date(2017, 12, 1), float("nan"), (1, 2), {1: "x"}])
def test_a_parameter_that_json_would_change_is_refused(dossier, ecrire, tmp_path, valeur):
    carnet = lire_carnet(ecrire("essai", "1"))
    with pytest.raises(PlieError, match="doivent être du texte"):
        executer(carnet, {"mois": valeur}, tmp_path / "sortie.ipynb", racine=tmp_path, limite=60)


def test_a_notebook_that_cannot_be_read_is_named(dossier):
    (dossier.racine / "notebooks" / "casse.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(PlieError, match=r"casse\.ipynb ne peut pas être lu"):
        demander(dossier, "casse", {})


def test_a_working_folder_that_holds_the_library_finds_it(dossier, ecrire, tmp_path):
    ecrire("essai", "from plie_analysis import ouvrir", "ouvrir.__name__")
    notebook = executer(
        demander(dossier, "essai", {"mois": "2017-12"}).carnet, {}, tmp_path / "sortie.ipynb", racine=PACKAGE.parent, limite=60
    )
    assert "'ouvrir'" in json.dumps(notebook)


def test_the_kernel_is_this_interpreter_whatever_the_user_installed(dossier, ecrire, tmp_path, monkeypatch):
    stray = tmp_path / "jupyter" / "kernels" / "python3"
    stray.mkdir(parents=True)
    (stray / "kernel.json").write_text(json.dumps({"argv": ["/bin/false"], "display_name": "x", "language": "python"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PLIE_RACINE", "/ailleurs")
    ecrire("essai", "import os, sys; print(sys.executable, os.environ['PLIE_RACINE'])")
    html = produce(dossier, "essai").read_text(encoding="utf-8")
    assert sys.executable in html and str(dossier.racine) in html
