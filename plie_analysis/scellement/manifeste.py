"""``MANIFESTE.json``: the print of every file of a bundle, written last and verified first."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import PlieError

FORMAT = 2
MANIFESTE = "MANIFESTE.json"
EMPREINTE = "MANIFESTE.sha256"
SIGNATURE = "MANIFESTE.json.sig"
# What the manifest cannot hold the print of.
HORS = (MANIFESTE, EMPREINTE, SIGNATURE)
MONTRES = 3
# What the file explorers of macOS, Windows and Linux leave in any folder that one opens or copies.
EXPLORATEUR = re.compile(r"\.DS_Store|\._.+|\.localized|(eh)?thumbs(_vista)?\.db|desktop\.ini|\.directory", re.IGNORECASE)
BLOC = 1 << 20


@dataclass(frozen=True)
class Manifeste:
    """What a bundle says of itself: photo, period, versions, prints of the raw files and of its own."""

    scelle_le: dt.datetime
    photo: dt.date
    du: dt.date
    au: dt.date
    versions: dict
    exports: tuple[dict, ...]
    fichiers: dict[str, dict]
    empreinte: str


def sha256(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOC):
            digest.update(block)
    return digest.hexdigest()


def seal(
    folder: Path,
    *,
    photo: dt.date,
    du: dt.date,
    au: dt.date,
    versions: dict,
    exports: list[dict],
    scelle_le: dt.datetime,
    avis: tuple[str, ...] = (),
) -> str:
    """Write the manifest of everything in the folder, then its own print, which is returned; ``avis`` is told in its first lines."""
    content = {
        "format": FORMAT,
        **({"avertissement": list(avis)} if avis else {}),
        "scelle_le": scelle_le.isoformat(),
        "photo": photo.isoformat(),
        "du": du.isoformat(),
        "au": au.isoformat(),
        "versions": versions,
        "exports_bruts": exports,
        "fichiers": {name: {"octets": path.stat().st_size, "sha256": sha256(path)} for name, path in sorted(_files(folder).items())},
    }
    (folder / MANIFESTE).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    own = sha256(folder / MANIFESTE)
    (folder / EMPREINTE).write_text(f"{own}  {MANIFESTE}\n", encoding="utf-8", newline="\n")
    return own


def verify(folder: Path, needed: list[str], empreinte: str | None = None) -> Manifeste:
    """Check every file of a bundle against its manifest before anything else reads it.

    ``needed`` names the files without which nothing can be computed; ``empreinte`` is the print of the manifest received
    by another way, if any. Raises ``PlieError`` naming the file that is altered, missing or extra.
    """
    if not folder.is_dir():
        raise PlieError(f"Le dossier «\u00a0{folder}\u00a0» n'existe pas.\nDonnez le dossier scellé, celui qui contient {MANIFESTE}.")
    _check_own_print(folder, empreinte)
    manifeste = _read(folder)
    there = _files(folder)
    for name in sorted(manifeste.fichiers.keys() - there.keys()):
        raise _refused(name, "ce fichier manque au dossier scellé")
    _refuse_extra(there.keys() - manifeste.fichiers.keys())
    for name, path in sorted(there.items()):
        size, told = path.stat().st_size, manifeste.fichiers[name]
        if size < told["octets"]:
            raise _refused(name, f"ce fichier est tronqué ({size} octets au lieu de {told['octets']})")
        if size != told["octets"] or sha256(path) != told["sha256"]:
            raise _refused(name, "ce fichier a été modifié depuis le scellement (son empreinte SHA-256 a changé)")
    for name in needed:
        if name not in there:
            raise _refused(name, "cette table manque au dossier scellé")
    return manifeste


def _refuse_extra(names: set[str]) -> None:
    strays = sorted(name for name in names if EXPLORATEUR.fullmatch(name.rpartition("/")[2]))
    for name in sorted(names - set(strays)):
        raise _refused(name, "ce fichier n'est pas de ceux qui ont été scellés", "Sortez-le du dossier, puis recommencez.")
    if strays:
        told = ", ".join(strays[:MONTRES]) + (f" et {len(strays) - MONTRES} de plus" if len(strays) > MONTRES else "")
        raise _refused(
            told,
            "laissé dans le dossier par un explorateur de fichiers, pas de ceux qui ont été scellés",
            "Effacez-le, puis recommencez." if len(strays) == 1 else "Effacez-les, puis recommencez.",
        )


def _check_own_print(folder: Path, empreinte: str | None) -> None:
    for name in (MANIFESTE, EMPREINTE):
        if not (folder / name).is_file() or (folder / name).is_symlink():
            raise _refused(name, "ce fichier manque au dossier scellé")
    own = sha256(folder / MANIFESTE)
    if (folder / EMPREINTE).read_bytes() != f"{own}  {MANIFESTE}\n".encode():
        raise _refused(MANIFESTE, f"ce fichier, ou {EMPREINTE}, a été modifié depuis le scellement")
    if empreinte and empreinte.strip().lower() != own:
        raise _refused(
            MANIFESTE,
            "son empreinte n'est pas celle que vous avez donnée",
            "Vérifiez l'empreinte auprès du PLIE, par un autre moyen que ce dossier.",
        )


def _read(folder: Path) -> Manifeste:
    try:
        content = json.loads((folder / MANIFESTE).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise PlieError(
                f"{MANIFESTE}\u00a0: ce dossier est au format {content['format']}, cette version lit le format {FORMAT}.\nInstallez la version {content['versions']['code']} de plie-analysis."
            )
        photo, du, au = (dt.date.fromisoformat(content[name]) for name in ("photo", "du", "au"))
        files = {str(name): {"octets": int(told["octets"]), "sha256": str(told["sha256"])} for name, told in content["fichiers"].items()}
        versions = {name: content["versions"][name] for name in ("code", "code_sha256", "code_fichiers", "python", "bibliotheques")}
        versions["code_fichiers"] = {str(name): str(value) for name, value in versions["code_fichiers"].items()}
        return Manifeste(
            dt.datetime.fromisoformat(content["scelle_le"]),
            photo,
            du,
            au,
            versions,
            tuple(content["exports_bruts"]),
            files,
            sha256(folder / MANIFESTE),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _refused(MANIFESTE, "ce fichier n'est pas un manifeste de dossier scellé") from error


def _files(folder: Path) -> dict[str, Path]:
    """Every file under the folder but the manifest, its print and its signature, by its name with slashes. Links are refused."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise _refused(name, "un lien n'a pas sa place dans un dossier scellé", "Sortez-le du dossier, puis recommencez.")
        if not (path.is_file() or path.is_dir()):
            raise _refused(name, "ce n'est ni un fichier ni un dossier", "Sortez-le du dossier, puis recommencez.")
        if path.is_file() and name not in HORS:
            found[name] = path
    return found


def _refused(name: str, reason: str, advice: str = "Redemandez un dossier complet au PLIE.") -> PlieError:
    return PlieError(f"{name}\u00a0: {reason}.\nRien n'a été recalculé. {advice}")
