"""Benchmarks are run by hand, far apart: what they measure must still be where they look for it."""

import importlib
import pkgutil

import pytest

import benchmarks

NAMES = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_"))


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_finds_what_it_measures(name):
    assert callable(importlib.import_module(f"benchmarks.{name}").main)
