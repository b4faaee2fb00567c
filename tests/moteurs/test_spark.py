"""Apache Spark itself is asked what Sail is asked: the same rows, to the last figure. For « make fuzz » alone."""

import pytest

from tests.moteurs import serveur_spark
from tests.moteurs.test_egalite import (  # noqa: F401  (tests, asked here of another engine)
    test_an_indicator_says_the_same_on_every_axis,
    test_bounds_and_unknowns_are_read_alike,
    test_cohorts_and_their_gaps_are_the_same,
)

pytestmark = [pytest.mark.lourd, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def adresse(bibliotheques):
    """The address of Apache Spark in the place of Sail; skipped, with the reason, where Java or Spark cannot be had."""
    if reason := serveur_spark.absence():
        pytest.skip(reason)
    with serveur_spark.serveur() as (address, _):
        yield address
