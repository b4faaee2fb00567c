"""Tab « Publier » of the explorer without a browser: what it offers, what it asks for, a command that runs beside the page."""

import datetime as dt
import shutil

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.exercice import Exercice
from plie_analysis.explorateur import publier
from plie_analysis.explorateur.commande import CommandeLancee, existe
from plie_analysis.portes.lancement import PAGES
from plie_analysis.rapports.mots import chemin
from plie_analysis.settings import load_settings
from tests.arret import attendre
from tests.depot import boutons, dit, page


@pytest.fixture(scope="module")
def cadre(annee_2017):
    """The explorer on the reference year; nothing is published in it."""
    return page(annee_2017.racine)


@pytest.fixture
def onglet(cadre):
    cadre.taire()
    cadre.onglets["Publier"].rafraichir()
    return cadre.onglets["Publier"]


def test_the_letter_of_the_last_complete_month_is_offered_first(onglet):
    assert onglet.rapport.value == "lettre" and onglet.periode.value == "2018-01"
    assert onglet.edition().nom == "lettre-2018-01"


def test_a_yearly_report_is_offered_its_last_complete_year(onglet):
    onglet.rapport.value = "annuel"
    assert onglet.periode.value == "2017" and onglet.edition().nom == "rapport-annuel-2017"


@pytest.mark.parametrize(
    "photo, mois, annee",
    [
        ("2018-01-31", "2018-01", "2017"),
        ("2018-01-30", "2017-12", "2017"),
        ("2017-12-31", "2017-12", "2017"),
        ("2017-12-30", "2017-11", "2016"),
    ],
)
def test_what_a_photo_covers_whole(photo, mois, annee):
    day = dt.date.fromisoformat(photo)
    assert [publier._periodes(day, {name: ""})[0][1] for name in ("mois", "annee")] == [mois, annee]


def test_a_letter_of_a_quarter_is_offered_with_its_quarters_alone(onglet):
    onglet.rapport.value = "lettre-trimestre"
    assert onglet.periode.options[0] == ("T4 2017", "2017-T4") and all("-T" in value for _, value in onglet.periode.options)
    assert onglet.edition().nom == "lettre-2017-T4"
    assert "publique" in onglet.diffusion.options and "Introduction" in onglet.mots.zones
    settings = onglet.session.settings
    assert chemin(settings, "lettre-trimestre", "2017-T4").name == "lettre-trimestre-2017-T4.md"
    with pytest.raises(PlieError, match="n'est pas une période du rapport"):
        chemin(settings, "lettre-trimestre", "2017")


def test_years_and_quarters_of_an_exercise_are_named_so():
    offered = publier._periodes(dt.date(2025, 9, 15), {"annee": "", "trimestre": ""}, Exercice(9))
    assert offered[0] == ("Exercice 2024-2025", "2024")
    assert ("T4 2024-2025", "2024-T4") in offered and ("T1 2025-2026", "2025-T1") not in offered


def test_a_report_offers_its_levels_alone(onglet):
    onglet.rapport.value = "cohortes"
    assert tuple(onglet.diffusion.options) == ("interne",)
    onglet.rapport.value = "qpv"
    onglet.diffusion.value = "publique"
    assert onglet.edition().diffusion == "publique"


def test_a_referent_is_asked_where_the_report_is_for_one(cadre, onglet):
    onglet.rapport.value = "referent"
    onglet.publier.click()
    assert "code du référent" in dit(cadre.boite) and not onglet.commande.tourne
    onglet.referent.value = onglet.referent.options[1][1]
    assert onglet.edition().parametres["referent"] == onglet.referent.value


def test_a_period_that_the_photo_does_not_cover_is_told_before_anything_runs(cadre, onglet):
    onglet.rapport.value = "annuel"
    onglet.periode.value = "2013"
    onglet.publier.click()
    assert "ne couvre pas" in dit(cadre.boite) and not onglet.commande.tourne


def test_what_is_due_is_said_with_the_button_that_makes_it(onglet):
    assert "à produire" in dit(onglet.vue) and "lettre-2017-01-partenaires" in dit(onglet.vue)
    assert "Produire ce qui est dû" in boutons(onglet.vue)


