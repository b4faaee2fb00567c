"""The code names no territory: what is Dijon's stands in its settings, in the nomenclatures shipped as an example, and in the year 2017."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
REFERENTIELS = ROOT / "plie_analysis" / "referentiels"
GENRES = {".py", ".sql", ".toml", ".j2", ".css", ".js", ".ipynb", ".json", ".md"}
# Names told by nobody else than the territory, beside those of its nomenclatures.
NOMS = {"Dijon", "Côte-d'Or", "Pôle emploi", "CD21"}


def _noms() -> set[str]:
    """The communes and the quartiers of the nomenclatures shipped, and the names above; those that are common words left out."""
    found = set(NOMS)
    for name in ("commune", "quartier"):
        with (REFERENTIELS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            found |= {row["code"] for row in csv.DictReader(lines) if row["code"] != "hors QPV"}
    return found


def _fichiers() -> list[Path]:
    folders = (ROOT / name for name in ("plie_analysis", "notebooks", "expectations"))
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in GENRES and not {"_maison", "referentiels", "__pycache__"} & set(path.parts) and "plotly" not in path.name
    )


def _lu(path: Path) -> str:
    """What a file holds besides what it explains: the docstrings and the comments of code show examples."""
    text = path.read_text(encoding="utf-8").replace("’", "'")
    if path.suffix == ".py":
        text = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
    return text


def test_no_name_of_a_territory_stands_in_the_code():
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_noms())))})(?!\w)")
    found = {str(path.relative_to(ROOT)): sorted(set(names.findall(_lu(path)))) for path in _fichiers()}
    assert {path: told for path, told in found.items() if told} == {}


def test_the_names_looked_for_are_those_of_a_territory():
    assert {"Dijon", "Chenôve", "Grésilles", "Talant"} <= _noms()
    assert len(_fichiers()) > 300
