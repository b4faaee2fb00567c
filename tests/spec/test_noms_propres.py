"""The names of a date are those of the PLIE's own nomenclature, which its base holds: filters, commands, notebook, pages."""

import pytest

from plie_analysis.atelier.surface import Atelier
from plie_analysis.cli import run
from plie_analysis.settings import load_settings
from tests.exports import write_photo

PRESCRIPTEURS = """\
code,libelle,definition,source,debut,fin,alias,groupe,partenaire_objectif
Maison du Lac,Maison du Lac,Accueil.,Convention,,2024-12-31,,Maison du Lac,oui
Maison du Lac,Comptoir des Deux Rives 2025,Accueil.,Convention,2025-01-01,,,Maison du Lac,oui
Pôle emploi,Pôle emploi,Agence.,Convention,,,France Travail,Pôle emploi,oui
"""
# As an older copy writes it, without the columns of the scales.
NIVEAUX = """\
code,libelle,definition,source,debut,fin,alias,rang,groupe_rapport
IV,IV,Baccalauréat.,Convention,,,BAC,4,IV
V,V,CAP.,Convention,,,,3,V ou inférieur
Atelier,Atelier du Lac,Savoirs de base.,Convention,,,,1,V ou inférieur
"""
PRESCRIPTIONS = """\
N° prescription;N° dossier;Prescripteur;Date de prescription;Date du premier RDV;Décision;Date de décision;Motif de non-entrée;Orientation proposée
O1;D1;Maison du Lac;10/01/2024;10/01/2024;En attente;;;
O2;D2;Comptoir des Deux Rives 2025;10/02/2025;10/02/2025;En attente;;;
O3;D2;France Travail;10/03/2025;10/03/2025;En attente;;;
"""
PARTICIPANTS = """\
N° dossier;Civilité;Nom;Date de naissance;Code postal;Commune;QPV;Niveau de formation
D1;Mme;SECRETNOM;01/02/1980;21000;Dijon;;BAC
D2;M.;SECRETNOM;31/12/1975;21300;Chenôve;;Atelier du Lac
"""
PARCOURS = """\
N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie
P1;D1;R1;10/01/2025;;
P2;D2;R1;03/02/2025;;
"""
AVANT, APRES = "Maison du Lac", "Comptoir des Deux Rives 2025"


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    """A working folder with its own names of prescripteurs and levels, loaded."""
    racine = tmp_path_factory.mktemp("noms")
    (racine / "referentiels").mkdir()
    for name, text in (("prescripteur", PRESCRIPTEURS), ("niveau", NIVEAUX)):
        (racine / "referentiels" / f"{name}.csv").write_text(text, encoding="utf-8")
    write_photo(racine, "2025-12-31", prescriptions=PRESCRIPTIONS, participants=PARTICIPANTS, parcours=PARCOURS)
    assert run(["charger", "--racine", str(racine)]) == 0
    return racine


def demander(racine, capsys, annee: int, *more: str, par: str = "prescripteur", quoi: str = "prescriptions") -> str:
    period = ["--du", f"{annee}-01-01", "--au", f"{annee}-12-31", "--par", par, "--racine", str(racine)]
    assert run(["indicateurs", quoi, *period, *more]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("annee", "nom", "autre"), [(2024, AVANT, APRES), (2025, APRES, AVANT)])
def test_a_table_has_the_name_of_its_period(racine, capsys, annee, nom, autre):
    shown = demander(racine, capsys, annee)
    assert nom in shown and autre not in shown


def test_a_name_that_the_plie_does_not_change_is_not_changed(racine, capsys):
    shown = demander(racine, capsys, 2025)
    assert "Pôle emploi" in shown and "France Travail" not in shown


def test_a_filter_takes_any_of_its_names_and_a_csv_keeps_the_code(racine, capsys):
    assert f"prescriptions,{AVANT},1" in demander(racine, capsys, 2025, "--filtre", f"prescripteur={APRES.upper()}", "--format", "csv")


@pytest.mark.parametrize(("annee", "nom"), [(2024, AVANT), (2025, APRES)])
def test_a_notebook_has_the_name_of_its_period(racine, annee, nom):
    frame = (
        Atelier(load_settings(racine)).indicateurs(["prescriptions"], du=f"{annee}-01-01", au=f"{annee}-12-31", par="prescripteur").frame
    )
    assert frame.loc[frame["Prescripteur"].astype(str) == nom, "Valeur"].tolist() == [1.0]


def test_levels_without_the_columns_of_the_scales_keep_a_name(racine, capsys):
    shown = demander(racine, capsys, 2025, par="niveau", quoi="entrees")
    assert "niveau 4" in shown and "Atelier du Lac" in shown
    assert "3 ou inférieur" in demander(racine, capsys, 2025, par="niveau_groupe", quoi="entrees")


def test_a_page_says_the_name_and_its_number_is_no_count(racine):
    assert run(["rapport", "prescripteur", "--prescripteur", APRES, "--annee", "2025", "--forcer", "--racine", str(racine)]) == 0
    assert run(["rapport", "lettre", "--mois", "2025-06", "--forcer", "--racine", str(racine)]) == 0
    page = (racine / "data" / "rapports" / "lettre-2025-06.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert APRES in page and AVANT not in page and "France Travail" not in page
