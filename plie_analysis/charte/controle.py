"""Controlling photos and keeping what was found: what ``plie controler`` and the publication gate call."""

import datetime as dt
from collections.abc import Callable

import duckdb

from .. import chiffrement, database, verrou
from ..errors import PlieError
from ..francais import date_longue, guillemets, vouliez_vous_dire
from ..settings import Settings
from . import journal
from .execution import empreintes, executer
from .seuils import en_vigueur
from .suites import load_suites

VERROU = ".controle.verrou"
ATTENTE_S = 600


def controler(
    settings: Settings, photo: dt.date, suites: tuple[str, ...] = (), progres: Callable[[str], None] = lambda texte: None
) -> None:
    """Judge a photo, by the suites named (default: all), and write the journal.

    Raises ``PlieError`` as ``execution.executer`` and ``journal.enregistrer`` do.
    """
    with (
        verrou.hold(settings.curated / VERROU, "plie controler", attente=ATTENTE_S, prevenir=progres),
        executer(settings, photo, suites, progres) as done,
    ):
        journal.enregistrer(settings, done)


def verifier_demande(
    con: duckdb.DuckDBPyConnection, settings: Settings, photo: dt.date, suites: tuple[str, ...], referent: str | None
) -> None:
    """Raise ``PlieError`` when the photo is not loaded, or when a suite or the référent does not exist: nothing was judged yet."""
    loaded = [row[0] for row in con.execute("SELECT DISTINCT photo FROM raw.fichier ORDER BY 1").fetchall()]
    if photo not in loaded:
        raise PlieError(
            f"La photo du {date_longue(photo)} n'est pas chargée.\nPhotos de la base\u00a0: {', '.join(map(str, loaded)) or 'aucune'}."
        )
    load_suites(settings, en_vigueur(settings.config, photo), suites)
    if referent is not None:
        rows = con.execute(
            "SELECT code_referent FROM raw.parcours WHERE photo = $photo UNION SELECT code_referent FROM raw.referents WHERE photo = $photo",
            {"photo": photo},
        ).fetchall()
        known = sorted(code for (code,) in rows if code)
        if referent not in known:
            raise PlieError(
                f"Le référent {guillemets(referent)} n'a aucune ligne dans cette photo.{vouliez_vous_dire(referent, known)}\nRéférents\u00a0: {', '.join(known) or 'aucun'}."
            )


def controler_au_besoin(settings: Settings, photo: dt.date, progres: Callable[[str], None] = lambda texte: None) -> bool:
    """Judge a photo unless the journal already holds the same files, rules and thresholds; whether it was judged."""
    if a_jour(settings, photo):
        return False
    controler(settings, photo, progres=progres)
    return True


def a_jour(settings: Settings, photo: dt.date) -> bool:
    """Whether the journal holds what a control of this photo would find."""
    seuils = en_vigueur(settings.config, photo)
    suites = load_suites(settings, seuils)
    con = database.memory()
    try:
        database.attach(con, settings.base, "base", cle=chiffrement.cle(settings))
        wanted = empreintes(con, photo, suites, seuils, settings)
    finally:
        con.close()
    with journal.ouvrir(settings) as known:
        return journal.empreintes(known, photo) == wanted


def photos_a_controler(settings: Settings, photo: dt.date) -> list[dt.date]:
    """Photos of the base before this one that the journal does not know, oldest first: the trend lacks them."""
    con = database.open_database(settings)
    try:
        loaded = [row[0] for row in con.execute("SELECT DISTINCT photo FROM raw.fichier WHERE photo < ? ORDER BY 1", [photo]).fetchall()]
    finally:
        con.close()
    with journal.ouvrir(settings) as known:
        done = set(journal.photos(known))
    return [day for day in loaded if day not in done]
