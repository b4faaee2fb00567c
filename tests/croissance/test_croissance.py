"""Growing the workbench: each section of CONTRIBUTING.md, followed in a copy, ends green with the files it says."""

import shutil

import pytest

from tests import exports
from tests.croissance.guide import ROOT, Copy, copy, follow, sections

# Section → the most files that a person writes, and the tests that hold it, run in the copy.
LIMITES = {
    "Ajouter un indicateur": (3, ("tests/test_indicateurs_catalogue.py", "tests/test_generes.py")),
    "Ajouter un axe": (2, ("tests/test_indicateurs_catalogue.py",)),
    "Ajouter un article de la charte": (4, ("tests/spec/test_charte.py",)),
    "Ajouter un rapport": (2, ()),
    "Ajouter une colonne d'export": (3, ("tests/test_dictionnaire.py", "tests/spec/test_etape.py")),
}


def test_the_guide_says_how_to_grow_in_five_ways():
    assert set(sections()) == set(LIMITES)


@pytest.fixture(scope="module")
def chargee(tmp_path_factory):
    """A working folder whose photo was loaded before anything was added; an export has a column that nobody reads yet."""
    racine = tmp_path_factory.mktemp("plie")
    lines = [*exports.ETAPES.splitlines(), "E3;P2;CDDI;01/12/2017;31/12/2019;26;Non"]
    paid = "\n".join([lines[0] + ";Rémunération", *(f"{line};1480,27" for line in lines[1:])]) + "\n"
    disabled = "\n".join(f"{line};{cell}" for line, cell in zip(exports.PARTICIPANTS.splitlines(), ("RQTH", "Oui", "Non"), strict=True))
    exports.write_photo(racine, participants=disabled + "\n", etapes=paid)
    copy_of_the_house = Copy(ROOT, ())
    copy_of_the_house.run("-m", "plie_analysis", "charger", cwd=racine)
    copy_of_the_house.run("-m", "plie_analysis", "controler", cwd=racine)
    return racine


@pytest.mark.parametrize("titre", LIMITES)
def test_the_steps_end_green(titre, chargee, tmp_path):
    racine = shutil.copytree(chargee, tmp_path / "plie")
    project = follow(sections()[titre], copy(tmp_path / "projet"), racine)
    most, held = LIMITES[titre]
    assert len(project.files) <= most, project.files
    if held:
        project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *held)
