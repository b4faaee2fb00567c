"""The key of the base: where it is read, what makes it fit, and what is derived from it. Off unless ``[securite] chiffrement`` asks.

The engine encrypts (AES-256-GCM) with OpenSSL, which it finds in its extension ``httpfs``, installed beside it; nothing is fetched.
"""

import base64
import hashlib
import hmac
import importlib.util
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from .errors import PlieError
from .settings import Settings

VARIABLE = "PLIE_CLE"
LONGUEUR_MIN = 32
# Whatever a database or a Parquet file is encrypted with is derived from the secret, one use each.
BASE, PARQUET = b"plie: base", b"plie: parquet"
_DUCK, _PARE = b"DUCK", b"PARE"


@dataclass(frozen=True)
class Cle:
    """A secret of the PLIE; never printed."""

    secret: str = field(repr=False)

    @property
    def base(self) -> str:
        """The key of the databases, in hexadecimal."""
        return self.derive(BASE).hex()

    @property
    def parquet(self) -> str:
        """The key of the Parquet files, in base 64."""
        return base64.b64encode(self.derive(PARQUET)).decode()

    def derive(self, usage: bytes) -> bytes:
        """32 bytes for one use, from which the secret cannot be found again."""
        return hmac.new(self.secret.encode(), usage, hashlib.sha256).digest()


def est_demande(settings: Settings) -> bool:
    """Whether this PLIE encrypts its base."""
    return bool(settings.config.get("securite", {}).get("chiffrement", False))


def cle(settings: Settings) -> Cle | None:
    """The key of the base, or ``None`` when it is not encrypted. Raises ``PlieError`` when it is missing or unfit."""
    return lire(settings, "cle", VARIABLE) if est_demande(settings) else None


def chemin(settings: Settings, reglage: str) -> Path:
    """The file of a key, as ``[securite]`` names it from the working folder. Raises ``PlieError`` when it is under ``data/``."""
    path = Path(os.path.abspath(settings.racine / Path(settings.config["securite"][reglage]).expanduser()))
    data = settings.racine / "data"
    if path.is_relative_to(data) or path.resolve().is_relative_to(data.resolve()):
        raise PlieError(
            f"La clé {path.name} ne peut pas être dans data/\u00a0: elle serait copiée avec ce qu'elle protège.\nMettez-la ailleurs et dites où dans plie.toml\u00a0: [securite] {reglage}."
        )
    return path


def lire(settings: Settings, reglage: str, variable: str) -> Cle:
    """A key, from the environment, else from its file. Raises ``PlieError``: missing, too short, or open to others."""
    if given := os.environ.get(variable, "").strip():
        return _fit(given, f"la variable {variable}")
    path = chemin(settings, reglage)
    try:
        return lire_fichier(path)
    except FileNotFoundError:
        raise PlieError(
            f"La clé est introuvable\u00a0: ni variable {variable}, ni fichier {path.name}.\nRemettez-la en place depuis sa copie de secours\u00a0; pour une première clé\u00a0: plie cle creer."
        ) from None


def lire_fichier(path: Path) -> Cle:
    """A key from its file. Raises ``FileNotFoundError``; ``PlieError`` when it is too short, or open to others."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            if os.name != "nt" and os.fstat(stream.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise PlieError(
                    f"La clé {path.name} peut être lue par d'autres comptes de la machine\u00a0: elle n'est pas utilisée.\nFermez-la (chmod 600 {path.name}), et changez-la s'ils ont pu la lire\u00a0: plie cle tourner."
                )
            return _fit(stream.read().strip(), path.name)
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise PlieError(
            f"La clé {path.name} ne peut pas être lue ({type(error).__name__}).\nVérifiez que ce fichier est le vôtre."
        ) from error


def nouvelle() -> str:
    """A secret of 256 bits, drawn by the system."""
    return secrets.token_urlsafe(32)


def ecrire(path: Path, secret: str) -> None:
    """Write a key for its owner alone, in a file that does not exist yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secret + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def est_chiffre(path: Path) -> bool:
    """Whether a file, a DuckDB database or a Parquet copy, is encrypted."""
    with path.open("rb") as stream:
        head = stream.read(24)
    return head[:4] == _PARE or (head[8:12] == _DUCK and len(head) > 20 and bool(head[20] & 1))


def ouvrir_coffre(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection what it needs to write encrypted files. Raises ``PlieError`` when it is not installed."""
    found = importlib.util.find_spec("duckdb_extension_httpfs")
    paths = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    for extension in (path / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension" for path in paths):
        if extension.is_file():
            con.execute(f"LOAD '{str(extension).replace(chr(39), chr(39) * 2)}'")
            return
    raise PlieError(
        f"Le chiffrement et les adresses s3:// demandent le module duckdb-extension-httpfs de la même version que DuckDB ({duckdb.__version__}), qui n'est pas installé.\n"
        "Réinstallez les bibliothèques épinglées de l'atelier (make demo), puis recommencez\u00a0; rien n'a été changé."
    )


def _fit(secret: str, where: str) -> Cle:
    if len(secret) < LONGUEUR_MIN:
        raise PlieError(
            f"La clé ({where}) est trop courte\u00a0: {len(secret)} caractères, il en faut au moins {LONGUEUR_MIN}.\nFaites-en une par «\u00a0plie cle creer\u00a0»."
        )
    return Cle(secret)
