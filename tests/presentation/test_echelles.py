"""The scales of drawings: round steps, up to the largest value, and bars in proportion."""

from xml.etree import ElementTree

import pytest

from plie_analysis.presentation import barres
from plie_analysis.presentation.barres import Graphique, Serie
from plie_analysis.presentation.elements import Cellule
from plie_analysis.presentation.toile import LARGEUR, graduations
from plie_analysis.presentation.toile_svg import HAUT, dessin


@pytest.mark.parametrize(
    ("maximum", "attendu"),
    [
        (0, [0, 1]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (3, [0, 1, 2, 3]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 2, 4, 6, 8, 10]),
        (11, [0, 2.5, 5, 7.5, 10, 12.5]),
        (12.6, [0, 5, 10, 15]),
        (588, [0, 200, 400, 600]),
    ],
)
def test_les_graduations(maximum, attendu):
    assert graduations(maximum) == pytest.approx(attendu)


def dessinees(*valeurs: float | None, sens: str) -> tuple[barres.Toile, list[dict[str, float]]]:
    """The drawing of a graph of one series, and the sizes in pixels of its bars."""
    cells = [Cellule(valeur) for valeur in valeurs]
    graph = Graphique("Entrées", [str(rank) for rank in range(len(cells))], [Serie("Entrées", cells)], "Une phrase.", sens=sens)
    toile = barres.toile(graph)
    rects = ElementTree.fromstring(dessin(toile, "essai", "Une phrase.")).findall("rect")
    return toile, [{name: float(rect.get(name)) for name in ("x", "y", "width", "height")} for rect in rects]


def test_les_barres_sont_a_l_echelle_de_l_axe():
    """The axis goes to 8 for a largest value of 7: a bar of 4 fills half of it, one of 7 seven eighths; both stand on it."""
    toile, bars = dessinees(4, None, 7, sens="vertical")
    full = toile.hauteur - HAUT - toile.bas
    assert [bar["height"] / full for bar in bars] == pytest.approx([0.5, 0.875], abs=0.01)
    assert [bar["y"] + bar["height"] for bar in bars] == pytest.approx([toile.hauteur - toile.bas] * 2, abs=0.2)


def test_les_barres_couchees_laissent_la_place_de_leur_chiffre():
    _, bars = dessinees(4, 8, sens="horizontal")
    full = LARGEUR - barres.CHIFFRES
    assert [bar["width"] / full for bar in bars] == pytest.approx([0.5, 1], abs=0.01)
    assert [bar["x"] for bar in bars] == [0, 0]
