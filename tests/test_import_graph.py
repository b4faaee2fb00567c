"""The house has floors: a module imports only what lies below it."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plie_analysis"
FLOORS = [
    {"errors"},
    {
        "chiffrement",
        "contrat",
        "database",
        "droits",
        "ecriture",
        "enfants",
        "francais",
        "gabarits",
        "interruption",
        "jours",
        "libelles",
        "marque",
        "origine",
        "ouverture",
        "photo_figee",
        "schema",
        "secours",
        "settings",
        "temporaire",
        "verrou",
    },
    {"charte", "curate", "ingest", "survie", "trajectoires"},
    {"indicateurs"},
    {"cohortes", "scellement"},
    {"protection"},
    {"presentation"},
    {"atelier", "rapports"},
    {"cli", "__main__"},
]
# On these floors the rooms see each other; on the others they meet in the database only.
OPEN_FLOORS = {1, 4, 7, 8}
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}
# `plie_analysis/__init__.py` only re-exports the door of notebooks.
ROOT = {"__init__": {"atelier"}}
KINDS = {".py", ".toml", ".sql", ".csv", ".j2", ".md", ".json"}


def _modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if "_maison" not in path.parts)


def _unit(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def _imported_units(path: Path) -> set[str]:
    """Top-level units of the package that a module imports, wherever the import stands."""
    package = ("plie_analysis", *path.relative_to(PACKAGE).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            targets = [[*base, alias.name] for alias in node.names]
        else:
            continue
        found |= {target[1] for target in targets if target[0] == "plie_analysis" and len(target) > 1}
    return found


def test_every_unit_has_a_floor():
    units = {_unit(path) for path in _modules()} - {"__init__"}
    assert units <= set(FLOOR), f"no floor for {sorted(units - set(FLOOR))}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path):
    unit = _unit(path)
    for imported in _imported_units(path) & set(FLOOR):
        if unit == "__init__":
            assert imported in ROOT["__init__"], f"plie_analysis → {imported}"
        elif imported != unit:
            below = FLOOR[imported] < FLOOR[unit]
            beside = FLOOR[imported] == FLOOR[unit] and FLOOR[unit] in OPEN_FLOORS
            assert below or beside, f"{path.relative_to(PACKAGE)} → {imported}: the arrow goes up or sideways"


def _about_the_year(tree: ast.AST) -> list[int]:
    """Lines that treat the year 2017 apart: compared with something, or a key."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key]
        elif isinstance(node, ast.Subscript):
            parts = [node.slice]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        else:
            continue
        values = {leaf.value for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant)}
        found += [node.lineno] if values & {2017, "2017"} else []
    return found


def test_the_workbench_does_not_know_the_reference_year():
    named = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in KINDS and re.search(r"annee[-_]2017", path.read_text(encoding="utf-8"))
    ]
    assert not named, f"the package of the year is named in {named}"
    apart = {path: lines for path in _modules() if (lines := _about_the_year(ast.parse(path.read_text(encoding="utf-8"))))}
    assert not apart, f"2017 is treated apart in {apart}"


@pytest.mark.parametrize("text", ["x = annee == 2017", "x = {2017: 1}", "x = PHOTOS['2017']", "x = jour >= date(2017, 1, 1)"])
def test_a_year_treated_apart_is_seen(text):
    assert _about_the_year(ast.parse(text)) == [1]


def test_a_wrong_arrow_is_seen(tmp_path, monkeypatch):
    stray = tmp_path / "ingest" / "stray.py"
    stray.parent.mkdir()
    stray.write_text("from ..rapports import execution\nfrom .. import cli\nimport plie_analysis.indicateurs\n")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert _imported_units(stray) == {"rapports", "cli", "indicateurs"}
