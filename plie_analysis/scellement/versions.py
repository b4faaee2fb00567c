"""Which code and which libraries computed the figures."""

import hashlib
import platform
import re
from functools import cache
from importlib import metadata

from ..settings import PACKAGE

PAQUET = "plie-analysis"
# What bears on a figure: a page's style does not.
CHIFFRES: tuple[str, ...] = (
    "errors.py",
    "jours.py",
    "schema/*.py",
    "settings.py",
    "database.py",
    "contrat.py",
    "francais.py",
    "reglages.toml",
    "referentiels/*.csv",
    "sql/*.sql",
)
CHIFFRES += tuple(
    f"{nom}/**/*.{kind}" for nom in ("curate", "indicateurs", "ingest", "scellement", "survie") for kind in ("py", "sql", "toml", "csv")
)


def code_version() -> str:
    """Version of the installed code."""
    try:
        return metadata.version(PAQUET)
    except metadata.PackageNotFoundError:
        return "non installée"


@cache
def code_print() -> str:
    """SHA-256 of the files that bear on a figure, whatever the system's line ends."""
    digest = hashlib.sha256()
    for path in sorted(
        {path for pattern in CHIFFRES for path in PACKAGE.glob(pattern)}, key=lambda path: path.relative_to(PACKAGE).as_posix()
    ):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def versions() -> dict:
    """Code, Python and every library that the code depends on, directly or not."""
    return {
        "code": code_version(),
        "code_sha256": code_print(),
        "python": platform.python_version(),
        "bibliotheques": dict(sorted(_libraries().items())),
    }


def _libraries() -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [PAQUET]
    while waiting:
        name = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        own = _normal(distribution.metadata["Name"])
        if own in found:
            continue
        found[own] = distribution.version
        needed = [text for text in distribution.requires or [] if not re.search(r"extra\s*==", text)]
        waiting += [named[0] for text in needed if (named := re.match(r"[\w.-]+", text))]
    found.pop(PAQUET, None)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
