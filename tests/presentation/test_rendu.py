"""What a piece becomes: captions, scopes, values as printed, nothing for what is unknown or hidden."""

import itertools
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.gabarits import palette
from plie_analysis.presentation.barres import Graphique, Serie
from plie_analysis.presentation.elements import (
    Carte,
    Cartes,
    Cellule,
    Commentaires,
    Ligne,
    Phrase,
    Tableau,
    ancre,
)
from plie_analysis.presentation.modele_plotly import CONFIG, modele
from plie_analysis.presentation.toile import GROUPES, Echelle, Toile, Trait, graduations
from plie_analysis.presentation.toile_svg import dessin

TAUX = Cellule(49.1496, "%", 289, 588)
VIDE = Cellule()
MASQUEE = Cellule(3, masquee=True)


def html_de(piece) -> str:
    """What a page writes of a piece."""
    return piece._repr_html_()


def bars(*cells: Cellule, sens: str = "vertical") -> Graphique:
    return Graphique("Entrées par mois", [f"m{rank}" for rank in range(len(cells))], [Serie("Entrées", cells)], "Une phrase.", sens=sens)


def test_a_table_has_caption_scopes_and_values_as_printed():
    html = html_de(
        Tableau(
            "Sorties",
            ["Motif", "Nombre", "Part"],
            [Ligne("Emploi <aidé>", [Cellule(32), TAUX]), Ligne("Total", [Cellule(588), ""], "total")],
        )
    )
    table = ET.fromstring(html)
    assert table.find(".//caption").find("span").text == "Sorties"
    assert [th.get("scope") for th in table.iter("th")] == ["col", "col", "col", "row", "row"]
    assert "Emploi &lt;aidé&gt;" in html and 'data-valeur="49"' in html and "289\u00a0sur\u00a0588" in html
    assert table.get("tabindex") == "0" and table.get("aria-labelledby") == table.find(".//caption").get("id")


def test_a_page_holds_no_digit_that_it_does_not_show():
    cells = [replace(TAUX, muette=True), Cellule(12.3456, "mois", 4567, 370, decimales=1, muette=True), Cellule(-0.04, decimales=1)]
    table = Tableau("T", ["A", "Part", "Durée", "Écart"], [Ligne("x", cells)])
    assert [cell.get("data-valeur") for cell in ET.fromstring(html_de(table)).iter("td")] == ["49", "12.3", "0.0"]
    for sens in ("vertical", "horizontal"):
        graph = bars(*cells, sens=sens)
        held = html_de(table) + html_de(graph)
        assert not [digits for digits in ("49.1", "12.34", "289", "588", "4567", "370") if digits in held.replace("\u00a0", "")]


def test_rows_of_a_group_have_their_own_body():
    html = html_de(
        Tableau(
            "T",
            ["Classe", "Nombre"],
            [Ligne("Emploi", [Cellule(2)], "groupe"), Ligne("CDI", [Cellule(2)]), Ligne("Autre", [Cellule(0)], "groupe")],
        )
    )
    bodies = ET.fromstring(html).findall(".//tbody")
    assert [body.find(".//th").get("scope") for body in bodies] == ["rowgroup", "rowgroup"]


@pytest.mark.parametrize(("cellule", "dit"), [(VIDE, "non disponible"), (MASQUEE, "masqué")])
def test_an_unknown_or_hidden_figure_shows_no_value(cellule, dit):
    html = html_de(Tableau("T", ["A", "B"], [Ligne("x", [cellule])]))
    assert dit in html and "data-valeur" not in html and ">3<" not in html


@pytest.mark.parametrize("sens", ["vertical", "horizontal"])
def test_a_hidden_value_is_nowhere_in_a_graph(sens):
    graph = bars(Cellule(777_001), Cellule(888_002, masquee=True), VIDE, sens=sens)
    drawn = dessin(graph.image.toile, "g", "") + html_de(graph)
    assert "888" not in drawn and "777" in drawn


def test_a_graph_gives_its_sentence_its_drawing_and_its_table():
    figure = ET.fromstring(html_de(bars(Cellule(32), Cellule(30))))
    assert figure.tag == "figure" and figure.find("figcaption") is not None and figure.find(".//table") is not None
    assert "Une phrase." in figure.find(".//svg").get("aria-label")


def test_the_share_button_is_off_in_every_figure():
    assert CONFIG["showSendToCloud"] is False and CONFIG["plotlyServerURL"] == "" and "sendChartToCloud" in CONFIG["modeBarButtonsToRemove"]
    layout = modele()["layout"]
    assert layout["modebar"]["remove"] == ["sendChartToCloud"] and layout["separators"] == ",\u202f"
    assert layout["font"]["color"] == palette()["encre"][0]


@pytest.mark.parametrize(
    ("lignes", "vide"),
    [
        ([], True),
        ([Ligne("Mesure", ["Sa définition", "Sa source"])], False),
        ([Ligne("Motif", [VIDE, ""])], True),
        ([Ligne("Motif", [VIDE, Cellule(0)])], False),
        ([Ligne("Motif", [MASQUEE])], True),
    ],
    ids=["aucune ligne", "du texte seul", "rien de connu", "un zéro", "masqué"],
)
def test_a_table_is_empty_when_there_is_nothing_to_read_in_it(lignes, vide):
    assert Tableau("T", ["A", "B", "C"], lignes).est_vide is vide


