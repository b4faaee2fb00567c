"""The scales of drawings: round steps, up to the largest value, and bars in proportion."""

import re

import pytest

from plie_analysis.presentation.barres import Graphique, Serie, toile
from plie_analysis.presentation.elements import Cellule
from plie_analysis.presentation.toile import graduations
from plie_analysis.presentation.toile_svg import HAUT, dessin


@pytest.mark.parametrize(
    ("maximum", "attendu"),
    [
        (0, [0, 1]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (10, [0, 2, 4, 6, 8, 10]),
        (11, [0, 2.5, 5, 7.5, 10, 12.5]),
        (12.6, [0, 5, 10, 15]),
        (588, [0, 200, 400, 600]),
    ],
)
def test_les_graduations(maximum, attendu):
    assert graduations(maximum) == pytest.approx(attendu)


def test_les_barres_sont_a_l_echelle_de_l_axe():
    """The axis goes to 8 for a largest value of 7: a bar of 4 fills half of it, one of 7 seven eighths."""
    graph = Graphique("Entrées", ["a", "b"], [Serie("Entrées", [Cellule(4), Cellule(7)])], "Une phrase.")
    canvas = toile(graph)
    heights = [float(height) for height in re.findall(r'<rect [^>]*\bheight="([\d.]+)"', dessin(canvas, "d", "Deux barres."))]
    full = canvas.hauteur - canvas.bas - HAUT
    assert [height / full for height in heights] == pytest.approx([0.5, 0.875], abs=0.01)
