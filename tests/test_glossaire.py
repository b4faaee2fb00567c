"""``docs/glossaire.md`` is kept: one name, one public class; no text where another word or another function is the rule."""

import ast
import re
from collections import defaultdict

import pytest

from plie_analysis.settings import PACKAGE

PAGE = PACKAGE.parent / "docs" / "glossaire.md"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py") if "_maison" not in path.parts}


def table(title: str) -> list[list[str]]:
    """The cells of the table under a heading, its header left out."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def classes() -> dict[str, list[str]]:
    """Public class of the package → the modules that define it."""
    found = defaultdict(list)
    for name, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return found


def test_two_classes_never_share_a_name():
    assert {name for name, modules in classes().items() if len(modules) > 1} == set()


def test_the_classes_of_the_glossary_exist():
    assert {row[0] for row in table("Un nom, une classe")} <= set(classes())


@pytest.mark.parametrize(("texte", "place"), [(row[0].strip("`"), row[1]) for row in table("Emplois à ne pas écrire")])
def test_a_forbidden_text_is_nowhere(texte, place):
    allowed = re.findall(r"`([^`]+)`", place)
    found = {name for name, path in MODULES.items() if name not in allowed and re.search(texte, path.read_text(encoding="utf-8"))}
    assert found == set()
