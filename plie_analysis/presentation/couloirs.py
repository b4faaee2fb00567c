"""Things that last, laid in lanes from left to right: the drawing of one parcours, whatever the unit of time.

A lane is a name and what stands in it; what overlaps goes on rows of its own, the room of the labels included, so that nothing
covers anything. Widths are reckoned in pixels of a drawing ``LARGEUR`` wide, letters at their widest (narrow screens).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .toile import LARGEUR, Echelle, Formes, Mention, Style, Toile, Trait, rectangle

GAUCHE, DROITE, BAS, HAUT = 118, 16, 46, 12
RANGEE, EPAISSEUR, LETTRE = 27, 0.78, 11.5
ETIQUETTES_MAX = 10
FLECHE, TRAIT_MIN = 9, 3.0
REPERE = Style("ardoise", "dash", "", 1.5)


@dataclass(frozen=True)
class Barre:
    """From ``debut`` to ``fin``: its kind (in the legend), its style, its label; ``ouverte``: goes on after; ``incertaine``: nobody knows when it ended."""

    nom: str
    genre: str
    debut: float
    fin: float
    style: Style
    ouverte: bool = False
    incertaine: bool = False


@dataclass(frozen=True)
class Fanion:
    """A text at a moment."""

    x: float
    texte: str


@dataclass(frozen=True)
class Couloir:
    """A lane: bars, texts, ticks (moment, share of the height of a row); ``en_legende``: its kinds stand in the legend."""

    nom: str
    barres: Sequence[Barre] = ()
    fanions: Sequence[Fanion] = ()
    traits: Sequence[tuple[float, float]] = ()
    style: Style = REPERE
    en_legende: bool = False


@dataclass
class _Rangees:
    """The rows of a lane, each with the stretches taken on it, in pixels."""

    prises: list[list[tuple[float, float]]] = field(default_factory=list)

    def prendre(self, gauche: float, droite: float) -> int:
        """The first row where a stretch is free; it is taken."""
        for rank, row in enumerate(self.prises):
            if all(droite <= left or gauche >= right for left, right in row):
                row.append((gauche, droite))
                return rank
        self.prises.append([(gauche, droite)])
        return len(self.prises) - 1


def dessiner(couloirs: Iterable[Couloir], echelle: Echelle, reperes: Sequence[float] = ()) -> Toile:
    """The drawing of these lanes, top to bottom, empty ones left out; ``reperes``: moments marked across all of them."""
    plan = _Plan(echelle)
    for lane in couloirs:
        if lane.barres or lane.fanions or lane.traits:
            plan.poser(lane)
    rows = max(plan.haut, 1)
    lines = [Trait("", [x, x], [0, rows], REPERE) for x in dict.fromkeys(reperes)]
    axis = Echelle(rows, 0, plan.noms, grille=False)
    height = round(rows * RANGEE) + BAS + HAUT
    return Toile(echelle, axis, [*lines, *plan.formes, *plan.textes], hauteur=height, gauche=GAUCHE, droite=DROITE, bas=BAS)


class _Plan:
    """The drawing under way: marks laid so far, rows used."""

    def __init__(self, echelle: Echelle):
        self.pixels = (LARGEUR - GAUCHE - DROITE) / (echelle.fin - echelle.debut)
        self.bout = echelle.fin
        self.haut = 0.0
        self.noms: list[tuple[float, str]] = []
        self.formes: list[Formes] = []
        self.textes: list[Mention] = []

    def poser(self, lane: Couloir) -> None:
        rows = _Rangees()
        named = len(lane.barres) <= ETIQUETTES_MAX
        for flag in lane.fanions:
            self._flag(flag, rows)
        for bar in lane.barres:
            self._bar(bar, rows, named, lane.en_legende)
        if lane.traits:
            self._ticks(lane, len(rows.prises))
            rows.prises.append([])
        self.noms.append((self.haut + len(rows.prises) / 2, lane.nom))
        self.haut += len(rows.prises) + 0.35

    def _width(self, texte: str) -> float:
        """The room of a text, in units of the axis."""
        return (LETTRE * len(texte) + 6) / self.pixels

    def _label(self, texte: str, debut: float, fin: float) -> tuple[float, float, Mention]:
        """Where the text of a stretch stands: within it when it holds there, else after it, else before it; what it takes, and the text."""
        width = self._width(texte)
        if debut + width <= fin:
            return debut, fin, Mention(debut, 0, texte, "start", halo=True, dx=4)
        if fin + width <= self.bout + DROITE / self.pixels:
            return debut, fin + width, Mention(fin, 0, texte, "start", dx=4)
        return debut - width, fin, Mention(debut, 0, texte, "end", dx=-4)

    def _flag(self, flag: Fanion, rows: _Rangees) -> None:
        left, right, mention = self._label(flag.texte, flag.x, flag.x)
        row = rows.prendre(left * self.pixels, right * self.pixels)
        self.textes.append(replace(mention, y=self.haut + row + 0.5))

    def _bar(self, bar: Barre, rows: _Rangees, named: bool, legend: bool) -> None:
        end = max(bar.fin, bar.debut + TRAIT_MIN / self.pixels)
        tip = end + FLECHE / self.pixels if bar.ouverte else end
        left, right, mention = self._label(bar.nom, bar.debut, tip) if named and bar.nom else (bar.debut, tip, None)
        row = self.haut + rows.prendre(left * self.pixels, right * self.pixels)
        low, high = row + (1 - EPAISSEUR) / 2, row + (1 + EPAISSEUR) / 2
        contour = rectangle(bar.debut, end, low, high)
        if bar.ouverte:
            contour.insert(2, (tip, row + 0.5))
        style = Style(bar.style.couleur) if bar.incertaine else bar.style
        opacity = 0.4 if bar.incertaine else 1.0
        self.formes.append(Formes(bar.genre, [contour], style, opacity, en_legende=legend and not bar.incertaine, bord=True))
        if mention:
            self.textes.append(replace(mention, y=row + 0.5))

    def _ticks(self, lane: Couloir, row: int) -> None:
        half, middle = TRAIT_MIN / 2 / self.pixels, self.haut + row + 0.5
        marks = [rectangle(x - half, x + half, middle - share * EPAISSEUR / 2, middle + share * EPAISSEUR / 2) for x, share in lane.traits]
        self.formes.append(Formes(lane.nom, marks, lane.style, en_legende=False))
