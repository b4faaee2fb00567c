"""Whose figures these are, and from which photo: what stands at the head of all that is made from them."""

import datetime as dt
from dataclasses import dataclass

from .. import francais


@dataclass(frozen=True)
class Provenance:
    """What stands at the head of all that is made from a photo: whose it is, its day, the notice of invented people."""

    organisme: str
    photo: dt.date
    avis: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """« PLIE de Dijon, photo du 31 décembre 2017 »."""
        return f"{self.organisme}, photo du {francais.date_longue(self.photo)}"
