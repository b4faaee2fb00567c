"""A small base and notebooks of one trouble each, for the runner of reports."""

from pathlib import Path

import nbformat
import pytest

from plie_analysis.settings import Settings, load_settings
from tests.rapports.base_inventee import build


@pytest.fixture(scope="session")
def racine(tmp_path_factory) -> Path:
    """A working folder with an invented base."""
    return build(tmp_path_factory.mktemp("atelier") / "Été {1} – essai")


@pytest.fixture
def dossier(tmp_path) -> Settings:
    """A working folder without base, with its own (empty) folder of notebooks."""
    (tmp_path / "notebooks").mkdir()
    return load_settings(tmp_path)


@pytest.fixture
def ecrire(dossier):
    """Write a notebook: its cells, the first one being the parameters."""

    def write(nom: str, *cells: str, parametres: str = 'mois = "2017-12"') -> Path:
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
        notebook.cells = [
            nbformat.v4.new_code_cell(parametres, metadata={"tags": ["parameters"]}),
            *(nbformat.v4.new_code_cell(cell) for cell in cells),
        ]
        path = dossier.racine / "notebooks" / f"{nom}.ipynb"
        nbformat.write(notebook, path)
        return path

    return write
