"""« Ce qui se compare » in the explorer: the figures of the annual report over any period, protected alike, and their workbook."""

import datetime as dt
import shutil
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from plie_analysis.atelier import Atelier
from plie_analysis.atelier.tableaux import GROUPE, croise
from plie_analysis.database import open_database
from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.comparer import FEUILLES
from plie_analysis.explorateur.session import Session
from plie_analysis.presentation.elements import Ligne, Tableau
from plie_analysis.protection.audit import auditer
from plie_analysis.protection.effectifs import Lecteurs
from plie_analysis.protection.faits import observe
from plie_analysis.protection.niveaux import seuil_de
from plie_analysis.protection.registre import Publication, dossier, read_registre
from plie_analysis.settings import load_settings
from tests import tableau
from tests.depot import boutons, dit

SORTIES = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-03-01  | 2017-01-31  | EMPLOI
P2          | D2         | R1            | 2017-01-01  |             |

etapes
id_etape | id_parcours | operation                       | date_debut | date_fin | date_saisie
E1       | P1          | Contrat long (CDI / CDD +6 mois) | 2016-07-01 |          |
"""


@pytest.fixture
def racine(annee_2017, tmp_path):
    """A working folder of one's own on the reference year: nobody was shown anything yet."""
    (tmp_path / "data" / "curated").mkdir(parents=True)
    shutil.copyfile(annee_2017.base, tmp_path / "data" / "curated" / annee_2017.base.name)
    (tmp_path / "plie.toml").write_text("", encoding="utf-8")
    return tmp_path


def ouverte(racine, niveau: str = "interne") -> Cadre:
    page = Cadre(Session(racine, niveau))
    assert dit(page.boite) == ""
    return page


def comparer(page: Cadre, genre: str, *valeur):
    """Choose a period as a person does, and press the button; what the session now holds."""
    question = page.onglets["Question"]
    question.genre.value = genre
    if genre == "dates":
        question.du.value, question.au.value = valeur
    else:
        question.valeur.value = valeur[0]
    question.comparer.click()
    return page.session.resultat


def lectures(found) -> Tableau:
    return found.page.lectures().elements[0]


def comptes(table: Tableau) -> list:
    """The numbers of exits of the rows that read them, hidden ones left out."""
    return [line.cellules[4].valeur for line in table.lignes if line.genre == "" and not line.cellules[4].masquee]


def clair(texte: object) -> str:
    """A text, its spaces made ordinary."""
    return " ".join(str(texte).split())


def feuilles(page: Cadre) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(BytesIO(page.onglets["Exporter"].contenu(".xlsx")))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_year_is_the_section_of_the_annual_report_to_the_letter(racine):
    page = ouverte(racine)
    found = comparer(page, "annee", "2017")
    report = Atelier(load_settings(racine)).rapports.rapport_annuel("2017")
    (summary,) = found.page.chaque_lecture().elements
    assert [piece for piece in found.pieces if piece != summary] == [*report.comparaisons().elements, *report.lectures().elements]
    shown = dit(page.onglets["Résultat"].vue)
    assert page.session.onglet == "Résultat" and "Sorties de 2017 : 588, dont 289 positives." in shown
    assert "51 % (289 sur 567), à côté de 39 % (14 446 sur 36 802) en 2014" in shown and "ne s’y compare pas" in shown
    assert "Les lectures se contredisent" in shown and "Les taux nationaux publiés" in shown


def test_the_quarters_make_the_year(racine):
    page = ouverte(racine)
    quarters = [comparer(page, "trimestre", f"2017-T{rank}") for rank in (1, 2, 3, 4)]
    assert sum(sum(comptes(lectures(found))) for found in quarters) == 588
    assert "Les sorties du 1er octobre au 31 décembre 2017, lues" in clair(lectures(quarters[3]).titre)
    assert "Les sorties d’octobre 2017, lues" in clair(lectures(comparer(page, "mois", "2017-10")).titre)


