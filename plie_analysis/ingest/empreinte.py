"""What tells that a photo was already loaded: its files and the rules of reading, by their content."""

import hashlib
import json

from ..settings import PACKAGE, Settings
from . import pseudonymes
from .octets import Octets
from .photos import Photo

# What bears on what a load gives, from the package.
REGLES = (
    "referentiels/*.csv",
    "sql/*.sql",
    "ingest/**/*.sql",
    "ingest/**/*.py",
    "ingest/*.csv",
    "ingest/*.toml",
    "curate/*.py",
    "jours.py",
)


def rules(settings: Settings) -> str:
    """Hash of everything that may change what a load gives: nomenclatures, contours, headers, SQL, code of the reading, settings of the ingestion, criteria of proof."""
    digest = hashlib.sha256(
        json.dumps(
            [settings.config["ingestion"], settings.config["protocole"]["preuve"], settings.config["territoire"]["contours_distance_km"]],
            sort_keys=True,
            default=str,
        ).encode()
    )
    digest.update(pseudonymes.regle(settings).encode())
    shipped = [path for motif in REGLES for path in sorted(PACKAGE.glob(motif))]
    for path in [*shipped, *sorted(settings.racine.glob("referentiels/*.csv")), *sorted(settings.racine.glob("referentiels/*.geojson"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def fingerprint(photo: Photo, found: dict[str, Octets], regles: str) -> str:
    """Hash of a photo's files (name and content, per query), of the rules, and of its origin when it is invented."""
    lines = [f"{requete} {photo.fichiers[requete].name} {octets.sha256}" for requete, octets in sorted(found.items())]
    lines += [photo.origine] if photo.origine else []
    return hashlib.sha256("\n".join([regles, *lines]).encode()).hexdigest()
