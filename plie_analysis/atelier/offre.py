"""What a question may be made of, over the photo that a session shows: indicators by theme, axes, modalities, periods."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .. import francais, indicateurs
from ..exercice import CIVIL, exercice_de, fin_de_mois
from ..indicateurs import axes, definitions
from ..indicateurs.contexte import Contexte
from ..indicateurs.definitions import Axe
from ..indicateurs.modalites import known_modalites
from ..indicateurs.offre import needed_exports, offered_axes
from ..indicateurs.periode import read_periode
from ..presentation.periodes import Trimestre
from ..schema.natures import Comptee
from .mots import libelle
from .periodes import ANNEE, COHORTE, TRIMESTRE
from .surface import Atelier

A_SOI = "Indicateurs de votre PLIE"
MOIS_OFFERTS = 60


@cache
def _themes() -> dict[str, list[str]]:
    return tomllib.loads((Path(indicateurs.__file__).parent / "themes.toml").read_text(encoding="utf-8"))


def themes(config: dict) -> dict[str, list[str]]:
    """The indicators by theme, as the activity report goes; those that the PLIE added last."""
    own = [name for name in definitions(config) if name not in definitions()]
    return {**_themes(), **({A_SOI: own} if own else {})}


def manque(atelier: Atelier, nom: str) -> str:
    """Why an indicator cannot be asked of this photo, in a few French words; empty when it can."""
    contexte = _contexte(atelier)
    absent = [
        export for export in sorted(needed_exports(definitions(contexte.config)[nom], contexte.config)) if not contexte.has_export(export)
    ]
    return f"l’export « {absent[0]} » manque à la photo" if absent else ""


def axes_offerts(atelier: Atelier, ids: Iterable[str]) -> list[Axe]:
    """The axes by which all these indicators can be broken down and filtered, those whose export the photo has, in their order."""
    contexte = _contexte(atelier)
    known = definitions(contexte.config)
    offered = [set(offered_axes(known[name], contexte)) for name in ids]
    kept = set.intersection(*offered) if offered else set()
    return [axe for axe in axes(contexte.config).values() if axe.id in kept and all(map(contexte.has_export, axe.exports))]


def modalites_offertes(atelier: Atelier, axe: Axe, ids: Iterable[str]) -> list[tuple[str, str]]:
    """(label, code) of each modality that the photo or the nomenclature knows of an axis, in order."""
    contexte = _contexte(atelier)
    known = definitions(contexte.config)
    tables = {known[name].table for name in ids if isinstance(known[name], Comptee)} or {"parcours"}
    return [(libelle(axe, code), code) for code in known_modalites(axe, tables, contexte)]


def periodes(atelier: Atelier, genre: str) -> list[tuple[str, str]]:
    """(label, value) of the periods of a kind that the photo covers, the last whole one first."""
    photo = atelier.photo
    (first,) = atelier._con.execute("SELECT min(date_entree) FROM curated.parcours WHERE photo = ?", [photo]).fetchone() or (None,)
    exercice = CIVIL if genre == COHORTE else exercice_de(atelier._settings.config)
    last, start = exercice.annee_du(photo), exercice.annee_du(first or photo)
    years = [exercice.annee(numero) for numero in range(last.numero, start.numero - 1, -1)]
    if genre in (ANNEE, COHORTE):
        return _whole_first([(_until(str(year), year.fin, photo), str(year.numero)) for year in years], photo)
    if genre == TRIMESTRE:
        quarters = [Trimestre(year, rank) for year in years for rank in (4, 3, 2, 1)]
        return _whole_first(
            [(_until(one.libelle, one.fin, photo), f"{one.an.numero}-T{one.rang}") for one in quarters if one.debut <= photo], photo
        )
    months = [day for year in years for rank in range(12, 0, -1) if (day := year.mois(rank)) <= photo][:MOIS_OFFERTS]
    return _whole_first([(_until(francais.mois_annee(day), fin_de_mois(day), photo), f"{day:%Y-%m}") for day in months], photo)


def _contexte(atelier: Atelier) -> Contexte:
    return Contexte(
        atelier._con,
        atelier.photo,
        read_periode(exercice_de(atelier._settings.config).annee_du(atelier.photo).debut, atelier.photo),
        None,
        atelier._settings.config,
    )


def _until(label: str, last: dt.date, photo: dt.date) -> str:
    return label if last <= photo else f"{label} (jusqu’au {francais.jour(photo)})"


def _whole_first(options: list[tuple[str, str]], photo: dt.date) -> list[tuple[str, str]]:
    """The period in progress goes after the last whole one."""
    if len(options) > 1 and "(jusqu’au" in options[0][0]:
        return [options[1], options[0], *options[2:]]
    return options
