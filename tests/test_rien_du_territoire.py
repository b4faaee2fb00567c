"""The code names no territory: what is Dijon's stands in its settings, in the nomenclatures shipped as an example, and in the year 2017."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
REFERENTIELS = ROOT / "plie_analysis" / "referentiels"
GENRES = {".py", ".sql", ".toml", ".j2", ".css", ".js", ".ipynb", ".json", ".md"}
# Names told by nobody else than the territory, beside those of its nomenclatures.
NOMS = {"Dijon", "Côte-d'Or", "Pôle emploi", "CD21"}
# The nomenclatures that another PLIE replaces: places, partners, what it runs.
DU_TERRITOIRE = ("commune", "quartier", "prescripteur", "prescripteur_clause", "orientation_proposee", "action")
# What they hold that belongs to no territory: why.
COMMUNS = {
    "(vide)": "stands for an empty cell",
    "hors QPV": "an address in no quartier prioritaire, wherever",
    "Hors quartier prioritaire": "the same, in full",
    "Hors quartier": "the same, cut",
    "Aucun": "a word of the language",
    "Non": "a word of the language",
    "Autre": "what no code names, in every nomenclature",
    "Autres": "the same",
    "Commune": "the column of the exports",
    "Communes": "the same, as a title",
    "Département": "the title of an axis",
    "Référent": "who accompanies, in every PLIE",
    "PLIE": "the scheme itself",
    "Clauses": "the social clauses of public contracts, in every PLIE",
    "Clauses d'insertion": "the same",
    "DAQ": "an example in the description of a column, docs/dictionnaire.md",
}


def _noms() -> set[str]:
    """Every code, label and spelling of those nomenclatures as they are shipped, and the names above; the common words left out."""
    found = set(NOMS)
    for name in DU_TERRITOIRE:
        with (REFERENTIELS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            found |= {word for row in csv.DictReader(lines) for word in (row["code"], row["libelle"], *row["alias"].split("|")) if word}
    return found - COMMUNS.keys()


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
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_noms(), key=len, reverse=True)))})(?!\w)")
    found = {str(path.relative_to(ROOT)): sorted(set(names.findall(_lu(path)))) for path in _fichiers()}
    assert {path: told for path, told in found.items() if told} == {}


def test_the_names_looked_for_are_those_of_a_territory():
    assert {"Dijon", "Chenôve", "Grésilles", "Talant", "Conseil départemental", "Eureka Intérim"} <= _noms()
    assert len(_fichiers()) > 300


def test_a_word_set_aside_is_one_of_theirs_and_is_met():
    told = "\n".join(map(_lu, _fichiers()))
    held = "\n".join((REFERENTIELS / f"{name}.csv").read_text(encoding="utf-8") for name in DU_TERRITOIRE)
    assert [word for word in COMMUNS if word not in held or word not in told] == []
