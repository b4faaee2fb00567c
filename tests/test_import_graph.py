"""The house has floors: a module imports only what lies below it."""

import ast
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
    {"charte", "curate", "ingest", "survie", "synthese", "trajectoires"},
    {"indicateurs"},
    {"cohortes", "comparaison", "scellement"},
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


def test_a_wrong_arrow_is_seen(tmp_path, monkeypatch):
    stray = tmp_path / "ingest" / "stray.py"
    stray.parent.mkdir()
    stray.write_text("from ..rapports import execution\nfrom .. import cli\nimport plie_analysis.indicateurs\n")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert _imported_units(stray) == {"rapports", "cli", "indicateurs"}
