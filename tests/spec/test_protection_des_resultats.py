"""The one door, on exits that can be counted by hand: a question is weighed with its margins, its page, and what was published."""

import json

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.protection.niveaux import INTERNE, VARIABLE, niveau_impose, seuil_de
from plie_analysis.protection.porte import Porte
from plie_analysis.protection.resultats import Brut, protect
from plie_analysis.settings import Settings
from tests.sorties import exits
from tests.tableau import base, reglages

ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
CONFIG = reglages(diffusion={"interne": 0, "partenaires": 2, "publique": 5})


@pytest.fixture(scope="module")
def con():
    connection = base(
        exits(
            ("EMPLOI", "Dijon", "2017-03-05", 20),
            ("SANTE", "Dijon", "2017-04-02", 1),
            ("DEMENAGEMENT", "Talant", "2017-10-09", 7),
            ("MATERNITE", "Talant", "2017-11-09", 8),
        )
    )
    yield connection
    connection.close()


def porte(con, racine, niveau: str, publication: str = "") -> Porte:
    return Porte(Settings(racine, CONFIG), con, diffusion=niveau, publication=publication)


def shown(porte: Porte, **question) -> dict[str, float | None]:
    """Motif (or "") → exits shown, ``None`` when hidden."""
    frame = porte.indicateurs(["sorties"], **question).frame
    names = frame["motif_sortie"] if "motif_sortie" in frame else [""] * len(frame)
    return {name: None if hidden else float(value) for name, value, hidden in zip(names, frame["valeur"], frame["masque"], strict=True)}


def test_la_maison_voit_tout(con, tmp_path):
    assert shown(porte(con, tmp_path, INTERNE), **ANNEE, par=["motif_sortie"])["SANTE"] == 1


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_une_question_se_pese_avec_son_total_que_personne_n_a_demande(con, tmp_path, niveau):
    """The total is known to whoever asks for it: the lone small motif takes the next one with it."""
    assert shown(porte(con, tmp_path, niveau), **ANNEE, par=["motif_sortie"]) == {
        "EMPLOI": 20,
        "SANTE": None,
        "DEMENAGEMENT": None,
        "MATERNITE": 8,
    }


def test_un_cumul_se_pese_avec_la_page_d_avant_et_avec_ce_que_la_page_a_deja_cache(con, tmp_path):
    """March published 20; April alone is 1 and hidden: the cumulated 21 would give it back."""
    mars, avril = ({"du": "2017-01-01", "au": "2017-03-31"}, {"du": "2017-04-01", "au": "2017-04-30"})
    cumul = {"du": mars["du"], "au": avril["au"]}
    assert shown(porte(con, tmp_path, "publique"), **cumul) == {"": 21}
    assert shown(porte(con, tmp_path, "publique", "mars"), **mars) == {"": 20}
    page = porte(con, tmp_path, "publique", "avril")
    assert shown(page, **avril) == {"": None}
    assert shown(page, **cumul) == {"": None}


def test_le_registre_tient_ce_que_la_page_montre_et_rien_d_autre(con, tmp_path):
    """The total weighed with the motifs stays out of it: nobody read it."""
    shown(porte(con, tmp_path, "publique", "motifs"), **ANNEE, par=["motif_sortie"])
    (written,) = (tmp_path / "data/curated/diffusion/publique").glob("motifs.json")
    cells = json.loads(written.read_text(encoding="utf-8"))
    axes = [dict(key[4]) for key, *_ in cells]
    assert sorted(one["motif_sortie"] for one in axes) == ["DEMENAGEMENT", "EMPLOI", "MATERNITE", "SANTE"]


def test_un_chiffre_brut_reste_dans_la_maison(con, tmp_path):
    porte(con, tmp_path, INTERNE).reserver("Une table")
    for niveau in ("partenaires", "publique"):
        with pytest.raises(PlieError, match=f"Une table ne se montre qu'au niveau « interne ».*\n.*{niveau}"):
            porte(con, tmp_path, niveau).reserver("Une table")


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_une_duree_de_survie_reste_dans_la_maison(con, tmp_path, niveau):
    """Nothing proves yet that the exits of a curve cannot be counted from it."""
    assert "duree_mediane_km" in porte(con, tmp_path, INTERNE).possibles(**ANNEE)[0]
    with pytest.raises(PlieError, match=f"« duree_mediane_km » ne se montre qu'au niveau « interne ».*\n.*{niveau}"):
        porte(con, tmp_path, niveau).indicateurs(["duree_mediane_km"], **ANNEE)
    wanted, left_out = porte(con, tmp_path, niveau).possibles(**ANNEE)
    assert "sorties" in wanted and "duree_mediane_km" not in wanted
    assert any(line.startswith("duree_mediane_km : ") for line in left_out)


def test_un_resultat_sans_regle_ne_sort_pas(con):
    frame = con.execute("SELECT * FROM curated.parcours").df()
    assert len(protect({"x": Brut("parcours", frame)}, 1).frames["x"]) == len(frame)
    with pytest.raises(PlieError, match="n'a pas encore de règle"):
        protect({"x": Brut("parcours", frame)}, 2)


def test_le_seuil_d_un_niveau():
    assert [seuil_de(CONFIG, niveau) for niveau in ("interne", "partenaires", "publique")] == [0, 2, 5]
    with pytest.raises(PlieError, match="« tous » n'existe pas"):
        seuil_de(CONFIG, "tous")


def test_le_niveau_d_une_session_est_celui_de_son_execution(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert [niveau_impose(CONFIG, asked) for asked in (None, "publique")] == [INTERNE, "publique"]
    monkeypatch.setenv(VARIABLE, "publique")
    assert [niveau_impose(CONFIG, asked) for asked in (None, "publique")] == ["publique", "publique"]
    with pytest.raises(PlieError, match="ne peut pas ouvrir l'atelier au niveau « interne »"):
        niveau_impose(CONFIG, INTERNE)
