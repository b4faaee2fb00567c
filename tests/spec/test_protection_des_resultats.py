"""The one door, on exits that can be counted by hand: a question is weighed with its margins, its page, and what was published."""

import json

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.protection.effectifs import Lecteurs
from plie_analysis.protection.niveaux import INTERNE, VARIABLE, niveau_impose, seuil_de
from plie_analysis.protection.porte import Porte
from plie_analysis.protection.registre import Publication, read_registre
from plie_analysis.protection.resultats import Brut, en_clair, protect
from plie_analysis.settings import Settings
from tests.sorties import base_of
from tests.tableau import reglages

ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
CONFIG = reglages(diffusion={"interne": 0, "partenaires": 2, "publique": 5})


con = base_of(
    ("EMPLOI", "Dijon", "2017-03-05", 20),
    ("SANTE", "Dijon", "2017-04-02", 1),
    ("DEMENAGEMENT", "Talant", "2017-10-09", 7),
    ("MATERNITE", "Talant", "2017-11-09", 8),
)


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
    assert shown(porte(con, tmp_path, "publique", "mars"), **mars) == {"": 20}
    page = porte(con, tmp_path, "publique", "avril")
    assert shown(page, **avril) == {"": None}
    assert shown(page, **cumul) == {"": None}
    assert shown(porte(con, tmp_path, "publique"), **cumul) == {"": None}, "whoever asks has read the pages"


def test_les_questions_se_souviennent_les_unes_des_autres(con, tmp_path):
    """The total, then each commune by itself, then a motif: nobody works the small motif out, whatever the order of the questions."""
    for filtres in (
        {},
        {"commune": "Dijon"},
        {"commune": "Talant"},
        {"motif_sortie": "EMPLOI"},
        {"commune": "Dijon", "motif_sortie": "EMPLOI"},
    ):
        found = shown(porte(con, tmp_path, "publique"), **ANNEE, filtres=filtres)
        assert not (filtres.get("commune") == "Dijon" and len(filtres) == 1 and found[""] is None), "21 exits of Dijon can be shown"
    # Dijon has 20 EMPLOI and the small SANTE: 21 was shown, 20 would give it.
    assert found == {"": None}


def test_une_question_demande_peu_d_axes(con, tmp_path):
    with pytest.raises(PlieError, match="croise au plus 4 axes"):
        porte(con, tmp_path, "publique").indicateurs(["sorties"], **ANNEE, par=["commune", "sexe", "qpv", "motif_sortie", "niveau"])


def test_le_registre_tient_ce_que_la_page_montre_et_le_total_que_ses_lecteurs_connaissent(con, tmp_path):
    shown(porte(con, tmp_path, "publique", "motifs"), **ANNEE, par=["motif_sortie"])
    found = read_registre([tmp_path / "data/curated/diffusion/publique"])
    states = {dict(key.axes).get("motif_sortie", ""): state for key, state in found.etats.items()}
    assert states == {"EMPLOI": "montré", "MATERNITE": "montré", "DEMENAGEMENT": "caché", "SANTE": "caché", "": "montré"}


def test_une_page_refaite_ajoute_a_ce_qu_elle_avait_montre_et_une_page_identique_n_ajoute_rien(con, tmp_path):
    path = tmp_path / "data/curated/diffusion/publique/page.json"
    for _ in range(2):
        shown(porte(con, tmp_path, "publique", "page"), **ANNEE)
        assert len(json.loads(path.read_text(encoding="utf-8"))) == 1
    shown(porte(con, tmp_path, "publique", "page"), **{**ANNEE, "au": "2017-11-30"})
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 2


def test_ce_qui_a_ete_montre_le_reste():
    known = Publication({"x": 12.0}, {"x": "montré"})
    known.add(Publication({"x": 12.0, "y": 3.0}, {"x": "caché", "y": "pesé"}))
    known.add(Publication({"y": 3.0}, {"y": "caché"}))
    assert known.etats == {"x": "montré", "y": "caché"} and known.montres() == {"x"}


@pytest.mark.parametrize("texte", ["", '{"a', "{}x", "[1]", '[{"rapport": "lettre"}]'])
def test_un_registre_abime_ferme_les_niveaux_proteges(con, tmp_path, texte):
    shown(porte(con, tmp_path, "publique", "page"), **ANNEE)
    path = tmp_path / "data/curated/diffusion/publique/page.json"
    path.write_text(texte, encoding="utf-8")
    for niveau in ("partenaires", "publique"):
        with pytest.raises(PlieError, match=r"diffusion/publique/page\.json ne se lit pas"):
            shown(porte(con, tmp_path, niveau), **ANNEE)
    assert path.read_text(encoding="utf-8") == texte


def test_les_partenaires_lisent_aussi_ce_qui_est_public(con, tmp_path):
    """Threshold 2 for them, 5 for the public. The public reads all motifs but one and its small companion; partners, asking for less, add it up."""
    first = shown(porte(con, tmp_path, "publique", "public"), **ANNEE, par=["motif_sortie"])
    assert first["MATERNITE"] == 8 and first["SANTE"] is None
    assert shown(porte(con, tmp_path, "partenaires", "total"), **ANNEE) == {"": 36}
    second = shown(porte(con, tmp_path, "partenaires", "motifs"), **ANNEE, par=["motif_sortie"])
    assert second["SANTE"] is None and second["DEMENAGEMENT"] is None


def test_le_journal_dit_ce_qui_est_cache_pourquoi_et_ce_que_le_mieux_cacherait(con, tmp_path):
    shown(porte(con, tmp_path, "publique", "page"), **ANNEE, par=["motif_sortie"])
    lines = (tmp_path / "data/curated/diffusion/publique/page.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "table,case,du,au,motif" and len(lines) == 4
    assert "SANTE" in lines[1] + lines[2] and "2 cases masquées ; au moins 2 pour tout choix sûr" in lines[3]


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
    assert len(en_clair({"x": Brut("parcours", frame)}).frames["x"]) == len(frame)
    with pytest.raises(PlieError, match="n'a pas encore de règle"):
        protect({"x": Brut("parcours", frame)}, [Lecteurs(2, Publication())])


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
