"""Variants of the real troubles, by kind (``tests/cas/variantes``): loading each, and judging what came out."""

from importlib import import_module
from pathlib import Path

import pytest

from plie_analysis import curate
from tests.cas_import import Cas, charger, juger

VARIANTES = Path(__file__).parent / "cas" / "variantes"


def genres() -> list[str]:
    """The kinds of trouble, one module each."""
    return sorted(chemin.stem for chemin in VARIANTES.glob("*.py"))


def parametres(*choisis: str) -> list:
    """The cases of these kinds, as parameters of a test."""
    return [pytest.param(cas, id=f"{genre} : {cas.nom}") for genre in choisis for cas in import_module(f"tests.cas.variantes.{genre}").CAS]


def fautes(cas: Cas, racine: Path) -> list[str]:
    """What is wrong with the load of a case."""
    cas.poser(racine)
    return juger(cas, racine, *charger(racine))


@pytest.fixture(autouse=True)
def sans_tables_calculees(monkeypatch):
    """What is judged is the reading: the tables made of it have specifications of their own."""
    monkeypatch.setattr(curate, "build", lambda *_: None)
    monkeypatch.setattr(curate, "write_parquet", lambda *_: None)
