"""The thresholds of the charte in force on the day of a photo."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .. import francais
from ..errors import PlieError

PROTOCOLE = ("entrees_par_etp", "file_active_par_etp")  # norms that the charte shares with the indicators


@dataclass(frozen=True)
class Seuil:
    """One threshold: its key, its value, since when (``None``: always) and where it comes from."""

    cle: str
    valeur: int | float
    debut: dt.date | None = None
    source: str = ""

    @property
    def est_part(self) -> bool:
        """Whether it is a share (written with a decimal point), printed as a percentage."""
        return isinstance(self.valeur, float)

    @property
    def texte(self) -> str:
        """The value as it is read in a sentence: « 7 », « 10 % »."""
        if self.est_part:
            share = float(Decimal(repr(self.valeur)) * 100)
            return francais.pourcentage(share, 0 if share.is_integer() else 1)
        return francais.nombre(self.valeur)


def en_vigueur(config: dict, photo: dt.date) -> dict[str, Seuil]:
    """Every threshold in force on the day of the photo, by key.

    A threshold is a number, or a list of ``{debut, valeur, source}``: the last one begun on that day counts.
    Raises ``PlieError`` when a value is not a number, or when none is in force yet.
    """
    written = dict(config.get("charte", {}).get("seuils", {}))
    written.update({cle: config["protocole"][cle] for cle in PROTOCOLE})
    return {cle: _in_force(cle, value, photo) for cle, value in written.items()}


def _in_force(cle: str, value: object, photo: dt.date) -> Seuil:
    periods: list[Any] = value if isinstance(value, list) else [{"valeur": value}]
    begun = [period for period in periods if _debut(cle, period) <= photo]
    if not begun:
        raise PlieError(
            f"Le seuil « {cle} » n'a pas de valeur à la date de la photo du {francais.date_longue(photo)}.\n"
            "Ajoutez-en une sans « debut » dans [charte.seuils] de plie.toml."
        )
    last = max(begun, key=lambda period: _debut(cle, period))
    return Seuil(cle, _number(cle, last["valeur"]), last.get("debut"), last.get("source", ""))


def _debut(cle: str, period: object) -> dt.date:
    if not isinstance(period, dict) or "valeur" not in period:
        raise PlieError(f"Le seuil « {cle} » de plie.toml doit être un nombre, ou une liste de {{ debut, valeur }}.")
    debut = period.get("debut", dt.date.min)
    if not isinstance(debut, dt.date) or isinstance(debut, dt.datetime):
        raise PlieError(f"Le seuil « {cle} » de plie.toml a un « debut » qui n'est pas une date : écrivez 2019-01-01.")
    return debut


def _number(cle: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise PlieError(f"Le seuil « {cle} » de plie.toml vaut « {value} » : un nombre positif est attendu.")
    return value
