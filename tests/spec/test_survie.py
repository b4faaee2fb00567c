"""Survie : petits tableaux calculés à la main. Chaque ligne est un parcours, la durée est en jours."""

import numpy as np
import pandas as pd
import pytest

from plie_analysis import survie

# cause : 0 = encore ouvert, 1 = sortie positive, 2 = autre sortie
HUIT_PARCOURS = """
duree cause groupe
    0     0      a
    2     1      a
    2     2      a
    2     0      a
    5     1      a
    5     1      a
    8     0      a
    9     2      a
"""


def tableau(texte):
    lignes = [ligne.split() for ligne in texte.strip().splitlines()]
    return pd.DataFrame([[_valeur(v) for v in ligne] for ligne in lignes[1:]], columns=lignes[0])


def _valeur(texte):
    if texte == ".":
        return np.nan
    try:
        return float(texte) if "." in texte else int(texte)
    except ValueError:
        return texte


def attendu(texte, obtenu):
    attendu = tableau(texte)
    for nom in attendu:
        np.testing.assert_allclose(obtenu[nom].to_numpy(dtype=float), attendu[nom].to_numpy(dtype=float), rtol=0, atol=5e-7, err_msg=nom)


def test_kaplan_meier_a_la_main():
    # à 2 jours : 7 à risque, 2 sortis avant que l'ouvert de 2 jours ne soit censuré : 5/7
    # à 5 jours : 4 à risque, 2 sortis : 5/7 × 2/4 = 5/14 ; à 9 jours le dernier part : 0
    # erreur à 2 jours : 5/7 × racine(2 / (7 × 5)) ; à 5 jours : 5/14 × racine(2/35 + 2/(4 × 2))
    obtenu = survie.kaplan_meier(tableau(HUIT_PARCOURS).assign(sorti=lambda d: d["cause"] > 0), duree="duree", evenement="sorti")
    attendu(
        """
        t n_risque n_evenements n_censures estimation erreur_type
        0        8            0          1   1.0000000  0.0000000
        2        7            2          1   0.7142857  0.1707469
        5        4            2          0   0.3571429  0.1979303
        8        2            0          1   0.3571429  0.1979303
        9        1            1          0   0.0000000          .
        """,
        obtenu,
    )
    assert set(obtenu["groupe"]) == {"ensemble"}
    assert obtenu[["ic_bas", "ic_haut"]].isna().all(axis=1).tolist() == [True, False, False, False, True]


def test_intervalle_log_log_a_la_main():
    # S = 5/7, erreur sur log S : racine(2/35) ; bornes S^exp(± 1,959964 × racine(2/35) / log S)
    obtenu = survie.kaplan_meier(tableau(HUIT_PARCOURS).assign(sorti=lambda d: d["cause"] > 0), duree="duree", evenement="sorti")
    etendue = np.exp(1.959963984540054 * np.sqrt(2 / 35) / -np.log(5 / 7))
    assert obtenu["ic_bas"][1] == pytest.approx((5 / 7) ** etendue, abs=1e-12)
    assert obtenu["ic_haut"][1] == pytest.approx((5 / 7) ** (1 / etendue), abs=1e-12)


def test_sorties_concurrentes_a_la_main():
    # à 2 jours : 1/7 pour chaque cause ; à 5 jours : + 5/7 × 2/4 pour la cause 1 ; à 9 jours : + 5/14 × 1/1 pour la cause 2
    obtenu = survie.incidence_cumulee(tableau(HUIT_PARCOURS), duree="duree", cause="cause")
    attendu(
        """
        cause t n_risque n_evenements estimation
            1 0        8            0  0.0000000
            1 2        7            1  0.1428571
            1 5        4            2  0.5000000
            1 8        2            0  0.5000000
            1 9        1            0  0.5000000
            2 0        8            0  0.0000000
            2 2        7            1  0.1428571
            2 5        4            0  0.1428571
            2 8        2            0  0.1428571
            2 9        1            1  0.5000000
        """,
        obtenu,
    )


def test_un_moins_kaplan_meier_surestime_une_cause():
    # ne compter que la cause 1 et censurer la cause 2 donne 1 - 6/7 × 2/4 = 4/7, plus que la part vraie de 1/2
    table = tableau(HUIT_PARCOURS).assign(positive=lambda d: (d["cause"] == 1).astype(int))
    naive = 1 - survie.lire_a(survie.kaplan_meier(table, duree="duree", evenement="positive"), 6)["estimation"][0]
    vraie = survie.lire_a(survie.incidence_cumulee(table, duree="duree", cause="cause"), 6)["estimation"][0]
    assert naive == pytest.approx(4 / 7)
    assert vraie == pytest.approx(1 / 2)


