"""Shared by all tests: Hypothesis profiles, the reference year."""

import os

from hypothesis import HealthCheck, settings

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
