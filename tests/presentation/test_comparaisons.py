"""« Ce qui se compare »: our rates by denominator, the national ones beside, and nothing claimed where the nomenclature is silent."""

import csv

import duckdb
import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation import nationaux
from plie_analysis.settings import load_settings
from tests.presentation.test_fiches import rows, said
from tests.tableau import dossier

NATIONAL = "2014"
SORTIES = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-03-01  | 2017-01-31  | EMPLOI
P2          | D2         | R1            | 2017-01-01  | 2017-06-30  | RETRAITE
"""


def texte(piece) -> str:
    return said(piece).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("niveau", ["interne", "partenaires", "publique"])
def test_each_rate_stands_with_its_denominator_and_what_it_compares_with(annee_2017, niveau):
    bloc = Atelier(annee_2017, niveau).rapports.rapport_annuel("2017").comparaisons()
    ours = {name: cells[:3] for name, cells in rows(bloc.elements[1]).items()}
    assert ours["Toutes les sorties"] == ["289", "588", "49\u00a0%"]
    assert ours["Sauf déménagement, retraite, décès"] == ["289", "567", "51\u00a0%"]
    assert ours["Sauf déménagement, santé, retraite, décès"] == ["289", "532", "54\u00a0%"]
    assert ("Sauf déménagement, maternité, santé, retraite, décès" in ours) is (niveau == "interne")
    assert "51 % (289 sur 567), à côté de 39 % (14 446 sur 36 802) en 2014" in texte(bloc)
    assert "49 % (289 sur 588), ne s’y compare pas" in texte(bloc)


def test_the_national_figures_are_shown_with_their_doubt_and_the_years_without_any_say_so(annee_2017):
    national = Atelier(annee_2017).rapports.rapport_annuel("2017").comparaisons().elements[-1]
    shown = {line.libelle: [getattr(cell, "texte", cell) for cell in line.cellules] for line in national.lignes}
    assert shown["2019"][:4] == ["47\u00a0%", "–", "–", "À vérifier"]
    assert shown["2020-2025"][:3] == ["–", "–", "–"] and "Aucun chiffre national" in shown["2020-2025"][4]
    assert {"2012", NATIONAL, "2019"} <= set(shown)


def test_a_share_of_the_file_is_that_of_its_counts_and_every_line_has_a_source_and_a_day():
    with nationaux.AVE.open(encoding="utf-8", newline="") as lines:
        read = list(csv.DictReader(lines))
    assert all(row["source"] and row["lu_le"] and row["perimetre"] and row["a_verifier"] in ("oui", "non") for row in read)
    assert all(row["doute"] for row in read if row["a_verifier"] == "oui")
    for one in nationaux.nationaux():
        figure = one.chiffre
        if figure.valeur is not None and figure.denominateur:
            assert round(figure.valeur) == round(100 * figure.numerateur / figure.denominateur)
    (ave,) = [one for one in nationaux.nationaux() if (one.annee, one.indicateur) == (NATIONAL, "taux_sorties_positives_ave")]
    assert round(100 * ave.chiffre.numerateur / ave.chiffre.denominateur, 1) == 39.3


def test_where_the_nomenclature_is_silent_the_page_says_that_there_is_no_rate(tmp_path):
    with duckdb.connect(str(dossier(tmp_path, SORTIES) / "data" / "curated" / "plie.duckdb")) as con:
        con.execute("UPDATE ref.motif_sortie SET hors_ave = '' WHERE code = 'SANTE'")
    bloc = Atelier(load_settings(tmp_path)).rapports.rapport_annuel("2017").comparaisons()
    assert "n’est pas calculable" in texte(bloc)
    ours = {name: cells[:3] for name, cells in rows(bloc.elements[2]).items()}
    assert ours["Toutes les sorties"] == ["1", "2", "50\u00a0%"]
    assert ours["Sauf déménagement, retraite, décès"] == ["–", "–", "–"]


def test_the_exits_read_four_ways_add_up_and_say_why_they_disagree(annee_2017):
    page = Atelier(annee_2017).rapports.rapport_annuel("2017")
    (table,) = page.lectures().elements
    *lines, whole = [line for line in table.lignes if line.genre != "groupe"]
    counts = {(line.libelle.replace("\u00a0", " "), line.cellules[3]): line.cellules[4].valeur for line in lines}
    assert sum(counts.values()) == whole.cellules[4].valeur == 588
    aside = [line for line in lines if line.cellules[1] == "Écartée"]
    assert sum(line.cellules[4].valeur for line in aside) == 588 - 567
    assert all(
        "écartée par Alliance Villes Emploi : "
        in line.libelle.lower().replace("\u00a0", " ").replace("alliance villes emploi", "Alliance Villes Emploi")
        for line in aside
    )
    assert sum(line.cellules[4].valeur for line in lines if line.cellules[0] == "Positive") == 289
    assert "six mois juste" in table.note and "emploi de transition" in table.note


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_outside_the_house_no_small_reading_is_shown_nor_which_motive_was_set_aside(annee_2017, niveau):
    page = Atelier(annee_2017, niveau).rapports.rapport_annuel("2017")
    (table,) = page.lectures().elements
    seen = [line.cellules[4].valeur for line in table.lignes if line.genre == "" and not line.cellules[4].masquee]
    least = annee_2017.config["diffusion"][niveau]
    assert seen and min(seen) >= least
    assert "déménagement" not in said(table)
    hidden = [line for line in table.lignes if line.genre == "" and line.cellules[4].masquee]
    assert len(hidden) != 1  # one alone would be the total less the others


def test_without_exit_the_section_says_what_it_needs(tmp_path):
    settings = load_settings(dossier(tmp_path, SORTIES.replace("2017-01-31", "2016-12-31").replace("2017-06-30", "")))
    (told,) = Atelier(settings).rapports.rapport_annuel("2017").lectures().elements
    assert "demande des sorties dans l’année" in said(told)
