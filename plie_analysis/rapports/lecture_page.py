"""A published page read back, as anybody can read it: each text and attribute that it holds, its place in the page and in French."""

from bisect import bisect_right
from dataclasses import dataclass
from html.parser import HTMLParser

TITRES = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "title"}
# What a reader calls a text, by the element that holds it.
NOMS = {
    "caption": "la légende",
    "title": "le titre de l'onglet",
    "th": "un en-tête",
    "td": "une case",
    "dt": "un chiffre clé",
    "dd": "un chiffre clé",
    "li": "une phrase",
    "p": "une phrase",
    "text": "le dessin",
    "script": "les données d'un graphique",
    "style": "le style",
} | dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "un titre")
VIDES = {"meta", "link", "br", "img", "hr", "input", "area", "base", "col", "embed", "source", "track", "wbr"}


@dataclass(frozen=True)
class Vu:
    """One text or attribute: ``attribut`` is empty for a text; ``debut``, its position in the page; ``titre``, what it stands under."""

    balise: str
    attribut: str
    texte: str
    debut: int
    titre: str

    @property
    def lieu(self) -> str:
        """Where it is, in French."""
        if self.attribut:
            return f"l'attribut {self.attribut} d'une balise {self.balise}"
        return NOMS.get(self.balise, "un commentaire du code" if self.balise == "!" else f"le texte d'une balise {self.balise}")


def lire(page: str) -> list[Vu]:
    """Everything that a page holds, in its order; blank texts are left out."""
    reader = _Reader(page)
    reader.feed(page)
    reader.close()
    return reader.seen


class _Reader(HTMLParser):
    """Texts, attributes, comments and declarations of a page, under the last title met."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.lines = [0]
        for rank, letter in enumerate(page, start=1):
            if letter == "\n":
                self.lines.append(rank)
        self.seen: list[Vu] = []
        self.open: list[str] = []
        self.title, self.heading = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VIDES:
            self.open.append(tag)
        if tag not in TITRES and any(map(str.isdigit, tag)):
            self.keep(tag, "nom", tag)
        for name, value in attrs:
            # A name can hold a number too.
            self.keep(tag, name, f"{name}={value}" if any(map(str.isdigit, name)) else value or "")
        if tag in TITRES:
            self.heading = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VIDES:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in TITRES:
            self.title = self.heading or self.title

    def handle_data(self, data: str) -> None:
        inside = next((tag for tag in reversed(self.open) if tag in TITRES), "")
        if inside:
            self.heading += data
        self.keep(self.open[-1] if self.open else "html", "", data)

    def handle_comment(self, data: str) -> None:
        self.keep("!", "", data)

    def handle_decl(self, decl: str) -> None:
        self.keep("!", "", decl)

    def unknown_decl(self, data: str) -> None:
        self.keep("!", "", data)

    def handle_pi(self, data: str) -> None:
        self.keep("!", "", data)

    def keep(self, tag: str, name: str, text: str) -> None:
        if text.strip():
            line, column = self.getpos()
            self.seen.append(Vu(tag, name, text, self.lines[line - 1] + column, self.heading.strip() or self.title.strip()))


def proprietaire(debuts: list[int], fins: list[int], ou: int) -> int | None:
    """Which of the successive, disjoint stretches of a page a position stands in; ``None`` when in none."""
    rank = bisect_right(debuts, ou) - 1
    return rank if rank >= 0 and ou < fins[rank] else None
