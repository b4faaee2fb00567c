"""Exports with as many exits as a test asks for."""

import itertools

import pytest

from tests.tableau import base


def exits(*groups: tuple[str, str, str, int]) -> str:
    """Exports with as many parcours as asked: (motif, commune, exit date, number)."""
    number = itertools.count(1)
    people, parcours = [], []
    for motif, commune, date, count in groups:
        for _ in range(count):
            n = next(number)
            people.append(f"D{n} | Mme | 1980-05-01 | {commune}")
            parcours.append(f"P{n} | D{n} | R1 | 2016-03-01 | {date} | {motif}")
    return "\n".join(
        [
            "participants",
            "id_dossier | civilite | date_naissance | commune",
            *people,
            "",
            "parcours",
            "id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie",
            *parcours,
            "",
        ]
    )


def base_of(*groups: tuple[str, str, str, int]):
    """A fixture: a base that holds these exits, for the tests of one module."""

    @pytest.fixture(scope="module")
    def con():
        connection = base(exits(*groups))
        yield connection
        connection.close()

    return con
