"""What a working folder needs to read the year as Dijon did: its settings, and what it had published before."""

from pathlib import Path

from . import DONNEES, RAPPORT

# In the wheel, then in a checkout.
REGLAGES = (DONNEES / "plie.toml", Path(__file__).parents[2] / "plie.toml")


def preparer(racine: Path) -> None:
    """Give the settings (budget, objectives) and the published figures of Dijon to a folder that has none of its own."""
    figures = racine / "reference" / RAPPORT.name / "figures.csv"
    for source, target in ((next(path for path in REGLAGES if path.is_file()), racine / "plie.toml"), (RAPPORT / "figures.csv", figures)):
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
