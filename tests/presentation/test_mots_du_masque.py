"""What is kept back says so: every kind of page, each of its figures hidden, and not a word that would pass it for nothing."""

import re
from html import unescape

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation import elements, image
from plie_analysis.presentation.barres import Graphique, Serie
from plie_analysis.presentation.elements import MASQUE, Bloc, Carte, Cartes, Cellule, Ligne, Tableau, donnees
from plie_analysis.presentation.image import Image, vide
from plie_analysis.protection.porte import Porte
from tests.presentation.test_questions import INTERNES, PAGES

PETITS = "masqué (petits effectifs)"
# What a page says of what the photo does not hold: false of what it holds and hides.
VIDE = re.compile(r"aucune? |n’en dit rien|n’est connu|ne permet pas|aucune donnée", re.IGNORECASE)
# Which months, which horizon, which year of what is published: not figures.
REPERES = ("mois", "annee")
CACHEE = Cellule(7, masquee=True)


def _visibles(_porte, results) -> dict:
    return {name: result.frame.assign(masque=False) for name, result in results.items()}


def _caches(_porte, results) -> dict:
    return {name: _vide(result.frame) for name, result in results.items()}


def _vide(frame):
    numbers = [name for name in frame.select_dtypes("number") if name not in REPERES]
    return (
        frame.astype(dict.fromkeys(numbers, "Float64"))
        .assign(**dict.fromkeys(numbers), masque=True)
        .astype(dict.fromkeys(numbers, "float64"))
    )


def _page(annee_2017, monkeypatch, nom, montrer) -> list:
    """The pieces of the sections of a page at a protected level, its results being shown as ``montrer`` says."""
    make, sections = PAGES[nom]
    monkeypatch.setattr(Porte, "montrer", montrer)
    page = make(Atelier(annee_2017, "partenaires"))
    return [piece for section in sections for piece in getattr(page, section)().elements]


def _texte(pieces, monkeypatch) -> str:
    """What a page writes of these pieces, without its tags."""
    written: list[str] = []
    for module in (elements, image):
        monkeypatch.setattr(module, "publier", lambda html, *rest, **said: written.append(str(html)))
    for piece in pieces:
        Bloc([piece])._ipython_display_()
    return unescape(re.sub(r"<[^>]+>", " ", "\n".join(written)))


def _figures(pieces) -> dict[tuple, Cellule]:
    """Every figure of the tables and of the cards, by table, row and column."""
    tables = [getattr(piece, "donnees", None) or getattr(piece, "tableau", piece) for piece in pieces]
    found = {
        (table.titre, re.sub(r", [\d\s]+€|\*$", "", row.libelle), head): cell
        for table in tables
        if isinstance(table, Tableau)
        for row in table.lignes
        for head, cell in zip(table.entetes[1:], row.cellules, strict=False)
        if isinstance(cell, Cellule)
    }
    cards = [carte for piece in pieces if isinstance(piece, Cartes) for carte in piece.cartes]
    return found | {("carte", carte.libelle, ""): carte.cellule for carte in cards}


@pytest.mark.parametrize("nom", sorted(PAGES.keys() - INTERNES))
def test_a_page_all_hidden_never_says_that_there_is_nothing(annee_2017, monkeypatch, nom):
    nothing = {found.group() for found in VIDE.finditer(_texte(_page(annee_2017, monkeypatch, nom, _visibles), monkeypatch))}
    hidden = _texte(_page(annee_2017, monkeypatch, nom, _caches), monkeypatch)
    assert {found.group() for found in VIDE.finditer(hidden)} <= nothing
    assert PETITS in hidden and "nan" not in hidden.split() and "None" not in hidden


@pytest.mark.parametrize("nom", sorted(PAGES.keys() - INTERNES))
def test_every_figure_of_a_page_all_hidden_says_that_it_is(annee_2017, monkeypatch, nom):
    """Row by row, card by card: a figure that the page shows to the house is there, kept back; none is missing, none is unknown."""
    shown = _figures(_page(annee_2017, monkeypatch, nom, _visibles))
    pieces = _page(annee_2017, monkeypatch, nom, _caches)
    hidden = _figures(pieces)
    replaced = {donnees(piece.titre, [], []).titre for piece in pieces if isinstance(piece, Image) and piece.est_masque}
    known = {place: cell for place, cell in shown.items() if not cell.est_vide}
    assert len(known) > 20
    # A figure of print, in an earlier year, is not one of the photo; a zero that no row holds is known of everybody.
    lost = {
        place
        for place, cell in known.items()
        if place[0] not in replaced and not (place in hidden and (hidden[place].masquee or hidden[place] == cell))
    }
    assert not lost


def test_a_table_and_a_graph_all_hidden_are_a_line_that_says_so(monkeypatch):
    table = Tableau("Aides", ["Nature", "Nombre"], [Ligne("transport", [CACHEE, ""])])
    graph = Graphique(
        "Étapes",
        ["a"],
        [Serie("Part", [CACHEE])],
        "",
        tableau=Tableau("Étapes par classe", ["Classe", "Nombre"], [Ligne("Total", [Cellule(12)])]),
    )
    said = _texte([table, graph, vide("Écarts", masque=True)], monkeypatch)
    assert [line.split("\u00a0:")[0].strip() for line in said.splitlines() if PETITS in line] == ["Aides", "Étapes", "Écarts"]
    assert "12" in said and "7" not in said, "a total that is known stays"


def test_nothing_known_is_still_said_as_such(monkeypatch):
    table = Tableau("Aides", ["Nature", "Nombre"], [Ligne("transport", [Cellule()])])
    said = _texte([table, vide("Écarts", "Trop tôt.")], monkeypatch)
    assert said.count("aucune donnée dans la photo") == 2 and "Trop tôt." in said and PETITS not in said


def test_a_key_figure_that_is_kept_back_says_so():
    html = Cartes([Carte("Entrées", CACHEE, "dont 3"), Carte("Sorties", Cellule())])._repr_html_()
    assert MASQUE in html and PETITS in html and "Entrées" in html and "Sorties" not in html and "7" not in html


@pytest.mark.parametrize("sens", ["vertical", "horizontal"])
def test_a_bar_that_is_kept_back_has_its_words(sens):
    graph = Graphique("T", ["a", "b"], [Serie("S", [Cellule(5), CACHEE])], "", sens=sens)
    assert f">{MASQUE}</text>" in graph.image.html()
