"""The index of what was published: ``data/rapports/index.html``, by period, the latest first."""

import datetime as dt
import json
from itertools import groupby
from pathlib import Path

from .. import francais
from ..database import open_database
from ..exercice import exercice_de
from ..gabarits import environnement
from ..ingest.avis import avis_des_photos
from ..libelles import propre, sans_marques
from ..presentation.elements import ancre
from ..settings import Settings
from .executions import ECHEC, Execution
from .inscription import a_montrer
from .intitules import intitule, periode
from .plotly_embarque import GABARITS
from .publication import publier

DIFFUSIONS = {"publique": "publique", "partenaires": "pour les partenaires", "interne": "interne"}
SANS_PERIODE = "Autres pages"


def ecrire_index(settings: Settings, fait_le: dt.datetime) -> Path:
    """Write the index: the pages of each period, what is to be done again and why, the lists of corrections, the checksums."""
    rows, doubt = a_montrer(settings)
    pages = [_row(settings, row) for row in rows if row.statut != ECHEC]
    failures = [_row(settings, row) for row in rows if row.statut == ECHEC]
    there = sum(page["est_la"] for page in pages)
    page = (
        environnement(GABARITS)
        .get_template("index_pages.html.j2")
        .render(
            titre="Rapports publiés",
            organisme=propre(settings.config["plie"]["nom"]),
            chapeau=_chapeau(there, len(failures)),
            avis=_avis(settings),
            groupes=(groups := _by_period(pages)),
            periodes=[(anchor, name) for anchor, name, _ in groups],
            echecs=sorted(failures, key=lambda one: one["titre"]),
            pages=sorted((one for one in pages if one["est_la"]), key=lambda one: one["nom"]),
            listes=_lists(settings),
            doute=doubt,
            fait_le=fait_le,
        )
    )
    return publier(settings.rapports / "index.html", sans_marques(page).encode("utf-8"), settings)


def _chapeau(there: int, failures: int) -> str:
    said = f"{francais.majuscule(francais.compte(there, 'page publiée', 'pages publiées'))}, les plus récentes d’abord."
    return said + (f" {francais.majuscule(francais.compte(failures, 'page est à refaire', 'pages sont à refaire'))}." if failures else "")


def _avis(settings: Settings) -> list[str]:
    """What a person should know of the photos of the base; nothing when there is none."""
    if not settings.base.is_file():
        return []
    with open_database(settings) as con:
        return avis_des_photos(con, settings)


def _row(settings: Settings, row: Execution) -> dict:
    """One page as the index prints it."""
    asked = json.loads(row.parametres or "{}")
    exercice = exercice_de(settings.config)
    when = periode(asked, exercice)
    return {
        "nom": row.nom,
        "titre": propre(intitule(row.titre, asked, exercice)),
        "rang": (when.fin, when.est_annee) if when else (dt.date.min, False),
        "periode": SANS_PERIODE if when is None else francais.majuscule(when.libelle),
        "diffusion": DIFFUSIONS.get(row.diffusion, row.diffusion),
        "est_la": (settings.rapports / f"{row.nom}.html").is_file(),
        "raison": propre(row.message),
        "photo": row.photo,
        "execution": row.execution,
        "score": row.score,
        "sha256": row.sha256,
    }


def _by_period(pages: list[dict]) -> list[tuple[str, str, list[dict]]]:
    """(anchor, period, its pages by title), the latest period first."""
    ordered = sorted(sorted(pages, key=lambda one: (one["titre"], one["nom"])), key=lambda one: one["rang"], reverse=True)
    return [(ancre(name), name, list(group)) for name, group in groupby(ordered, key=lambda one: one["periode"])]


def _lists(settings: Settings) -> list[tuple[str, str]] | None:
    """(address, name) of each list of corrections; ``None`` when keying was never checked."""
    folder = settings.rapports / "qualite"
    if not (folder / "index.html").is_file():
        return None
    names = sorted(path.stem for path in (folder / "listes").glob("*.html"))
    return [(f"qualite/listes/{name}.html", propre(name.removeprefix("referent-").replace("structure-animation", "structure d’animation"))) for name in names]  # fmt: skip
