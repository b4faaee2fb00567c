"""plotly.js, embedded once in a page: compressed, and run only when its fingerprint is the expected one."""

import base64
import functools
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..gabarits import palette, suit_la_page

GABARITS = Path(__file__).parent / "gabarits"
# Plotly's own partial bundle (lines and bars), of the version that the plotly package drives.
BUNDLE = GABARITS / "plotly" / "plotly-basic.min.js"


@dataclass(frozen=True)
class Plotly:
    """What the page writes, and the fingerprints that its security policy allows."""

    base64: Markup
    francais: Markup
    palette: Markup
    chargeur: Markup
    empreintes: tuple[str, ...]


@functools.cache
def preparer() -> Plotly:
    """The basic bundle of plotly.js, its French, the CSS variable of each colour, and what puts them together."""
    bundle = BUNDLE.read_bytes()
    loader = (GABARITS / "chargeur.js").read_text(encoding="utf-8")
    return Plotly(
        base64=Markup(base64.b64encode(gzip.compress(bundle, 9, mtime=0)).decode("ascii")),
        francais=json_inerte(json.loads((GABARITS / "plotly_fr.json").read_text(encoding="utf-8"))),
        palette=json_inerte({codes[0]: f"--{name}" for name, codes in palette().items() if suit_la_page(name)}),
        chargeur=Markup(loader),
        empreintes=(empreinte(loader.encode("utf-8")), empreinte(bundle)),
    )


def empreinte(code: bytes) -> str:
    """The fingerprint of a script, as a content security policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode('ascii')}'"


def json_inerte(valeur: dict) -> Markup:
    """A value as JSON that cannot close the element it is written in."""
    return Markup(json.dumps(valeur, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))
