"""Which photos and which files are to be read: folder names, file names, one file per query."""

import datetime as dt
import fnmatch
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .. import marque
from ..contrat import MANDATORY_QUERIES, queries
from ..errors import PlieError
from ..francais import plus_proche
from ..jours import read_day
from ..settings import Settings
from . import genres
from .messages import citer, erreur


@dataclass(frozen=True)
class Photo:
    """One extraction: its date, its folder, the file of each query, the names of the files that no one reads, how it was invented if it was."""

    date: dt.date
    dossier: Path
    fichiers: dict[str, Path]
    ignores: tuple[str, ...]
    origine: str | None = None


def find_photos(settings: Settings, wanted: Iterable[dt.date | str] | None = None) -> list[Photo]:
    """The photos to load, oldest first: those asked for, else every folder of ``data/raw``.

    Raises ``PlieError`` when there is none, when a folder's name is not a date, when a mandatory file is missing, or
    when two files claim the same query.
    """
    folders = _all_folders(settings) if not wanted else [_folder(settings, photo) for photo in wanted]
    return [_photo(settings, date, folder) for date, folder in sorted(set(folders))]


def hors_exports(settings: Settings, folder: Path) -> list[str]:
    """What a photo folder holds that is not an export: names, sorted; what file explorers leave there does not count."""
    patterns = _patterns(settings)
    ours = {*marque.BRUIT, marque.MARQUE_PHOTO}
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in ours and not path.name.startswith("~$") and not (path.is_file() and _query(path, patterns))
    )


def simplify(texte: str) -> str:
    """Lower case, without accents, in the compatibility form: how the names of files and headers are compared."""
    decomposed = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().strip()


def _all_folders(settings: Settings) -> list[tuple[dt.date, Path]]:
    found = []
    for folder in sorted(settings.raw.glob("*")) if settings.raw.is_dir() else []:
        if not folder.is_dir() or folder.name.startswith((".", "__")):
            continue
        date = _date(folder.name)
        if date is None:
            raise erreur(
                f"data/raw/{folder.name} : ce nom de dossier n'est pas une date.",
                "Nommez chaque photo par sa date d'extraction, AAAA-MM-JJ (par exemple 2017-12-31), ou déplacez ce dossier ailleurs.",
            )
        found.append((date, folder))
    if not found:
        raise erreur(
            "Aucune photo à charger : data/raw/ ne contient aucun dossier AAAA-MM-JJ.",
            "Créez-en un par extraction (par exemple data/raw/2017-12-31/) et déposez-y les exports.",
        )
    return found


def _folder(settings: Settings, wanted: dt.date | str) -> tuple[dt.date, Path]:
    date = lire_photo(wanted)
    folder = settings.raw / date.isoformat()
    if not folder.is_dir():
        known = sorted(path.name for path in settings.raw.glob("*") if path.is_dir() and _date(path.name)) if settings.raw.is_dir() else []
        raise erreur(
            f"La photo {date} n'existe pas : il n'y a pas de dossier data/raw/{date}/.",
            f"Photos présentes : {', '.join(known) or 'aucune'}.",
        )
    return date, folder


def lire_photo(wanted: dt.date | str, commande: str = "charger") -> dt.date:
    """The date of a photo, given as such, as people write it, or by its folder. Raises ``PlieError`` with an example of the command."""
    try:
        return read_day(_asked(wanted))
    except PlieError:
        raise erreur(
            f"« {wanted} » n'est pas une date de photo.",
            f"Écrivez-la AAAA-MM-JJ, comme le dossier de data/raw/ : plie {commande} 2017-12-31",
        ) from None


def _asked(wanted: dt.date | str) -> dt.date | str:
    """The date in a folder typed with its path (data/raw/2017-12-31/); a day may itself hold slashes."""
    return (
        wanted
        if isinstance(wanted, dt.date) or re.fullmatch(r"[\d/]+", wanted)
        else wanted.strip("/\\").replace("\\", "/").rsplit("/", 1)[-1]
    )