def test_each_reading_has_its_number_and_its_denominator(racine):
    found = comparer(ouverte(racine), "annee", "2017")
    (table,) = found.page.chaque_lecture().elements
    counts = {(line.libelle, line.cellules[0]): [cell.valeur for cell in line.cellules[1:3]] for line in table.lignes}
    assert counts["PLIE", "Motif d’une sortie positive"] == [289, 588]
    assert counts["Alliance Villes Emploi", "Motif d’une sortie positive"] == [289, 567]
    iae, etapes = "Insertion par l’activité économique", "Étapes"
    rows = [line for line in lectures(found).lignes if line.genre == ""]
    for said in ("Emploi durable", "Emploi de transition", "Sortie positive"):
        assert counts[iae, said] == [sum(line.cellules[4].valeur for line in rows if line.cellules[2] == said), 588]
    assert counts[iae, "Sorties dynamiques (les trois)"][0] == 588 - sum(
        line.cellules[4].valeur for line in rows if line.cellules[2] == "Autre sortie"
    )
    assert counts[etapes, "Critère du protocole rempli"] == [
        sum(line.cellules[4].valeur for line in rows if line.cellules[3] == "Critère rempli"),
        588,
    ]


def test_neither_what_is_ticked_nor_crossed_has_a_part_in_it(racine):
    page = ouverte(racine)
    question = page.onglets["Question"]
    alone = comparer(page, "annee", "2017")
    question.lignes.value = "qpv"
    assert question.choisis == [] and comparer(page, "annee", "2017").pieces == alone.pieces


def test_the_workbook_holds_every_table_with_its_numbers(racine):
    page = ouverte(racine)
    found = comparer(page, "annee", "2017")
    out = page.onglets["Exporter"]
    assert set(boutons(out.vue)) == {"Classeur Excel"}
    out.excel.click()
    assert [path.name for path in (racine / "exports").iterdir()] == ["ce-qui-se-compare-2017-01-01-2017-12-31.xlsx"]
    sheets = feuilles(page)
    assert set(sheets) >= {*FEUILLES, "Méthode"}
    rows = {row[0]: row for row in sheets["Taux"]}
    assert rows["Toutes les sorties"][1:4] == ["Les années du PLIE, et ses publics entre eux", 289, 588]
    heads = next(row for row in sheets["Raisons"] if row[0] == GROUPE)
    written = [row for row in sheets["Raisons"] if row[0].startswith("Les lectures s") and isinstance(row[len(heads) - 1], float)]
    assert [row[len(heads) - 1] for row in written] == comptes(lectures(found)) and sum(row[len(heads) - 1] for row in written) == 588
    assert any("sur 36 802" in clair(cell) for row in sheets["Taux"] for cell in row), "the sentence goes with it"
    assert any(row[0] == "2014" and 36802 in row for row in sheets["Taux nationaux"])


def test_no_row_of_a_table_of_the_page_is_lost_in_the_workbook(racine):
    for table in (one for one in comparer(ouverte(racine), "annee", "2017").pieces if isinstance(one, Tableau)):
        crossed = croise(table)
        assert len(crossed.lignes) == len([line for line in table.lignes if line.genre != "groupe"])
        assert len(crossed.cases) == len(crossed.lignes) * len(crossed.colonnes)


