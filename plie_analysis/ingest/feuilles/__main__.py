"""The process: bound itself, read, write the sheets, then say which ones."""

import json
import sys
from pathlib import Path

from .limites import bound


def main(genre: str, file: str, folder: str, parent: str, octets: str, secondes: str) -> None:
    """See the package. Whatever goes wrong beyond what is foreseen ends the process, and the parent says so."""
    bound(int(parent), int(octets), int(secondes))
    # After the limits are set: what they import and read counts.
    from . import ecriture, lecteurs
    from .feuille import Illisible

    target = Path(folder)
    try:
        told: dict[str, object] = {
            "feuilles": [ecriture.write(feuille, target / f"{rank}.arrow") for rank, feuille in enumerate(lecteurs.read(genre, Path(file)))]
        }
    except Illisible as refusal:
        told = {"refus": str(refusal)}
    (target / "feuilles.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