def test_a_table_that_repeats_a_drawing_is_folded_and_another_is_not():
    repeated = ET.fromstring(html_de(bars(Cellule(32), Cellule(30))))
    assert repeated.find("details/div/table") is not None and repeated.find("div/table") is None
    own = Graphique("T", ["a"], [Serie("S", [Cellule(1)])], "P.", tableau=Tableau("T", ["", "S"], [Ligne("a", [Cellule(1)])]))
    assert ET.fromstring(html_de(own)).find("div/table") is not None


def test_nothing_is_shown_for_nothing():
    assert html_de(Cartes([Carte("Entrées", VIDE)])) == ""
    assert html_de(Commentaires([None, None])) == ""
    assert "<li" in html_de(Commentaires([None, Phrase("regle", "Texte.")]))


def test_anchors_are_plain():
    assert ancre("Étapes – œuvres & co") == "etapes-oeuvres-co"


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e7)), min_size=1, max_size=12), st.sampled_from(["vertical", "horizontal"]))
def test_any_graph_is_well_formed_and_stays_in_its_box(values, sens):
    drawing = ET.fromstring(dessin(bars(*(Cellule(value) for value in values), sens=sens).image.toile, "g", ""))
    width = float(drawing.get("viewBox").split()[2])
    for rect in drawing.iter("rect"):
        if rect.get("x"):
            assert float(rect.get("x")) + float(rect.get("width")) <= width + 0.1 and float(rect.get("height")) >= 0


@given(st.floats(0, 1e9))
def test_scales_reach_the_largest_value_in_few_steps(maximum):
    ticks = graduations(maximum)
    assert ticks[0] == 0 and ticks[-1] >= maximum and 2 <= len(ticks) <= 7


@pytest.mark.parametrize("sens", ["vertical", "horizontal"])
def test_a_bar_is_as_long_as_its_value_and_says_it(sens):
    toile = bars(Cellule(32), VIDE, Cellule(30), sens=sens).image.toile
    drawn = [rect for rect in ET.fromstring(dessin(toile, "g", "")).iter("rect") if rect.find("title") is not None]
    sides = [float(rect.get("height" if sens == "vertical" else "width")) for rect in drawn]
    assert [rect.find("title").text.rpartition("\u00a0: ")[2] for rect in drawn] == ["32", "30"]
    assert sides[0] / sides[1] == pytest.approx(32 / 30, abs=0.01)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=2, max_size=30))
def test_a_line_goes_through_its_points_to_a_tenth_of_a_pixel(points):
    """Steps are relative and joined when they go on: none drifts, none is lost."""
    xs, ys = zip(*points, strict=True)
    toile = Toile(Echelle(0, 10), Echelle(0, 10)).ajouter(Trait("", xs, ys, GROUPES[0]))
    svg = ET.fromstring(dessin(toile, "g", ""))
    met = followed(next(path.get("d") for path in svg.iter("path")))
    wide, high = 640 - toile.gauche - toile.droite, toile.hauteur - toile.bas - 12
    x, y = toile.gauche + wide * points[-1][0] / 10, toile.hauteur - toile.bas - high * points[-1][1] / 10
    assert met[-1] == pytest.approx((x, y), abs=0.051)
    for a, b in points:
        here = toile.gauche + wide * a / 10, toile.hauteur - toile.bas - high * b / 10
        assert min(_away(here, one, other) for one, other in itertools.pairwise([met[0], *met])) < 0.15


def followed(path: str) -> list[tuple[float, float]]:
    """The points of a path of relative steps."""
    found: list[tuple[float, float]] = []
    for step, told in re.findall(r"([Mlhv])([^Mlhvz]*)", path):
        numbers = [float(one) for one in told.split()]
        dx, dy = {"h": (*numbers, 0), "v": (0, *numbers)}.get(step, numbers)
        x, y = found[-1] if found else (0, 0)
        found.append((x + dx, y + dy))
    return found


def _away(point, one, other) -> float:
    """How far a point is from a stretch of line."""
    (x, y), (a, b), (c, d) = point, one, other
    length = (c - a) ** 2 + (d - b) ** 2
    share = 0 if not length else max(0, min(1, ((x - a) * (c - a) + (y - b) * (d - b)) / length))
    return math.hypot(x - a - share * (c - a), y - b - share * (d - b))


def test_a_label_cannot_act_in_a_figure():
    graph = Graphique("T", ['<a href="http://x.invalid">x</a>'], [Serie("<b>S", [Cellule(1)])], "P.")
    drawn = dessin(graph.image.toile, "g", graph.categories[0])
    assert "<a " not in drawn and "<b>" not in drawn and "&lt;a href" in drawn


def test_a_line_is_cut_where_nothing_is_known():
    graph = Graphique("T", list("abcd"), [Serie("S", [Cellule(1), VIDE, Cellule(3), Cellule(4)], "ligne")], "P.")
    lines = [len(followed(line.get("d"))) for line in ET.fromstring(dessin(graph.image.toile, "g", "")).iter("path")]
    assert lines == [1, 2]


def test_a_drawing_takes_the_colours_of_its_page():
    drawn = dessin(bars(Cellule(1)).image.toile, "g", "")
    assert f"var(--accent, {palette()['accent'][0]})" in drawn
