"""What is the matter with a DuckDB file, said truly, with an advice that loses nothing."""

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from . import verrou
from .errors import PlieError
from .francais import INSECABLE as NB

SECOURS = ".secours"
PLEIN = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_FULL = re.compile(r"no space left|file too large|disk quota|disk is full|not enough space", re.IGNORECASE)
_LOCKED = re.compile(r"could not set lock|conflicting lock|being used by another process", re.IGNORECASE)
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_DAMAGED = re.compile(
    r"corrupt|checksum|could not read|not enough bytes|not a valid duckdb|replaying wal|database has been invalidated|serializ",
    re.IGNORECASE,
)
# Place of the version in a DuckDB file: a checksum, the word DUCK, then the number of the format.
_MAGIC, _VERSION, _FORMATS = slice(8, 12), slice(12, 20), range(64, 70)


@dataclass(frozen=True)
class Fichier:
    """What a file is to its users: its article and name, whether the name is feminine, how it is made good again."""

    nom: str
    feminin: bool
    remede: str


FICHIERS = {
    "plie.duckdb": Fichier("la base", True, f"lancez «{NB}plie charger{NB}»{NB}: les photos sont relues depuis data/raw/."),
    "journal.duckdb": Fichier(
        "le journal de la charte",
        False,
        f"«{NB}plie controler{NB}» refait les constats des photos encore chargées{NB}; ceux d'avant restent dans le fichier renommé.",
    ),
    "executions.duckdb": Fichier(
        "le journal des publications", False, f"il recommence vide{NB}: ce qu'il disait reste dans le fichier renommé."
    ),
}


def failure(path: Path, error: Exception, *, write: bool) -> BaseException:
    """The error to raise when a file could not be opened: a ``PlieError``, or the interruption itself."""
    if isinstance(error, duckdb.InterruptException) or (isinstance(error, RuntimeError) and "interrupted" in str(error).lower()):
        return KeyboardInterrupt()
    return PlieError(describe(path, error, write=write))


def describe(path: Path, error: Exception, *, write: bool) -> str:
    """Two or three French lines: what is the matter, what to do."""
    file = FICHIERS.get(path.name, Fichier("la base de travail", True, "recommencez."))
    name, text = f"{file.nom[0].upper()}{file.nom[1:]} ({path.name})", str(error)
    if is_full(error):
        return f"Le disque est plein{NB}: {file.nom} ({path.name}) n'a pas pu être {_agree('ouvert', file)}.\nLibérez de la place, puis recommencez{NB}; ce qui était écrit est intact."
    if path.is_dir():
        return f"{name} devrait être un fichier, et c'est un dossier.\nRenommez ce dossier, puis {file.remede if file.feminin else 'recommencez.'}"
    if _LOCKED.search(text):
        return f"{name} est {_agree('tenu', file)} par un autre programme{_holder(path, text)}.\nAttendez qu'il finisse ou fermez-le, puis recommencez{NB}; rien n'a été changé."
    if refused := _refused(path, write):
        return f"{name} est intact{'e' if file.feminin else ''}, mais ce compte n'a pas le droit {refused}.\nDemandez ce droit, ou lancez la commande depuis le compte qui l'a {_agree('créé', file)}{NB}; ne supprimez rien."
    if not path.exists():
        return f"{name} n'a pas pu être {_agree('créé', file)}{NB}: le dossier {path.parent.name} n'existe pas ou refuse l'écriture.\nVérifiez ce dossier, puis recommencez."
    return f"{name} {_damage(path, text, file)}\n{_repair(path, file)}"


def is_full(error: BaseException) -> bool:
    """Whether an error, of the system or of the engine (whatever class it gives it), tells a full disk."""
    return (isinstance(error, OSError) and error.errno in PLEIN) or (
        isinstance(error, (OSError, duckdb.Error)) and bool(_FULL.search(str(error)))
    )


