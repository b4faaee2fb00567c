"""A year that does not begin in January: its bounds, its quarters, what is counted in it, what the pages say of it."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.atelier.periodes import bornes, periode_du_mois
from plie_analysis.errors import PlieError
from plie_analysis.exercice import CIVIL, Annee, Exercice, exercice_de
from plie_analysis.indicateurs.periode import Periode
from plie_analysis.presentation.periodes import lire_mois, lire_trimestre, tranches
from plie_analysis.scellement.fenetres import carnets, default_period, tableaux
from plie_analysis.settings import load_settings

SEPTEMBRE = Exercice(9)


def dit(*blocs) -> str:
    """What a reader sees of some sections."""
    return "".join(part._repr_html_() for bloc in blocs for part in bloc.elements)


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


@pytest.mark.parametrize(
    ("premier", "un_jour", "annee", "rang"),
    [
        (1, "2017-01-01", "2017", 1),
        (1, "2017-12-31", "2017", 12),
        (9, "2025-08-31", "2024-2025", 12),
        (9, "2025-09-01", "2025-2026", 1),
        (9, "2024-02-29", "2023-2024", 6),
        (12, "2025-11-30", "2024-2025", 12),
        (12, "2025-12-01", "2025-2026", 1),
        (2, "2026-01-31", "2025-2026", 12),
    ],
)
def test_a_day_is_in_one_year(premier, un_jour, annee, rang):
    exercice = Exercice(premier)
    found = exercice.annee_du(jour(un_jour))
    assert (str(found), exercice.rang(jour(un_jour))) == (annee, rang)
    assert found.debut <= jour(un_jour) <= found.fin


def test_a_year_says_its_bounds_and_its_name():
    year = Annee(2025, 9)
    assert (year.debut, year.fin) == (dt.date(2025, 9, 1), dt.date(2026, 8, 31))
    assert (year.nom, year.du_au) == ("exercice 2025-2026", "du 1er septembre 2025 au 31 août 2026")
    assert (Annee(2017).nom, Annee(2017).du_au) == ("année 2017", "du 1er janvier au 31 décembre 2017")
    assert str(year.precedente) == "2024-2025"


def test_a_quarter_goes_across_the_civil_year_and_ends_on_a_leap_day():
    assert Annee(2025, 9).trimestre(2) == (dt.date(2025, 12, 1), dt.date(2026, 2, 28))
    assert Annee(2023, 9).trimestre(2) == (dt.date(2023, 12, 1), dt.date(2024, 2, 29))
    assert lire_trimestre("2023-T2", SEPTEMBRE).un_an_avant.fin == dt.date(2023, 2, 28)


@pytest.mark.parametrize(
    ("photo", "annee", "trimestre"),
    [
        ("2025-08-30", "2023-2024", ("2024-2025", 3)),
        ("2025-08-31", "2024-2025", ("2024-2025", 4)),
        ("2025-09-01", "2024-2025", ("2024-2025", 4)),
        ("2025-09-15", "2024-2025", ("2024-2025", 4)),
        ("2025-11-30", "2024-2025", ("2025-2026", 1)),
    ],
)
def test_the_last_year_and_quarter_over_at_a_photo(photo, annee, trimestre):
    year, rank = SEPTEMBRE.dernier_trimestre(jour(photo))
    assert str(SEPTEMBRE.derniere_finie(jour(photo))) == annee
    assert (str(year), rank) == trimestre


def test_a_month_counts_since_the_first_of_its_year():
    february, september = lire_mois("2024-02", SEPTEMBRE), lire_mois("2025-09", SEPTEMBRE)
    assert (february.depart, february.cumul, february.rang) == (dt.date(2023, 9, 1), "Depuis septembre 2023", 6)
    assert february.depuis_le_debut == "de septembre 2023 à février 2024"
    assert [column.libelle for column in tranches(february)] == ["1er trim.", "déc.", "janv.", "févr."]
    assert february.precedent.libelle == "janvier 2024" and september.precedent is None
    assert [one.libelle for one in september.ecoules] == ["septembre 2025"]
    assert (february.un_an_avant.debut, february.un_an_avant.depart) == (dt.date(2023, 2, 1), dt.date(2022, 9, 1))


def test_months_are_shared_between_years():
    period = Periode(dt.date(2025, 8, 16), dt.date(2025, 10, 31))
    assert period.mois_par_annee(SEPTEMBRE) == {2024: 16 / 31, 2025: 2}
    assert period.mois_par_annee() == {2025: 16 / 31 + 2}
    assert Periode(dt.date(2024, 9, 1), dt.date(2026, 8, 31)).is_whole_years(SEPTEMBRE)
    assert not Periode(dt.date(2025, 1, 1), dt.date(2025, 12, 31)).is_whole_years(SEPTEMBRE)


def test_a_question_follows_the_year_of_the_plie_and_a_cohort_the_civil_one():
    photo = dt.date(2026, 6, 30)
    assert bornes("annee", "2024", photo, SEPTEMBRE) == (dt.date(2024, 9, 1), dt.date(2025, 8, 31))
    assert bornes("annee", "2025", photo, SEPTEMBRE) == (dt.date(2025, 9, 1), photo)
    assert bornes("trimestre", "2025-T2", photo, SEPTEMBRE) == (dt.date(2025, 12, 1), dt.date(2026, 2, 28))
    assert bornes("cohorte", "2024", photo, SEPTEMBRE) == (dt.date(2024, 1, 1), photo)
    assert periode_du_mois("annee", dt.date(2026, 1, 31), SEPTEMBRE) == "2024"
    assert periode_du_mois("trimestre", dt.date(2026, 2, 28), SEPTEMBRE) == "2025-T2"
    assert periode_du_mois("trimestre", dt.date(2026, 1, 31), SEPTEMBRE) == "2025-T1"


def test_a_sealed_window_begins_with_the_year():
    assert default_period(dt.date(2025, 9, 15), SEPTEMBRE) == (dt.date(2024, 9, 1), dt.date(2025, 8, 31))
    period = dt.date(2024, 11, 1), dt.date(2025, 9, 30)
    cumul = next(table for table in tableaux(*period, SEPTEMBRE) if table.nom == "cumul")
    assert [fenetre.du for fenetre in cumul.fenetres][-2:] == [dt.date(2024, 11, 1), dt.date(2025, 9, 1)]
    assert ("annuel", {"annee": "2024"}) in carnets(dt.date(2024, 9, 1), dt.date(2025, 8, 31), SEPTEMBRE)
    assert ("annuel", {"annee": "2024"}) not in carnets(dt.date(2024, 9, 1), dt.date(2025, 8, 31), CIVIL)


@pytest.mark.parametrize(
    ("valeur", "dit"),
    [("0", "premier_mois = 0"), ("13", "premier_mois = 13"), ('"septembre"', "septembre"), ("9.5", "9.5"), ("true", "true")],
)
def test_a_month_that_is_none_is_refused_with_its_line(tmp_path, valeur, dit):
    (tmp_path / "plie.toml").write_text(f"[exercice]\npremier_mois = {valeur}\n", encoding="utf-8")
    with pytest.raises(PlieError, match=r"(?s)ligne 2.*un nombre entier est attendu, de 1 à 12") as refus:
        load_settings(tmp_path)
    assert dit.split(" = ")[-1] in refus.value.message or "oui" in refus.value.message


def test_the_month_is_read_from_the_settings(tmp_path):
    assert exercice_de(load_settings(tmp_path).config) == CIVIL
    (tmp_path / "plie.toml").write_text("[exercice]\npremier_mois = 9\n", encoding="utf-8")
    assert exercice_de(load_settings(tmp_path).config) == SEPTEMBRE


# The invented year, counted from July: its photo of 31 January 2018 holds six months of the exercise 2017-2018.


@pytest.fixture(scope="module")
def depuis_juillet(annee_2017, tmp_path_factory) -> Path:
    racine = shutil.copytree(annee_2017.racine, tmp_path_factory.mktemp("exercice") / "racine")
    settings = racine / "plie.toml"
    text = settings.read_text(encoding="utf-8").replace("[budget]\n", "[budget]\n2016 = 900000\n")
    settings.write_text(
        f"{text}\n[exercice]\npremier_mois = 7\n\n[objectifs.2016]\nprescriptions_pe_cd = 600\nentrees_pe_cd = 480\n", encoding="utf-8"
    )
    return racine


def atelier(racine: Path, niveau: str = "interne") -> Atelier:
    return Atelier(load_settings(racine), niveau)


def test_objectives_and_budget_are_those_of_the_year_that_begins(depuis_juillet, annee_2017):
    shifted, civil = atelier(depuis_juillet), Atelier(annee_2017, "interne")

    def value(plie, name, du, au):
        return plie.indicateurs(name, du=du, au=au).frame["Valeur"].item()

    assert value(shifted, "objectif_prescriptions_pe_cd", "2017-06-01", "2017-06-30") == pytest.approx(600 / 12)
    assert value(shifted, "objectif_prescriptions_pe_cd", "2017-07-01", "2017-07-31") == pytest.approx(800 / 12)
    assert value(shifted, "objectif_prescriptions_pe_cd", "2017-06-01", "2017-07-31") == pytest.approx(1400 / 12)
    assert value(shifted, "budget", "2016-07-01", "2017-06-30") == 900000
    assert value(civil, "budget", "2017-01-01", "2017-12-31") == 1153000
    with pytest.raises(PlieError, match=r"(?s)exercices entiers.*du 1er juillet au 30 juin"):
        value(shifted, "budget", "2017-01-01", "2017-12-31")
    with pytest.raises(PlieError, match=r"(?s)années civiles entières.*du 1er janvier au 31 décembre"):
        value(civil, "budget", "2016-07-01", "2017-06-30")


@pytest.mark.parametrize("niveau", ["interne", "publique"])
def test_a_letter_adds_up_since_the_first_month_of_the_year(depuis_juillet, annee_2017, niveau):
    letter = atelier(depuis_juillet, niveau).rapports.lettre("2017-12")
    civil = Atelier(annee_2017, niveau)
    shown = dit(letter.chiffres_cles())
    entries = civil.indicateurs("entrees", du="2017-07-01", au="2017-12-31").frame["Valeur"].item()
    assert letter.reponses.cellule("entrees", letter.du, letter.au).valeur == entries
    assert "depuis juillet 2017" in shown and "janvier" not in shown
    assert letter.mois.an == Annee(2017, 7)


def test_an_annual_report_says_its_exercise_and_reads_the_one_before(depuis_juillet):
    report = atelier(depuis_juillet).rapports.rapport_annuel("2016")
    assert (report.du, report.au) == (dt.date(2016, 7, 1), dt.date(2017, 6, 30))
    assert report.l_annee_avant == (dt.date(2015, 7, 1), dt.date(2016, 6, 30))
    said = dit(report.bilan(), report.chiffres_cles())
    assert "Rapport annuel – exercice 2016-2017" in report.entete()._repr_html_()
    assert "2016-2017" in said and "30 juin" in said and "décembre" not in said and "année 2016" not in said
    with pytest.raises(PlieError, match="ne couvre pas l'exercice 2017-2018"):
        atelier(depuis_juillet).rapports.rapport_annuel("2017")


def test_the_sheet_of_a_prescripteur_follows_the_quarters_of_the_exercise(depuis_juillet):
    sheet = atelier(depuis_juillet).rapports.prescripteur("Pôle emploi", "2017", trimestre="T2")
    assert (sheet.du, sheet.au) == (dt.date(2017, 10, 1), dt.date(2017, 12, 31))
    assert "2e trimestre 2017-2018" in sheet.entete()._repr_html_()
    whole = atelier(depuis_juillet).rapports.prescripteur("Pôle emploi", "2016")
    assert [one.debut.month for one in whole.tranches] == [7, 10, 1, 4]


# The letter of a quarter


def test_a_letter_of_a_quarter_counts_its_quarter_and_since_the_year_began(annee_2017):
    plie = Atelier(annee_2017, "interne")
    letter, monthly = plie.rapports.lettre_trimestrielle("2017", "T4"), plie.rapports.lettre("2017-12")
    assert (letter.mois.debut, letter.mois.fin) == (dt.date(2017, 10, 1), dt.date(2017, 12, 31))

    def months(name):
        return sum(
            plie.indicateurs(name, du=f"2017-{month}-01", au=end).frame["Valeur"].item()
            for month, end in (("10", "2017-10-31"), ("11", "2017-11-30"), ("12", "2017-12-31"))
        )

    assert letter.reponses.cellule("entrees", letter.mois.debut, letter.mois.fin).valeur == months("entrees")
    for name in ("entrees", "sorties_positives", "accompagnes", "file_active"):
        assert letter.reponses.cellule(name, letter.du, letter.au) == monthly.reponses.cellule(name, monthly.du, monthly.au)
    head = letter.entete()._repr_html_()
    assert "Lettre trimestrielle – 4e trimestre 2017" in head and "Du 1er octobre au 31 décembre 2017" in head.replace("\u00a0", " ")


def test_its_charts_and_its_columns_are_quarters(annee_2017):
    letter = Atelier(annee_2017, "interne").rapports.lettre_trimestrielle("2017", "T3")
    (table, chart, _) = letter.entrees().elements
    assert [name.rstrip("*") for name in chart.categories] == ["1er trim.", "2e trim.", "3e trim."]
    assert "Entrées du trimestre" in [row.libelle for row in table.lignes]
    assert [cell.valeur for cell in chart.series[0].cellules][-1] == letter.reponses.cellule(
        "entrees", letter.mois.debut, letter.mois.fin
    ).valeur
    assert sum(cell.valeur for cell in chart.series[0].cellules) == letter.reponses.cellule("entrees", letter.du, letter.au).valeur
    said = dit(
        *(
            getattr(letter, name)()
            for name in ("entrees", "file_active", "preaffectation", "non_entrees", "prescripteurs", "etapes", "sorties")
        )
    )
    assert "par mois" not in said and "du mois" not in said and "en septembre" not in said


def test_it_is_compared_with_the_same_quarter_a_year_before(depuis_juillet):
    letter = atelier(depuis_juillet).rapports.lettre_trimestrielle("2017", "T1")
    assert letter.mois.un_an_avant.debut == dt.date(2016, 7, 1)
    assert [plage.connu_au for plage in letter.periodes()["avant_mois"]] == [dt.date(2016, 9, 30)]
    assert letter.sorties().elements[0].entetes[-2:] == ["Au 1er trimestre 2016-2017", "Depuis juillet 2016"]


def test_a_quarter_that_the_photo_does_not_cover_is_refused(annee_2017):
    with pytest.raises(PlieError, match="ne couvre pas 1er trimestre 2018 en entier"):
        Atelier(annee_2017, "interne").rapports.lettre_trimestrielle("2018", "T1")
    with pytest.raises(PlieError, match="n'est pas un trimestre"):
        Atelier(annee_2017, "interne").rapports.lettre_trimestrielle("2017", "T5")


def test_a_level_of_diffusion_hides_small_quarters_and_asks_no_month(annee_2017):
    letter = Atelier(annee_2017, "publique").rapports.lettre_trimestrielle("2017", "T4")
    assert all(question.par != ("mois",) for question in letter.questions())
    seen = [letter.reponses.cellule("entrees", one.debut, one.fin) for one in letter.mois.ecoules]
    assert all(cell.masquee or cell.valeur >= 11 for cell in seen)


def test_settings_without_exercise_stay_civil(annee_2017):
    bare = replace(annee_2017, config={name: section for name, section in annee_2017.config.items() if name != "exercice"})
    assert exercice_de(bare.config) == CIVIL


def test_an_objective_that_the_exercise_lacks_is_empty_and_stops_no_letter(depuis_juillet, tmp_path):
    racine = shutil.copytree(depuis_juillet, tmp_path / "racine")
    text = (racine / "plie.toml").read_text(encoding="utf-8")
    (racine / "plie.toml").write_text(text.partition("[objectifs.2016]")[0], encoding="utf-8")
    letter = atelier(racine).rapports.lettre("2017-03")
    assert letter.reponses.cellule("objectif_prescriptions_pe_cd", letter.du, letter.au).est_inconnue
    assert not letter.reponses.cellule("objectif_entrees", letter.du, letter.au).est_inconnue
