"""Growing the workbench: each section of CONTRIBUTING.md, followed in a copy, ends green with the files it says."""

import pytest

from tests import exports
from tests.croissance.guide import copy, follow, sections

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


@pytest.mark.parametrize("titre", LIMITES)
def test_the_steps_end_green(titre, tmp_path):
    racine = tmp_path / "plie"
    exports.write_photo(racine)
    project = follow(sections()[titre], copy(tmp_path / "projet"), racine)
    most, held = LIMITES[titre]
    assert len(project.files) <= most, project.files
    if held:
        project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *held)
