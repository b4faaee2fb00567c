"""The last look at a page at a protected level: every number that its final HTML holds comes from what the door showed, or is no figure.

A number is explained when the piece in which it stands declares it (see ``presentation.nombres``) and the door showed it, or the
numbers it is worked out from; when it belongs to a date, a definition or a label (``nombres.toml``); when it is a coordinate of a
drawing that is, to the letter, the one that the declared values make; when it is in the frame that all pages share.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from ..francais import arrondi
from ..libelles import sans_marques
from ..presentation.elements import ancre
from ..presentation.nombres import CHIFFRES, DESSIN, PARTS, derives
from ..presentation.toile import Toile, relire
from ..protection.montres import MONTRES
from .dessins import est_le_svg, etrangers, textes
from .lecture_page import Vu, lire, proprietaire
from .lexique import Lexique, attributs, nombres

if TYPE_CHECKING:
    import nbformat

LIENS = {"id", "href", "aria-labelledby", "aria-describedby", "data-pour"}
LIEN = re.compile(r"#?(?:tableau-|graphique-|image-)?(.*?)(?:-titre)?")
IMPRIMEES = range(3)
LUS = {"", "aria-label", "title", "alt", "content"}
TITRES = {"caption", "strong", "h1", "h2", "h3", "h4", "span"}
SECTIONS = {"h2", "h3", "h4", "a"}


class Refus(NamedTuple):
    """A number that nothing explains: what it stands under, where, and the number itself, which stays in the house."""

    titre: str
    lieu: str
    nombre: str


class Permis:
    """The numbers that a piece may print: those that it declares, each shown by the door or worked out from numbers that were.

    ``parts`` are those in %, which are printed with their sign.
    """

    def __init__(self, declares: Iterable[list[float]], montres: set[float], parts: Iterable[list[float]] = ()):
        declares, parts = list(declares), list(parts)
        self._sources: dict[float, list[list[float]]] = {}
        for value, *sources in [*declares, *parts]:
            self._sources.setdefault(value, []).append(sources)
        self._montres = montres
        self._judged: dict[float, bool] = {0.0: True}
        self.etrangers = [value for value in self._sources if not self._given(value)]
        self._values = {0.0, *(value for value in self._sources if self._judged[value])}
        self._bare = self._values & {0.0, *(value for value, *_ in declares)}
        self._written = {text for value in self._values for text in (f"{round(abs(value), 6):g}", f"{abs(value):g}", repr(abs(value)))}
        self._rounded: dict[tuple[int, bool], set[float]] = {}

    def _given(self, value: float) -> bool:
        """Whether the door showed a number, or all those that it is worked out from."""
        if value not in self._judged:
            self._judged[value] = value in self._montres
            self._judged[value] = self._judged[value] or any(self._follows(value, sources) for sources in self._sources.get(value, []))
        return self._judged[value]

    def _follows(self, value: float, sources: list[float]) -> bool:
        if not sources or not all(map(self._given, sources)):
            return False
        return any(math.isclose(value, one, rel_tol=1e-9, abs_tol=1e-9) for one in derives(sources))

    def vaut(self, value: float) -> bool:
        """Whether a number is one of them, exactly or as it is printed: a drawing holds no digit that its table does not show."""
        return value in self._values or any(abs(value) in self._at(digits, in_percent=True) for digits in IMPRIMEES)

    def tient(self, text: str) -> bool:
        """Whether an attribute (« 49.1497 » or « 49 », its sign left out) is one of them as a page keeps it beside what it prints."""
        if text in self._written:
            return True
        try:
            return float(text) in self._at(len(text.partition(".")[2]), in_percent=True)
        except ValueError:
            return False

    def imprime(self, text: str) -> bool:
        """Whether a text (« 12,7 », « 49 % », its sign left out) is what is printed of one of them, rounded as it is there."""
        number, _, unit = text.replace(",", ".").partition(" ")
        if not number.isascii() or "e" in number:
            return False
        return float(number) in self._at(len(number.partition(".")[2]), in_percent=bool(unit))

    def _at(self, digits: int, *, in_percent: bool) -> set[float]:
        """The numbers, their signs left out, rounded as they would be printed; those in % only where their sign stands."""
        key = digits, in_percent
        if key not in self._rounded:
            self._rounded[key] = {float(arrondi(abs(value), digits)) for value in (self._values if in_percent else self._bare)}
        return self._rounded[key]


@dataclass
class _Piece:
    """A piece where it stands in the page: its stretch, what it may print, its drawing, and the stretches that this drawing explains."""

    debut: int
    fin: int
    permis: Permis
    toile: Toile | None
    titre: str
    dessins: list[tuple[int, int]]


def inexpliques(
    page: str,
    notebook: nbformat.NotebookNode,
    cadre: frozenset[tuple[str, str, str]],
    mots: Iterable[str],
    ecrites: Iterable[tuple[int, int]] = (),
) -> list[Refus]:
    """The numbers of a page that nothing explains, in its order; none when it can be published.

    ``notebook`` is the executed one, whose outputs declare their numbers; ``cadre``, what the frame of any page holds (element,
    attribute, text); ``mots``, as for ``lexique_de``; ``ecrites``, the stretches that the team wrote, which ``citations`` looks at.
    """
    lexique = lexique_de(notebook, mots)
    outputs = _outputs(notebook)
    montres = {0.0, *(float(value) for one in outputs for value in _montres(one).get("nombres", []))}
    pieces = _pieces(page, outputs, montres)
    rien = Permis([], set())
    found = [refus for piece in pieces for refus in _declared(piece, lexique)]
    seen = [one for one in lire(page) if not any(start <= one.debut < end for start, end in ecrites)]
    return found + list(_held(seen, pieces, rien, lexique, cadre | attributs()))


def lexique_de(notebook: nbformat.NotebookNode, mots: Iterable[str]) -> Lexique:
    """The labels that the door showed to an executed notebook, with the words its page was asked with (its title, its parameters, the
    name of the PLIE, the version)."""
    return Lexique([*mots, *(label for one in _outputs(notebook) for label in _montres(one).get("libelles", []))])


def _outputs(notebook: nbformat.NotebookNode) -> list:
    return [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]


def _montres(output) -> dict:
    """What the door had shown when an output was."""
    return output.metadata.get("plie", {}).get(MONTRES, {})


def _pieces(page: str, outputs: list, montres: set[float]) -> list[_Piece]:
    """Where each output stands in the page, in its order; one that is not found there as it was shown owns nothing."""
    found, here = [], 0
    for output in sorted(outputs, key=lambda one: one.metadata.get("plie", {}).get("role") != "entete"):
        said = output.metadata.get("plie", {})
        html = sans_marques(output.data.get("text/html", ""))
        start = page.find(html, here) if html.strip() and not said.get("carnet_seul") and said.get("role") != "pied" else -1
        if start < 0:
            continue
        here = start + len(html)
        toile = relire(said[DESSIN]) if DESSIN in said else None
        piece = _Piece(start, here, Permis(said.get(CHIFFRES, []), montres, said.get(PARTS, [])), toile, _title(html), [])
        if toile is not None:
            _explain(page, piece)
        found.append(piece)
    return found


def _title(html: str) -> str:
    """What a piece is called: its caption, or the title of its figure."""
    found = re.search(r'<(?:caption|strong class="titre")[^>]*>(?:<span>)?([^<]*)<', html)
    return unescape(found[1]) if found else ""


def _explain(page: str, piece: _Piece) -> None:
    """Find the drawing of a piece, and keep its stretch when the values of the piece make it."""
    assert piece.toile is not None
    start, end = page.find("<svg", piece.debut, piece.fin), page.find("</svg>", piece.debut, piece.fin) + len("</svg>")
    label = re.search(r'aria-label="([^"]*)"', page[start:end])
    identity = re.search(r'<figure [^>]*id="([^"]*)"', page[piece.debut : piece.fin])
    if 0 <= start < end and label and identity and est_le_svg(piece.toile, page[start:end], identity[1], unescape(label[1])):
        piece.dessins.append((start, end))


def _declared(piece: _Piece, lexique: Lexique) -> Iterator[Refus]:
    """What a piece declares or draws, and that the door did not give."""
    yield from (Refus(piece.titre, "un chiffre que la pièce déclare", f"{value:g}") for value in piece.permis.etrangers)
    if piece.toile is not None:
        yield from (Refus(piece.titre, "le dessin", f"{value:g}") for value in etrangers(piece.toile, piece.permis.vaut))
        for text in textes(piece.toile):
            left = lexique.reste(text, annees=True, section=False)
            yield from (Refus(piece.titre, "le dessin", number) for number in left if not piece.permis.imprime(number))


def _held(seen: list[Vu], pieces: list[_Piece], rien: Permis, lexique: Lexique, cadre: frozenset[tuple[str, str, str]]) -> Iterator[Refus]:
    """What the HTML holds, text by text and attribute by attribute."""
    starts, ends = [piece.debut for piece in pieces], [piece.fin for piece in pieces]
    anchors = {_squeezed(ancre(one.texte)) for one in seen if one.balise in TITRES and not one.attribut}
    columns = 0
    for one in seen:
        columns = 0 if one.balise == "table" else columns + ((one.balise, one.attribut, one.texte) == ("th", "scope", "col"))
        if not any(map(str.isnumeric, one.texte)) or (one.balise, one.attribut, one.texte) in cadre:
            continue
        rank = proprietaire(starts, ends, one.debut)
        piece = None if rank is None else pieces[rank]
        if piece and any(start <= one.debut < end for start, end in piece.dessins) and one.attribut != "aria-label":
            continue
        if one.attribut in LIENS and _squeezed(LIEN.fullmatch(one.texte)[1]) in anchors:  # type: ignore[index]
            continue
        if one.attribut == "colspan" and one.texte.isascii() and one.texte.isdigit() and 1 < int(one.texte) <= columns:
            continue
        is_read = one.attribut in LUS and one.balise not in {"script", "style", "!"}
        left = lexique.reste(one.texte, annees=one.balise != "td", section=one.balise in SECTIONS) if is_read else nombres(one.texte)
        allowed = piece.permis if piece else rien
        is_one = allowed.imprime if is_read else allowed.tient
        yield from (Refus(one.titre, one.lieu, number) for number in left if not is_one(number))


def _squeezed(anchor: str) -> str:
    """An anchor without its hyphens: an apostrophe makes one or not, straight or curved."""
    return anchor.replace("-", "")
