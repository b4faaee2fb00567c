"""The pages of ``data/rapports/qualite/``: the team's, and one per correction list."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import duckdb
from jinja2 import Environment

from .. import francais, marque
from ..database import open_database
from ..ecriture import check_folder, check_free, replacing
from ..gabarits import environnement
from ..libelles import sans_marques
from ..origine import avis
from ..settings import Settings
from . import historique, journal
from .articles import GRAVITES
from .lecture import Constat, Note, bilans, constats, notes, plus_graves_d_abord
from .listes import ENTETES, HTML_MAX, Liste, avec_numeros, cellules, ecrire_xlsx, listes, resume

GABARITS = Path(__file__).parent / "gabarits"
LIGNES_PAR_ARTICLE = 200


@dataclass(frozen=True)
class Etape:
    """One photo of the trend."""

    photo: dt.date
    note: Note
    evolution: historique.Evolution


def ecrire(
    settings: Settings,
    photo: dt.date,
    *,
    fait_le: dt.datetime,
    referent: str | None = None,
    numeros: Mapping[str, str] | None = MappingProxyType({}),
) -> list[Path]:
    """Write the pages and lists of a photo; the files written, the page of the team first.

    ``fait_le``: the moment printed at the foot. ``referent``: only his list. Lists of référents who are no longer in
    the photo are removed, unless somebody annotated them. ``numeros``: pseudonym → number, put back in the lists of the
    référents and nowhere else; ``None`` when the numbers are lost, which the lists then say.
    """
    folder = settings.rapports / "qualite"
    (folder / "listes").mkdir(parents=True, exist_ok=True)
    poids = settings.config["charte"]["poids"]
    written = []
    with journal.ouvrir(settings) as con:
        made = [avec_numeros(liste, numeros) for liste in listes(con, photo, poids, referent)]
        _refuse_foreign(settings, folder, [liste.fichier for liste in made], whole=referent is None)
        said = _avis(settings, photo, () if referent else journal.photos(con))
        environment = _environment(settings, photo, fait_le, said)
        for liste in made:
            written += _write_list(settings, environment, folder / "listes", liste, said)
        if referent is None:
            written.insert(0, _write_team(settings, environment, folder, con, photo, poids, made))
            _remove_others(settings, folder / "listes", {path.name for path in written})
    return written


def verifier_cibles(settings: Settings) -> None:
    """Raise ``PlieError`` when a page or a list already there cannot be replaced (open in a spreadsheet, read-only folder)."""
    folder = settings.rapports / "qualite"
    check_folder(folder / "listes")
    check_folder(settings.curated)
    check_free([*folder.glob("*.html"), *(folder / "listes").glob("*.*")])


def _avis(settings: Settings, photo: dt.date, tendance: Iterable[dt.date]) -> tuple[str, ...]:
    """What must be said of invented people in this photo, or in those of the trend."""
    with open_database(settings) as con:
        return avis(con, photo, *(day for day in tendance if day <= photo))


def _refuse_foreign(settings: Settings, folder: Path, names: list[str], *, whole: bool) -> None:
    """Raise ``PlieError``, before anything is written, when a page or a list to replace is not ours, or was annotated."""
    lists = folder / "listes"
    wanted = [lists / f"{name}.{kind}" for name in names for kind in ("html", "xlsx")]
    marque.refuser_etrangers(settings, [*([folder / "index.html"] if whole else []), *wanted])


def _environment(settings: Settings, photo: dt.date, fait_le: dt.datetime, said: tuple[str, ...]) -> Environment:
    environment = environnement(GABARITS)
    environment.globals.update(
        organisme=settings.config["plie"]["nom"],
        photo=photo,
        fait_le=fait_le,
        avis=said,
        regles=GABARITS / "qualite.css",
        entetes=ENTETES,
        cellules=cellules,
        html_max=HTML_MAX,
        lignes_par_article=LIGNES_PAR_ARTICLE,
        gravites=GRAVITES,
    )
    environment.filters["mois"] = lambda text: francais.mois_annee(dt.date.fromisoformat(text)) if text[:1].isdigit() else text
    return environment


def _write_list(settings: Settings, environment: Environment, folder: Path, liste: Liste, said: tuple[str, ...]) -> list[Path]:
    html, book = folder / f"{liste.fichier}.html", folder / f"{liste.fichier}.xlsx"
    page = environment.get_template("liste.html.j2").render(liste=liste, resume=resume(liste))
    _replace(settings, html, lambda path: path.write_text(sans_marques(page), encoding="utf-8"))
    _replace(settings, book, lambda path: ecrire_xlsx(liste, path, said))
    return [html, book]


def _write_team(
    settings: Settings,
    environment: Environment,
    folder: Path,
    con: duckdb.DuckDBPyConnection,
    photo: dt.date,
    poids: dict[str, float],
    made: list[Liste],
) -> Path:
    every = bilans(con, photo)
    worst = plus_graves_d_abord(every)
    trend = [
        Etape(day, next(iter(notes(con, day, poids)), Note("", None, 0, 0, 0, 0)), historique.evolution(con, day))
        for day in journal.photos(con)
        if day <= photo
    ]
    page = environment.get_template("equipe.html.j2").render(
        bilans=worst,
        lignes={
            (b.article, b.table): _first(constats(con, photo, tables=(b.table,), article=b.article, limite=LIGNES_PAR_ARTICLE))
            for b in worst
        },
        conformes=[b for b in every if b.statut == "conforme"],
        non_applicables=[b for b in every if b.statut == "non applicable"],
        tendance=trend,
        courbe=courbe([(step.photo, step.note.valeur) for step in trend]),
        etape=trend[-1],
        par_gravite={gravite: sum(b.nb_constats for b in every if b.gravite == gravite) for gravite in GRAVITES},
        poids=poids,
        axes=[
            ("table", "Table", notes(con, photo, poids, "nom_table")),
            ("structure", "Structure porteuse", notes(con, photo, poids, "structure")),
            ("référent", "Référent", notes(con, photo, poids, "referent")),
            ("mois du fait", "Mois", notes(con, photo, poids, "mois")),
        ],
        listes=made,
    )
    path = folder / "index.html"
    _replace(settings, path, lambda temporary: temporary.write_text(sans_marques(page), encoding="utf-8"))
    return path


def courbe(points: list[tuple[dt.date, float | None]]) -> list[tuple[float, float]]:
    """Abscissas (0–600, by date) and ordinates (0–100, score upside down) of the trend; empty below two photos."""
    known = [(day, value) for day, value in points if value is not None]
    if len(known) < 2:
        return []
    span = (known[-1][0] - known[0][0]).days
    return [(round(600 * (day - known[0][0]).days / span, 1), round(100 - value, 1)) for day, value in known]


def _first(found: Iterable[Constat]) -> tuple[Constat, ...]:
    return tuple(found)


def _replace(settings: Settings, path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside, sign it, then put it in its place: nobody ever opens half a page."""
    with replacing(path) as temporary:
        write(temporary)
        marque.signer(settings, path, marque.empreinte(temporary))


def _remove_others(settings: Settings, folder: Path, kept: set[str]) -> None:
    for path in sorted([*folder.glob("referent-*.html"), *folder.glob("referent-*.xlsx")]):
        if path.name not in kept and marque.est_libre(settings, path):
            marque.oublier(settings, path)
