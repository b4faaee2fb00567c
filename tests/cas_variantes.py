"""Variants of the real troubles, by kind (``tests/cas/variantes``): loading each, and judging what came out."""

import zlib
from importlib import import_module
from pathlib import Path

import pytest

from plie_analysis import curate
from tests.cas_import import Cas, charger, juger

VARIANTES = Path(__file__).parent / "cas" / "variantes"
# One case in three is run every day, all of them with the heavy tests.
PAR_TIERS = 3


def genres() -> list[str]:
    """The kinds of trouble, one module each."""
    return sorted(chemin.stem for chemin in VARIANTES.glob("*.py"))


def parametres(*choisis: str) -> list:
    """The cases of these kinds, as parameters of a test; two in three are marked ``lourd``."""
    return [
        pytest.param(cas, id=f"{genre} : {cas.nom}", marks=_marques(cas.nom))
        for genre in choisis
        for cas in import_module(f"tests.cas.variantes.{genre}").CAS
    ]


def _marques(nom: str) -> list:
    """A case costs 0.7 s of processor, nearly all of it DuckDB binding 250 queries: the name chooses, the same way each time."""
    return [pytest.mark.lourd] if zlib.crc32(nom.encode()) % PAR_TIERS else []


def fautes(cas: Cas, racine: Path) -> list[str]:
    """What is wrong with the load of a case."""
    cas.poser(racine)
    return juger(cas, racine, *charger(racine))


@pytest.fixture(autouse=True)
def sans_tables_calculees(monkeypatch):
    """What is judged is the reading: the tables made of it have specifications of their own."""
    monkeypatch.setattr(curate, "build", lambda *_: None)
    monkeypatch.setattr(curate, "write_parquet", lambda *_: None)
