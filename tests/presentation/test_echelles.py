"""The scales of drawings: round steps, up to the largest value, and bars in proportion."""

import re

import pytest

from plie_analysis.presentation import svg
from plie_analysis.presentation.elements import Cellule, Graphique, Serie


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
    assert svg.graduations(maximum) == pytest.approx(attendu)


def test_les_barres_sont_a_l_echelle_de_l_axe():
    """The axis goes to 8 for a largest value of 7: a bar of 4 fills half of it, one of 7 seven eighths."""
    graph = Graphique("Entrées", ["a", "b"], [Serie("Entrées", [Cellule(4), Cellule(7)])], "Une phrase.")
    bars = re.findall(r'<rect class="s1"[^>]*\bheight="([\d.]+)"', svg.dessin(graph))
    full = svg.HAUTEUR - svg.HAUT - svg.BAS
    assert [float(height) / full for height in bars] == pytest.approx([0.5, 0.875], abs=0.01)
