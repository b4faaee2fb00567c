"""The settings of the follow-up (``reglages.toml``), and the one convention on months."""

import tomllib
from functools import cache
from pathlib import Path

JOURS_PAR_MOIS = 30.4375


@cache
def reglages() -> dict:
    """The content of ``reglages.toml``."""
    return tomllib.loads((Path(__file__).parent / "reglages.toml").read_text(encoding="utf-8"))


def en_jours(mois: float) -> float:
    """Days of a number of months: 6 months are 182.625 days."""
    return mois * JOURS_PAR_MOIS
