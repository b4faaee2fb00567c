"""The guides, as pages of the house: what the explorer opens when someone asks for help, without network and without having built the site."""

import base64
import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from ..francais import espaces
from ..gabarits import environnement
from ..presentation.elements import ancre
from ..settings import house

# Under the heading of the explorer.
EN_TETE = ("prise-en-main", "un-mois-de-travail", "adapter")
# Those of the engine room, in English or made of directives of the site.
SANS_PAGE = ("architecture", "api", "contribuer", "index")
GABARITS = Path(__file__).parent / "gabarits"
IMAGE = re.compile(r"images/[\w-]+\.png")


def guides() -> dict[str, str]:
    """Name → title of each guide, in the order of the alphabet; nothing when the guides are not installed."""
    found = {path.stem: _title(path.read_text(encoding="utf-8")) for path in sorted(house("docs").glob("*.md"))}
    return {name: title for name, title in found.items() if name not in SANS_PAGE}


def page(nom: str, organisme: str) -> str:
    """A guide as a page that holds all it shows. Raises ``KeyError`` for one that does not exist."""
    known = guides()
    titre = known[nom]
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((house("docs") / f"{nom}.md").read_text(encoding="utf-8"))
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    for rank, token in enumerate(body):
        if token.type == "heading_open":
            token.attrSet("id", ancre(body[rank + 1].content))
        _links(token.children or [], known)
    template = environnement(GABARITS).get_template("guide.html.j2")
    corps = Markup(reader.renderer.render(_boxed(body, titre), reader.options, {}))
    return template.render(titre=titre, organisme=organisme, avis=(), corps=corps, autres=[(name, said) for name, said in known.items() if name != nom])  # fmt: skip


def _boxed(tokens: list[Token], titre: str) -> list[Token]:
    """Each table in a box that scrolls by itself, the keyboard too, and that bears the number of the table and the title above it."""
    boxed, above, count = [], titre, 0
    for rank, token in enumerate(tokens):
        if token.type == "heading_open":
            above = "".join(child.content for child in tokens[rank + 1].children or [])
        if token.type == "table_open":
            count += 1
            attributes: dict[str, str | int | float] = {
                "class": "tableau",
                "role": "region",
                "aria-label": espaces(f"Tableau {count} : {above}"),
                "tabindex": "0",
            }
            boxed.append(Token("tableau_open", "div", 1, attrs=attributes, block=True))
        boxed.append(token)
        if token.type == "table_close":
            boxed.append(Token("tableau_close", "div", -1, block=True))
    return boxed


def _links(tokens: list[Token], known: dict[str, str]) -> None:
    """A link to another guide leads to its page, one to a file of the project only says its words; a picture is held by the page."""
    opened: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(token)
            target, _, mark = str(token.attrGet("href")).partition("#")
            name = target.removesuffix(".md")
            if name in known:
                token.attrSet("href", f"{name}#{mark}" if mark else name)
            token.hidden = bool(target) and name not in known and not target.startswith("http")
        elif token.type == "link_close":
            token.hidden = opened.pop().hidden
        elif token.type == "image":
            _hold(token)


def _hold(token: Token) -> None:
    path = house("docs") / str(token.attrGet("src"))
    if IMAGE.fullmatch(str(token.attrGet("src"))) and path.is_file():
        token.attrSet("src", f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}")


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1].strip() if found else "Guide"
