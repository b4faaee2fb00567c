"""``plie indicateurs`` as it is typed: its forms, its stable CSV, its refusals."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from plie_analysis.cli import run
from tests.spec.test_indicateurs import PERSONNES
from tests.tableau import dossier

ANNEE = ["--du", "2017-01-01", "--au", "2017-12-31"]


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    return dossier(tmp_path_factory.mktemp("racine"), PERSONNES)


@pytest.fixture
def plie(racine, capsys):
    def call(*arguments: str, code: int = 0):
        assert run(["indicateurs", *arguments, "--racine", str(racine)]) == code
        return capsys.readouterr()

    return call


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_sans_axe(plie):
    out = plie("sorties", "accompagnes", "taux_sorties_positives", *ANNEE, "--format", "csv").out
    assert rows(out) == [
        ["indicateur", "valeur", "numerateur", "denominateur", "unite", "masque"],
        ["accompagnes", "4", "", "", "personnes", "false"],
        ["sorties", "3", "", "", "parcours", "false"],
        ["taux_sorties_positives", "33.333333", "1", "3", "%", "false"],
    ]


def test_csv_par_axes_dans_l_ordre_demande(plie):
    out = plie("sorties", *ANNEE, "--par", "qpv", "--par", "sexe", "--format", "csv").out
    assert rows(out) == [
        ["indicateur", "qpv", "sexe", "valeur", "numerateur", "denominateur", "unite", "masque"],
        ["sorties", "non", "homme", "1", "", "", "parcours", "false"],
        ["sorties", "oui", "femme", "2", "", "", "parcours", "false"],
    ]


def test_un_denominateur_vide_est_une_case_vide(plie):
    out = plie("taux_sorties_positives", "--du", "2017-02-01", "--au", "2017-02-28", "--format", "csv").out
    assert rows(out)[1] == ["taux_sorties_positives", "", "0", "0", "%", "false"]


def test_json_et_xlsx(plie, tmp_path):
    read = json.loads(plie("sorties", *ANNEE, "--format", "json").out)
    assert read == [{"indicateur": "sorties", "valeur": 3, "numerateur": None, "denominateur": None, "unite": "parcours", "masque": False}]
    target = tmp_path / "sortie.xlsx"
    plie("sorties", *ANNEE, "--format", "xlsx", "--sortie", str(target))
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert sheet == [["indicateur", "valeur", "numerateur", "denominateur", "unite", "masque"], ["sorties", 3.0, "", "", "parcours", False]]
    assert list(tmp_path.iterdir()) == [target]


def test_tableau_en_francais(plie):
    out = plie("taux_sorties_positives_hors", *ANNEE, "--parametre", "hors=lettre").out
    assert "100,0\u00a0%" in out


def test_filtres_repetes(plie):
    out = plie("accompagnes", *ANNEE, "--filtre", "commune=DIJON", "--filtre", "commune=quetigny", "--format", "csv").out
    assert rows(out)[1][1] == "3"


def test_sans_nom_tout_ce_qui_peut_l_etre(plie):
    printed = plie(*ANNEE, "--format", "csv")
    assert {"accompagnes", "duree_mediane_km", "etapes"} <= {row[0] for row in rows(printed.out)}
    assert "prescriptions : L'indicateur « prescriptions » demande l'export « prescriptions »" in printed.err
    assert "prescriptions" not in {row[0] for row in rows(printed.out)}


def test_liste_et_fiche(plie):
    listed = plie("--liste").out
    assert "taux_sorties_positives (%)" in listed and "tranche_age" in listed
    sheet = plie("--fiche", "taux_sorties_positives", *ANNEE).out
    assert "incidence_sortie_positive" in sheet
    assert '"curated"."sortie"' in sheet and "du 01/01/2017 au 31/12/2017" in sheet
    assert "Rapport d'activité 2017, §2.3" in sheet


def test_fiche_sans_base(tmp_path, capsys):
    assert run(["indicateurs", "--fiche", "sorties", "--racine", str(tmp_path)]) == 0
    assert "aucune photo chargée" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sortie", *ANNEE], "Vouliez-vous dire « sorties »"),
        (["sorties"], "--du et --au"),
        (["sorties", *ANNEE, "--filtre", "qpv"], "--filtre AXE=MODALITÉ"),
        (["sorties", *ANNEE, "--filtre", "qpv=bof"], "Connus : oui, non, non renseigné"),
        (["sorties", "--du", "2017-01-01", "--au", "2018-12-31"], "après la photo du 31/12/2017"),
        (["--fiche", "rien"], "n'existe pas"),
    ],
)
def test_un_refus_tient_en_quelques_lignes(plie, arguments, message):
    printed = plie(*arguments, code=2)
    assert message in printed.err
    assert printed.out == "" and len(printed.err.splitlines()) <= 5
