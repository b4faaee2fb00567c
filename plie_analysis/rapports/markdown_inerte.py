"""A text typed by the team, in a small part of Markdown → sections of inert HTML; anything else is refused, with its line.

What is taken is a list (``mots.toml``): paragraphs, emphasis, lists of two levels, titles ``## …`` that open the sections. No link,
so that nothing is asked of anybody; no HTML, no image, no code.
"""

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from ..errors import PlieError
from ..francais import espaces
from ..libelles import propre

REGLES = Path(__file__).with_name("mots.toml")
# Octets: some ten pages of text.
LIMITE = 30_000
# What stands for a letter that nobody sees, by its category.
_VISIBLES = {"Cc": "", "Cf": "", "Co": "", "Cs": "", "Zl": " ", "Zp": " "}
# Depth of a list in a list, as the parser counts it.
LISTE_DANS_UNE_LISTE = 2
# Emphasis in emphasis.
RELIEFS = 3
FORME = "Paragraphes, *italique*, **gras**, listes et titres « ## … » seulement."
UTF8 = "Enregistrez-le sous… en choisissant l'encodage UTF-8, puis recommencez."


@dataclass(frozen=True)
class Section:
    """What stands under one title: the title as written (``None`` before the first one), its line, HTML without attributes, the text of
    each paragraph with the line where it begins (a line feed where the text has one)."""

    titre: str | None
    ligne: int
    html: Markup
    paragraphes: tuple[tuple[int, str], ...]


@functools.cache
def regles() -> dict:
    """The content of ``mots.toml``."""
    return tomllib.loads(REGLES.read_text(encoding="utf-8"))


def decoder(contenu: bytes, fichier: str) -> str:
    """The text of a file: UTF-8 with or without its mark, any ends of line. Raises ``PlieError`` when too long or not such a text."""
    if len(contenu) > LIMITE:
        raise refus(
            f"{fichier} est trop long ({len(contenu)} octets).", f"Les mots de l'équipe tiennent en {LIMITE} octets : raccourcissez-les."
        )
    try:
        return contenu.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = contenu.count(b"\n", 0, error.start) + 1
        raise refus(f"{fichier}, ligne {line} : ce fichier n'est pas enregistré en UTF-8.", UTF8) from error


def lire(texte: str, fichier: str) -> list[Section]:
    """The sections of a text, in its order, even those that hold nothing. Raises ``PlieError`` naming the file and the line of what is not taken."""
    parser = _parser()
    tokens = iter(parser.parse(_plain(texte, fichier)))
    cuts: list[tuple[str | None, int, list[Token]]] = [(None, 1, [])]
    for token in tokens:
        if token.type == "heading_open" and token.markup == "##" and token.level == 0:
            title = next(tokens)
            _check(title, fichier)
            cuts.append((_text(title).strip(), _line(title), []))
            next(tokens)
        else:
            _check(token, fichier)
            cuts[-1][2].append(token)
    return [_section(parser, *cut) for cut in cuts if cut[0] is not None or cut[2]]


def refus(constat: str, conseil: str) -> PlieError:
    """A refusal: what was found, what to do."""
    return PlieError(espaces(f"{constat}\n{conseil}"))


def _parser() -> MarkdownIt:
    """A parser that recognises more than is taken: what it would leave as mere text could not be refused."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("reference")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _plain(texte: str, fichier: str) -> str:
    """The text with plain ends of line and without marks that nobody sees. Raises ``PlieError`` for a control character: it is no text."""
    text = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if any(unicodedata.category(letter) == "Cc" and letter != "\t" for letter in line):
            raise refus(f"{fichier}, ligne {number} : un caractère de contrôle ; ce n'est pas un texte.", UTF8)
    return _visible(text)


def _visible(texte: str) -> str:
    """A text without what nobody sees (marks of direction, soft hyphens, zero-width spaces): a word cut by one is read whole."""
    return "".join(_VISIBLES.get(unicodedata.category(letter), letter) if letter not in "\n\t" else letter for letter in texte)


def _check(token: Token, fichier: str) -> None:
    """Raise ``PlieError`` when a token, or one that it holds, is not of those that are taken."""
    rules, line = regles()["markdown"], _line(token)
    for one in (token, *(token.children or ())):
        kind = re.sub("_(open|close)$", "", one.type)
        if kind not in rules["admis"]:
            found = rules["refus"].get(kind, "une forme inconnue")
            shown = f" (« {propre(one.content).strip()[:40]} »)" if kind.startswith("html") else ""
            raise refus(f"{fichier}, ligne {line} : {found} n'a pas sa place ici{shown}.", FORME)
        if one.type.endswith("list_open") and one.level > LISTE_DANS_UNE_LISTE:
            raise refus(f"{fichier}, ligne {line} : une liste est trop loin dans une autre.", "Deux niveaux de liste au plus.")
        if one.type.endswith("_open") and one is not token and one.level > RELIEFS:
            raise refus(f"{fichier}, ligne {line} : trop de *, l'un dans l'autre.", FORME)
        if one.attrs:
            raise refus(
                f"{fichier}, ligne {line} : une liste numérotée commence à 1.", "Écrivez « 1. », ou mettez un texte devant le nombre."
            )
        line += one.type in ("softbreak", "hardbreak") or (one.type == "html_inline" and one.content.count("\n"))


def _line(token: Token) -> int:
    """The line where a token begins, from 1."""
    return token.map[0] + 1 if token.map else 1


def _section(parser: MarkdownIt, titre: str | None, ligne: int, tokens: list[Token]) -> Section:
    paragraphs = tuple((_line(token), _text(token)) for token in tokens if token.type == "inline")
    for child in (child for token in tokens for child in token.children or () if child.type == "text"):
        child.content = espaces(_visible(child.content).replace("'", "’"))
    return Section(titre, ligne, Markup(parser.renderer.render(tokens, parser.options, {}).strip()), paragraphs)


def _text(token: Token) -> str:
    """What a paragraph says, without its marks, one line feed where it has one."""
    return "".join("\n" if child.type in ("softbreak", "hardbreak") else _visible(child.content) for child in token.children or ())
