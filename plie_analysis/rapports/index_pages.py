"""The index of what was published: ``data/rapports/index.html``, latest first."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

from .. import francais
from ..database import open_database
from ..gabarits import environnement
from ..ingest.avis import avis_des_photos
from ..libelles import propre, sans_marques
from ..settings import Settings
from .executions import ECHEC, Execution
from .inscription import a_montrer
from .plotly_embarque import GABARITS
from .publication import publier

STATUTS = {"publié": "Publié", ECHEC: "Échec"}
ABSENTE = "Publié, puis retiré : la page n’est plus dans data/rapports/"


def ecrire_index(settings: Settings, fait_le: dt.datetime) -> Path:
    """Write the index: one row per page, status, photo, score of keying, checksum; failures say why."""
    rows, doubt = a_montrer(settings)
    failures = sum(row.statut == ECHEC for row in rows)
    there = sum(row.statut != ECHEC and _page(settings, row).is_file() for row in rows)
    page = (
        environnement(GABARITS)
        .get_template("index_pages.html.j2")
        .render(
            titre="Rapports publiés",
            organisme=propre(settings.config["plie"]["nom"]),
            chapeau=f"{francais.compte(there, 'page publiée', 'pages publiées')}, {francais.compte(failures, 'échec', 'échecs')}. Les plus récentes d’abord.",
            avis=_avis(settings),
            a_la_qualite=(settings.rapports / "qualite" / "index.html").is_file(),
            doute=doubt,
            rapports=[_row(settings, row) for row in rows],
            fait_le=fait_le,
        )
    )
    return publier(settings.rapports / "index.html", sans_marques(page).encode("utf-8"), settings)


def _avis(settings: Settings) -> list[str]:
    """What a person should know of the photos of the base; nothing when there is none."""
    if not settings.base.is_file():
        return []
    with open_database(settings) as con:
        return avis_des_photos(con, settings)


def _row(settings: Settings, row: Execution) -> dict:
    """One report as the index prints it."""
    there = _page(settings, row).is_file()
    return asdict(row) | {
        "est_la": there,
        "statut": STATUTS.get(row.statut, row.statut) if there or row.statut == ECHEC else ABSENTE,
        "raison": propre(row.message) if row.statut == ECHEC else "",
        "photo": francais.date_courte(row.photo),
    }


def _page(settings: Settings, row: Execution) -> Path:
    return settings.rapports / f"{row.nom}.html"
