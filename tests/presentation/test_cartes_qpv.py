"""The page of the quartiers across the map of 2024: its series is marked, counted under both maps, and set beside the inhabitants."""

import datetime as dt

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation.elements import Tableau
from plie_analysis.settings import load_settings
from tests.tableau import dossier

PHOTO = dt.date(2025, 1, 31)
REGLAGES = """
[couverture]
debut = 2015-01-01

[[territoire.population_qpv]]
annee = 2017
part = 0.08
source = "contrat de 2017"

[[territoire.population_qpv]]
annee = 2024
habitants = 23000
part = 0.10
source = "contrat de 2024"

[[territoire.population_qpv]]
annee = 2030
part = 0.5
source = "à venir"
"""


def page(racine, annee: int, plus: str = "", niveau: str = "interne"):
    lines = ["participants", "id_dossier | commune | quartier | date_saisie"]
    lines += [f"Q{n} | Quetigny | Quetigny Centre | " for n in range(8)]
    lines += [f"M{n} | Chenôve | Le Mail | " for n in range(7)]
    lines += [f"H{n} | Dijon | hors QPV | " for n in range(20)]
    who = [*(f"Q{n}" for n in range(8)), *(f"M{n}" for n in range(7)), *(f"H{n}" for n in range(20))]
    lines += ["", "parcours", "id_parcours | id_dossier | code_referent | date_entree"]
    lines += [f"P{one} | {one} | R1 | {'2023-05-02' if rank % 2 else '2024-05-02'}" for rank, one in enumerate(who)]
    (racine / "plie.toml").write_text(REGLAGES + plus, encoding="utf-8")
    return Atelier(load_settings(dossier(racine, "\n".join(lines), photo=PHOTO)), niveau).rapports.qpv(annee)


def tableaux(bloc) -> dict[str, dict[str, list]]:
    """Title → row → figures, a row of a group named with the head of its group."""
    found = {}
    for table in (one for one in bloc.elements if isinstance(one, Tableau)):
        rows, group = {}, ""
        for row in table.lignes:
            group = row.libelle if row.genre == "groupe" else group
            name = f"{group} / {row.libelle}" if group and row.genre != "groupe" else row.libelle
            rows[name.replace("\xa0", " ")] = [one if isinstance(one, str) else one.valeur for one in row.cellules]
        found[table.titre.replace("\xa0", " ").replace("\u202f", " ")] = rows
    return found


def test_une_serie_qui_traverse_2024_est_marquee_et_comptee_sous_les_deux_cartes(tmp_path):
    bloc = page(tmp_path, 2024).mouvements()
    found = tableaux(bloc)
    assert "En 2023 (Rupture de série au 1er janvier 2024)" in found["Mouvements de 2024"]
    both = found["Rupture de série au 1er janvier 2024 : les mêmes personnes sous chaque carte"]
    # 2023 under the map of 2014, of 2024; 2024 under that of 2014, of 2024.
    assert both["En quartier prioritaire / Entrées"] == [0, 7, 0, 8]
    assert both["On ne sait pas / Entrées"] == [3, 0, 4, 0]
    # The movements themselves: each entry under the map of its day.
    moves = found["Mouvements de 2024"]
    assert moves["Habitants d’un quartier prioritaire (QPV)"][1] == 8
    # Of a year when the map did not tell of everybody, those of whom it does not are shown.
    assert moves["En 2023 (Rupture de série au 1er janvier 2024) / Non renseigné"][1] == 3
    said = " ".join(one.html for one in bloc.elements if hasattr(one, "html"))
    assert "la carte des quartiers prioritaires change (celle de 2014 avant, celle de 2024 depuis)" in said


def test_une_serie_sous_une_seule_carte_n_est_pas_marquee(tmp_path):
    found = tableaux(page(tmp_path, 2023).mouvements())
    assert "Rupture" not in str(found)
    other = tmp_path / "autre"
    other.mkdir()
    assert "Rupture" not in str(tableaux(page(other, 2024, '[territoire]\nqpv_generation = "2024"\n').mouvements()))


def test_la_part_des_habitants_est_a_cote_de_celle_du_plie(tmp_path):
    found = tableaux(page(tmp_path, 2024).mouvements())["En quartier prioritaire : le PLIE et son territoire"]
    assert found["Habitants du territoire en 2024"] == [23000, 10]
    assert found["Personnes accompagnées en 2024"][0] == 15
    other = tmp_path / "avant"
    other.mkdir()
    assert tableaux(page(other, 2023).mouvements())["En quartier prioritaire : le PLIE et son territoire"][
        "Habitants du territoire en 2017"
    ] == [None, 8]


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_le_passage_d_une_carte_a_l_autre_ne_dit_pas_un_petit_quartier(tmp_path, niveau):
    """Three people of the Mail entered in 2023: unknown under one map, in a QPV under the other. Neither count may tell them."""
    both = tableaux(page(tmp_path, 2024, niveau=niveau).mouvements())[
        "Rupture de série au 1er janvier 2024 : les mêmes personnes sous chaque carte"
    ]
    assert both["On ne sait pas / Entrées"][0] is None
