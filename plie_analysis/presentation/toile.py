"""A drawing described in the units of its data, written as inline SVG by ``toile_svg``.

Lines, bars, bands, cells (rectangles and other closed shapes), points with their interval, texts, two straight axes. Each
style has a colour of the palette, a dash and a hatching (it holds in black and white).
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from .. import francais

LARGEUR = 640


@dataclass(frozen=True)
class Style:
    """A colour (its name in the palette), a dash (``solid``, ``dash``, ``dot``, ``dashdot``, ``longdash``), a hatching (``""``, ``/``, ``x``…)."""

    couleur: str
    trait: str = "solid"
    hachure: str = ""
    epaisseur: float = 2.5


# Apart in hue, in dash and in hatching.
GROUPES = (
    Style("bleu", "solid", ""),
    Style("orange", "dash", "/"),
    Style("vert", "dot", "x"),
    Style("violet", "dashdot", "."),
    Style("gris", "longdash", "-"),
    Style("rose", "solid", "\\"),
    Style("olive", "dash", "|"),
    Style("sarcelle", "dot", "+"),
)
NEUTRE = Style("ardoise", "solid", "", 1.5)


class Marque:
    """What is drawn under a name of the legend, unless it is not to stand there."""

    en_legende = True


@dataclass(frozen=True)
class Trait(Marque):
    """A line through points, cut where a value is unknown, in steps when ``escalier``; ``textes``: what is said of each point."""

    nom: str
    x: Sequence[float]
    y: Sequence[float]
    style: Style
    escalier: bool = False
    textes: Sequence[str] = ()
    pointe: bool = False

    @property
    def points(self) -> tuple[Sequence[float], Sequence[float]]:
        """The points to join: in steps, each value holds until the next one."""
        if not self.escalier:
            return self.x, self.y
        xs, ys = [self.x[0]], [self.y[0]]
        for here, value in zip(self.x[1:], self.y[1:], strict=True):
            xs += [here, here]
            ys += [ys[-1], value]
        return xs, ys


@dataclass(frozen=True)
class Barres(Marque):
    """Bars from 0, ``largeur`` thick, around their places; ``couchees``: to the right. An unknown value (``nan``) has no bar."""

    nom: str
    places: Sequence[float]
    valeurs: Sequence[float]
    largeur: float
    style: Style
    textes: Sequence[str] = ()
    couchees: bool = False

    @property
    def contours(self) -> list[list[tuple[float, float]]]:
        """The rectangles of the bars."""
        half = self.largeur / 2
        known = [(place, value) for place, value in zip(self.places, self.valeurs, strict=True) if value == value]
        if self.couchees:
            return [rectangle(0, value, place - half, place + half) for place, value in known]
        return [rectangle(place - half, place + half, 0, value) for place, value in known]


@dataclass(frozen=True)
class Formes(Marque):
    """Closed shapes of one style and one name in the legend; ``opacite`` under 1 for bands."""

    nom: str
    contours: Sequence[Sequence[tuple[float, float]]]
    style: Style
    opacite: float = 1.0
    en_legende: bool = True
    bord: bool = False


@dataclass(frozen=True)
class Points(Marque):
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
class Mention:
    """A text at a place, moved by ``dx``, ``dy`` pixels: ``ancre`` is ``start``, ``middle`` or ``end``; ``halo`` when it stands on a shape."""

    x: float
    y: float
    texte: str
    ancre: str = "middle"
    halo: bool = False
    taille: int = 12
    dx: float = 0
    dy: float = 0


@dataclass(frozen=True)
class Echelle:
    """Bounds (the first may be greater: the axis is then reversed), graduations ``(value, label)``, title."""

    debut: float
    fin: float
    graduations: Sequence[tuple[float, str]] = ()
    titre: str = ""
    grille: bool = True

    @property
    def est_serre(self) -> bool:
        """Whether a narrow screen has no room for all its labels, of which it then shows every other one."""
        return 12 * sum(len(label) + 1 for _, label in self.graduations) > LARGEUR


@dataclass
class Toile:
    """The drawing: its axes, its marks in the order they are laid, its height in pixels for a width of ``LARGEUR``."""

    x: Echelle
    y: Echelle
    marques: list = field(default_factory=list)
    hauteur: int = 320
    gauche: int = 52
    droite: int = 14
    bas: int = 44

    def ajouter(self, *marques) -> "Toile":
        """Lay marks."""
        self.marques += marques
        return self

    @property
    def legende(self) -> list:
        """Marks that the legend names, once each; none when there is a single name."""
        found: dict[str, object] = {}
        for mark in self.marques:
            if not isinstance(mark, Mention) and mark.nom and mark.en_legende:
                found.setdefault(mark.nom, mark)
        return list(found.values()) if len(found) > 1 else []


def ecrire(toile: Toile) -> dict:
    """A drawing as plain values that JSON holds; what is unknown is ``None``."""
    return _plain(asdict(toile) | {"marques": [{"genre": type(mark).__name__, **asdict(mark)} for mark in toile.marques]})


def relire(ecrite: dict) -> Toile:
    """The drawing that ``ecrire`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    kinds = {kind.__name__: kind for kind in (Trait, Barres, Formes, Points, Mention)}
    marks = []
    for held in ecrite["marques"]:
        fields = {name: _known(value) for name, value in held.items() if name != "genre"}
        if "style" in fields:
            fields["style"] = Style(**fields["style"])
        marks.append(kinds[held["genre"]](**fields))
    return Toile(**(ecrite | {"x": Echelle(**ecrite["x"]), "y": Echelle(**ecrite["y"]), "marques": marks}))


def _plain(value):
    """Lists for sequences (numpy's, pandas'), numbers of Python, ``None`` for what is not a number."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, str | bool | None):
        return value
    if hasattr(value, "__iter__"):
        return [_plain(one) for one in value]
    if isinstance(value, int):
        return value
    return None if francais.is_empty(value) else float(value)


def _known(value):
    """``nan`` again for what was unknown in a list of values."""
    if isinstance(value, list):
        return [_known(one) for one in value]
    return float("nan") if value is None else value


def rectangle(x0: float, x1: float, y0: float, y1: float) -> list[tuple[float, float]]:
    """The contour of a rectangle."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def bande(x: Sequence[float], bas: Sequence[float], haut: Sequence[float]) -> list[list[tuple[float, float]]]:
    """Contours of a band in steps, cut where a limit is unknown."""
    ends = [*x[1:], x[-1]]
    steps = zip(x, ends, bas, haut, strict=True)
    pieces = []
    for unknown, run in itertools.groupby(steps, key=lambda step: francais.is_empty(step[2]) or francais.is_empty(step[3])):
        if not unknown:
            kept = list(run)
            low = [point for here, until, value, _ in kept for point in ((here, value), (until, value))]
            high = [point for here, until, _, value in kept for point in ((here, value), (until, value))]
            pieces.append(low + high[::-1])
    return pieces


def graduations(maximum: float) -> list[float]:
    """Three to six round steps from 0 to at least ``maximum``."""
    if maximum <= 0:
        return [0, 1]
    power = 10 ** math.floor(math.log10(maximum))
    step = next(power * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5) if maximum / (power * part) <= 5)
    return [step * rank for rank in range(math.ceil(maximum / step - 1e-9) + 1)]


def multiples(fin: float, pas: float) -> list[tuple[float, str]]:
    """Graduations from 0 to ``fin`` every ``pas``."""
    count = int(fin / pas + 1e-9)
    return [(pas * i, f"{francais.nombre(pas * i, 0 if float(pas).is_integer() else 1)}") for i in range(count + 1)]
