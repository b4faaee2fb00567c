"""Everything that is compiled from the code and kept as a file: ``python -m tests.generes`` writes it again.

One line a file: what it holds is computed by the function beside it, and the tests hold the two equal.
"""

from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent


def generes() -> dict[str, Callable[[], str]]:
    """The files, by their path in the project, with what writes their text."""
    from annee_2017 import RAPPORT
    from annee_2017.comparaison.methode import methode
    from plie_analysis import curate
    from plie_analysis.charte import guide
    from plie_analysis.indicateurs.catalogue import catalogue
    from plie_analysis.rapports.guide import guide as guide_des_rapports
    from plie_analysis.settings import load_settings
    from tests import requetes

    return {
        "docs/dictionnaire.md": curate.dictionary,
        "docs/indicateurs.md": lambda: catalogue({}),
        "docs/methode.md": lambda: methode(RAPPORT, {}),
        "docs/charte.md": guide.page,
        "docs/rapports.md": lambda: guide_des_rapports(load_settings(ROOT)),
        "tests/golden/coherence.csv": _contradictions,
        "tests/golden/indicateurs.sql": requetes.compiled,
    }


def _contradictions() -> str:
    """What the printed report of 2017 says against itself, then what it says but for a rounding."""
    import pandas as pd

    from annee_2017 import RAPPORT
    from annee_2017.comparaison import auditer, en_csv

    audit = auditer(RAPPORT)
    return en_csv(pd.concat([audit.contradictions.assign(verdict="rompue"), audit.arrondis.assign(verdict="arrondi")]))


def main() -> None:
    """Write again what has changed, and say which."""
    for name, compiled in generes().items():
        path, text = ROOT / name, compiled()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{name} : réécrit")


if __name__ == "__main__":
    main()
