"""The reference year through the real chain, by the command a user types: the figures that the report prints.

Nothing in the computing code knows that year; only its synthetic exports are built to these totals.
"""

import csv
import io

import pytest

from plie_analysis.cli import run
from plie_analysis.settings import PACKAGE

ANNEE = ["--du", "2017-01-01", "--au", "2017-12-31"]


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("annee")
    (folder / "plie.toml").write_bytes((PACKAGE.parent / "plie.toml").read_bytes())
    for command in (["synthese", "--annee", "2017"], ["charger"]):
        assert run([*command, "--racine", str(folder)]) == 0
    return folder


@pytest.fixture
def demander(racine, capsys):
    """``demander(ids…, options…) -> {(id, modality…): value}``."""

    def ask(*arguments: str) -> dict:
        assert run(["indicateurs", *arguments, *ANNEE, "--format", "csv", "--racine", str(racine)]) == 0
        header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
        width = header.index("valeur")
        return {tuple(row[:width]) if width > 1 else row[0]: float(row[width]) for row in rows}

    return ask


def test_les_chiffres_du_rapport(demander):
    assert demander("accompagnes", "entrees", "sorties", "sorties_positives", "sorties_autres", "file_active", "etapes") == {
        "accompagnes": 1291,
        "entrees": 494,
        "sorties": 588,
        "sorties_positives": 289,
        "sorties_autres": 299,
        "file_active": 703,
        "etapes": 1742,
    }


def test_les_taux_et_les_durees_imprimes(demander):
    found = demander(
        "taux_sorties_positives", "taux_sorties_positives_hors", "taux_sorties_positives_ave", "part_etapes_emploi", "duree_moyenne_accompagnes",
        "taux_positives_sur_accompagnes", "duree_preaffectation", "cout_moyen", "part_chantiers_mobilisation",
    )  # fmt: skip
    assert {name: round(value) for name, value in found.items()} == {
        "taux_sorties_positives": 49,
        "taux_sorties_positives_hors": 54,
        "taux_sorties_positives_ave": 51,  # 289 sur 567 : 588 sorties sans les 21 déménagements, retraites et décès
        "part_etapes_emploi": 68,
        "duree_moyenne_accompagnes": 17,
        "taux_positives_sur_accompagnes": 22,
        "duree_preaffectation": 45,
        "cout_moyen": 893,  # le rapport imprime 890
        "part_chantiers_mobilisation": 30,
    }


def test_les_objectifs_les_aides_et_les_clauses(demander):
    found = demander(
        "objectif_entrees", "objectif_file_active", "objectif_sorties_positives", "non_entrees", "prescriptions_pe_cd",
        "entrees_pe_cd", "beneficiaires_aides", "montant_aides", "heures_clauses", "salaries_clauses",
        "orientations_clauses", "valides_clauses", "file_active_en_veille",
    )  # fmt: skip
    assert {name: round(value, 2) for name, value in found.items()} == {
        "objectif_entrees": 711.2,
        "objectif_file_active": 889,
        "objectif_sorties_positives": 355.6,
        "non_entrees": 276,
        "prescriptions_pe_cd": 662,
        "entrees_pe_cd": 375,
        "beneficiaires_aides": 47,
        "montant_aides": 10057,
        "heures_clauses": 75328.76,
        "salaries_clauses": 113,
        "orientations_clauses": 96,
        "valides_clauses": 71,
        "file_active_en_veille": 17,
    }


def test_les_sorties_des_salaries_des_clauses(demander):
    """§3.1.5 : 21 sorties positives, dont 11 d'habitants d'un quartier prioritaire."""
    found = demander("sorties_positives_clauses", "--par", "type_contrat")
    assert {key[1]: value for key, value in found.items()} == {"CDI": 9, "Contrat pro": 6, "CDD": 5, "CTTI": 1}
    assert demander("sorties_positives_clauses", "--par", "motif_sortie")["sorties_positives_clauses", "FORMATION QUALIFIANTE"] == 1
    by_quartier = demander("sorties_positives_clauses", "--par", "quartier_nomme")
    assert {key[1]: value for key, value in by_quartier.items()} == {
        "Grésilles": 4, "Le Mail": 4, "Fontaine d'Ouche": 2, "Bief du Moulin": 1, "hors QPV": 10,
    }  # fmt: skip


def test_l_equipe_le_budget_et_les_ages(demander):
    """§1.2, §1.4 et §3.1.4."""
    found = demander("referents_en_poste", "structures_porteuses", "fse", "part_fse", "cout_par_sortie_positive")
    assert {name: round(value) for name, value in found.items()} == {
        "referents_en_poste": 14, "structures_porteuses": 9, "fse": 589000, "part_fse": 51, "cout_par_sortie_positive": 3990,
    }  # fmt: skip
    ages = demander("participants_action", "--par", "action,tranche_age_detaillee")
    assert [ages["participants_action", "Ethicofil", age] for age in ("moins de 25", "25-44", "45-54", "55-64")] == [1, 5, 1, 4]


def test_les_tableaux_par_axe(demander):
    assert demander("accompagnes", "sorties", "sorties_positives", "--par", "sexe") == {
        ("accompagnes", "femme"): 654,
        ("accompagnes", "homme"): 637,
        ("sorties", "femme"): 313,
        ("sorties", "homme"): 275,
        ("sorties_positives", "femme"): 152,
        ("sorties_positives", "homme"): 137,
    }
    assert demander("accompagnes", "--par", "commune_groupe") == {
        ("accompagnes", "Dijon"): 798,
        ("accompagnes", "Chenôve"): 145,
        ("accompagnes", "Quetigny"): 132,
        ("accompagnes", "Longvic"): 79,
        ("accompagnes", "Talant"): 83,
        ("accompagnes", "Autre"): 54,
    }
    assert demander("sorties_autres", "--par", "motif_sortie")["sorties_autres", "NON-RESPECT DU CONTRAT D'ENGAGEMENT"] == 109
    assert demander("entrees", "--par", "prescripteur")["entrees", "Pôle emploi"] == 283
    assert demander("accompagnes", "--par", "qpv")["accompagnes", "oui"] == 370
    assert demander("sorties_positives", "--par", "rsa")["sorties_positives", "oui"] == 137
    assert demander("etapes", "--par", "classe_etape")["etapes", "emploi"] == 1193
