"""The method document: compiled from what computes, and up to date."""

from pathlib import Path

import pytest

from annee_2017 import RAPPORT
from annee_2017.comparaison import regles
from annee_2017.comparaison.methode import methode
from plie_analysis.indicateurs import definitions

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    return methode(RAPPORT, {})


def test_every_indicator_has_its_sheet_and_every_rule_its_proof(page):
    for name, definition in definitions({}).items():
        assert f"(`{name}`)" in page and definition.titre.split(" :")[0] in page.replace("\u00a0", " ")
    for name in regles():
        assert f"**{name}**" in page.replace("\u00a0", " ")


def test_nothing_is_left_to_fill(page):
    assert "{" not in page and "}" not in page


def test_an_indicator_of_the_house_gets_its_sheet():
    own = {
        "titre": "Entrées des jeunes",
        "definition": "Essai.",
        "unite": "parcours",
        "source": "Essai",
        "table": "parcours",
        "evenement": "date_entree",
    }
    assert "### Entrées des jeunes (`entrees_jeunes`)" in methode(RAPPORT, {"indicateurs": {"entrees_jeunes": own}})
