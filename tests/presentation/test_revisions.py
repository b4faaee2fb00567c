"""A past month that late keying changed: marked where it is shown again, with what its own letter said, and told outside the house by a note alone."""

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.francais import MOIS, MOIS_ABREGES
from plie_analysis.presentation.barres import Graphique
from plie_analysis.protection.porte import Porte
from plie_analysis.protection.resultats import en_clair

# The section that draws a figure month by month, and how its own letter reads it: from the month's first day or from January.
SUIVIS = {"entrees": ("entrees", False), "file_active": ("file_active", True), "sorties_positives": ("sorties", True)}


def drawing(page, section: str) -> Graphique:
    (graph,) = [piece for piece in getattr(page, section)().elements if isinstance(piece, Graphique) and piece.sens == "vertical"]
    return graph


@pytest.mark.parametrize("indicateur", SUIVIS)
def test_a_month_is_marked_when_its_own_letter_said_otherwise_and_only_then(annee_2017, indicateur):
    section, since_january = SUIVIS[indicateur]
    letters = Atelier(annee_2017).rapports
    graph = drawing(letters.lettre("2017-06"), section)
    marked = 0
    for rank, (category, now) in enumerate(zip(graph.categories, graph.series[0].cellules, strict=True)):
        own = letters.lettre(f"2017-{rank + 1:02d}")
        then = own.reponses.cellule(indicateur, own.mois.depart if since_january else own.mois.debut, own.mois.fin)
        assert (category == f"{MOIS_ABREGES[rank]}*") is (then.texte != now.texte), category
        if then.texte != now.texte:
            marked += 1
            told = graph.note.replace("\u00a0", " ")
            assert f"{then.texte} " in told and MOIS[rank] in told and then in graph.cites
    assert bool(marked) is bool(graph.note) and marked == len(graph.cites)


def test_the_year_has_months_that_late_keying_changed(annee_2017):
    assert "févr.*" in drawing(Atelier(annee_2017).rapports.lettre("2017-12"), "entrees").categories


def test_a_protected_letter_does_not_tell_what_was_keyed_in_between(annee_2017, monkeypatch):
    monkeypatch.setattr(Porte, "montrer", lambda self, results: en_clair(results).frames)
    page = Atelier(annee_2017, "partenaires").rapports.lettre("2017-12")
    for section in ("entrees", "file_active", "sorties"):
        graph = drawing(page, section)
        assert not graph.note and not any("*" in category for category in graph.categories)
    assert any("saisie tardive" in note for note in page.notes())
