"""Publishing a page and writing it in the log, as one; and what is found again after a kill.

Under the lock of the log: a note of what is about to be published (``data/rapports/.a-inscrire/``), the page, the line of the
log, and the note goes. Killed in between, the note tells the next run whether the page it names is the one that is there. A
log that cannot be written (open elsewhere, damaged) keeps no page back: the note stays, the index reads it.
"""

import contextlib
import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from html import unescape
from pathlib import Path
from typing import Any

from .. import francais
from ..errors import PlieError
from ..settings import Settings
from ..verrou import hold
from .executions import PUBLIE, Execution, consigner, dernieres, dernieres_du_secours, noms_publies, sauvegarder
from .publication import publier
from .rapport import Edition

NOTES = ".a-inscrire"
VERROU = ".journal.verrou"
ATTENTE_S = 60
PHOTO = re.compile(r"<dt>Photo des exports</dt><dd>(?P<jour>\d{1,2})(?:er)?\s(?P<mois>\w+)\s(?P<annee>\d{4})</dd>")
TITRE = re.compile(r"<title>(?P<titre>.*?)(?: – [^–]*)?</title>", re.DOTALL)


def publier_et_inscrire(settings: Settings, execution: Execution, contenu: bytes | None = None) -> Execution:
    """Publish a page, when there is one, and log the run; the run as logged, with the print of its page.

    Raises as ``publication.publier`` does, the page of before being still there; never because of the log.
    """
    if contenu is not None:
        execution = Execution(**{**asdict(execution), "sha256": hashlib.sha256(contenu).hexdigest(), "octets": len(contenu)})
    with _locked(settings):
        note = settings.rapports / NOTES / f"{uuid.uuid4().hex}.json"
        publier(note, json.dumps(asdict(execution), default=str, ensure_ascii=False).encode())
        try:
            if contenu is not None:
                publier(settings.rapports / f"{execution.nom}.html", contenu, settings)
        except BaseException:
            note.unlink(missing_ok=True)
            raise
        _log(settings, [(execution, note)])
    return execution


def reconcilier(settings: Settings, editions: Iterable[Edition] = ()) -> str:
    """Log what earlier runs published and could not log; the reason, in French, when the log still cannot be written, else nothing.

    A note whose page is not the one that is there is dropped (the run was killed before publishing). A page without any line
    nor note, of an older version or of a lost log, is logged with what it says of itself; ``editions`` tell the title and the
    parameters of those asked for.
    """
    with _locked(settings):
        waiting = []
        for execution, note in _notes(settings):
            if _is_true(settings, execution):
                waiting.append((execution, note))
            else:
                note.unlink(missing_ok=True)
        try:
            sauvegarder(settings)
            known = noms_publies(settings) | {execution.nom for execution, _ in waiting}
        except PlieError as error:
            return error.message
        return _log(settings, [*waiting, *((page, None) for page in _strays(settings, known, editions))])


def a_montrer(settings: Settings) -> tuple[list[Execution], str]:
    """The last run of each page, latest first, those that the log does not hold yet included; and a doubt to print, if any.

    When the log cannot be read, its spare copy speaks in its place.
    """
    doubt = ""
    try:
        logged = dernieres(settings)
    except PlieError as error:
        logged = dernieres_du_secours(settings)
        doubt = f"{error.message.splitlines()[0]} Cet index est fait de sa copie de secours et des pages publiées depuis\u00a0: il peut en manquer."
    fresh = {(one.nom, one.statut): one for one in en_attente(settings)}
    over = {nom for nom, _ in fresh}
    kept = [one for one in logged if (one.nom, one.statut) not in fresh and not (one.nom in over and one.statut != PUBLIE)]
    return sorted([*fresh.values(), *kept], key=lambda one: (-one.execution.timestamp(), one.nom)), doubt


def en_attente(settings: Settings) -> list[Execution]:
    """The runs that are over and not in the log yet, oldest first."""
    return sorted((execution for execution, _ in _notes(settings) if _is_true(settings, execution)), key=lambda one: one.execution)


def _log(settings: Settings, waiting: list[tuple[Execution, Path | None]]) -> str:
    """Move runs from their notes to the log; why not, when it cannot be written."""
    if not waiting:
        return ""
    try:
        consigner(settings, [execution for execution, _ in waiting])
    except PlieError as error:
        return error.message
    for _, note in waiting:
        if note:
            note.unlink(missing_ok=True)
    return ""


def _notes(settings: Settings) -> Iterator[tuple[Execution, Path]]:
    dates = {field.name: field.type for field in fields(Execution) if field.type is dt.date or field.type is dt.datetime}
    for note in sorted((settings.rapports / NOTES).glob("*.json")):
        try:
            said: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            said |= {name: dates[name].fromisoformat(said[name]) for name in dates.keys() & said.keys()}
            yield Execution(**said), note
        except OSError:
            continue  # logged meanwhile by another run
        except (ValueError, KeyError, TypeError):
            note.unlink(missing_ok=True)  # notes are whole or absent: this one is not ours


def _strays(settings: Settings, known: set[str], editions: Iterable[Edition]) -> Iterator[Execution]:
    """The published reports that the log ignores."""
    asked = {edition.nom: edition for edition in editions}
    for path in sorted(settings.rapports.glob("*.html")):
        if path.stem not in known and (page := _read_page(path)):
            photo, titre = page
            edition = asked.get(path.stem)
            yield Execution(
                nom=path.stem, titre=edition.titre if edition else titre,
                parametres=json.dumps(edition.parametres if edition else {}, ensure_ascii=False, sort_keys=True), diffusion=edition.diffusion if edition else "",
                photo=photo, execution=dt.datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0), duree_s=0.0, statut=PUBLIE,
                message="", sha256=_print(path), octets=path.stat().st_size, score="",
            )  # fmt: skip


def _read_page(path: Path) -> tuple[dt.date, str] | None:
    """The photo and the title that a report says of itself; nothing for any other page."""
    with contextlib.suppress(OSError, ValueError):
        text = path.read_text(encoding="utf-8")
        said, titre = PHOTO.search(text), TITRE.search(text)
        if said and titre and said["mois"] in francais.MOIS:
            return dt.date(int(said["annee"]), francais.MOIS.index(said["mois"]) + 1, int(said["jour"])), unescape(titre["titre"])
    return None


def _is_true(settings: Settings, execution: Execution) -> bool:
    """Whether what a note says happened: its page is the one that is there."""
    return execution.statut != PUBLIE or _print(settings.rapports / f"{execution.nom}.html") == execution.sha256


def _print(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _locked(settings: Settings):
    return hold(settings.rapports / VERROU, "publication d'un rapport", attente=ATTENTE_S)