def trouble_of_engine(error: duckdb.Error) -> str | None:
    """What an error met in the course of a command says of the files or of the machine, in French; None when it says neither.

    The engine's own text stays out, as it may quote data.
    """
    if is_full(error):
        return f"Le disque est plein{NB}: une écriture n'a pas pu être faite.\nLibérez de la place, puis recommencez{NB}; ce qui existait est intact."
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"La mémoire a manqué pour ce calcul.\nDemandez une période plus courte, ou donnez davantage de mémoire à l'atelier (memoire_go sous [moteur], dans plie.toml){NB}; rien n'a été changé."
    if _DAMAGED.search(str(error)) or isinstance(error, (duckdb.FatalException, duckdb.InternalException)):
        named = next((name for name in FICHIERS if name in str(error)), "plie.duckdb")
        file = FICHIERS[named]
        return f"{file.nom[0].upper()}{file.nom[1:]} ({named}) est {_agree('abîmé', file)}{NB}: une partie ne se lit plus.\n{_repair(Path(named), file)}"
    if _LOCKED.search(str(error)):
        return f"Un fichier de data/curated/ est tenu par un autre programme{_pid(str(error))}.\nAttendez qu'il finisse ou fermez-le, puis recommencez."
    return None


def _damage(path: Path, text: str, file: Fichier) -> str:
    head = _head(path)
    version = int.from_bytes(head[_VERSION], "little")
    if head[_MAGIC] == b"DUCK" and (version not in _FORMATS or "version number" in text):
        return f"n'est pas lisible par cette version de DuckDB ({duckdb.__version__}){NB}: {'elle' if file.feminin else 'il'} annonce un autre format ({version}), écrit par une autre version, ou {'elle' if file.feminin else 'il'} est {_agree('abîmé', file)}."
    if head and head[_MAGIC] != b"DUCK":
        return f"est {_agree('abîmé', file)}{NB}: ce n'est pas (ou plus) une base DuckDB."
    if _DAMAGED.search(text) or not head:
        return f"est {_agree('abîmé', file)}{NB}: {'elle' if file.feminin else 'il'} ne se lit plus en entier."
    return f"ne peut pas être {_agree('ouvert', file)}, sans que la cause soit connue{NB}: {'elle' if file.feminin else 'il'} est peut-être {_agree('abîmé', file)}."


def _repair(path: Path, file: Fichier) -> str:
    it, aside = ("la", f"{path.name}.abimee") if file.feminin else ("le", f"{path.name}.abime")
    wal = f" (et {path.name}.wal)" if path.with_name(f"{path.name}.wal").exists() else ""
    backup = path.with_name(path.name + SECOURS)
    if backup.is_file():
        return f"Ne {it} supprimez pas{NB}: renommez-{it} {aside}{wal}, puis copiez {backup.name} sous le nom {path.name} et recommencez."
    return f"Ne {it} supprimez pas{NB}: renommez-{it} {aside}{wal}, puis {file.remede}"


def _refused(path: Path, write: bool) -> str:
    """What the system refuses to this account on a file that is there, in French; empty when nothing."""
    if not os.access(path.parent, os.X_OK):
        return "d'entrer dans son dossier"
    if path.exists() and not os.access(path, os.R_OK):
        return "de lire ce fichier"
    if write and path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return "d'écrire dans ce fichier ou dans son dossier"
    return ""


def _holder(path: Path, text: str) -> str:
    """Who holds a file, as it signed in the lock beside, else as the system tells it."""
    signed = verrou.holder(path.with_name(verrou.NOM)) if path.name == "plie.duckdb" else verrou.INCONNU
    return f"{NB}: {signed}" if signed != verrou.INCONNU else _pid(text)


def _pid(text: str) -> str:
    found = _HOLDER.search(text)
    return f" (processus {found['pid']}, {Path(found['program']).name})" if found else ""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_VERSION.stop)
    except OSError:
        return b""


def _agree(participle: str, file: Fichier) -> str:
    return participle + ("e" if file.feminin else "")
