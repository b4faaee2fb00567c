"""The index of what was published: ``data/rapports/index.html``, latest first."""

import datetime as dt
from html import escape
from pathlib import Path

from .. import francais
from ..database import open_database
from ..ingest.avis import avis_des_photos
from ..libelles import propre, sans_marques
from ..origine import bandeau
from ..presentation import GABARIT
from ..settings import Settings
from .executions import ECHEC, Execution
from .inscription import a_montrer
from .publication import publier

STATUTS = {"publié": "Publié", ECHEC: "Échec"}
ABSENTE = "Publié, puis retiré : la page n’est plus dans data/rapports/"
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def ecrire_index(settings: Settings, fait_le: dt.datetime) -> Path:
    """Write the index: one row per page, status, photo, score of keying, checksum; failures say why."""
    rows, doubt = a_montrer(settings)
    body = "".join(_row(settings, row) for row in rows) or '<tr><td colspan="7">Aucun rapport n’a encore été produit.</td></tr>'
    style = (GABARIT / "plie" / "style.css").read_text(encoding="utf-8")
    organisme = escape(propre(settings.config["plie"]["nom"]))
    failures = sum(row.statut == ECHEC for row in rows)
    there = sum(row.statut != ECHEC and _page(settings, row).is_file() for row in rows)
    summary = f"{francais.compte(there, 'page publiée', 'pages publiées')}, {francais.compte(failures, 'échec', 'échecs')}. Les plus récentes d’abord."
    quality = (
        '<p><a href="qualite/index.html">Qualité de la saisie et listes de correction</a></p>'
        if (settings.rapports / "qualite" / "index.html").is_file()
        else ""
    )
    notice = f'<p class="note">{escape(doubt)}</p>' if doubt else ""
    page = f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Rapports publiés – {organisme}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<a class="evitement" href="#contenu">Aller au contenu</a>
<header class="bandeau"><p class="organisme">{organisme}</p><h1>Rapports publiés</h1><p class="chapeau">{summary}</p></header>
{bandeau(_avis(settings))}
<div class="page seule">
<main id="contenu" tabindex="-1">
{quality}
{notice}
<div class="tableau" role="region" aria-labelledby="titre-rapports" tabindex="0"><table>
<caption id="titre-rapports">Rapports, dernière exécution de chacun</caption>
<thead><tr><th scope="col">Rapport</th><th scope="col">Statut</th><th scope="col">Diffusion</th><th scope="col">Photo</th><th scope="col">Score de saisie</th><th scope="col">Produit le</th><th scope="col">Empreinte SHA-256</th></tr></thead>
<tbody>{body}</tbody>
</table></div>
</main>
</div>
<footer><div><p>Page écrite le {francais.instant(fait_le)}. L’empreinte permet de vérifier qu’une page reçue est celle qui a été produite.</p></div></footer>
</body>
</html>
"""
    return publier(settings.rapports / "index.html", sans_marques(page).encode("utf-8"), settings)


def _avis(settings: Settings) -> list[str]:
    """What a person should know of the photos of the base; nothing when there is none."""
    if not settings.base.is_file():
        return []
    with open_database(settings) as con:
        return avis_des_photos(con, settings)


def _row(settings: Settings, row: Execution) -> str:
    name = escape(row.nom)
    there = _page(settings, row).is_file()
    title = f'<a href="{name}.html">{escape(row.titre)} ({name})</a>' if there else f"{escape(row.titre)} ({name})"
    reason = f'<br><span class="note">{escape(propre(row.message))}</span>' if row.statut == ECHEC else ""
    statut = STATUTS.get(row.statut, row.statut) if there or row.statut == ECHEC else ABSENTE
    cells = [
        statut + reason,
        escape(row.diffusion) or francais.VIDE,
        francais.date_courte(row.photo),
        escape(row.score) or francais.VIDE,
        francais.instant(row.execution),
        f"<code>{row.sha256[:16]}…</code>" if row.sha256 else francais.VIDE,
    ]
    return f'<tr><th scope="row">{title}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _page(settings: Settings, row: Execution) -> Path:
    return settings.rapports / f"{row.nom}.html"
