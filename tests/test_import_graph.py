"""The house has floors: a module imports only what lies below it."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from plie_analysis.scellement.code import prints

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
        "exercice",
        "francais",
        "gabarits",
        "interruption",
        "jours",
        "carte_qpv",
        "libelles",
        "marque",
        "origine",
        "ouverture",
        "photo_figee",
        "repere",
        "schema",
        "secours",
        "settings",
        "temporaire",
        "verrou",
    },
    {"charte", "curate", "ingest", "survie", "trajectoires"},
    {"indicateurs"},
    {"cohortes", "moteurs", "scellement"},
    {"protection"},
    {"presentation"},
    {"atelier", "portes", "rapports"},
    {"cli", "explorateur", "__main__"},
]
# On these floors the rooms see each other; on the others they meet in the database only.
OPEN_FLOORS = {1, 4, 7, 8}
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}
# Where a function may import something of ours late, so that what is not asked for is not loaded: each command, the doors of the
# package and of ingest, Great Expectations, papermill and nbconvert, the readers of files (one process each).
LATE = {
    "__init__",
    "charte.execution",
    "charte.juge",
    "cli",
    "ingest.__init__",
    "ingest.feuilles.__main__",
    "ingest.feuilles.lecteurs",
    "rapports.execution",
    "rapports.rapport",
}
# `plie_analysis/__init__.py` only re-exports the door of notebooks.
ROOT = {"__init__": {"atelier"}}
# Libraries of the distributed engines, and who may open an engine: whoever computes receives a connection and does not know which.
DES_MOTEURS = {"grpc", "pysail", "pyspark", "sqlglot"}
OUVRENT = re.compile(r"cli\.\w+|atelier\.surface|moteurs(\.\w+)?")
KINDS = {".py", ".toml", ".sql", ".csv", ".j2", ".md", ".json"}


def _modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if "_maison" not in path.parts)


def _unit(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def _targets(node: ast.AST, path: Path) -> list[tuple[str, ...]]:
    """What an import statement of a module names, dotted from the root; nothing for another statement."""
    package = ("plie_analysis", *path.relative_to(PACKAGE).parent.parts)
    if isinstance(node, ast.Import):
        return [tuple(alias.name.split(".")) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = package[: len(package) - node.level + 1] if node.level else ()
        base += tuple(node.module.split(".")) if node.module else ()
        return [(*base, alias.name) for alias in node.names]
    return []


def _imported_units(path: Path) -> set[str]:
    """Top-level units of the package that a module imports, wherever the import stands."""
    targets = [target for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for target in _targets(node, path)]
    return {target[1] for target in targets if target[0] == "plie_analysis" and len(target) > 1}


def _name(path: Path) -> tuple[str, ...]:
    parts = ("plie_analysis", *path.relative_to(PACKAGE).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def _graph(paths) -> dict[str, set[str]]:
    """Module → modules that it imports, wherever the import stands: one that waits inside a function counts too."""
    known = {_name(path): path for path in paths}
    graph = {}
    for name, path in known.items():
        named = [target for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for target in _targets(node, path)]
        found = {target if target in known else target[:-1] for target in named}
        graph[".".join(name)] = {".".join(target) for target in found & set(known)}
    return graph


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle, in order, the first one again at the end; nothing when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1][::-1]
    return []


def _late(path: Path) -> bool:
    """Whether a function of the module imports something of ours."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [target for function in functions for node in ast.walk(function) for target in _targets(node, path)]
    return any(target[0] == "plie_analysis" for target in inside)


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


def test_no_circle_of_modules():
    graph = _graph(_modules())
    circle = _circle(graph)
    assert not circle, " → ".join(circle)


@pytest.mark.parametrize("late", [False, True])
def test_a_circle_is_seen(tmp_path, monkeypatch, late):
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    (tmp_path / "un.py").write_text("from . import deux\n")
    (tmp_path / "deux.py").write_text("def f():\n    from .un import x\n" if late else "from plie_analysis.un import x\n")
    assert set(_circle(_graph(_modules()))) == {"plie_analysis.un", "plie_analysis.deux"}
    (tmp_path / "deux.py").write_text("import json\n")
    assert not _circle(_graph(_modules()))


def test_imports_stand_at_the_head_of_their_module():
    late = {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in _modules() if _late(path)}
    late = {"cli" if name.startswith("cli.") else name for name in late}
    assert late == LATE


def _foreign(path: Path) -> set[str]:
    """The libraries that a module imports, wherever the import stands, and « moteurs » when it imports that package."""
    targets = [target for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for target in _targets(node, path)]
    return {target[0] for target in targets} | ({"moteurs"} if "moteurs" in _imported_units(path) else set())


def _who_knows_an_engine() -> list[str]:
    """Modules that import a library of the engines without being one, or open an engine without being a door."""
    found = []
    for path in _modules():
        name, foreign = ".".join(path.relative_to(PACKAGE).with_suffix("").parts), _foreign(path)
        if (foreign & DES_MOTEURS and _unit(path) != "moteurs") or ("moteurs" in foreign and not OUVRENT.fullmatch(name)):
            found.append(name)
    return found


def test_nothing_else_knows_which_engine_runs():
    assert _who_knows_an_engine() == []


@pytest.mark.parametrize("text", ["from ..moteurs import open_moteur", "def f():\n    import sqlglot", "from pyspark.sql import functions"])
def test_who_knows_an_engine_is_seen(tmp_path, monkeypatch, text):
    stray = tmp_path / "cohortes" / "suivi.py"
    stray.parent.mkdir()
    stray.write_text(text + "\n")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert _who_knows_an_engine() == ["cohortes.suivi"]


# What a module that computes may use without any figure changing with it: files kept, locked, hidden or wiped, what is only shown.
SANS_CHIFFRE = {
    *("chiffrement", "droits", "ecriture", "errors", "interruption", "marque", "origine", "ouverture", "photo_figee", "secours"),
    *("temporaire", "verrou", "charte.pont", "cohortes.fiches", "indicateurs.fiche", "scellement.niveau"),
}


def test_what_a_figure_is_computed_with_is_in_the_print_of_the_code():
    """Else two builds that compute differently would say that their code is one."""
    printed = {name[: -len(".py")].removesuffix("/__init__").replace("/", ".") for name in prints(PACKAGE) if name.endswith(".py")}
    graph = {name.partition(".")[2]: {one.partition(".")[2] for one in found} for name, found in _graph(_modules()).items()}
    assert printed <= set(graph)
    used = set().union(*(graph[name] for name in printed)) - {""}
    assert used - printed - SANS_CHIFFRE == set()
    assert used & SANS_CHIFFRE == SANS_CHIFFRE, "no longer used: take it off the list"
