"""A drawing as inline SVG: seen without script, on paper, in black and white; what is said of a mark is its title."""

import itertools
import math
from collections.abc import Iterable
from xml.etree import ElementTree

from ..gabarits import palette, suit_la_page
from .toile import LARGEUR, Barres, Echelle, Formes, Mention, Points, Style, Toile, Trait

TIRETS = {"solid": None, "dash": "9 5", "dot": "2 4", "dashdot": "9 4 2 4", "longdash": "15 5"}
RAIES = {
    "/": "M-1 1l2-2M0 8l8-8M7 9l2-2",
    "\\": "M-1 7l2 2M0 0l8 8M7-1l2 2",
    "x": "M0 0l8 8M8 0l-8 8",
    "-": "M0 4h8",
    "|": "M4 0v8",
    "+": "M4 0v8M0 4h8",
    ".": "M2.2 4h3.6M4 2.2v3.6",
}
HAUT = 12
# Diameter, in pixels, of what must be pointed at to read what is said of a point.
CIBLE = 16


def dessin(toile: Toile, identifiant: str, texte: str) -> str:
    """The drawing; ``texte`` is its equivalent in words, ``identifiant`` names its hatchings in the page."""
    return ElementTree.tostring(_Svg(toile, identifiant, texte).racine, encoding="unicode")


