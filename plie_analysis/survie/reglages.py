"""The settings of the follow-up (``reglages.toml``), and the one convention on months."""

import tomllib
from functools import cache
from pathlib import Path

from .. import schema
from ..jours import JOURS_PAR_MOIS


@cache
def reglages() -> dict:
    """The content of ``reglages.toml``. Raises ``PlieError`` when somebody changed it into what its schema does not allow."""
    text = (Path(__file__).parent / "reglages.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    schema.check(content, "survie/reglages.toml", schema="survie", text=text)
    return content


def en_jours(mois: float) -> float:
    """Days of a number of months: 6 months are 182.625 days."""
    return mois * JOURS_PAR_MOIS
