"""plotly.js, embedded once in a page: compressed, and run only when its fingerprint is the expected one."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..presentation import GABARIT, plotly_fr


@dataclass(frozen=True)
class Plotly:
    """What the template writes, and the fingerprints that the page's security policy allows."""

    base64: str
    francais: str
    chargeur: str
    empreintes: tuple[str, ...]


def preparer(cache: Path | None = None) -> Plotly:
    """The copy of plotly.js that is installed, ready to be written in a page (kept in ``cache`` between reports)."""
    code = bibliotheque()
    packed = gzip.compress(code, 9, mtime=0)
    chargeur = (GABARIT / "plie" / "chargeur.js").read_text(encoding="utf-8")
    return Plotly(
        base64=base64.b64encode(packed).decode("ascii"),
        francais=json.dumps(plotly_fr(), ensure_ascii=False).replace("<", "\\u003c"),
        chargeur=chargeur,
        empreintes=(empreinte(chargeur.encode()), empreinte(code)),
    )


def bibliotheque() -> bytes:
    """The text of plotly.js as the Python package ships it."""
    import plotly

    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


def empreinte(code: bytes) -> str:
    """The fingerprint of a script, as a content security policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode('ascii')}'"
