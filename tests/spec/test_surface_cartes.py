"""Une réponse qui lit deux cartes des quartiers le montre : dans son tableau, son classeur, son graphique, ses phrases, et par ses deux comptes."""

import pytest
from python_calamine import CalamineWorkbook

from plie_analysis.atelier import Atelier
from plie_analysis.curate import build
from plie_analysis.indicateurs import definitions
from plie_analysis.indicateurs.contexte import open_contexte
from plie_analysis.indicateurs.offre import offered_axes
from plie_analysis.indicateurs.periode import read_periode
from plie_analysis.settings import load_settings
from tests.exports import load, write_photo
from tests.tableau import reglages

A_CHEVAL = {"du": "2023-11-01", "au": "2024-02-29"}
MARQUE = "janvier 2024 (carte de 2024)"
# Two live in Quetigny Centre, which 2024 made a quartier; one at the Mail, that has grown; one outside, in a commune without any.
QUARTIERS = [("Quetigny", "Quetigny Centre"), ("Quetigny", "Quetigny Centre"), ("Chenôve", "Le Mail"), ("Fontaine-lès-Dijon", "")]
ENTREES = ["15/11/2023", "15/01/2024", "20/12/2023", "10/02/2024"]


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deux cartes")
    people = "".join(f"D{n};Mme;01/02/1980;{commune};{quartier};01/02/2025\n" for n, (commune, quartier) in enumerate(QUARTIERS))
    parcours = "".join(f"P{n};D{n};R1;{day};;\n" for n, day in enumerate(ENTREES))
    write_photo(
        folder,
        "2026-06-30",
        participants="N° dossier;Civilité;Date de naissance;Commune;QPV;Date de saisie\n" + people,
        parcours="N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\n" + parcours,
        etapes="N° étape;N° parcours;Opération;Date de début;Date de fin\nE1;P1;CDDI;01/03/2024;31/08/2024\n",
    )
    load(folder, curate=build)
    return folder


@pytest.fixture(scope="module")
def plie(racine):
    return Atelier(load_settings(racine))


def dites(reponse) -> str:
    return " ".join(reponse.suites).replace("\xa0", " ")


def test_le_mois_ou_la_carte_change_est_marque_partout(plie, tmp_path):
    found = plie.indicateurs("entrees", par=["mois", "qpv"], **A_CHEVAL)
    assert [row for row in found.croise().index if "carte" in row] == [MARQUE]
    figure = found.graphique()
    assert MARQUE in figure.data[0].x and len(figure.layout.shapes) == 1
    assert list(figure.data[0].x)[int(figure.layout.shapes[0].x0 + 0.5)] == MARQUE
    assert [one.text for one in figure.layout.annotations] == ["Rupture de série"]
    sheet = CalamineWorkbook.from_path(found.excel(tmp_path / "q.xlsx"))
    assert MARQUE in str([sheet.get_sheet_by_name(name).to_python() for name in sheet.sheet_names])
    assert "Rupture de série au 1er janvier 2024" in dites(found)


def test_les_deux_comptes_sont_dits(plie):
    """Quetigny Centre: no in 2014; the Mail keyed in 2025: nobody knows what it was."""
    assert (
        "Entrées en parcours, les mêmes sous chaque carte : carte de 2014, 0 en QPV, 3 hors QPV et 1 on ne sait pas ; "
        "carte de 2024, 3 en QPV, 1 hors QPV et 0 on ne sait pas."
    ) in dites(plie.indicateurs("entrees", par=["mois", "qpv"], **A_CHEVAL)).replace("Entrées,", "Entrées en parcours,")


@pytest.mark.parametrize(
    ("du", "au", "marque"),
    [
        ("2023-11-01", "2023-12-31", False),
        ("2023-11-01", "2024-01-31", True),
        ("2023-12-31", "2024-01-01", False),  # nobody came in on these two days: nothing to mark
        ("2024-01-01", "2024-02-29", False),
    ],
)
def test_une_serie_d_un_seul_cote_n_a_pas_de_marque(plie, du, au, marque):
    found = plie.indicateurs("entrees", par=["mois", "qpv"], du=du, au=au)
    assert ("carte de 2024" in str(found.croise().index.tolist())) == marque
    assert bool(found.graphique().layout.shapes) == marque
    assert ("Rupture de série" in dites(found)) == (du < "2024-01-01" <= au)


@pytest.mark.parametrize("axe", ["cohorte_annee", "cohorte_trimestre", "cohorte_mois"])
def test_toute_periode_d_entree_est_marquee(plie, axe):
    assert len([row for row in plie.indicateurs("entrees", par=[axe, "qpv"], **A_CHEVAL).croise().index if "(carte de 2024)" in row]) == 1


def test_sans_quartier_il_n_y_a_rien_a_marquer(plie):
    found = plie.indicateurs("entrees", par=["mois", "sexe"], **A_CHEVAL)
    assert "carte de" not in str(found.croise().index.tolist()) and "sous chaque carte" not in dites(found)
    assert not found.graphique().layout.shapes


def test_un_filtre_sur_les_quartiers_marque_aussi(plie):
    found = plie.indicateurs("entrees", par=["mois"], filtres={"qpv": "oui"}, **A_CHEVAL)
    assert "Rupture de série" in dites(found)
    assert [row for row in found.croise().index if "carte" in row] == [MARQUE]


def test_sous_une_seule_carte_rien_n_est_rompu(racine):
    (racine / "plie.toml").write_text('[territoire]\nqpv_generation = "2024"\n', encoding="utf-8")
    try:
        found = Atelier(load_settings(racine)).indicateurs("entrees", par=["mois", "qpv"], **A_CHEVAL)
        assert "Rupture" not in dites(found) and "(carte de" not in str(found.croise().index.tolist())
    finally:
        (racine / "plie.toml").unlink()


def test_tout_ce_qui_se_repartit_par_qpv_se_compte_sous_chaque_carte(plie):
    """Else saying both counts would refuse the question."""
    contexte = open_contexte(plie.con, read_periode(A_CHEVAL["du"], A_CHEVAL["au"]), None, reglages(), plie.photo)
    offered = {name: set(offered_axes(one, contexte)) for name, one in definitions(contexte.config).items()}
    assert sum("qpv" in axes for axes in offered.values()) > 20
    assert [name for name, axes in offered.items() if len({one in axes for one in ("qpv", "qpv_2014", "qpv_2024")}) > 1] == []


def test_a_un_niveau_protege_deux_comptes_ne_se_retranchent_pas(racine):
    found = Atelier(load_settings(racine), diffusion="partenaires").indicateurs("entrees", par=["mois", "qpv"], **A_CHEVAL)
    assert "Rupture de série" in dites(found) and "sous chaque carte" not in dites(found)
