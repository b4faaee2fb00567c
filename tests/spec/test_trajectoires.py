"""Trajectories on tables of a few lines, every figure worked out by hand."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from plie_analysis import trajectoires
from plie_analysis.errors import PlieError
from plie_analysis.trajectoires import classement, distances


def lire(texte):
    """« a | b » lines as a frame; whole numbers as numbers, an empty cell as a missing value."""
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in texte.strip().splitlines()]
    columns = {}
    for name, cells in zip(header, zip(*rows, strict=True), strict=True):
        numbers = all(cell.lstrip("-").isdigit() for cell in cells)
        columns[name] = [int(cell) if numbers else cell or None for cell in cells]
    return pd.DataFrame(columns)


def suites(**mots):
    """P1="AAB" : one letter a month from 0; a dot is a month without a row, a star a month without a state."""
    rows = [(key, t, None if c == "*" else c) for key, mot in mots.items() for t, c in enumerate(mot) if c != "."]
    return pd.DataFrame(rows, columns=["id", "t", "etat"])


def mots(seq):
    """Monthly states as « A A B » by id."""
    return {key: " ".join(part["etat"]) for key, part in seq.astype({"etat": "str"}).groupby("id")}


def espaces(message):
    """A pattern in which each space may be unbreakable."""
    return message.replace(" ", "[ \u00a0]")


def lignes(table):
    return [tuple(row) for row in table.itertuples(index=False)]


ETAPES = lire("""
id | debut      | fin        | etat
P1 | 2017-01-10 | 2017-03-09 | mobilisation
P1 | 2017-02-05 | 2017-02-20 | emploi
P1 | 2017-06-10 | 2017-06-10 | emploi durable
P2 | 2017-01-31 | 2017-02-28 | formation qualifiante
""")


# --- états mensuels


def test_le_mois_t_va_de_entree_plus_t_mois_a_entree_plus_t_plus_1_mois():
    # P1: month 0 = 10/01–09/02, the job of 05/02 is in it and prevails; month 1 = 10/02–09/03, the job is still on.
    # Months 2, 3, 4: nothing. Month 5 begins on 10/06. P2: 31/01 + 1 month = 28/02, a day in month 1.
    assert mots(trajectoires.etats_mensuels(ETAPES)) == {
        "P1": "emploi emploi sans étape sans étape sans étape emploi durable",
        "P2": "formation qualifiante formation qualifiante",
    }


def test_les_mois_du_calendrier_sont_communs_a_tous():
    seq = trajectoires.etats_mensuels(ETAPES, origine="calendrier")
    assert lignes(seq[seq["id"] == "P2"][["t"]]) == [(0,), (1,)]
    assert mots(seq)["P1"] == "mobilisation emploi mobilisation sans étape sans étape emploi durable"
    decale = trajectoires.etats_mensuels(ETAPES, origine="calendrier", du="2017-02-01")
    assert mots(decale) == {"P1": "emploi mobilisation sans étape sans étape emploi durable", "P2": "formation qualifiante"}
    assert decale["t"].min() == 0


def test_une_origine_commune_laisse_de_cote_ce_qui_precede():
    seq = trajectoires.etats_mensuels(ETAPES, origine=dt.date(2017, 2, 15))
    assert lignes(seq[["id", "t"]]) == [("P1", 0), ("P1", 1), ("P1", 2), ("P1", 3), ("P2", 0)]
    assert mots(seq)["P1"] == "emploi sans étape sans étape emploi durable"


def test_du_et_au_bornent_sans_decaler_les_rangs():
    # P2 ends before du. The job of 10/06 is cut at au; seen in April, it does not exist and nothing follows month 1.
    seq = trajectoires.etats_mensuels(ETAPES, du="2017-03-01", au="2017-06-10")
    assert lignes(seq[["id", "t"]]) == [("P1", t) for t in range(1, 6)]
    assert mots(seq) == {"P1": "mobilisation sans étape sans étape sans étape emploi durable"}
    assert lignes(trajectoires.etats_mensuels(ETAPES, du="2017-03-01", au="2017-04-15")[["id", "t"]]) == [("P1", 1)]


PARCOURS = lire("""
id | entree     | sortie
P1 | 2017-01-01 | 2017-06-10
P2 | 2017-01-31 |
P3 | 2017-07-01 | 2017-07-01
P4 | 2018-02-01 |
""")


def test_le_parcours_donne_entree_sortie_et_observation():
    # P1 leaves on 10/06, in month 5, and its job of that day shows; out from month 6 on. P2 stays, its month 8 begins
    # on 30/09. P3 leaves on its first day.
    # P4 has not entered yet.
    seq = trajectoires.etats_mensuels(ETAPES, parcours=PARCOURS, au="2017-09-30")
    assert mots(seq) == {
        "P1": "mobilisation emploi mobilisation sans étape sans étape emploi durable sorti sorti sorti",
        "P2": "formation qualifiante formation qualifiante" + " sans étape" * 7,
        "P3": "sans étape sorti sorti",
    }


def test_sans_etat_sorti_la_suite_s_arrete_a_la_sortie():
    seq = trajectoires.etats_mensuels(ETAPES, parcours=PARCOURS, au="2017-09-30", etat_sorti=None)
    assert seq.groupby("id").size().to_dict() == {"P1": 6, "P2": 9, "P3": 1}
    pile = lire("id | entree | sortie\nP9 | 2017-01-01 | 2017-03-01")
    # months 0 and 1; nothing of month 2 lies inside
    assert len(trajectoires.etats_mensuels(ETAPES, parcours=pile, etat_sorti=None)) == 2


def test_ce_qui_dure_apres_la_sortie_est_coupe_sauf_demande():
    etapes = lire("id | debut | fin | etat\nP1 | 2017-01-20 | | emploi durable")
    parcours = lire("id | entree | sortie\nP1 | 2017-01-01 | 2017-01-20")
    coupe = trajectoires.etats_mensuels(etapes, parcours=parcours, au="2017-03-15")
    assert mots(coupe) == {"P1": "emploi durable sorti sorti"}
    garde = trajectoires.etats_mensuels(etapes, parcours=parcours, au="2017-03-15", apres_sortie=True)
    assert mots(garde) == {"P1": "emploi durable emploi durable emploi durable"}


def test_autres_reglages():
    trou = lire("id | debut | fin | etat\n1 | 2017-01-01 | 2017-01-02 | B\n1 | 2017-03-05 | 2017-03-06 | A\n1 | 2017-03-10 | | B")
    seq = trajectoires.etats_mensuels(trou, priorite=["A", "B"], etat_vide=None, au="2017-04-01", nb_mois=3)
    assert lignes(seq.astype({"etat": "str"})) == [(1, 0, "B"), (1, 2, "A")]
    assert trajectoires.etats_mensuels(trou, priorite=["A", "B"], au="2017-04-01")["t"].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("ligne", "message"),
    [
        (" | 2017-01-01 | 2017-01-02 | emploi", "« id » vide, ligne 5"),
        ("P3 | | 2017-01-02 | emploi", "« debut » vide, ligne 5"),
        ("P3 | 2017-01-01 | 2017-01-02 | ", "« etat » vide, ligne 5"),
        ("P3 | 2017-01-05 | 2017-01-02 | emploi", "« fin » antérieure à « debut », ligne 5"),
        ("P3 | 2017-01-05 | | emploi", "« fin » vide, ligne 5"),
        ("P3 | 05/01/2017 | 2017-01-02 | emploi", "date illisible"),
        ("P3 | 2017-01-01 | 2017-01-02 | autre chose", "« autre chose »"),
    ],
)
def test_un_intervalle_fautif_est_nomme(ligne, message):
    faux = pd.concat([ETAPES, lire("id | debut | fin | etat\n" + ligne)], ignore_index=True)
    with pytest.raises(PlieError, match=espaces(message)) as erreur:
        trajectoires.etats_mensuels(faux)
    assert erreur.value.code == 2


def test_un_parcours_fautif_est_nomme():
    for texte, message in [
        ("P1 | 2017-01-05 | 2017-01-02", "« sortie » antérieure à « entree », ligne 1"),
        ("P1 | 2017-01-05 | ", "« sortie » vide, ligne 1"),
        ("P1 | 2017-01-01 | 2017-01-02\nP1 | 2017-01-01 | 2017-01-02", "plusieurs lignes .* P1"),
    ]:
        with pytest.raises(PlieError, match=espaces(message)):
            trajectoires.etats_mensuels(ETAPES, parcours=lire("id | entree | sortie\n" + texte))
    for options in ({"pas": "semaine"}, {"du": "2018-01-01", "au": "2017-01-01"}, {"au": "demain"}, {"priorite": ["emploi", "emploi"]}):
        with pytest.raises(PlieError):
            trajectoires.etats_mensuels(ETAPES, **options)


# --- tables descriptives

SEQ = suites(P1="AAB", P2="AB.A", P3="CC", P4="B*B")
# columns: t0 A A C B; t1 A B C ·; t2 B · · B; t3 A


def test_chronogramme():
    assert lignes(trajectoires.chronogramme(SEQ)) == [
        (0, "A", 2, 0.5), (0, "B", 1, 0.25), (0, "C", 1, 0.25),
        (1, "A", 1, 1 / 3), (1, "B", 1, 1 / 3), (1, "C", 1, 1 / 3),
        (2, "A", 0, 0.0), (2, "B", 2, 1.0), (2, "C", 0, 0.0),
        (3, "A", 1, 1.0), (3, "B", 0, 0.0), (3, "C", 0, 0.0),
    ]  # fmt: skip


def test_transitions_un_mois_absent_rompt_la_chaine():
    # A→A (P1), A→B (P1), A→B (P2), C→C (P3). B is never left for the very next month: rate 0.
    assert lignes(trajectoires.transitions(SEQ)) == [
        ("A", "A", 1, 1 / 3), ("A", "B", 2, 2 / 3), ("A", "C", 0, 0.0),
        ("B", "A", 0, 0.0), ("B", "B", 0, 0.0), ("B", "C", 0, 0.0),
        ("C", "A", 0, 0.0), ("C", "B", 0, 0.0), ("C", "C", 1, 1.0),
    ]  # fmt: skip


def test_temps_moyen():
    # A: 2 + 2, B: 1 + 1 + 2, C: 2, over 4 sequences
    assert lignes(trajectoires.temps_moyen(SEQ)) == [("A", 1.0), ("B", 1.0), ("C", 0.5)]
    assert lignes(trajectoires.temps_moyen(SEQ, alphabet=["C", "D", "A", "B"]))[:2] == [("C", 0.5), ("D", 0.0)]


def test_entropie():
    deux_tiers = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3))
    for alphabet, taille in ((None, 3), (["A", "B", "C", "D"], 4)):
        found = trajectoires.entropie(SEQ, alphabet=alphabet)
        assert found["id"].tolist() == ["P1", "P2", "P3", "P4"]
        assert found["entropie"].tolist() == pytest.approx([deux_tiers / math.log(taille)] * 2 + [0, 0], abs=1e-15)
    assert trajectoires.entropie(suites(P1="ABC"))["entropie"].tolist() == [1.0]
    assert trajectoires.entropie(suites(P1="AA"))["entropie"].tolist() == [0.0]


def test_entropie_transversale():
    found = trajectoires.entropie_transversale(SEQ)
    assert found["n"].tolist() == [4, 3, 2, 1]
    assert found["entropie"].tolist() == pytest.approx([1.5 * math.log(2) / math.log(3), 1, 0, 0], abs=1e-15)


def test_variantes():
    assert lignes(trajectoires.variantes(SEQ)) == [("A → B", 1, 0.25), ("A → B → A", 1, 0.25), ("B", 1, 0.25), ("C", 1, 0.25)]
    found = trajectoires.variantes(suites(P1="AAB", P2="ABB", P3="*", P4="B"), separateur="-")
    assert lignes(found) == [("A-B", 2, 0.5), ("B", 1, 0.25), ("", 1, 0.25)]


def test_un_etat_vide_compte_la_suite_mais_pas_le_mois():
    seq = suites(P1="AA", P2="**")
    assert lignes(trajectoires.temps_moyen(seq)) == [("A", 1.0)]
    assert lignes(trajectoires.chronogramme(seq)) == [(0, "A", 1, 1.0), (1, "A", 1, 1.0)]
    assert trajectoires.entropie(seq)["entropie"].tolist() == [0.0, 0.0]


def test_etats_entiers_et_noms_de_colonnes():
    seq = pd.DataFrame({"qui": [7, 7, 8], "mois": [15.0, 16.0, 15.0], "quoi": [1, 2, 1]})
    noms = {"id": "qui", "t": "mois", "etat": "quoi"}
    assert lignes(trajectoires.chronogramme(seq, **noms)) == [(15, 1, 2, 1.0), (15, 2, 0, 0.0), (16, 1, 0, 0.0), (16, 2, 1, 1.0)]
    assert lignes(trajectoires.transitions(seq, **noms))[1] == (1, 2, 1, 1.0)
    assert lignes(trajectoires.variantes(seq, **noms)) == [("1", 1, 0.5), ("1 → 2", 1, 0.5)]


DESCRIPTIONS = {
    "chronogramme": ["t", "etat", "n", "part"],
    "transitions": ["de", "vers", "n", "taux"],
    "temps_moyen": ["etat", "moyenne"],
    "entropie": ["id", "entropie"],
    "entropie_transversale": ["t", "n", "entropie"],
    "variantes": ["variante", "n", "part"],
    "tapis": ["rang", "strate", "t", "etat"],
}


@pytest.mark.parametrize("nom", DESCRIPTIONS)
def test_table_vide_et_table_sans_etat(nom):
    fonction = getattr(trajectoires, nom)
    for vide in (SEQ[:0], pa.Table.from_pandas(SEQ[:0]), pd.DataFrame(columns=["id", "t", "etat"])):
        table = fonction(vide)
        assert list(table.columns) == DESCRIPTIONS[nom]
        assert table.empty
    assert list(fonction(suites(P1="**")).columns) == DESCRIPTIONS[nom]


@pytest.mark.parametrize("nom", DESCRIPTIONS)
@pytest.mark.parametrize(
    ("faux", "message"),
    [
        (SEQ.drop(columns="t"), "colonne absente : « t »"),
        (SEQ.assign(id=[None, *SEQ["id"][1:]]), "« id » vide, ligne 1"),
        (SEQ.assign(t=[0.5, *SEQ["t"][1:]]), "« t » vide ou non entier, ligne 1"),
        (SEQ.assign(t=[None, *SEQ["t"][1:]]), "« t » vide ou non entier, ligne 1"),
        (SEQ.assign(t="a15"), "rang de mois"),
        (pd.concat([SEQ, SEQ[:2]]), r"\(P1, 0\) et \(P1, 1\)"),
        (pd.concat([SEQ, SEQ[:1].assign(t=62), SEQ[:1].assign(t=62)]), r"\(P1, 62\)"),
        ("absent.parquet", "n'existe pas"),
        ([1, 2], "non reconnue"),
    ],
)
def test_une_table_fautive_est_nommee(nom, faux, message):
    with pytest.raises(PlieError, match=espaces(message)):
        getattr(trajectoires, nom)(faux)


def test_un_etat_hors_alphabet_est_refuse():
    with pytest.raises(PlieError, match=espaces("hors de l'alphabet donné : « C »")):
        trajectoires.chronogramme(SEQ, alphabet=["A", "B"])


# --- étapes au jour près


def test_suivi_direct_des_etapes():
    # P1: mobilisation 10/01–09/03, emploi 05/02–20/02 (26 days later, 33 days before the end), emploi durable 10/06
    found = trajectoires.suivi_direct(ETAPES)
    assert lignes(found[["de", "vers", "n", "part", "delai_mediane", "attente_mediane"]]) == [
        ("emploi", "emploi durable", 1, 1.0, 125.0, 109.0),
        ("mobilisation", "emploi", 1, 1.0, 26.0, -33.0),
    ]
    bornes = trajectoires.suivi_direct(ETAPES, bornes=True).set_index(["de", "vers"])["n"]
    assert bornes["(entrée)", "mobilisation"] == bornes["emploi durable", "(fin)"] == bornes["formation qualifiante", "(fin)"] == 1


def test_suivi_direct_des_suites():
    # P1 A 0–1 then B; P2 A then B then (month absent) A
    found = trajectoires.suivi_direct(SEQ)
    assert lignes(found[["de", "vers", "n", "part", "delai_q1", "delai_mediane", "delai_q3", "attente_mediane"]]) == [
        ("A", "B", 2, 1.0, 1.25, 1.5, 1.75, 0.0),
        ("B", "A", 1, 1.0, 2.0, 2.0, 2.0, 1.0),
    ]


def test_interruptions_sur_l_union_des_intervalles():
    etapes = lire("""
    id | debut      | fin        | etat
    P1 | 2017-01-01 | 2017-06-30 | A
    P1 | 2017-02-01 | 2017-02-10 | B
    P1 | 2017-10-01 | 2017-10-31 | A
    P2 | 2017-01-01 | 2017-01-31 | A
    P2 | 2017-05-01 | 2017-05-31 | A
    P2 | 2017-09-02 | 2017-09-30 | A
    """)
    # P1: 01/07–30/09 and P2: 01/02–30/04 are three months exactly; P2: 01/06–01/09 is a day more.
    jour = pd.Timestamp
    assert lignes(trajectoires.interruptions(etapes)) == [("P2", jour("2017-06-01"), jour("2017-09-01"), 93)]
    parcours = lire("id | entree | sortie\nP1 | 2017-01-01 |\nP2 | 2016-09-01 | 2017-10-01\nP3 | 2017-01-01 | 2017-06-01")
    assert lignes(trajectoires.interruptions(etapes, parcours=parcours, au="2017-12-31")) == [
        ("P2", jour("2016-09-01"), jour("2016-12-31"), 122),
        ("P2", jour("2017-06-01"), jour("2017-09-01"), 93),
        ("P3", jour("2017-01-01"), jour("2017-05-31"), 151),
    ]


def test_mois_sans_etape():
    # P1: 10/01–10/06 = 152 days; union of étapes 10/01–09/03 (59 days) and 10/06 (1 day): 92 days without
    found = trajectoires.mois_sans_etape(ETAPES).set_index("id")
    assert lignes(found) == [(152, 92, 92 / 30.4375), (29, 0, 0.0)]
    found = trajectoires.mois_sans_etape(ETAPES, parcours=PARCOURS, au="2017-03-31").set_index("id")
    # P1: 01/01–31/03 = 90 days, étapes 59; P2: 31/01–31/03 = 60 days, étapes 29
    assert found["jours"].to_dict() == {"P1": 90, "P2": 60}
    assert found["jours_sans_etape"].to_dict() == {"P1": 31, "P2": 31}


# --- index plot, typologie, freins


def test_tapis_echantillonne_par_strate():
    seq = suites(**{f"P{n:03}": "AB" if n < 90 else "AC" for n in range(100)})
    found = trajectoires.tapis(seq, taille=10, graine=1)
    assert found.drop_duplicates("rang")["strate"].value_counts().to_dict() == {"B": 9, "C": 1}
    assert found["rang"].max() == 9
    pd.testing.assert_frame_equal(found, trajectoires.tapis(seq.sample(frac=1, random_state=1), taille=10, graine=1))
    assert trajectoires.tapis(seq)["rang"].nunique() == 100
    with pytest.raises(PlieError, match=espaces("1 parcours")):
        trajectoires.tapis(suites(P1="A", P2="B"), strates={"P1": "x"})


def test_distances_om_a_la_main():
    codes, lengths = distances.encode([tuple("ABC"), tuple("BC"), tuple("AAC"), ("C",)], list("ABC"))
    costs, indel = distances.couts(pd.DataFrame(), list("ABC"), "constant")
    expected = [[0, 1, 2, 2], [1, 0, 3, 1], [2, 3, 0, 2], [2, 1, 2, 0]]
    np.testing.assert_array_equal(distances.distances_om(codes, lengths, costs, indel), expected)


def test_couts_par_taux_de_passage():
    # A→A 1/3, A→B 2/3; B is never left: the cost A–B is 2 − 2/3
    costs, indel = distances.couts(trajectoires.transitions(SEQ), list("ABC"), "taux")
    np.testing.assert_allclose(costs, [[0, 4 / 3, 2], [4 / 3, 0, 2], [2, 2, 0]])
    assert indel == 1.0


def test_typologie_separe_deux_familles():
    mots_ = {f"P{n}": mot for n, mot in enumerate(["AAAA"] * 5 + ["AAAB"] * 2 + ["CCCC"] * 3 + ["CCCD"])}
    for methode in ("ward", "medoides"):
        found = trajectoires.typologie(suites(**mots_), groupes=2, cout="constant", methode=methode, seuil=5)
        assert lignes(found.types[["type", "n", "n_medoide"]])[0] == (1, 7, 5)
        assert found.types["medoide"].tolist()[0] == "A (4)"
        assert found.types["medoide"].isna().tolist() == [False, True]
        assert found.types["etats_modaux"].tolist() == ["A (4)", "C (4)"]
        assert found.affectation.set_index("id")["type"].to_dict() == {key: 1 if mot[0] == "A" else 2 for key, mot in mots_.items()}
        assert found.qualite.loc[found.qualite["retenu"], "groupes"].tolist() == [2]
        assert found.profils.groupby(["type", "t"])["part"].sum().tolist() == [1.0] * 8
    publics = pd.DataFrame({"id": [f"P{n}" for n in range(10)], "qpv": ["oui"] * 5 + [None] * 5})
    croise = trajectoires.croiser(found.affectation, publics, ["qpv"])
    assert lignes(croise)[:2] == [("qpv", "non renseigné", 1, 2, 6, 2 / 6), ("qpv", "non renseigné", 2, 4, 6, 4 / 6)]


def test_typologie_echantillonnee_range_tout_le_monde():
    rng = np.random.default_rng(5)
    mots_ = {f"P{n:03}": "".join(rng.choice(list("AB" if n % 2 else "CD"), 8)) for n in range(200)}
    found = trajectoires.typologie(suites(**mots_), groupes=2, max_distinctes=40, cout="constant")
    assert found.nb_comparees <= 40 < found.nb_distinctes
    assert found.affectation.groupby(found.affectation["id"].str[-1].astype(int) % 2)["type"].nunique().tolist() == [1, 1]
    assert found.types["n"].tolist() == [100, 100]


def test_typologie_impossible():
    with pytest.raises(PlieError, match=espaces("un mois manque au milieu de la suite de P2")):
        trajectoires.typologie(suites(P1="AB", P2="A.B"))
    for peu in (suites(P1="AB"), suites(P1="")):
        with pytest.raises(PlieError, match=espaces("suites distinctes")):
            trajectoires.typologie(peu)
    with pytest.raises(PlieError, match=espaces("Méthode")):
        trajectoires.typologie(SEQ, methode="hasard")


def test_ward_et_silhouette_pesent_les_suites():
    # 0, 0, 1 | 10: replicated points give SciPy's tree on (0, 0, 1, 10)
    points = np.array([0.0, 1.0, 10.0])
    tree = classement.ward(np.abs(points[:, None] - points), np.array([2.0, 1.0, 1.0]))
    np.testing.assert_allclose(tree[:, 2], [math.sqrt(4 / 3), math.sqrt(2 * 3 / 4) * (10 - 1 / 3)])
    labels = classement.cut(tree, 2)
    silhouettes = classement.silhouettes(np.abs(points[:, None] - points), np.array([2.0, 1.0, 1.0]), labels)
    # point 0 (twice): inside (0 + 1)/2, outside 10; point 1: inside 1, outside 9; the lone point: 0
    np.testing.assert_allclose(silhouettes, [1 - 0.5 / 10, 1 - 1 / 9, 0])


FREINS = lire("""
id_parcours | famille   | intensite | date
P1          | mobilité  | 3         | 2017-01-10
P1          | mobilité  | 1         | 2017-06-10
P1          | logement  | 2         | 2017-01-10
P2          | mobilité  | 0         | 2017-01-10
P3          | logement  | 1         | 2017-01-10
P3          | mobilité  | 2         | 2017-01-10
""")
NOMS = {"id": "id_parcours", "date": "date"}


def test_scores_de_freins():
    scores = trajectoires.scores_de_freins(FREINS, poids={"mobilité": 1, "logement": 2}, **NOMS)
    assert lignes(scores) == [
        ("P1", "logement", 2.0, 2.0, 4.0, 1),
        ("P1", "mobilité", 1.0, 1.0, 1.0, 2),
        ("P2", "mobilité", 0.0, 1.0, 0.0, 1),
        ("P3", "mobilité", 2.0, 1.0, 2.0, 1),
        ("P3", "logement", 1.0, 2.0, 2.0, 2),
    ]
    en_mars = trajectoires.scores_de_freins(FREINS, poids={"mobilité": 1, "logement": 2}, au="2017-03-31", **NOMS)
    assert lignes(en_mars)[1] == ("P1", "mobilité", 3.0, 1.0, 3.0, 2)
    familles = trajectoires.familles_de_freins(scores)
    assert lignes(familles) == [("logement", 2, 3, 2 / 3, 1.5, 6.0, 6 / 9, 1), ("mobilité", 2, 3, 2 / 3, 1.0, 3.0, 3 / 9, 2)]
    groupes = trajectoires.groupes_de_freins(scores)
    assert lignes(groupes) == [("P1", "logement", 5.0, 2), ("P2", "aucun frein", 0.0, 0), ("P3", "mobilité", 4.0, 2)]
    types = trajectoires.parcours_par_groupe(groupes, SEQ, seuil=1)
    assert types["groupe"].tolist() == ["aucun frein", "logement", "mobilité"]
    assert types["variante"].tolist() == ["A → B → A", "A → B", "C"]
    assert types["mois_A"].tolist() == [2.0, 2.0, 0.0]
    assert trajectoires.parcours_par_groupe(groupes, SEQ, seuil=2)["variante"].isna().all()


def test_intensite_inconnue_n_est_pas_zero():
    scores = trajectoires.scores_de_freins(FREINS.assign(intensite=[None, None, 2, 0, 1, 2]), poids={"mobilité": 1, "logement": 2}, **NOMS)
    assert lignes(scores[scores["id"] == "P1"]) == [("P1", "logement", 2.0, 2.0, 4.0, 1)]


@pytest.mark.parametrize(
    ("options", "table", "message"),
    [
        ({"poids": {"mobilité": 1}}, FREINS, "« logement »"),
        ({"poids": {}}, FREINS, "aucun poids"),
        ({"poids": {"mobilité": -1, "logement": 1}}, FREINS, "« mobilité »"),
        ({"poids": {"mobilité": 1, "logement": 1}}, FREINS.assign(intensite=4), "hors de 0 à 3"),
        ({"poids": {"mobilité": 1, "logement": 1}}, FREINS.assign(famille=None), "vide"),
    ],
)
def test_freins_fautifs(options, table, message):
    with pytest.raises(PlieError, match=espaces(message)):
        trajectoires.scores_de_freins(table, **options, **NOMS)
