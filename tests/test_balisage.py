"""Markup lives in templates: no text of the code holds an HTML tag, so that nothing can be put in a page without being escaped."""

import ast
import re
from pathlib import Path

import pytest

from plie_analysis.gabarits import palette, suit_la_page

PACKAGE = Path(__file__).parent.parent / "plie_analysis"
BALISES = (
    "a|b|body|br|caption|code|dd|details|div|dl|dt|em|figcaption|figure|footer|form|g|h[1-6]|head|header|html|i|iframe|img|input|li|"
    "line|link|main|meta|nav|ol|p|path|polyline|pre|rect|script|section|span|strong|style|sub|summary|sup|svg|table|tbody|td|text|tfoot|"
    "th|thead|title|tr|ul|video"
)
BALISE = re.compile(rf"</?(?:{BALISES})(?:\s[^<>]*)?/?>|<(?:{BALISES})\s+[\w-]+=|<!doctype", re.IGNORECASE)
# Text of the file → why its tags are not markup of ours.
ADMIS = {
    "curate/dictionnaire.py": "a name to replace in a path, in Markdown",
    "ingest/genres.py": "recognises a page given for a workbook",
    "presentation/modele_plotly.py": "plotly's own end of line, which is no markup of a page",
    "rapports/inscription.py": "reads pages again to find their photo and their title",
    "rapports/nombres.py": "reads pages again to find their numbers",
    "synthese/classeurs.py": "writes an ODS workbook, which is XML",
}


def textes(code: str) -> list[str]:
    """The texts of a module, docstrings aside; the fixed parts of an f-string are joined."""
    tree = ast.parse(code)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(part.value if isinstance(part, ast.Constant) else "·" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            found.append(node.value)
    return found


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_maison" not in path.parts)


def test_no_markup_in_the_code():
    found = {
        path.relative_to(PACKAGE).as_posix() for path in _modules() if any(map(BALISE.search, textes(path.read_text(encoding="utf-8"))))
    }
    assert found - set(ADMIS) == set(), "écrivez ce balisage dans un gabarit Jinja"
    assert set(ADMIS) - found - {"synthese/classeurs.py"} == set(), "une exception ne sert plus"


@pytest.mark.parametrize("code", ["x = f'<p>{y}</p>'", "x = '<td class=\"n\">'", "x = '<br>'.join(y)", "x = f'<div id={y!r}>'"])
def test_markup_in_the_code_is_seen(code):
    assert any(map(BALISE.search, textes(code)))


@pytest.mark.parametrize("code", ['"""Writes <p>."""', "x = 'raw.<requete>'", "x = 'a < b > c'", "x = '<nom>-xxxx'"])
def test_other_texts_are_left_alone(code):
    assert not any(map(BALISE.search, textes(code)))


def test_what_templates_do_not_escape_was_written_by_a_template():
    """``safe`` is for the HTML of a notebook, for scripts of ours and their fingerprints."""
    found = {
        (path.name, text.strip())
        for path in PACKAGE.rglob("*.j2")
        for text in re.findall(r"\{\{([^{}]*)\|\s*safe\s*\}\}", path.read_text(encoding="utf-8"))
    }
    assert found == {
        ("base.html.j2", "scripts | default(\"'none'\")"),
        ("index.html.j2", "output.data['text/html']"),
        ("index.html.j2", "output.data['image/svg+xml']"),
        ("rapport.html.j2", "entete"),
        ("rapport.html.j2", "contenu"),
    }


def test_a_colour_of_the_page_is_known_by_its_light_code():
    """Interactive figures are dressed again by it when the page turns dark."""
    light = [codes[0] for codes in palette().values()]
    following = [codes[0] for name, codes in palette().items() if suit_la_page(name)]
    assert all(light.count(code) == 1 for code in following)
    assert all(re.fullmatch("#[0-9a-f]{6}", code) for codes in palette().values() for code in codes)
