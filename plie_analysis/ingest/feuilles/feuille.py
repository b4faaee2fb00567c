"""A sheet, whatever the format of its workbook, and the text that stands for each cell."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..controles import clean

# What stands for a formula whose result was not saved, and for an error of the spreadsheet that has no name.
SANS_RESULTAT = "#FORMULE!"
ERREUR = "#ERREUR!"
# No export has more columns: beyond, cells strayed.
LARGEUR_MAX = 1024

Ligne = list[str | None]


class Illisible(Exception):
    """Why a workbook cannot be read: ``protege``, ``abime`` or ``piege``."""


@dataclass(frozen=True)
class Feuille:
    """One sheet: every line of it from the first, blank ones too, as the spreadsheet numbers them."""

    nom: str
    est_visible: bool
    lignes: Iterable[Ligne]


def text(cell) -> str | None:
    """A cell as the text that a CSV would hold: ISO dates, whole numbers without decimals, the zeros of texts kept."""
    if isinstance(cell, str):
        return clean(cell) or None
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        # A native number has a decimal mark: a zero more keeps « 1.250 » from looking like a group of thousands.
        return f"{cell!r}0" if re.fullmatch(r"-?\d+\.\d{3}", repr(cell)) else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return None if cell is None else cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
