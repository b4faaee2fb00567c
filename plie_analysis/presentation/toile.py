"""A drawing described once, in the units of its data, and written twice: plotly figure and inline SVG.

Lines, bands, cells (rectangles and other closed shapes), points with their interval, texts, two straight axes. Each style
has a colour of medium lightness (it holds on a light and on a dark page), a dash and a hatching (it holds in black and white).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import francais


@dataclass(frozen=True)
class Style:
    """A colour, a dash (``solid``, ``dash``, ``dot``, ``dashdot``, ``longdash``), a hatching (``""``, ``/``, ``x``, ``.``, ``-``)."""

    couleur: str
    trait: str = "solid"
    hachure: str = ""
    epaisseur: float = 2.5


# Apart in hue, in dash and in hatching; 3:1 or more against white and against the dark page.
GROUPES = (
    Style("#2f6fc4", "solid", ""),
    Style("#c05a10", "dash", "/"),
    Style("#2d8659", "dot", "x"),
    Style("#8b5fbf", "dashdot", "."),
    Style("#7d7d7d", "longdash", "-"),
    Style("#b3437f", "solid", "\\"),
    Style("#6d7f1e", "dash", "|"),
    Style("#2b8a99", "dot", "+"),
)
GRILLE = Style("#8a94a0", "solid", "", 0.6)
NEUTRE = Style("#6b7785", "solid", "", 1.5)


@dataclass(frozen=True)
class Ligne:
    """A line through points, in steps when ``escalier``."""

    nom: str
    x: Sequence[float]
    y: Sequence[float]
    style: Style
    escalier: bool = False
    textes: Sequence[str] = ()


@dataclass(frozen=True)
class Formes:
    """Closed shapes of one style and one name in the legend; ``opacite`` under 1 for bands."""

    nom: str
    contours: Sequence[Sequence[tuple[float, float]]]
    style: Style
    opacite: float = 1.0
    en_legende: bool = True
    bord: bool = False


@dataclass(frozen=True)
class Points:
    """Points with a horizontal interval each; ``carre`` for squares, else discs."""

    nom: str
    x: Sequence[float]
    y: Sequence[float]
    bas: Sequence[float]
    haut: Sequence[float]
    style: Style
    carre: bool = False
    textes: Sequence[str] = ()


@dataclass(frozen=True)
class Texte:
    """A text at a place: ``ancre`` is ``start``, ``middle`` or ``end``; ``halo`` when it stands on a shape."""

    x: float
    y: float
    texte: str
    ancre: str = "middle"
    halo: bool = False
    taille: int = 12


@dataclass(frozen=True)
class Axe:
    """Bounds (the first may be greater: the axis is then reversed), graduations ``(value, label)``, title."""

    debut: float
    fin: float
    graduations: Sequence[tuple[float, str]] = ()
    titre: str = ""
    grille: bool = True


@dataclass
class Toile:
    """The drawing: its axes, its marks in the order they are laid, its height in pixels for a width of 640."""

    x: Axe
    y: Axe
    marques: list = field(default_factory=list)
    hauteur: int = 320
    gauche: int = 52
    droite: int = 14
    bas: int = 44
    legende: bool = True

    def ajouter(self, *marques) -> "Toile":
        """Lay marks."""
        self.marques += marques
        return self

    @property
    def noms(self) -> list:
        """Marks that the legend names, once each."""
        found: dict[str, object] = {}
        for mark in self.marques:
            if not isinstance(mark, Texte) and mark.nom and getattr(mark, "en_legende", True):
                found.setdefault(mark.nom, mark)
        return list(found.values())


def rectangle(x0: float, x1: float, y0: float, y1: float) -> list[tuple[float, float]]:
    """The contour of a rectangle."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def bande(x: Sequence[float], bas: Sequence[float], haut: Sequence[float]) -> list[list[tuple[float, float]]]:
    """Contours of a band in steps, cut where a limit is unknown."""
    pieces, low, high = [], [], []
    for i, here in enumerate(x):
        if francais.is_empty(bas[i]) or francais.is_empty(haut[i]):
            if len(low) > 1:
                pieces.append(low + high[::-1])
            low, high = [], []
            continue
        until = x[i + 1] if i + 1 < len(x) else here
        low += [(here, bas[i]), (until, bas[i])]
        high += [(here, haut[i]), (until, haut[i])]
    if len(low) > 1:
        pieces.append(low + high[::-1])
    return pieces


def marches(x: Sequence[float], y: Sequence[float]) -> tuple[list[float], list[float]]:
    """The points of a line in steps: each value holds until the next one."""
    xs, ys = [], []
    for i, (here, value) in enumerate(zip(x, y, strict=True)):
        if i:
            xs.append(here)
            ys.append(ys[-1])
        xs.append(here)
        ys.append(value)
    return xs, ys


def multiples(fin: float, pas: float, suffixe: str = "") -> list[tuple[float, str]]:
    """Graduations from 0 to ``fin`` every ``pas``."""
    count = int(fin / pas + 1e-9)
    return [(pas * i, f"{francais.nombre(pas * i, 0 if float(pas).is_integer() else 1)}{suffixe}") for i in range(count + 1)]
