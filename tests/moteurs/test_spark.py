"""Apache Spark itself is asked what the embedded engine is asked: the same rows, to the last figure. For « make fuzz » alone."""

import pytest

from plie_analysis.indicateurs import definitions
from tests.moteurs import serveur_spark
from tests.moteurs.questions import AXES_DES_TROUS, TROUS, chaque_axe, egales, suivis_egaux, trous_egaux
from tests.tableau import base, reglages

pytestmark = [pytest.mark.lourd, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def adresse(bibliotheques):
    """The address of Apache Spark in the place of Sail; skipped, with the reason, where Java or Spark cannot be had."""
    if reason := serveur_spark.absence():
        pytest.skip(reason)
    with serveur_spark.serveur() as (address, _):
        yield address


@pytest.mark.parametrize("name", sorted(definitions()))
def test_an_indicator_says_the_same_on_every_axis(deux, name):
    assert sum(egales(*deux, name, **question) for question in chaque_axe())


def test_cohorts_and_their_gaps_are_the_same(deux):
    suivis_egaux(*deux)


@pytest.mark.parametrize("par", AXES_DES_TROUS, ids=str)
def test_bounds_and_unknowns_are_read_alike(distant, par):
    con = base(TROUS)
    assert trous_egaux(reglages(), con, distant(con), par) >= 6