def test_a_group_is_told_in_each_of_its_rows_and_a_total_has_none():
    table = Tableau("T", ["Quoi", "Où"], [Ligne("G", [""], "groupe"), Ligne("a", ["b"]), Ligne("Ensemble", [""], "total")])
    assert croise(table).noms_lignes == (GROUPE, "Quoi", "Où")


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_outside_the_house_no_small_count_is_given_by_any_period(racine, niveau):
    settings = load_settings(racine)
    page = ouverte(racine, niveau)
    seuil = seuil_de(settings.config, niveau)
    for genre, valeur in (("annee", "2017"), ("trimestre", "2017-T3"), ("mois", "2017-09")):
        found = comparer(page, genre, valeur)
        table = lectures(found)
        assert all(count >= seuil for count in comptes(table))
        rows = [line.cellules for line in table.lignes if line.genre == ""]
        for line in (
            line for piece in found.page.chaque_lecture().elements for line in piece.lignes if line.libelle.startswith("Insertion")
        ):
            behind = [
                cells[4]
                for cells in rows
                if cells[2] == line.cellules[0] or (line.cellules[0][:7] == "Sorties" and cells[2] != "Autre sortie")
            ]
            assert line.cellules[1].masquee == any(cell.masquee for cell in behind)
        assert "éménagement" not in " ".join(line.libelle for line in table.lignes)
        assert "n. c." in dit(page.onglets["Résultat"].vue) and "non communiqué" in dit(page.onglets["Résultat"].vue)
        said = [line for name in FEUILLES[2:] for line in feuilles(page).get(name, [])]
        assert not [cell for row in said for cell in row if isinstance(cell, float) and 0 < cell < seuil]
    assert comptes(lectures(comparer(page, "annee", "2017"))), "the year shows what is large"
    Atelier(settings, niveau).rapports.rapport_annuel("2017").lectures()
    shown = read_registre([dossier(settings) / niveau])
    with open_database(settings) as con:
        facts = {"faits": observe(con, "2017-12-31", list(shown.comptes)), "homogeneite": settings.config["homogeneite"]}
    assert auditer([(niveau, Lecteurs(seuil, Publication()))], shown, **facts) == []


def test_a_period_without_exit_says_so(tmp_path):
    page = ouverte(tableau.dossier(tmp_path, SORTIES))
    assert "Sorties de janvier 2017 : 1, dont 1 positive." in (comparer(page, "mois", "2017-01") and dit(page.onglets["Résultat"].vue))
    comparer(page, "mois", "2017-06")
    shown = dit(page.onglets["Résultat"].vue)
    assert "Aucune sortie n’est connue en juin 2017 : il n’y a rien à comparer." in shown
    assert "demande des sorties dans la période" in shown and dit(page.boite) == ""
    assert not {"Lectures", "Raisons"} & set(feuilles(page))


def test_a_period_that_the_photo_does_not_cover_is_refused_in_a_sentence(racine):
    page = ouverte(racine)
    assert comparer(page, "dates", dt.date(2017, 1, 1), dt.date(2030, 12, 31)) is None
    assert "elle ne couvre pas la période" in dit(page.boite)
    assert comparer(page, "dates", dt.date(1998, 1, 1), dt.date(1998, 12, 31)) is None
    assert "ne couvre pas la période de 1998" in dit(page.boite)
    assert comparer(page, "dates", dt.date(2017, 6, 1), dt.date(2017, 1, 1)) is None and dit(page.boite)
    assert comparer(page, "dates", None, None) is None and "Donnez les deux dates" in dit(page.boite)
    assert comparer(page, "cohorte", "2016") is None and "quelle que soit l'année d'entrée" in dit(page.boite)


def test_what_was_known_is_said_when_it_is_not_all(racine):
    page = ouverte(racine)
    page.onglets["Question"].connu.value = "fin"
    comparer(page, "mois", "2017-09")
    assert "Seul est compté ce qui était saisi au 30 septembre 2017." in dit(page.onglets["Résultat"].vue)
    page.onglets["Question"].connu.value = "photo"
    comparer(page, "annee", "2017")
    assert "Seul est compté" not in dit(page.onglets["Résultat"].vue)


def test_a_question_asked_after_it_has_its_own_forms_again(racine):
    page = ouverte(racine)
    comparer(page, "annee", "2017")
    question = page.onglets["Question"]
    question.theme.value = "Sorties"
    next(box for box in question.liste.children if getattr(box, "description", "") == "Sorties").value = True
    question.repondre.click()
    assert "Graphique en PNG" in boutons(page.onglets["Exporter"].vue) and "Enregistrer la question" in boutons(
        page.onglets["Exporter"].vue
    )
    page.niveau.value = "publique"
    assert page.session.resultat is None and "Posez d’abord une question" in dit(page.onglets["Résultat"].vue)
