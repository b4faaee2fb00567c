"""The national maps of the quartiers prioritaires (QPV): from which day each is in force."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path


@cache
def debuts() -> dict[str, dt.date]:
    """First day of each map, by name, in order; the first one is also read for what came before it."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: section["debut"] for name, section in told.items()}


def carte_du(jour: dt.date) -> str:
    """The map in force on a day."""
    known = debuts()
    return next((name for name in reversed(known) if known[name] <= jour), next(iter(known)))
