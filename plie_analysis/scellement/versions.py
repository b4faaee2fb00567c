"""Which code and which libraries computed the figures."""

import platform
import re
from functools import cache
from importlib import metadata

from ..settings import PACKAGE
from . import code

PAQUET = "plie-analysis"


def code_version() -> str:
    """Version of the installed code."""
    try:
        return metadata.version(PAQUET)
    except metadata.PackageNotFoundError:
        return "non installée"


@cache
def code_files() -> dict[str, str]:
    """The print of each file that bears on a figure (see ``code``)."""
    return code.prints(PACKAGE)


def code_print() -> str:
    """The print of them all: two builds of the same statements and data have the same, wherever and however they are installed."""
    return code.whole(code_files())


def versions() -> dict:
    """Code, Python and every library that the code depends on, directly or not."""
    return {
        "code": code_version(),
        "code_sha256": code_print(),
        "code_fichiers": code_files(),
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
