"""Builds figures: the measure (what a column or a note says) meets the place (document, line)."""

import csv
import tomllib
from dataclasses import dataclass

from .. import RAPPORT
from .figure import Figure, clock, value
from .texte import TranscriptionError


@dataclass(frozen=True)
class Mesure:
    """What a printed number measures; an empty ``raison`` means that the workbench can compute it."""

    unite: str
    horloge: str
    indicateur: str = ""
    axes: str = ""
    parametres: str = ""
    raison: str = ""

    def with_axes(self, extra: str) -> "Mesure":
        """The same measure for one modality more."""
        axes = ";".join(part for part in (self.axes, extra) if part)
        return Mesure(self.unite, self.horloge, self.indicateur, axes, self.parametres, self.raison)


@dataclass(frozen=True)
class Place:
    """Where a number is printed."""

    ligne_source: int
    section: str
    tableau: str
    ligne: str = ""
    colonne: str = ""


class Fabrique:
    """Makes the figures of one document after another and keeps them in reading order."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.config = toml("lettres.toml")
        self._ids: dict[str, int] = {}

    def letter_of(self, number: int) -> str:
        """Month (AAAA-MM) of the letter that holds the line, empty for the report."""
        for month, first, last in self.config["lignes"]:
            if first <= number <= last:
                return month
        return ""

    def add(self, suffix: str, printed: str, place: Place, mesure: Mesure) -> None:
        """Add one figure; its id is the document followed by ``suffix``. A repeated id is an error."""
        letter = self.letter_of(place.ligne_source)
        identity = f"lettre-{letter}.{suffix}" if letter else f"rapport.{suffix}"
        if identity in self._ids:
            raise TranscriptionError(f"ligne {place.ligne_source} : {identity} est déjà pris (ligne {self._ids[identity]})")
        self._ids[identity] = place.ligne_source
        du, au, known = clock(mesure.horloge, letter, self.config["etapes_annuelles"])
        before = mesure.horloge[:4] if mesure.horloge[:4].isdigit() and mesure.horloge[:4] < "2017" else ""
        computable = bool(mesure.indicateur or "reglage=" in mesure.parametres) and not mesure.raison
        if not computable and not mesure.raison:
            raise TranscriptionError(f"{identity} : ni indicateur, ni raison")
        self.figures.append(
            Figure(
                id=identity,
                document="lettre" if letter else "rapport",
                periode=before or letter or "2017",
                section=place.section,
                tableau=place.tableau,
                ligne=place.ligne,
                colonne=place.colonne,
                valeur_imprimee=printed,
                valeur=value(printed),
                unite=mesure.unite,
                ligne_source=place.ligne_source,
                indicateur=mesure.indicateur,
                axes=mesure.axes,
                du=du,
                au=au,
                connu_au=known,
                parametres=mesure.parametres,
                calculable="oui" if computable else "non",
                raison=mesure.raison,
            )
        )


def toml(name: str) -> dict:
    """One of the TOML files that lie beside the script."""
    return tomllib.loads((RAPPORT / name).read_text(encoding="utf-8"))


def table(name: str) -> list[dict]:
    """One of the CSV files that lie beside the script."""
    with (RAPPORT / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