def test_a_page_is_opened_through_the_door_or_from_the_disk(cadre, monkeypatch):
    monkeypatch.setenv(PAGES, "/rapports/")
    assert publier.adresse(cadre.session, "lettre-2018-01") == "/rapports/lettre-2018-01.html"
    monkeypatch.delenv(PAGES)
    assert publier.adresse(cadre.session, "lettre-2018-01").startswith("file:")


# The words of the team


@pytest.fixture
def mots(annee_2017, tmp_path):
    """The tab on a copy of the reference year, and its working folder."""
    racine = shutil.copytree(annee_2017.racine, tmp_path / "racine")
    cadre = page(racine)
    return cadre, cadre.onglets["Publier"], racine / "commentaires/lettre-2018-01.md"


def test_each_section_of_the_letter_has_its_words(mots):
    cadre, onglet, fichier = mots
    assert {"Introduction", "Conclusion"} <= set(onglet.mots.zones) and not onglet.mots.a_change
    onglet.mots.zones["Introduction"].value = "Un mois **calme**."
    onglet.mots.sauver.click()
    assert fichier.read_text(encoding="utf-8") == "## Introduction\n\nUn mois **calme**.\n", dit(cadre.boite)
    assert "commentaires/lettre-2018-01.md" in dit(onglet.mots.vue) and not onglet.mots.a_change
    onglet.mots.zones["Introduction"].value = ""
    onglet.mots.sauver.click()
    assert not fichier.exists()


def test_words_are_for_one_period_and_come_back_unsaved(mots):
    _, onglet, fichier = mots
    onglet.mots.zones["Conclusion"].value = "À suivre."
    onglet.periode.value = "2017-12"
    assert onglet.mots.zones["Conclusion"].value == "" and not fichier.exists()
    onglet.periode.value = "2018-01"
    assert onglet.mots.zones["Conclusion"].value == "À suivre." and onglet.mots.a_change


def test_what_no_page_takes_is_told_with_its_line_and_nothing_is_written(mots):
    cadre, onglet, fichier = mots
    onglet.mots.zones["Introduction"].value = "<script>alert(1)</script>"
    onglet.publier.click()
    assert "ligne 3" in dit(cadre.boite) and not fichier.exists() and not onglet.commande.tourne


def test_words_changed_elsewhere_are_not_written_over(mots):
    cadre, onglet, fichier = mots
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text("## Introduction\n\nÉcrit ailleurs.\n", encoding="utf-8")
    onglet.mots.zones["Introduction"].value = "Écrit ici."
    onglet.mots.sauver.click()
    assert "a changé depuis" in dit(cadre.boite) and "ailleurs" in fichier.read_text(encoding="utf-8")


def test_a_text_laid_out_otherwise_is_shown_whole(mots):
    _, onglet, fichier = mots
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text("Avant tout titre.\n\n## Conclusion\n\nFin.\n", encoding="utf-8")
    onglet.rafraichir()
    (zone,) = onglet.mots.zones.values()
    assert zone.value == "Avant tout titre.\n\n## Conclusion\n\nFin.\n" and not onglet.mots.a_change


# A command beside the page


def test_a_command_tells_its_lines_then_its_code(tmp_path):
    lines, ends = [], []
    commande = CommandeLancee()
    commande.lancer(load_settings(tmp_path), ["rapport", "inconnu"], lines.append, lambda code, said: ends.append((code, said)))
    assert commande.tourne
    commande.attendre(60)
    assert ends[0][0] == 2 and "n'existe pas" in ends[0][1] == "\n".join(lines) and not commande.tourne


def test_a_command_that_is_stopped_ends(tmp_path):
    lines, ends = [], []
    commande = CommandeLancee()
    asked = ["explorer", "--sans-navigateur", "--port", "18991"]
    commande.lancer(load_settings(tmp_path), asked, lines.append, lambda code, _said: ends.append(code))
    attendre(lambda: any("token=" in line for line in lines))
    commande.arreter()
    commande.attendre(20)
    assert ends == [143] and not commande.tourne


def test_the_demonstration_is_offered_where_it_is_installed():
    assert existe("demo") and not existe("inexistante")
