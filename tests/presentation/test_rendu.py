"""What a piece becomes: captions, scopes, values as printed, nothing for what is unknown or hidden."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import plotly.graph_objects as go
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
from plie_analysis.presentation.toile import graduations
from plie_analysis.presentation.toile_plotly import paquet
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
        held = html_de(table) + html_de(graph) + json.dumps(paquet(graph.image.toile))
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
    drawn = dessin(graph.image.toile, "g", "") + json.dumps(paquet(graph.image.toile)) + html_de(graph)
    assert "888" not in drawn and "777" in drawn


def figure(toile) -> go.Figure:
    """What plotly reads of a drawing; it would refuse what it does not know."""
    written = paquet(toile)
    drawn = go.Figure({"data": written["data"], "layout": written["layout"]})
    assert drawn.to_plotly_json() == {"data": written["data"], "layout": written["layout"]}
    return drawn


def test_a_graph_gives_its_sentence_its_drawing_and_its_table():
    figure = ET.fromstring(html_de(bars(Cellule(32), Cellule(30))))
    assert figure.tag == "figure" and figure.find("figcaption") is not None and figure.find(".//table") is not None
    assert "Une phrase." in figure.find(".//svg").get("aria-label")


def test_the_share_button_is_off_in_every_figure():
    figure = paquet(bars(Cellule(1)).image.toile)
    assert figure["config"]["showSendToCloud"] is False and figure["config"]["plotlyServerURL"] == ""
    assert "sendChartToCloud" in figure["config"]["modeBarButtonsToRemove"] and figure["layout"]["template"]["layout"]["modebar"][
        "remove"
    ] == ["sendChartToCloud"]


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
def test_one_description_gives_a_plotly_figure_and_a_drawing_of_the_same_bars(sens):
    toile = bars(Cellule(32), VIDE, Cellule(30), sens=sens).image.toile
    drawn = figure(toile)
    assert isinstance(drawn, go.Figure) and [trace.type for trace in drawn.data] == ["bar"]
    values = drawn.data[0].y if sens == "vertical" else drawn.data[0].x
    sides = [float(rect.get("height" if sens == "vertical" else "width")) for rect in ET.fromstring(dessin(toile, "g", "")).iter("rect")]
    assert list(values) == [32, None, 30] and len(sides) == 2
    assert sides[0] / sides[1] == pytest.approx(32 / 30, abs=0.01)
    assert drawn.layout.template.layout.separators == ",\u202f" and drawn.layout.template.layout.font.color == palette()["encre"][0]


def test_a_label_cannot_act_in_a_figure():
    graph = Graphique("T", ['<a href="http://x.invalid">x</a>'], [Serie("<b>S", [Cellule(1)])], "P.")
    drawn = json.dumps(paquet(graph.image.toile)) + dessin(graph.image.toile, "g", graph.categories[0])
    assert "<a " not in drawn and "<b>" not in drawn and "&lt;a href" in drawn


def test_a_line_is_cut_where_nothing_is_known():
    graph = Graphique("T", list("abcd"), [Serie("S", [Cellule(1), VIDE, Cellule(3), Cellule(4)], "ligne")], "P.")
    lines = [line.get("points").count(",") for line in ET.fromstring(dessin(graph.image.toile, "g", "")).iter("polyline")]
    assert lines == [1, 2] and list(figure(graph.image.toile).data[0].y) == [1, None, 3, 4]


def test_a_drawing_takes_the_colours_of_its_page():
    drawn = dessin(bars(Cellule(1)).image.toile, "g", "")
    assert f"var(--accent, {palette()['accent'][0]})" in drawn
