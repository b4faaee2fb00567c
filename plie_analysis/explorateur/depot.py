"""Exports deposited in the page: kept in private scratch, read there without writing anything of the working folder, then put in place.

What is deposited never takes the place of a file that the page did not put itself: such a file is named, and nothing is changed.
"""

import contextlib
import datetime as dt
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from .. import droits, marque, temporaire, verrou
from ..curate import build, write_parquet
from ..database import open_database
from ..ecriture import replacing
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import enumeration, guillemets
from ..ingest import Bilan, load_photos, menage
from ..ingest.simulation import refuser_listes, simulation
from ..settings import Settings
from . import lecture
from .lecture import LectureDuDepot
from .mouvements import mouvements

Progress = Callable[[str, int, int], None]
# What Windows takes for something else than the name of a file (a folder, a disk, a hidden stream).
INTERDITS = set('<>:"/\\|?*')


class Depot:
    """The exports of one photo to come, in a folder of this process alone, gone with it."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self._tenu = contextlib.ExitStack()
        self._dossier: Path | None = None
        self.fichiers: dict[str, Path] = {}

    def deposer(self, nom: str, contenu: bytes | memoryview) -> None:
        """Keep a file. Raises ``PlieError`` for a name that is not that of a file."""
        if (
            nom != Path(nom).name
            or nom.startswith(".")
            or set(nom) & INTERDITS
            or nom[-1:] in (".", " ")
            or not nom.isprintable()
            or len(nom.encode()) > 200
        ):
            raise PlieError(f"Le nom «{NB}{nom[:40]}{NB}» ne convient pas à un fichier.\nRenommez-le, puis déposez-le à nouveau.")
        # Under a name of its own: two files whose names differ by their case only stay two.
        path = self._folder() / uuid.uuid4().hex
        with droits.prives():
            path.write_bytes(contenu)
        if former := self.fichiers.pop(nom, None):
            former.unlink(missing_ok=True)
        self.fichiers[nom] = path

    def vider(self) -> None:
        """Forget what was deposited."""
        self._tenu.close()
        self._dossier, self.fichiers = None, {}

    def lire(self, photo: dt.date, progress: Progress) -> LectureDuDepot:
        """Read the deposit with what the folder of the photo already holds, on a copy of the base. Raises ``PlieError`` as a load does."""
        self._refuser_etrangers(photo)
        raw = self._folder() / "raw"
        with droits.prives():
            shutil.rmtree(raw, ignore_errors=True)
            (raw / photo.isoformat()).mkdir(parents=True)
            for name, path in {**self._en_place(photo), **self._marqueur(), **self.fichiers}.items():
                _lend(path, raw / photo.isoformat() / name)
            with simulation(self.settings, raw) as place:
                bilan = load_photos(place, [photo], charge_le=_now(), curate=build, progress=progress)
                with open_database(place) as con:
                    rejected = lecture.rejets(con, photo)
                    found = LectureDuDepot(bilan, rejected, lecture.inconnus(con, rejected), mouvements(con, photo))
        refuser_listes(self.settings, [one.photo for one in bilan.photos if not one.deja_chargee])
        return found

    def charger(self, photo: dt.date, progress: Progress) -> Bilan:
        """Put the deposit in ``data/raw/AAAA-MM-JJ/`` and load that photo; when it cannot be loaded, the folder is as it was."""
        self._refuser_etrangers(photo)
        with droits.prives(), contextlib.ExitStack() as undone:
            # Files do not change under a load that goes on.
            attente = self.settings.config["ingestion"]["attente_verrou_s"]
            with verrou.hold(self.settings.curated / verrou.NOM, "plie explorer", attente=attente):
                self._poser(photo, undone)
            bilan = charger(self.settings, [photo], progress)
            undone.pop_all()
        self.vider()
        return bilan

    def _poser(self, photo: dt.date, undone: contextlib.ExitStack) -> None:
        """Put the files in the folder of the photo; ``undone`` learns how to put back what was there."""
        target = self.settings.raw / photo.isoformat()
        given = {**self._marqueur(), **self.fichiers}
        if not target.is_dir():
            # In one move: a photo cut short would be loaded by whoever reads data/raw next, and pass for whole.
            whole = self._folder() / uuid.uuid4().hex
            whole.mkdir()
            for name, path in given.items():
                shutil.copyfile(path, whole / name)
                marque.signer(self.settings, target / name, marque.empreinte(path))
            self.settings.raw.mkdir(parents=True, exist_ok=True)
            undone.callback(shutil.rmtree, target, ignore_errors=True)
            shutil.move(whole, target)
            return
        for name, path in given.items():
            place = target / name
            if place.is_file():
                if marque.empreinte(place) == marque.empreinte(path):
                    continue
                kept = self._folder() / uuid.uuid4().hex
                shutil.copyfile(place, kept)
                undone.callback(shutil.copyfile, kept, place)
            else:
                undone.callback(place.unlink, missing_ok=True)
            marque.signer(self.settings, place, marque.empreinte(path))
            with replacing(place) as aside:
                shutil.copyfile(path, aside)

    def _refuser_etrangers(self, photo: dt.date) -> None:
        """Raise ``PlieError`` when a file of the folder would be lost: another of the same name, that the page did not put there."""
        folder = self.settings.raw / photo.isoformat()
        lost = [
            name
            for name, path in self.fichiers.items()
            if not marque.est_libre(self.settings, folder / name)
            and not ((folder / name).is_file() and marque.empreinte(folder / name) == marque.empreinte(path))
        ]
        if lost:
            raise PlieError(
                f"data/raw/{photo}/ contient déjà {enumeration(map(guillemets, lost))}, et ce n'est pas le même fichier{NB}: il n'est pas remplacé.\n"
                "Choisissez une autre date, ou rangez ailleurs l'ancien fichier, puis recommencez. Rien n'a été écrit."
            )

    def _en_place(self, photo: dt.date) -> dict[str, Path]:
        folder = self.settings.raw / photo.isoformat()
        return {path.name: path for path in sorted(folder.iterdir()) if path.is_file()} if folder.is_dir() else {}

    def _marqueur(self) -> dict[str, Path]:
        """The marker of an invented photo of which a file was deposited: it must not pass for true by having gone through the page."""
        prints = {marque.empreinte(path) for path in self.fichiers.values()}
        for marker in sorted(self.settings.raw.glob(f"*/{marque.MARQUE_PHOTO}")):
            if prints & {value for values in marque.dites(marker).values() for value in values}:
                return {marker.name: marker}
        return {}

    def _folder(self) -> Path:
        if self._dossier is None:
            temporaire.balayer(temporaire.abri(self.settings))
            self._dossier = self._tenu.enter_context(temporaire.dossier(temporaire.abri(self.settings), "depot"))
        return self._dossier


def charger(settings: Settings, photos: list[dt.date] | None, progress: Progress) -> Bilan:
    """Load photos of ``data/raw`` (all of them for ``None``) as ``plie charger`` does: what a killed command left is dealt with before."""
    menage.menager(settings)
    try:
        with droits.prives():
            return load_photos(settings, photos, charge_le=_now(), curate=build, export=write_parquet, progress=progress)
    finally:
        droits.resserrer(settings)


def _lend(source: Path, target: Path) -> None:
    """The same file under another name, without copying it where the disk can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _now() -> dt.datetime:
    return dt.datetime.now().replace(microsecond=0)
