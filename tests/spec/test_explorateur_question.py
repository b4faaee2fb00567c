"""L'onglet Question, sa réponse, ses fichiers : les widgets sont cochés et pressés sans navigateur, chaque chiffre est celui de « plie indicateurs »."""

import base64
import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import sys
import tomllib
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from plie_analysis.atelier.offre import periodes, themes
from plie_analysis.atelier.periodes import GENRES, bornes, periode_du_mois
from plie_analysis.atelier.questions import Gardee, garder, lister, nom_de, relire
from plie_analysis.errors import PlieError
from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.session import Session
from plie_analysis.indicateurs import definitions
from plie_analysis.rapports.calendrier import echeances
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import load_settings

STAMP = {"execution": dt.datetime(2018, 1, 3, 9, 5), "version": "0.1.0"}


@pytest.fixture
def racine(annee_2017, tmp_path):
    """A working folder of one's own on the reference year."""
    (tmp_path / "data" / "curated").mkdir(parents=True)
    shutil.copyfile(annee_2017.base, tmp_path / "data" / "curated" / annee_2017.base.name)
    (tmp_path / "plie.toml").write_text('[plie]\nnom = "PLIE d’essai"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(racine):
    made = Cadre(Session(racine))
    assert dit(made) == ""
    return made


def demande_2016(page):
    """« Taux de sorties positives par QPV et RSA pour les entrés de 2016. »"""
    question = page.onglets["Question"]
    question.theme.value = "Sorties"
    next(box for box in question.liste.children if getattr(box, "description", "") == "Taux de sorties positives").value = True
    question.genre.value, question.valeur.value = "cohorte", "2016"
    question.lignes.value, question.colonnes.value = "qpv", "rsa"
    question.repondre.click()
    return page.session.resultat


def dit(page) -> str:
    """What the box of messages says."""
    return unescape(re.sub("<[^>]+>", " ", page.boite.children[0].value))


def test_each_indicator_is_in_one_theme_and_only_one():
    every = [name for ids in themes({}).values() for name in ids]
    assert sorted(every) == sorted(definitions())


def test_the_question_of_the_entered_of_2016_is_answered(page, racine):
    found = demande_2016(page)
    assert page.session.onglet == "Résultat" and found.secondes < 60
    command = [
        sys.executable,
        "-m",
        "plie_analysis",
        "--racine",
        str(racine),
        *found.reponse.question.commande().split()[1:],
        "--format",
        "csv",
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    labels = {"qpv": {"oui": "en QPV", "non": "hors QPV"}, "rsa": {"oui": "au RSA", "non": "sans RSA"}}
    wanted = {(labels["qpv"][row["qpv"]], labels["rsa"][row["rsa"]]): row for row in rows}
    assert len(wanted) == len(rows) == 4
    for (qpv, rsa), row in wanted.items():
        cell = found.table.cases[(qpv,), (rsa,)]
        assert (cell.valeur, cell.numerateur, cell.denominateur) == pytest.approx(
            tuple(float(row[name]) for name in ("valeur", "numerateur", "denominateur"))
        )


def test_a_number_clicked_gives_its_dossiers(page):
    found = demande_2016(page)
    tab = page.onglets["Résultat"]
    tab.choisie.value = "0/0/1"
    cell = found.table.cases[found.table.lignes[0], found.table.colonnes[0]]
    said = tab._dossiers.value
    assert f"Comptés\u00a0: {cell.numerateur:.0f}\u00a0dossiers" in said and f"Parmi\u00a0: {cell.denominateur:.0f}\u00a0dossiers" in said
    first = re.search(r'class="numeros">([^<]*)<', said)[1].split(", ")
    assert len(first) == cell.numerateur == len(set(first))


@pytest.mark.parametrize("nom", sorted(definitions()))
def test_the_dossiers_behind_each_number_are_as_many_as_it_counts(annee_2017, nom):
    """Persons are dossiers, parcours are parcours: the list holds what the figure counts."""
    from plie_analysis.atelier import Atelier

    plie = Atelier(annee_2017)
    try:
        answer = plie.indicateurs(nom, du="2017-01-01", au="2017-12-31")
    except PlieError as refused:
        assert "réglage" in refused.message or "plie.toml" in refused.message or "export" in refused.message
        return
    table = answer.tri()
    try:
        behind = answer.dossiers(table, table.lignes[0], table.colonnes[0])
    except PlieError as refused:
        assert "n'a pas de liste de dossiers" in refused.message or "ne mène à aucun dossier" in refused.message
        return
    cell = table.cases[table.lignes[0], table.colonnes[0]]
    unit = definitions()[nom].unite
    if unit == "personnes":
        assert len({dossier for dossier, _ in behind["numerateur"]}) == cell.valeur
    elif unit == "parcours" and definitions()[nom].table == "parcours":
        assert len({parcours for _, parcours in behind["numerateur"]}) == cell.valeur
    elif definitions()[nom].table == "sortie" and unit == "%":
        assert (len(behind["numerateur"]), len(behind["denominateur"])) == (cell.numerateur, cell.denominateur)
    assert all(dossier for pairs in behind.values() for dossier, _ in pairs)


def test_no_list_of_dossiers_at_a_protected_level(page):
    page.niveau.value = "publique"
    demande_2016(page)
    tab = page.onglets["Résultat"]
    assert "data-plie-case" not in tab._tableau.value
    tab.choisie.value = "0/0/1"
    assert tab._dossiers.value == "" and "ne se montre qu" in dit(page)


def test_the_workbook_is_the_screen(page, racine):
    found = demande_2016(page)
    tab = page.onglets["Exporter"]
    tab.excel.click()
    (path,) = (racine / "exports").glob("*.xlsx")
    assert path.name == "taux-de-sorties-positives-qpv-rsa-2016.xlsx"
    downloaded = base64.b64decode(re.search(r"base64,([^\"]+)", tab._fichier.value)[1])
    assert downloaded == path.read_bytes()
    screen = CalamineWorkbook.from_path(path).get_sheet_by_name("Tableau").to_python()
    written = {row[0]: row[1:4] for row in screen if row[0] in ("en QPV", "hors QPV", "Ensemble")}
    assert written == {
        row[0]: [pytest.approx(found.table.cases[row, column].valeur) for column in found.table.colonnes] for row in found.table.lignes
    }


def test_no_file_takes_the_place_of_another(page, racine):
    demande_2016(page)
    tab = page.onglets["Exporter"]
    for _ in range(2):
        for button in (tab.excel, tab.mot, tab.png, tab.svg):
            button.click()
    assert len(list((racine / "exports").iterdir())) == 8
    assert Document(BytesIO(tab.contenu(".docx"))).tables[0].cell(1, 0).text == "en QPV"
    assert tab.contenu(".png").startswith(b"\x89PNG") and b"var(" not in tab.contenu(".svg")


def test_a_question_is_kept_opened_again_and_put_in_the_calendar(page, racine):
    demande_2016(page)
    tab = page.onglets["Exporter"]
    tab.nom.value, tab.calendrier.value = "Taux par QPV et RSA", "mois"
    before = (racine / "plie.toml").read_text(encoding="utf-8")
    tab.enregistrer.click()
    assert (racine / "plie.toml").read_text(encoding="utf-8").startswith(before)
    settings = load_settings(racine)
    assert lister(settings) == ["taux-par-qpv-et-rsa"]
    assert "Elle est au calendrier" in tab._garde.value
    assert [value for _, value in page.onglets["Question"].enregistrees.options] == ["", "taux-par-qpv-et-rsa"]
    assert "à produire" in page.onglets["Publier"]._dus.value
    due = echeances(settings, page.session.photo, [])
    assert {one.edition.carnet.metadonnees["nom"] for one in due} <= {"question"}
    tab.enregistrer.click()
    assert "s'appelle déjà" in dit(page)
    other = Cadre(Session(racine))
    question = other.onglets["Question"]
    question.enregistrees.value = "taux-par-qpv-et-rsa"
    question.ouvrir.click()
    assert question.gardee() == page.session.resultat.gardee
    question.repondre.click()
    assert other.session.resultat.table.cases == page.session.resultat.table.cases


@pytest.mark.parametrize("niveau", ["interne", "publique"])
def test_a_question_kept_is_a_report(racine, niveau):
    settings = load_settings(racine)
    garder(settings, Gardee("Entrées par sexe", ("entrees",), "mois", "2017-12", par=("sexe",)))
    asked = {"question": "entrees-par-sexe", "mois": "2017-11", "diffusion": niveau}
    html = produire(settings, demander(settings, "question", asked), **STAMP).read_text(encoding="utf-8")
    assert "novembre 2017" in html.replace("\u00a0", " ") and "Entrées, par sexe" in html and "femme" in html


def test_nothing_is_asked_without_a_tick(page):
    page.onglets["Question"].repondre.click()
    assert "Cochez au moins un indicateur" in dit(page) and page.session.resultat is None


def test_a_filter_that_keeps_nobody_is_told(page):
    question = page.onglets["Question"]
    question.liste.children[0].value = True
    question.filtrer.value = "sexe"
    question.repondre.click()
    assert "ne garde personne" in dit(page)
    next(iter(question.filtres["sexe"].values())).value = True
    question.repondre.click()
    assert page.session.resultat.reponse.question.filtres == {"sexe": ("femme",)}


def test_axes_are_those_that_every_indicator_ticked_has(page):
    question = page.onglets["Question"]

    def offered(*ids: str) -> set[str]:
        question.choisis = list(ids)
        question._montrer_axes()
        return set(dict(question.lignes.options).values())

    persons, steps, clauses = offered("accompagnes"), offered("etapes"), offered("heures_clauses")
    assert "operation" in steps - persons and "secteur" in clauses - persons and "qpv" in persons
    assert offered("accompagnes", "etapes") == persons & steps
    assert offered("accompagnes", "etapes", "heures_clauses") == persons & steps & clauses


def test_a_word_finds_its_indicators(page):
    question = page.onglets["Question"]
    question.cherche.value = "veille"
    assert all("veille" in box.description.lower() or "veille" in (box.tooltip or "") for box in question.liste.children)
    question.cherche.value = "xyzzy"
    assert "Aucun titre" in question.liste.children[0].value


@pytest.mark.parametrize("genre", [genre for genre in GENRES if genre != "dates"])
def test_every_period_offered_can_be_asked(page, genre):
    options = periodes(page.session.atelier, genre)
    for _, value in options:
        start, end = bornes(genre, value, page.session.photo)
        assert start <= end <= page.session.photo
    assert len(options) == len({value for _, value in options}) > 1
    assert "jusqu" not in options[0][0]


@pytest.mark.parametrize(
    ("texte", "dit_"),
    [
        ("titre = ", "ce n'est pas du TOML"),
        ('titre = "a"\n', "il manque 'indicateurs'"),
        ('titre = "a"\nindicateurs = ["entrees"]\nperiode = "siecle"\n', "ne se lisent pas"),
        ('titre = "a"\nindicateurs = ["entrees"]\nperiode = "annee"\nvaleur = "2017"\npourqui = "moi"\n', "« pourqui » n'existe pas"),
        ('titre = "a"\nindicateurs = ["entrees"]\nperiode = "annee"\n[filtres]\nastre = ["lion"]\n', "ne se lisent pas"),
    ],
)
def test_a_file_that_is_no_question_is_told(racine, texte, dit_):
    (racine / "questions").mkdir()
    (racine / "questions" / "a.toml").write_text(texte, encoding="utf-8")
    with pytest.raises(PlieError) as refused:
        relire(load_settings(racine), "a")
    assert dit_ in refused.value.message


def test_a_question_kept_reads_as_it_was_written(racine):
    kept = Gardee(
        'Une "question" — œuvre', ("entrees", "sorties"), "dates", "", "2017-01-01", "2017-06-30", "fin", ("sexe",), {"qpv": ("oui", "non")}
    )
    path = garder(load_settings(racine), kept)
    assert path.stem == nom_de(kept.titre) == "une-question-oeuvre" and relire(load_settings(racine), path.stem) == kept
    assert tomllib.loads(path.read_text(encoding="utf-8"))["connu_au"] == "fin"
    with pytest.raises(PlieError, match="Donnez un nom"):
        nom_de("…")


def test_a_question_is_published_from_its_tab(page, racine):
    garder(load_settings(racine), Gardee("Entrées par sexe", ("entrees",), "mois", "2017-12", par=("sexe",)))
    page.session.ouvrir()
    tab = page.onglets["Publier"]
    tab.rapport.value = "question"
    with pytest.raises(PlieError, match="Choisissez la question"):
        tab.edition()
    tab.question.value = "entrees-par-sexe"
    assert tab.edition().nom == f"question-entrees-par-sexe-{tab.periode.value}"
    tab.rapport.value = "lettre"
    assert tab.question.layout.display == "none" and "question" not in tab.edition().parametres


@pytest.mark.parametrize(
    ("genre", "fin", "attendue"),
    [
        ("mois", dt.date(2018, 1, 31), "2018-01"),
        ("trimestre", dt.date(2018, 1, 31), "2017-T4"),
        ("trimestre", dt.date(2017, 11, 30), "2017-T3"),
        ("trimestre", dt.date(2017, 12, 31), "2017-T4"),
        ("trimestre", dt.date(2017, 3, 31), "2017-T1"),
        ("annee", dt.date(2018, 1, 31), "2017"),
        ("annee", dt.date(2017, 12, 31), "2017"),
        ("annee", dt.date(2017, 11, 30), "2016"),
    ],
)
def test_a_question_asked_again_is_over_the_last_whole_period(genre, fin, attendue):
    """A year of which January alone is over says nothing of itself."""
    assert periode_du_mois(genre, fin) == attendue


def test_a_question_without_an_answer_draws_nothing(racine):
    settings = load_settings(racine)
    garder(settings, Gardee("Taux de janvier", ("taux_sorties_positives",), "dates", "", "2018-01-01", "2018-01-02", par=("qpv",)))
    asked = {"question": "taux-de-janvier", "mois": "2018-01"}
    html = produire(settings, demander(settings, "question", asked), **STAMP).read_text(encoding="utf-8")
    assert html.count("aucune donnée dans la photo") == 2 and "<svg" not in html