def _date(nom: str) -> dt.date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", nom):
        return None
    try:
        return dt.date.fromisoformat(nom)
    except ValueError:
        return None


def _photo(settings: Settings, date: dt.date, folder: Path) -> Photo:
    patterns = _patterns(settings)
    claimed: dict[str, list[Path]] = {}
    ignored = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".", "__MACOSX")):
            continue
        if not path.is_file():
            ignored.append(f"{path.name}/ (sous-dossier)")
            continue
        requete = _query(path, patterns)
        if requete is None:
            ignored.append(path.name)
        else:
            claimed.setdefault(requete, []).append(path)
    for requete, paths in claimed.items():
        claimed[requete], aside = _tables(paths)
        ignored += aside
        if len(claimed[requete]) > 1:
            raise erreur(
                f"Photo {date} : {len(claimed[requete])} fichiers pour la requête « {requete} » : {', '.join(path.name for path in claimed[requete])}.",
                "Gardez-en un seul dans le dossier.",
            )
    missing = [requete for requete in MANDATORY_QUERIES if requete not in claimed]
    if missing:
        _refuse_missing(date, missing, claimed, ignored)
    return Photo(
        date, folder, {requete: claimed[requete][0] for requete in queries() if requete in claimed}, tuple(ignored), marque.origine(folder)
    )


def _tables(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """Those of the files of a query that can hold an export, and those set aside beside them: a notice, a picture."""
    if len(paths) == 1:
        return paths, []
    found = {path: genres.judge(path) for path in paths}
    tables = [path for path, genre in found.items() if genre.is_table or genre in (genres.ABIME, genres.PROTEGE)]
    return (tables, [f"{path.name} ({genre.nom})" for path, genre in found.items() if path not in tables]) if tables else (paths, [])


def _refuse_missing(date: dt.date, missing: list[str], claimed: dict, ignored: list[str]) -> None:
    present = [path.name for paths in claimed.values() for path in paths] + ignored
    near = [(nom, plus_proche(simplify(nom).split(".")[0], missing)) for nom in ignored]
    packed = [
        f"« {nom} » est une archive : décompressez-la dans ce dossier, un fichier par requête."
        for nom in ignored
        if simplify(nom).endswith((".zip", ".7z", ".rar"))
    ]
    hints = packed or [
        f"« {nom} » est-il le fichier « {found} » ? Renommez-le, ou nommez-le dans plie.toml, [ingestion.fichiers]."
        for nom, found in near
        if found
    ]
    plural = len(missing) > 1
    raise erreur(
        f"Photo {date} : {'les fichiers obligatoires' if plural else 'le fichier obligatoire'} {citer(missing)} {'manquent' if plural else 'manque'}.",
        f"Fichiers trouvés dans data/raw/{date}/ : {', '.join(present) or 'aucun'}.",
        *hints[:1],
    )


def _patterns(settings: Settings) -> dict[str, list[str]]:
    own = settings.config["ingestion"]["fichiers"]
    for requete in own:
        if requete not in queries():
            raise erreur(
                f"plie.toml, [ingestion.fichiers] : la requête « {requete} » n'existe pas.", f"Requêtes connues : {', '.join(queries())}."
            )
    texts = {requete: [motif] if isinstance(motif, str) else list(motif) for requete, motif in own.items()}
    return {requete: [simplify(motif) for motif in motifs] for requete, motifs in texts.items()}


def _query(path: Path, patterns: dict[str, list[str]]) -> str | None:
    nom = simplify(path.name)
    for requete, motifs in patterns.items():
        if any(fnmatch.fnmatchcase(nom, motif) for motif in motifs):
            return requete
    words = re.sub(r"[\W_]+", "_", nom)
    return max((requete for requete in queries() if words.startswith(requete)), key=len, default=None)
