"""plotly.js, embedded once in a page: compressed, and run only when its fingerprint is the expected one."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from ..presentation import GABARIT, plotly_fr
from .plotly_allege import TOUJOURS, TRACES, alleger
from .publication import publier

# Changed when the way the bundle is packed changes, so that no stale copy is read.
FABRICATION = 1


@dataclass(frozen=True)
class Plotly:
    """What the template writes, and the fingerprints that the page's security policy allows."""

    base64: str
    francais: str
    chargeur: str
    empreintes: tuple[str, ...]


def preparer(traces: Iterable[str] = (), cache: Path | None = None) -> Plotly:
    """The copy of plotly.js that is installed, ready to be written in a page that draws these traces.

    It is lightened when it holds all of them (see ``plotly_allege``); the packed copy is kept in ``cache`` between reports.
    """
    light = set(traces) <= TRACES | TOUJOURS
    packed = _packed(light, cache)
    chargeur = (GABARIT / "plie" / "chargeur.js").read_text(encoding="utf-8")
    return Plotly(
        base64=base64.b64encode(packed).decode("ascii"),
        francais=json.dumps(plotly_fr(), ensure_ascii=False).replace("<", "\\u003c"),
        chargeur=chargeur,
        empreintes=(empreinte(chargeur.encode()), empreinte(gzip.decompress(packed))),
    )


def bibliotheque() -> bytes:
    """The text of plotly.js as the Python package ships it."""
    return _source().read_bytes()


def empreinte(code: bytes) -> str:
    """The fingerprint of a script, as a content security policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode('ascii')}'"


def _source() -> Path:
    return Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"


def _packed(light: bool, cache: Path | None) -> bytes:
    """The compressed bundle; read from the cache when it was made from the very same file."""
    source = _source()
    facts = source.stat()
    key = hashlib.sha256(
        f"{version('plotly')} {facts.st_size} {facts.st_mtime_ns} {light} {sorted(TRACES)} {FABRICATION}".encode()
    ).hexdigest()[:16]
    kept = cache / f"plotly-{key}.gz" if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    code = source.read_text(encoding="utf-8")
    code = (alleger(code) if light else None) or code
    packed = gzip.compress(code.encode("utf-8"), 9, mtime=0)
    if kept:
        for old in cache.glob("plotly-*.gz"):
            if old.stat().st_mtime_ns < facts.st_mtime_ns:
                old.unlink(missing_ok=True)
        publier(kept, packed)
    return packed