def test_entrees_tardives_a_la_main():
    # à risque dans ]entree, duree] : à t = 3, celui entré à 3 ne compte pas encore
    table = tableau("""
    entree duree sorti
         0     3     1
         0     6     0
         2     4     1
         3     5     1
    """)
    attendu(
        """
        t n_risque estimation
        3        3  0.6666667
        4        3  0.4444444
        5        2  0.2222222
        6        1  0.2222222
        """,
        survie.kaplan_meier(table, duree="duree", evenement="sorti", entree="entree"),
    )


def test_moyenne_restreinte_a_la_main():
    # aire : 2 jours à 1, 3 à 5/7, 1 à 5/14 ; variance : (3 × 5/7 + 5/14)² × 2/35 + (5/14)² × 2/8
    table = tableau(HUIT_PARCOURS).assign(sorti=lambda d: d["cause"] > 0)
    obtenu = survie.moyenne_restreinte(table, duree="duree", evenement="sorti", horizon=6)
    assert obtenu["estimation"][0] == pytest.approx(2 + 3 * 5 / 7 + 5 / 14)
    assert obtenu["erreur_type"][0] == pytest.approx(np.sqrt(2.5**2 * 2 / 35 + (5 / 14) ** 2 / 4))
    assert (obtenu["t"][0], obtenu["n_risque"][0], obtenu["n_evenements"][0]) == (6, 2, 4)


def test_mediane_au_milieu_du_palier():
    # S vaut exactement 1/2 de 2 à 6 jours : milieu
    table = tableau("""
    duree sorti
        1     1
        2     1
        6     1
        7     1
    """)
    assert survie.mediane(table, duree="duree", evenement="sorti")["estimation"][0] == 4


def test_mediane_non_atteinte():
    table = tableau("""
    duree sorti
        1     1
        2     0
        6     0
    """)
    obtenu = survie.mediane(table, duree="duree", evenement="sorti")
    assert np.isnan(obtenu["estimation"][0])
    assert obtenu["raison"][0].startswith("Médiane non atteinte")


def test_log_rank_a_la_main():
    # attendus du groupe a : 2/4 à 1 jour, 1/3 à 2 jours, 1/2 à 3 jours ; observés 2 : écart 2 - 4/3
    # variance : 1/4 + 2/9 + 1/4
    table = tableau("""
    duree sorti groupe
        1     1      a
        3     1      a
        2     1      b
        4     0      b
    """)
    obtenu = survie.log_rank(table, duree="duree", evenement="sorti", groupe="groupe")
    assert obtenu["chi2"][0] == pytest.approx((2 - 4 / 3) ** 2 / (1 / 4 + 2 / 9 + 1 / 4))
    assert obtenu["ddl"][0] == 1
    assert [ligne["attendus"] for ligne in obtenu.attrs["groupes"]] == pytest.approx([4 / 3, 5 / 3])


def test_ecarts_a_la_main():
    table = tableau("""
    duree cause groupe
        1     1      a
        3     2      a
        2     1      b
        4     1      b
    """)
    moyennes = survie.ecart_moyennes(table.assign(sorti=1), duree="duree", evenement="sorti", groupe="groupe", horizon=4)
    assert moyennes["estimation"].tolist() == [pytest.approx(3 - 2)]
    incidences = survie.ecart_incidences(table, duree="duree", cause="cause", groupe="groupe", horizons=[2, 4])
    assert incidences["estimation"].tolist() == pytest.approx([0, 1 / 2, 0, -1 / 2])
    # erreur à 2 jours : racine(1/2 × 1/2 / 2) dans chaque groupe
    assert incidences["erreur_type"][0] == pytest.approx(np.sqrt(2 * 1 / 8))


def test_lecture_aux_horizons():
    courbe = survie.incidence_cumulee(tableau(HUIT_PARCOURS).query("duree < 9"), duree="duree", cause="cause")
    lu = survie.lire_a(courbe.query("cause == 1"), [-0.0, 1, 5.5, 8, 8.5])
    # à 5 jours : 1/6 + 4/6 × 2/3 (sept parcours, dont un censuré à 0)
    attendu(
        """
          t n_risque n_evenements estimation
          0        7            0          0
          1        6            0          0
        5.5        1            3  0.6111111
          8        1            3  0.6111111
        8.5        0            3          .
        """,
        lu,
    )
    assert lu["raison"].isna().tolist() == [True, True, True, True, False]
    assert "au-delà du suivi" in lu["raison"][4]