class _Svg:
    """The drawing under way: places in pixels, hatchings met so far."""

    def __init__(self, toile: Toile, identifiant: str, texte: str):
        self.toile, self.identifiant = toile, identifiant
        self.signs = _places(toile)
        self.top = 26 * (self.signs[-1][2] + 1) + 4 if self.signs else 0
        self.height = toile.hauteur + self.top
        self.hatched: dict[Style, str] = {}
        self.racine = ElementTree.Element("svg", {"viewBox": f"0 0 {LARGEUR} {self.height}", "role": "img", "aria-label": texte})
        self.defs = self.add("defs")
        self.axis_y(toile.y)
        self.axis_x(toile.x)
        for mark in toile.marques:
            getattr(self, type(mark).__name__.lower())(mark)
        for mark, x, line in self.signs:
            self.sign(mark, x, 26 * line + 6)

    def add(self, tag: str, texte: str = "", parent=None, **attributes) -> ElementTree.Element:
        """One element; an attribute that is ``None`` is left out, a number is written to a tenth; ``texte``: what a text says, or what is said of a mark under the pointer."""
        written = {
            name.strip("_").replace("_", "-"): f"{value:.1f}".removesuffix(".0") if isinstance(value, int | float) else str(value)
            for name, value in attributes.items()
            if value is not None
        }
        element = ElementTree.SubElement(self.racine if parent is None else parent, tag, written)
        if tag == "text":
            element.text = texte
        elif texte:
            ElementTree.SubElement(element, "title").text = texte
        return element

    def x(self, value: float) -> float:
        axis, toile = self.toile.x, self.toile
        return toile.gauche + (value - axis.debut) / (axis.fin - axis.debut) * (LARGEUR - toile.gauche - toile.droite)

    def y(self, value: float) -> float:
        axis, toile = self.toile.y, self.toile
        return self.height - toile.bas - (value - axis.debut) / (axis.fin - axis.debut) * (toile.hauteur - toile.bas - HAUT)

    def axis_y(self, axis: Echelle) -> None:
        left, right = self.toile.gauche, LARGEUR - self.toile.droite
        for value, label in axis.graduations:
            if axis.grille:
                self.add("line", class_="grille", x1=left, x2=right, y1=self.y(value), y2=self.y(value))
            self.add("text", label, class_="echelle", x=left - 7, y=self.y(value) + 5, text_anchor="end")

    def axis_x(self, axis: Echelle) -> None:
        bottom = self.height - self.toile.bas
        for rank, (value, label) in enumerate(axis.graduations):
            if axis.grille:
                self.add("line", class_="grille", x1=self.x(value), x2=self.x(value), y1=self.top + HAUT, y2=bottom)
            css = "echelle une-sur-deux" if rank % 2 and axis.est_serre else "echelle"
            self.add("text", label, class_=css, x=self.x(value), y=bottom + 19, text_anchor="middle")
        if axis.titre:
            self.add("text", axis.titre, class_="legende", x=LARGEUR - self.toile.droite, y=bottom + 39, text_anchor="end")

    def mention(self, mark: Mention) -> None:
        halo = {"class_": "halo"} if mark.halo else {}
        self.add("text", mark.texte, x=self.x(mark.x) + mark.dx, y=self.y(mark.y) + 5 + mark.dy, text_anchor=mark.ancre, **halo)

    def trait(self, mark: Trait) -> None:
        for known, points in itertools.groupby(
            zip(*mark.points, strict=True), key=lambda point: point[0] == point[0] and point[1] == point[1]
        ):
            if known:
                self.add("path", d=self.path(points), fill="none", stroke_linejoin="round", **_stroke(mark.style))
        last = -math.inf
        for rank, (a, b) in enumerate(zip(mark.x, mark.y, strict=True)):
            said = mark.textes[rank] if rank < len(mark.textes) else ""
            if a != a or b != b:
                continue
            if mark.pointe:
                self.add("circle", cx=self.x(a), cy=self.y(b), r=4, fill=_colour("fond"), **_stroke(mark.style))
            if said and self.x(a) - last >= CIBLE:
                last = self.x(a)
                self.add("circle", said, cx=last, cy=self.y(b), r=CIBLE / 2, fill="transparent")

    def barres(self, mark: Barres) -> None:
        said = [text for text, value in itertools.zip_longest(mark.textes, mark.valeurs, fillvalue="") if value == value]
        for corners, text in zip(mark.contours, said, strict=True):
            (a, b), (c, d) = corners[0], corners[2]
            left, top = min(self.x(a), self.x(c)), min(self.y(b), self.y(d))
            width, height = abs(self.x(c) - self.x(a)), abs(self.y(d) - self.y(b))
            ink = {"fill": self.fill(mark.style), "stroke": _colour(mark.style.couleur)}
            self.add("rect", text, x=left, y=top, width=width, height=height, **ink)

    def formes(self, mark: Formes) -> None:
        path = "".join(self.path(contour) + "z" for contour in mark.contours)
        self.add("path", mark.nom, d=path, stroke=_colour(mark.style.couleur) if mark.bord else None, **self.filled(mark))

    def points(self, mark: Points) -> None:
        line = _stroke(mark.style)
        each = zip(mark.x, mark.y, mark.bas, mark.haut, mark.textes or [""] * len(mark.x), strict=True)
        for value, place, bas, haut, said in each:
            if value != value:
                continue
            x, y, low, high = self.x(value), self.y(place), self.x(bas), self.x(haut)
            ends = f"M{low:.1f} {y:.1f}H{high:.1f}M{low:.1f} {y - 5:.1f}v10M{high:.1f} {y - 5:.1f}v10"
            self.add("path", d=ends, fill="none", **line | {"stroke_width": 2})
            self.point(mark, x, y)
            if said:
                self.add("circle", said, cx=x, cy=y, r=CIBLE / 2, fill="transparent")

    def path(self, points: Iterable[tuple[float, float]]) -> str:
        """A line through points, in tenths of a pixel, each step from the one before it; what moves by less is left out."""
        (x, y), *others = [(round(10 * self.x(a)), round(10 * self.y(b))) for a, b in points]
        steps: list[tuple[int, int]] = []
        written = f"M{_tenth(x)} {_tenth(y)}"
        for after in others:
            dx, dy = after[0] - x, after[1] - y
            x, y = after
            if steps and dx * dy == 0 and (dx, dy) != (0, 0) and _same_way(steps[-1], (dx, dy)):
                steps[-1] = steps[-1][0] + dx, steps[-1][1] + dy
            elif dx or dy:
                steps.append((dx, dy))
        for dx, dy in steps:
            written += f"h{_tenth(dx)}" if not dy else f"v{_tenth(dy)}" if not dx else f"l{_tenth(dx)} {_tenth(dy)}"
        return written

    def point(self, mark: Points, x: float, y: float) -> None:
        if mark.carre:
            self.add(
                "rect", x=x - 5, y=y - 5, width=10, height=10, fill=_colour("fond"), **_stroke(mark.style) | {"stroke_dasharray": None}
            )
        else:
            self.add("circle", cx=x, cy=y, r=5.5, fill=_colour(mark.style.couleur))

    def sign(self, mark, x: float, y: float) -> None:
        """One name of the legend."""
        if isinstance(mark, Trait):
            self.add("line", x1=x, x2=x + 26, y1=y + 7, y2=y + 7, **_stroke(mark.style))
        elif isinstance(mark, Points):
            self.point(mark, x + 12, y + 7)
        else:
            self.add("rect", x=x, y=y, width=22, height=14, stroke=_colour(mark.style.couleur), **self.filled(mark))
        self.add("text", mark.nom, class_="legende", x=x + 31, y=y + 12)

    def filled(self, mark) -> dict:
        if getattr(mark, "opacite", 1) < 1:
            return {"fill": _colour(mark.style.couleur), "fill_opacity": str(mark.opacite)}
        return {"fill": self.fill(mark.style)}

    def fill(self, style: Style) -> str:
        """The colour of a style, or the hatching that stands for it in black and white."""
        if not style.hachure:
            return _colour(style.couleur)
        if style not in self.hatched:
            self.hatched[style] = name = f"{self.identifiant}-h{len(self.hatched)}"
            tile = self.add("pattern", parent=self.defs, id=name, width=8, height=8, patternUnits="userSpaceOnUse")
            self.add("rect", parent=tile, width=8, height=8, fill=_colour(style.couleur), fill_opacity=".2")
            self.add("path", parent=tile, d=RAIES[style.hachure], stroke=_colour(style.couleur), stroke_width="1.8")
        return f"url(#{self.hatched[style]})"


def _colour(name: str) -> str:
    """A colour that follows the page, light, dark or on paper, when it has three faces."""
    return f"var(--{name}, {palette()[name][0]})" if suit_la_page(name) else palette()[name][0]


def _tenth(tenths: int) -> str:
    """A number of tenths as SVG reads it: « 12.5 », « 7 »."""
    return f"{tenths / 10:.1f}".removesuffix(".0")


def _same_way(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two steps go on in one direction, along one axis."""
    return (one[0] * other[0] > 0 and one[1] == other[1] == 0) or (one[1] * other[1] > 0 and one[0] == other[0] == 0)


def _stroke(style: Style) -> dict:
    return {"stroke": _colour(style.couleur), "stroke_width": style.epaisseur, "stroke_dasharray": TIRETS[style.trait]}


def _places(toile: Toile) -> list[tuple[object, float, int]]:
    """Where each name of the legend stands: the mark, x, line."""
    places, x, line = [], 0.0, 0
    for mark in toile.legende:
        width = 40 + 11 * len(mark.nom)
        if x and x + width > LARGEUR:
            x, line = 0.0, line + 1
        places.append((mark, x, line))
        x += width
    return places
