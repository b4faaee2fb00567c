"""Shared by all tests: Hypothesis profiles, the reference year."""

import os

import pytest
from hypothesis import HealthCheck, settings

from plie_analysis.survie.reglages import reglages
from tests.annee import annee_2017  # noqa: F401  (a fixture)

settings.register_profile(
    "default",
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("fuzz", parent=settings.get_profile("default"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def a_la_main(monkeypatch):
    """An estimate may rest on one parcours: what lets a curve be followed by hand on four of them."""
    monkeypatch.setitem(reglages()["appui"], "a_risque_min", 1)
