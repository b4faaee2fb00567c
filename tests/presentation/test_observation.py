"""The interviews of observation in the annual report: counted by theme and public in the house, protected outside, told when absent."""

import csv

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.cli import run
from plie_analysis.contrat import queries
from plie_analysis.presentation.elements import MASQUE
from plie_analysis.settings import load_settings
from tests.presentation.test_fiches import rows, said

PERSONNES = 30
THEMES = ("mobilité", "mobilité", "projet professionnel", "santé")


def ecrire(folder, requete, lignes):
    with (folder / f"{requete}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [column.entete for column in queries()[requete]], delimiter=";", restval="")
        table.writeheader()
        table.writerows(lignes)


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    """Thirty parcours of 2017, one interview each: twenty of mobility, nine of a project, one of health."""
    racine = tmp_path_factory.mktemp("observation")
    folder = racine / "data" / "raw" / "2018-01-31"
    folder.mkdir(parents=True)
    who = range(PERSONNES)
    quartiers = ("Grésilles", "hors QPV")
    ecrire(
        folder,
        "participants",
        [
            {"N° dossier": f"D{n}", "Civilité": "Mme", "Commune": "Dijon", "QPV": quartiers[n % 2], "Date de naissance": "01/02/1980"}
            for n in who
        ],
    )
    parcours = {"Code référent": "R1", "Date d'entrée": "02/01/2017"}
    ecrire(folder, "parcours", [parcours | {"N° parcours": f"P{n}", "N° dossier": f"D{n}"} for n in who])
    ecrire(folder, "etapes", [{"N° étape": "E1", "N° parcours": "P0", "Opération": "Mission intérim", "Date de début": "01/06/2017"}])
    themes = ["mobilité"] * 20 + ["projet professionnel"] * 9 + ["santé"]
    dits = {"Date": "01/06/2017", "Interlocuteur": "participant"}
    ecrire(folder, "entretiens_qualitatifs", [dits | {"N° parcours": f"P{n}", "Thème": themes[n]} for n in who])
    assert run(["charger", "--racine", str(racine)]) == 0
    return racine


def annuel(racine, diffusion=None):
    return Atelier(load_settings(racine), *([diffusion] if diffusion else [])).rapports.rapport_annuel("2017")


def test_each_theme_is_counted_by_who_speaks_and_of_whom(racine):
    found = rows(annuel(racine).observation())
    assert found["Mobilité"][:4] == ["20", "20", "0", "10"]
    assert found["Projet professionnel"][0] == "9" and found["Santé"][0] == "1"
    assert found["Ensemble"][0] == "30"
    assert list(found)[:2] == ["Mobilité", "Projet professionnel"]


def test_outside_the_house_a_theme_of_one_person_is_not_shown(racine):
    found = rows(annuel(racine, "publique").observation())
    assert found["Santé"][0] == MASQUE
    assert [row[0] for row in found.values()].count(MASQUE) >= 2, "one alone is found again by subtraction"


def test_without_the_export_the_report_says_so(annee_2017):
    assert "n’a pas d’export des entretiens d’observation" in said(annuel(annee_2017.racine).observation())
