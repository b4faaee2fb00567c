"""The method sheets of the cohortes, as data (``mesures.toml``) and as a page."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Fiche:
    """What a measure is: title, definition, population, clock, convention, unit, source."""

    id: str
    titre: str
    famille: str
    unite: str
    definition: str
    population: str
    horloge: str
    convention: str
    source: str


@cache
def mesures() -> dict[str, Fiche]:
    """The sheets by id, in the order in which the measures are shown."""
    read = tomllib.loads((HERE / "mesures.toml").read_text(encoding="utf-8"))
    return {name: Fiche(id=name, **section) for name, section in read.items()}


def fiches_text() -> str:
    """``docs/cohortes.md``: how to read the table, then one sheet per measure."""
    parts = [(HERE / "lecture.md").read_text(encoding="utf-8").rstrip()]
    for sheet in mesures().values():
        parts.append(
            f"### {sheet.titre} (`{sheet.id}`)\n\n{sheet.definition}\n\n"
            f"- Unité : {UNITES.get(sheet.unite, sheet.unite)}\n- Population : {sheet.population}\n- Horloge : {sheet.horloge}\n"
            f"- Convention : {sheet.convention}\n- Source : {sheet.source}"
        )
    return typographie("\n\n".join(parts) + "\n")


UNITES = {"etapes": "étapes", "%": "% (de 0 à 100)", "mois": "mois de 30,4375 jours"}


def typographie(texte: str) -> str:
    """French spacing: no break before « : ; ? ! % » nor inside quotation marks."""
    for mark in (":", ";", "?", "!", "%", "»"):
        texte = texte.replace(f" {mark}", f"\u00a0{mark}")
    return texte.replace("« ", "«\u00a0")
