"""Published national figures, as data: ``references/ave.csv``, each with its perimeter, its source, and what is in doubt."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .elements import Cellule

AVE = Path(__file__).parent.parent / "references" / "ave.csv"
NOMBRE = re.compile(r"\d+(?:\u202f\d{3})*")


class National(NamedTuple):
    """One published figure: its year (or years), its indicator, the figure, on whom, from where, and why it is to be checked."""

    annee: str
    indicateur: str
    chiffre: Cellule
    perimetre: str
    source: str
    lu_le: str
    est_a_verifier: bool
    doute: str

    @property
    def cites(self) -> list[Cellule]:
        """The numbers that its texts hold, so that a page can say where each comes from."""
        return [Cellule(float(found.replace("\u202f", ""))) for text in (self.perimetre, self.doute) for found in NOMBRE.findall(text)]


@cache
def nationaux() -> tuple[National, ...]:
    """Every published figure, in the order of the file; a share without value is worked out from its two counts, and empty without them."""
    with AVE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            National(
                row["annee"],
                row["indicateur"],
                _figure(row["valeur"], row["unite"], row["numerateur"], row["denominateur"]),
                row["perimetre"],
                row["source"],
                row["lu_le"],
                row["a_verifier"] == "oui",
                row["doute"],
            )
            for row in csv.DictReader(lines)
        )


def _figure(value: str, unit: str, above: str, below: str) -> Cellule:
    over, under = (float(text) if text else None for text in (above, below))
    if not value and over is not None and under:
        return Cellule(100 * over / under, unit, over, under)
    return Cellule(float(value) if value else None, unit, over, under)


def nombres() -> list[float]:
    """All that was printed: what a page may quote though no door counted it."""
    cells = [cell for one in nationaux() for cell in (one.chiffre, *one.cites)]
    return [float(found) for cell in cells for found in (cell.valeur, cell.numerateur, cell.denominateur) if found is not None]
