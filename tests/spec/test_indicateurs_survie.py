"""Survival as indicators: who is followed, from when, and what the figures rest on."""

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import calculer
from tests.spec.test_indicateurs import valeurs
from tests.tableau import base, reglages

ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
ENTRES = """
participants
id_dossier | civilite
D1         | Mme
D2         | M.
D3         | Mme
D4         | M.

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_sortie
P1          | D1         | R1            | 2017-01-01  | 2017-04-01  | EMPLOI       |
P2          | D2         | R1            | 2017-01-01  | 2017-07-01  | SANTE        | 2018-01-10
P3          | D3         | R1            | 2017-01-01  |             |              |
"""
ANCIEN = "P4          | D4         | R1            | 2016-09-01  | 2017-09-15  | EMPLOI       |\n"
MOIS = 30.4375


@pytest.mark.usefixtures("a_la_main")
def test_la_mediane_compte_les_parcours_ouverts():
    # Sorties à 90 et 181 jours ; le troisième est encore ouvert : la courbe passe sous la moitié à 181 jours.
    assert valeurs(base(ENTRES), "duree_mediane_km", **ANNEE) == {"duree_mediane_km": round(181 / MOIS, 4)}


def test_la_mediane_non_atteinte_est_vide():
    assert valeurs(base(ENTRES), "duree_mediane_km", du="2017-01-01", au="2017-05-31") == {"duree_mediane_km": None}


def test_une_sortie_saisie_apres_laisse_le_parcours_ouvert():
    assert valeurs(base(ENTRES), "duree_mediane_km", **ANNEE, connu_au="2017-12-31") == {"duree_mediane_km": None}


@pytest.mark.usefixtures("a_la_main")
def test_l_incidence_et_ses_horizons():
    found = valeurs(base(ENTRES + ANCIEN), "incidence_sortie_positive", par=["horizon"], **ANNEE)
    # P4, entré quatre mois avant, n'est vu qu'à partir du 1er janvier, son 123e jour : il ne grossit pas les présents à 90 jours.
    assert found == {
        ("incidence_sortie_positive", "6"): 33.3333,
        ("incidence_sortie_positive", "12"): 33.3333,
        ("incidence_sortie_positive", "18"): 77.7778,  # à 379 jours il est seul observé, et il sort
        ("incidence_sortie_positive", "24"): 77.7778,
        ("incidence_sortie_positive", "30"): 77.7778,
    }
    assert valeurs(base(ENTRES + ANCIEN), "incidence_sortie_positive", parametres={"horizon": "18"}, **ANNEE) == {
        "incidence_sortie_positive": 77.7778
    }


@pytest.mark.usefixtures("a_la_main")
def test_au_dela_du_suivi_rien_n_est_extrapole():
    found = valeurs(base(ENTRES), "incidence_sortie_positive", par=["horizon"], filtres={"horizon": ["6", "24"]}, **ANNEE)
    assert found == {("incidence_sortie_positive", "6"): 33.3333, ("incidence_sortie_positive", "24"): None}
    assert valeurs(base(ENTRES), "duree_moyenne_restreinte", **ANNEE) == {"duree_moyenne_restreinte": None}


def test_le_denominateur_dit_combien_de_parcours():
    frame = calculer(base(ENTRES), ["duree_mediane_km", "entrees"], config=reglages(), par=["sexe"], **ANNEE)
    assert [tuple(row)[:2] + tuple(row)[3:5] for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False)] == [
        ("entrees", "femme", None, None),
        ("entrees", "homme", None, None),
        ("duree_mediane_km", "femme", 1, 2),
        ("duree_mediane_km", "homme", 1, 1),
    ]


def test_sans_parcours_la_valeur_est_vide():
    vide = {"du": "2016-01-01", "au": "2016-12-31"}
    assert valeurs(base(ENTRES), "duree_mediane_km", "incidence_sortie_positive", **vide) == {
        "duree_mediane_km": None,
        "incidence_sortie_positive": None,
    }
    assert valeurs(base(ENTRES), "duree_mediane_km", par=["sexe"], **vide) == {}


def test_aucune_sortie():
    assert valeurs(base(ENTRES), "incidence_sortie_positive", du="2017-01-01", au="2017-02-28") == {"incidence_sortie_positive": None}


def test_une_survie_n_a_pas_de_part():
    with pytest.raises(PlieError, match="n'a pas de part"):
        valeurs(base(ENTRES), "duree_mediane_km", par=["sexe"], part=["sexe"], **ANNEE)
