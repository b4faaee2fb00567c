"""Values by category laid out as a drawing: bars along the bottom, or to the right under their labels; lines and references over them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .. import francais
from .elements import Cellule, Ligne, Piece, Tableau, donnees
from .image import Image
from .toile import GROUPES, LARGEUR, Barres, Echelle, Mention, Style, Toile, Trait, graduations

REMPLIES = (Style("accent"), Style("accent", hachure="/"), Style("serie-3"))
LIGNE, REPERE = Style("accent", epaisseur=3), Style("repere", "dash")
# On a narrow screen the words are as high as a bar and its gap.
EPAISSEUR, LIGNE_DE_TEXTE, CHIFFRES = 23, 25, 110


@dataclass(frozen=True)
class Serie:
    """The values of a graph, one per category; ``genre`` is ``barres``, ``ligne`` or ``repere`` (dashed line)."""

    nom: str
    cellules: Sequence[Cellule]
    genre: str = "barres"


@dataclass(frozen=True)
class Graphique(Piece):
    """Values by category, drawn as bars and lines: what a figure is made from.

    ``sens`` is ``vertical`` (categories along the bottom, as months) or ``horizontal`` (long labels). Without a table of its own, that of
    its values is folded when it repeats the drawing. ``cites``: the figures of ``note``; ``sujet``: what the table of its values is called, when the title tells the news.
    """

    titre: str
    categories: Sequence[str]
    series: Sequence[Serie]
    phrase: str
    entete: str = "Mois"
    unite: str = ""
    sens: str = "vertical"
    tableau: Tableau | None = None
    note: str = ""
    cites: Sequence[Cellule] = ()
    sujet: str = ""

    @property
    def est_vide(self) -> bool:
        """Whether no value is known."""
        return all(cellule.est_vide for serie in self.series for cellule in serie.cellules)

    @property
    def est_masque(self) -> bool:
        """Whether no value is known because they are kept back."""
        return self.est_vide and any(cellule.masquee for serie in self.series for cellule in serie.cellules)

    @property
    def donnees(self) -> Tableau:
        """The values drawn, as a table."""
        if self.tableau:
            return self.tableau
        lignes = [Ligne(categorie, [serie.cellules[rang] for serie in self.series]) for rang, categorie in enumerate(self.categories)]
        table = donnees(self.sujet or self.titre, [self.entete, *(one.nom for one in self.series)], lignes)
        return replace(table, est_repli=self.ecrit_ses_valeurs)

    @property
    def ecrit_ses_valeurs(self) -> bool:
        """Whether each bar bears its value: there is no room for them when many categories have several bars."""
        return self.sens == "horizontal" or len(self.categories) <= 6 or sum(one.genre == "barres" for one in self.series) < 2

    @property
    def image(self) -> Image:
        """The figure (an ``Image``)."""
        drawn = [*(cellule for serie in self.series for cellule in serie.cellules), *self.cites]
        return Image(self.titre, self.phrase, toile(self), self.donnees, self.note, self.sens, "graphique", drawn)

    def _repr_html_(self) -> str:
        return self.image.html()

    def _ipython_display_(self) -> None:
        self.image._ipython_display_()


def toile(graphique: Graphique) -> Toile:
    """The drawing of a graph; unknown values are absent from it, and of those kept back only the words stand in their place."""
    return _couchee(graphique) if graphique.sens == "horizontal" else _debout(graphique)


def _debout(graphique: Graphique) -> Toile:
    ticks = graduations(_maximum(graphique))
    decimals, suffix = (
        0 if all(float(tick).is_integer() for tick in ticks) else 1,
        f"{francais.INSECABLE}%" if graphique.unite == "%" else "",
    )
    middles = [rank + 0.5 for rank in range(len(graphique.categories))]
    canvas = Toile(
        Echelle(0, len(middles), list(zip(middles, graphique.categories, strict=True)), grille=False),
        Echelle(0, ticks[-1], [(tick, f"{francais.nombre(tick, decimals)}{suffix}") for tick in ticks]),
        hauteur=280,
        gauche=58,
        droite=12,
        bas=32,
    )
    bars = [serie for serie in graphique.series if serie.genre == "barres"]
    styles = _styles(len(bars))
    for rank, serie in enumerate(bars):
        width = 0.72 / len(bars)
        places = [middle - 0.36 + width * (rank + 0.5) for middle in middles]
        canvas.ajouter(Barres(serie.nom, places, _values(serie), width, styles[rank % len(styles)], _said(graphique, serie)))
        if graphique.ecrit_ses_valeurs:
            canvas.ajouter(*_labels(places, serie, -9))
    for serie in graphique.series:
        values = _values(serie)
        if serie.genre == "repere":
            x, y = [], []
            for middle, value in zip(middles, values, strict=True):
                x += [middle - 0.5, middle + 0.5]
                y += [value, value]
            canvas.ajouter(Trait(serie.nom, x, y, REPERE, textes=[text for text in _said(graphique, serie) for _ in range(2)]))
        elif serie.genre == "ligne":
            canvas.ajouter(Trait(serie.nom, middles, values, LIGNE, textes=_said(graphique, serie), pointe=True))
            canvas.ajouter(*_labels(middles, serie, -14))
    return canvas


def _couchee(graphique: Graphique) -> Toile:
    """Labels above their bars: a long label never pushes the bars out of a narrow screen. Ordinates are pixels, from the top."""
    top = _maximum(graphique) or 1
    places: list[list[float]] = [[] for _ in graphique.series]
    texts, y = [], 4.0
    for label in graphique.categories:
        for line in couper(label):
            texts.append(Mention(0, y + 10, line, "start", taille=13))
            y += LIGNE_DE_TEXTE
        for middles in places:
            middles.append(y + EPAISSEUR / 2)
            y += EPAISSEUR + 3
        y += 8
    canvas = Toile(
        Echelle(0, top * LARGEUR / (LARGEUR - CHIFFRES), grille=False),
        Echelle(y, 0, grille=False),
        hauteur=int(y) + 12,
        gauche=0,
        droite=0,
        bas=0,
    )
    styles = _styles(len(graphique.series))
    for rank, (serie, where) in enumerate(zip(graphique.series, places, strict=True)):
        style = styles[rank % len(styles)]
        canvas.ajouter(Barres(serie.nom, where, _values(serie), EPAISSEUR, style, _said(graphique, serie), couchees=True))
        texts += [
            Mention(0 if cell.masquee else cell.montree, place, cell.texte, "start", dx=8)
            for place, cell in zip(where, serie.cellules, strict=True)
            if not cell.est_inconnue
        ]
    return canvas.ajouter(*texts)


def couper(libelle: str, largeur: int = 40) -> list[str]:
    """A long label in lines of about ``largeur`` characters, cut at spaces."""
    return textwrap.wrap(libelle, largeur, break_long_words=False, break_on_hyphens=False) or [libelle]


def _styles(series: int) -> tuple[Style, ...]:
    """Those of the pages for up to three series; more of them need eight that tell each other apart."""
    return REMPLIES if series <= len(REMPLIES) else GROUPES


def _maximum(graphique: Graphique) -> float:
    return max((cell.montree for serie in graphique.series for cell in serie.cellules if not cell.est_vide), default=0)


def _values(serie: Serie) -> list[float]:
    return [float("nan") if cell.est_vide else cell.montree for cell in serie.cellules]


def _labels(places: list[float], serie: Serie, dy: float) -> list[Mention]:
    return [
        Mention(x, 0 if cell.masquee else cell.montree, cell.texte, dy=dy)
        for x, cell in zip(places, serie.cellules, strict=True)
        if not (cell.est_inconnue or (cell.masquee and serie.genre == "ligne"))
    ]


def _said(graphique: Graphique, serie: Serie) -> list[str]:
    """What is said of each value: its category, its series, the figure and what it is made of."""

    def said(label: str, cell: Cellule) -> str:
        return f"{label}\n{serie.nom}{francais.INSECABLE}: {cell.complet}" + (f" ({cell.detail})" if cell.detail else "")

    return [said(label, cell) for label, cell in zip(graphique.categories, serie.cellules, strict=True)]
