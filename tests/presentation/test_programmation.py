"""The programmation on the reference year: sessions, what was done in the actions, before and after, at the three levels."""

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation.elements import MASQUE
from tests.presentation.test_fiches import count, rows, said


def texte(piece) -> str:
    return said(piece).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def interne(annee_2017):
    return Atelier(annee_2017).rapports.programmation("2017")


@pytest.fixture(scope="module", params=["partenaires", "publique"])
def protegee(annee_2017, request):
    return Atelier(annee_2017, request.param).rapports.programmation("2017")


def test_each_session_is_counted(interne):
    found = rows(interne.sessions())
    assert found["Mars-juin 2017"] == ["12", "12", "10", "2"]
    assert found["Juin 2017"][:2] == ["8", "8"] and found["Octobre 2017"][:2] == ["15", "15"]
    assert "DAQ" not in found


def test_the_flow_of_the_daq_and_its_two_dates(interne):
    assert rows(interne.flux())["DAQ"] == ["101", "90", "84", "59", "70\u00a0%", "52"]
    assert "(59 sur 84)" in texte(interne.flux()) and "Au 31 décembre 2017, 52 participations sont achevées" in texte(interne.flux())


def test_what_was_done_is_what_was_noted(interne, annee_2017):
    shown = sum(
        int(cells[-1]) for line in interne.faits().elements[-1].lignes if (cells := [getattr(c, "texte", c) for c in line.cellules])[-1]
    )
    noted = (
        "SELECT count(*) FROM curated.etape_action WHERE date_etape_action <= '2017-12-31'"
        " AND nature NOT IN ('suivi', 'information collective', 'accueil et diagnostic', 'intégration')"
    )
    assert shown == count(Atelier(annee_2017), noted)
    assert "19 recommandations ont été faites vers « DAQ », dont 12 suivies d’une entrée" in texte(interne.faits())


def test_before_and_after_add_up_and_bear_their_date(interne, annee_2017):
    entered = count(Atelier(annee_2017), "SELECT count(*) FROM curated.action WHERE year(date_entree_action) = 2017")
    moments = interne.avant_apres().elements[1]
    for line in moments.lignes:
        first, *others = (cell.valeur for cell in line.cellules)
        assert first == sum(others)
    found = {name.replace("\u00a0", " "): cells for name, cells in rows(moments).items()}
    assert found["La veille de l’entrée"][0] == found["Le 15 janvier 2018"][0] == str(entered)
    actions = [line for line in interne.avant_apres().elements[2].lignes if line.genre == "total"]
    assert sum(line.cellules[0].valeur for line in actions) == entered
    assert "le 15 janvier 2018" in texte(interne.avant_apres())
    assert "Suivi du 15 janvier 2018" in texte(interne.suivi())


def test_no_row_says_nothing(interne):
    """Those whose entry is too recent are named in one sentence, and have no row."""
    assert all(cells[0] != "0" for name, cells in rows(interne.devenir()).items() if name != "Ensemble")
    assert "Personne n’est entré assez tôt pour être vu à 12 mois dans ces actions" in texte(interne.devenir())


def test_outside_the_house_what_counts_a_few_people_is_not_shown(protegee):
    for section in (protegee.avant_apres(), protegee.suivi()):
        assert "n’est montré qu’en interne" in texte(section) and not rows(section)
    for cells in (*rows(protegee.sessions()).values(), *rows(protegee.faits()).values()):
        assert not {"1", "2"} & set(cells)
    assert MASQUE in said(protegee.sessions())


def test_without_the_export_the_page_says_so(interne, monkeypatch):
    monkeypatch.setattr(interne.reponses, "exports", interne.reponses.exports - {"etapes_action"})
    assert "il lui manque l’export" in texte(interne.faits())
