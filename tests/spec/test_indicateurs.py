"""The indicators, one small table at a time: what is counted, over which period, and what is not."""

import datetime as dt

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import calculer
from tests.tableau import base, reglages

ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
JANVIER = {"du": "2017-01-01", "au": "2017-01-31"}

PERSONNES = """
participants
id_dossier | civilite | date_naissance | commune  | quartier
D1         | Mme      | 1991-06-15     | Dijon    | Grésilles
D2         | M.       | 1972-06-15     | Dijon    |
D3         | Mme      | 1960-01-01     | Talant   | Belvédère
D4         | M.       | 1985-01-01     | Quetigny |
D5         |          | 1985-01-01     |          | Grésilles

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie     | date_saisie_entree | date_saisie_sortie
P1          | D1         | R1            | 2016-03-01  | 2017-01-31  | EMPLOI           | 2016-03-02         | 2017-02-20
P2          | D2         | R1            | 2017-01-01  | 2017-06-30  | MATERNITE        | 2017-01-03         | 2017-07-01
P3          | D3         | R2            | 2017-01-31  | 2017-12-31  | SANTE            | 2017-02-10         | 2018-01-05
P4          | D4         | R2            | 2014-01-01  |             |                  |                    |
P5          | D5         | R2            | 2015-01-01  | 2016-12-31  | EMPLOI           |                    |
P6          | D1         | R2            | 2017-09-01  |             |                  | 2017-09-02         |
"""


def valeurs(con, *ids, config=None, **question) -> dict:
    """``{id: value}``, or ``{(id, modality…): value}`` with axes."""
    frame = calculer(con, ids, config=config or reglages(), **question)
    axes = list(frame.columns[: frame.columns.get_loc("valeur")])
    values = [
        None if value is None or value != value else round(value, 4)
        for value in frame["valeur"].astype(object).where(frame["valeur"].notna(), None)
    ]
    keys = [row[0] if len(axes) == 1 else row for row in frame[axes].itertuples(index=False, name=None)]
    return dict(zip(keys, values, strict=True))


@pytest.fixture(scope="module")
def con():
    return base(PERSONNES)


def test_bornes_comprises(con):
    assert valeurs(con, "entrees", "sorties", "accompagnes", "parcours_actifs", "file_active", **JANVIER) == {
        "accompagnes": 4,  # D5, sorti la veille, n'en est plus ; D3, entrée le dernier jour, en est
        "parcours_actifs": 4,
        "entrees": 2,
        "sorties": 1,
        "file_active": 3,  # P1, sorti ce jour-là, n'est plus ouvert
    }


def test_une_personne_qui_a_deux_parcours_compte_une_fois(con):
    assert valeurs(con, "accompagnes", "parcours_actifs", **ANNEE) == {"accompagnes": 4, "parcours_actifs": 5}


def test_file_active_est_accompagnes_moins_sorties(con):
    found = valeurs(con, "parcours_actifs", "sorties", "file_active", **ANNEE)
    assert found["file_active"] == found["parcours_actifs"] - found["sorties"]


def test_sorties_par_nature_et_taux(con):
    assert valeurs(
        con, "sorties", "sorties_positives", "sorties_autres", "taux_sorties_positives", "taux_sorties_positives_hors", **ANNEE
    ) == {
        "sorties": 3,
        "sorties_positives": 1,
        "sorties_autres": 2,
        "taux_sorties_positives": 33.3333,
        "taux_sorties_positives_hors": 50,  # hors santé
    }
    assert valeurs(con, "taux_sorties_positives_hors", parametres={"hors": "lettre"}, **ANNEE) == {"taux_sorties_positives_hors": 100}


SORTIS = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-03-01  | 2017-01-31  | EMPLOI
P2          | D2         | R1            | 2017-01-01  | 2017-06-30  | MATERNITE
P3          | D3         | R1            | 2017-01-01  | 2017-06-30  | SANTE
P4          | D4         | R1            | 2017-01-01  | 2017-06-30  |
P5          | D5         | R1            | 2017-01-01  | 2017-06-30  | DEMENAGEMENT
P6          | D6         | R1            | 2017-01-01  | 2017-06-30  | RETRAITE
P7          | D7         | R1            | 2017-01-01  | 2017-12-31  | DECES
"""


def test_le_taux_de_l_ave_n_ecarte_que_les_demenagements_les_retraites_et_les_deces():
    found = calculer(base(SORTIS), ["taux_sorties_positives_ave"], config=reglages(), **ANNEE).iloc[0]
    assert (found["valeur"], found["numerateur"], found["denominateur"]) == (25, 1, 4)  # maternité, santé et motif inconnu restent


@pytest.mark.parametrize(
    ("silence", "dit"),
    [
        ("ALTER TABLE ref.motif_sortie DROP hors_ave", "tous les codes"),
        ("UPDATE ref.motif_sortie SET hors_ave = ''", "tous les codes"),
        ("UPDATE ref.motif_sortie SET hors_ave = '' WHERE code = 'SANTE'", "«\u00a0SANTE\u00a0»"),
    ],
)
def test_le_taux_de_l_ave_n_est_pas_calculable_quand_la_nomenclature_ne_dit_rien(silence, dit):
    con = base(SORTIS)
    con.execute(silence)
    with pytest.raises(PlieError, match=f"n'est pas calculable.*{dit}"):
        calculer(con, ["taux_sorties_positives_ave"], config=reglages(), **ANNEE)
    assert valeurs(con, "taux_sorties_positives", **ANNEE) == {"taux_sorties_positives": 14.2857}


def test_une_part_montre_son_numerateur_et_son_denominateur(con):
    frame = calculer(con, ["taux_sorties_positives_hors"], config=reglages(), **ANNEE)
    assert frame.iloc[0].to_dict() == {
        "indicateur": "taux_sorties_positives_hors",
        "valeur": 50,
        "numerateur": 1,
        "denominateur": 2,
        "unite": "%",
    }


def test_un_denominateur_vide_donne_une_valeur_vide(con):
    found = valeurs(con, "taux_sorties_positives", "duree_moyenne_sorties", "sorties", du="2017-02-01", au="2017-02-28")
    assert found == {"taux_sorties_positives": None, "duree_moyenne_sorties": None, "sorties": 0}


def test_l_age_se_lit_a_la_date_de_la_regle(con):
    assert valeurs(con, "entrees", par=["tranche_age"], **ANNEE) == {
        ("entrees", "26-44"): 2,  # D2 a 44 ans à l'entrée ; D1 a 26 ans à sa seconde entrée
        ("entrees", "45 et plus"): 1,
    }
    assert valeurs(con, "sorties", par=["tranche_age"], **ANNEE) == {
        ("sorties", "moins de 26"): 1,  # D1 a 25 ans à la sortie de P1
        ("sorties", "45 et plus"): 2,  # D2 a eu 45 ans quinze jours avant de sortir
    }
    assert valeurs(con, "file_active", par=["tranche_age"], **ANNEE) == {("file_active", "26-44"): 2}


def test_les_tranches_d_age_en_detail_changent_le_jour_de_l_anniversaire():
    con = base("""
    participants
    id_dossier | civilite | date_naissance
    D1         | Mme      | 1992-07-02
    D2         | M.       | 1992-07-01
    D3         | Mme      | 1972-07-01
    D4         | M.       | 1962-07-02
    D5         | Mme      | 1962-07-01
    D6         | M.       | 1952-07-02
    D7         | Mme      | 1952-07-01
    D8         | M.       |

    parcours
    id_parcours | id_dossier | code_referent | date_entree
    P1          | D1         | R1            | 2017-07-01
    P2          | D2         | R1            | 2017-07-01
    P3          | D3         | R1            | 2017-07-01
    P4          | D4         | R1            | 2017-07-01
    P5          | D5         | R1            | 2017-07-01
    P6          | D6         | R1            | 2017-07-01
    P7          | D7         | R1            | 2017-07-01
    P8          | D8         | R1            | 2017-07-01
    """)
    assert valeurs(con, "entrees", par=["tranche_age_detaillee"], **ANNEE) == {
        ("entrees", "moins de 25"): 1,
        ("entrees", "25-44"): 1,
        ("entrees", "45-54"): 2,
        ("entrees", "55-64"): 2,
        ("entrees", "65 et plus"): 1,
        ("entrees", "non renseigné"): 1,
    }


def test_accompagnes_par_age_chaque_personne_une_fois(con):
    found = valeurs(con, "accompagnes", par=["tranche_age"], **ANNEE)
    # D1 est sortie à 25 ans puis revenue : elle est lue à la fin de la période, à 26 ans.
    assert found == {("accompagnes", "26-44"): 2, ("accompagnes", "45 et plus"): 2}


def test_non_renseigne_est_montre(con):
    assert valeurs(con, "sorties", par=["qpv", "sexe"], du="2016-01-01", au="2017-12-31") == {
        ("sorties", "oui", "femme"): 2,
        ("sorties", "non", "homme"): 1,
        ("sorties", "non renseigné", "non renseigné"): 1,
    }


def test_motif_de_sortie_d_un_parcours_ouvert(con):
    assert valeurs(con, "entrees", par=["nature_sortie"], **ANNEE) == {("entrees", "autre"): 2, ("entrees", "en parcours"): 1}


def test_filtres(con):
    assert valeurs(con, "accompagnes", filtres={"commune": "DIJON"}, **ANNEE) == {"accompagnes": 2}
    assert valeurs(con, "accompagnes", filtres={"commune": ["dijon", "quetigny"]}, **ANNEE) == {"accompagnes": 3}
    assert valeurs(con, "accompagnes", filtres={"commune": ["dijon"], "qpv": ["Oui"]}, **ANNEE) == {"accompagnes": 1}
    assert valeurs(con, "accompagnes", filtres={"qpv": "NON RENSEIGNE"}, **ANNEE) == {"accompagnes": 0}
    assert valeurs(con, "sorties", filtres={"tranche_age": "45 et plus"}, par=["sexe"], **ANNEE) == {
        ("sorties", "femme"): 1,
        ("sorties", "homme"): 1,
    }


def test_connu_au(con):
    fin_janvier = {**JANVIER, "connu_au": "2017-01-31"}
    assert valeurs(con, "entrees", "sorties", "file_active", "taux_sorties_positives", **fin_janvier) == {
        "entrees": 1,  # P3, entrée le 31 janvier, est saisie en février
        "sorties": 0,  # la sortie de P1 est saisie le 20 février
        "file_active": 3,  # P1 est donc encore ouvert, avec P2 et P4
        "taux_sorties_positives": None,
    }
    assert valeurs(con, "sorties", "file_active", **JANVIER, connu_au="2017-02-20") == {"sorties": 1, "file_active": 3}
    # À la fin de l'année, la sortie de P3 n'est pas encore connue : ni son motif, ni sa nature.
    assert valeurs(con, "parcours_actifs", par=["nature_sortie"], filtres={"referent": "R2"}, **ANNEE, connu_au="2017-12-31") == {
        ("parcours_actifs", "en parcours"): 3
    }


def test_durees(con):
    found = valeurs(con, "duree_moyenne_sorties", "duree_moyenne_accompagnes", **JANVIER)
    jours = [336, 30, 0, 1126]  # P1 jusqu'à sa sortie ; P2, P3, P4 jusqu'à la fin de la période
    assert found == {
        "duree_moyenne_sorties": round(336 / 30.4375, 4),
        "duree_moyenne_accompagnes": round(sum(jours) / 4 / 30.4375, 4),
    }


def test_anciennete_et_longs_parcours(con):
    assert valeurs(con, "file_active", par=["anciennete"], **ANNEE) == {("file_active", "0-5"): 1, ("file_active", "30 et plus"): 1}
    assert valeurs(con, "parcours_plus_30_mois", **ANNEE) == {"parcours_plus_30_mois": 1}


def test_rang_du_parcours_de_la_personne(con):
    assert valeurs(con, "entrees", par=["rang_parcours"], **ANNEE) == {("entrees", "1"): 2, ("entrees", "2"): 1}


def test_bilans_a_faire():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie
    P1          | D1         | R1            | 2017-06-30  |
    P2          | D2         | R1            | 2017-07-02  |
    P3          | D3         | R1            | 2017-07-03  |
    P4          | D4         | R1            | 2014-07-01  |
    P5          | D5         | R1            | 2017-07-02  | 2017-12-10
    """)
    # Cinq mois font 152,19 jours : P2 les atteint le 2 décembre (153 jours), P1 le 30 novembre, P3 le 3 décembre.
    assert valeurs(con, "bilans_a_faire", du="2017-12-01", au="2017-12-02") == {"bilans_a_faire": 2}
    assert valeurs(con, "bilans_a_faire", du="2017-12-01", au="2017-12-31") == {"bilans_a_faire": 2}


def test_rsa_a_la_date_de_la_regle():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2017-02-01  | 2017-10-01  | EMPLOI
    P2          | D2         | R1            | 2017-02-01  |             |
    P3          | D3         | R1            | 2017-02-01  |             |

    situations
    id_dossier | situation | date_debut | date_fin
    D1         | RSA       | 2015-01-01 | 2017-02-01
    D1         | salaire   | 2017-02-02 |
    D2         | RSA       | 2017-12-31 |
    D2         | RSA       | 2017-06-01 |
    """)
    assert valeurs(con, "entrees", par=["rsa"], **ANNEE) == {
        ("entrees", "oui"): 1,
        ("entrees", "non"): 1,
        ("entrees", "non renseigné"): 1,  # aucune situation saisie pour D3 : on ne sait pas
    }
    assert valeurs(con, "accompagnes", par=["rsa"], **ANNEE) == {
        ("accompagnes", "oui"): 1,
        ("accompagnes", "non"): 1,
        ("accompagnes", "non renseigné"): 1,
    }
    assert valeurs(con, "sorties", par=["rsa"], **ANNEE) == {("sorties", "non"): 1}


ETAPES = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
P1          | D1         | R1            | 2016-06-01  | 2017-01-20  | EMPLOI
P2          | D2         | R1            | 2016-06-01  |             |
P3          | D3         | R1            | 2016-06-01  |             |
P4          | D4         | R1            | 2017-01-15  |             |

etapes
id_etape | id_parcours | operation                        | date_debut | date_fin
E1       | P1          | Contrat long (CDI / CDD +6 mois) | 2016-07-01 |
E2       | P1          | Mission intérim                  | 2016-06-15 | 2016-12-31
E3       | P2          | Mission intérim                  | 2017-01-31 | 2017-02-10
E4       | P2          | Chantier ETHIC O FIL             | 2016-09-01 | 2017-01-01
E5       | P2          | PMSMP                            | 2017-01-02 | 2017-01-10
E6       | P3          | PMSMP                            | 2016-08-01 | 2016-10-30
"""


def test_etapes_en_cours_et_leurs_parts():
    con = base(ETAPES)
    assert valeurs(
        con,
        "etapes",
        "part_etapes_emploi",
        "part_emplois_durables",
        "part_chantiers_mobilisation",
        "etapes_par_file_active",
        "part_file_active_en_etape",
        **JANVIER,
    ) == {
        "etapes": 4,  # E2 et E6 sont finies, E3 commence le dernier jour
        "part_etapes_emploi": 50,
        "part_emplois_durables": 50,
        "part_chantiers_mobilisation": 50,
        "etapes_par_file_active": 133.3333,  # imprimé comme une part de participants : ce n'en est pas une
        "part_file_active_en_etape": 33.3333,  # seul P2 est à la fois ouvert et en étape
    }
    assert valeurs(con, "etapes_par_file_active", par=["classe_etape"], **JANVIER) == {
        ("etapes_par_file_active", "emploi"): 66.6667,
        ("etapes_par_file_active", "mobilisation"): 66.6667,
    }


def test_etapes_du_dernier_mois():
    con = base(ETAPES)
    assert valeurs(con, "file_active_en_action", du="2016-06-01", au="2017-02-28") == {"file_active_en_action": 2}


def test_etapes_avant_la_sortie_et_delai():
    con = base(ETAPES)
    assert valeurs(con, "etapes_avant_sortie", **JANVIER) == {"etapes_avant_sortie": 2}
    assert valeurs(con, "etapes_avant_sortie", par=["classe_etape"], **JANVIER) == {("etapes_avant_sortie", "emploi"): 2}
    assert valeurs(con, "delai_premiere_etape", du="2016-06-01", au="2016-12-31") == {"delai_premiere_etape": round((14 + 92 + 61) / 3, 4)}


def test_sans_etape_depuis_trois_mois():
    con = base(ETAPES)
    # P3 n'a plus d'étape depuis le 30 octobre ; P4 vient d'entrer.
    assert valeurs(con, "sans_etape_3_mois", **JANVIER) == {"sans_etape_3_mois": 1}
    assert valeurs(con, "sans_etape_3_mois", du="2017-01-01", au="2017-01-29") == {"sans_etape_3_mois": 0}


PRESCRIPTIONS = """
prescriptions
id_prescription | id_dossier | prescripteur          | date_prescription | decision   | date_decision | motif_non_entree
O1              | D1         | Pôle emploi           | 2016-12-12        | entrée     | 2017-01-11    |
O2              | D2         | Conseil départemental | 2017-01-01        | entrée     | 2017-01-31    |
O3              | D3         | Mission locale        | 2017-01-05        | non-entrée | 2017-01-20    | Santé
O4              | D4         | Pôle emploi           | 2017-01-31        | non-entrée | 2017-02-01    | Santé
O5              | D5         | Pôle emploi           | 2017-01-05        | en attente |               |
O6              | D6         | Mission locale        | 2017-01-05        | non-entrée | 2017-01-25    | Déménagement

parcours
id_parcours | id_dossier | id_prescription | code_referent | date_entree
P1          | D1         | O1              | R1            | 2017-01-11
P2          | D2         | O2              | R1            | 2017-01-31
P3          | D7         |                 | R1            | 2017-01-31
"""


def test_prescriptions_et_preaffectation():
    con = base(PRESCRIPTIONS)
    assert valeurs(
        con,
        "prescriptions",
        "non_entrees",
        "taux_entree_prescriptions",
        "duree_preaffectation",
        "entrees_pe_cd",
        "prescriptions_pe_cd",
        **JANVIER,
    ) == {
        "prescriptions": 5,
        "non_entrees": 2,  # à la date de la décision
        "taux_entree_prescriptions": 50,  # la prescription en attente n'est pas décidée
        "duree_preaffectation": 30,  # l'entrée sans prescription n'entre pas dans la moyenne
        "entrees_pe_cd": 2,
        "prescriptions_pe_cd": 3,
    }
    assert valeurs(con, "non_entrees_par_motif", par=["motif_non_entree"], **JANVIER) == {
        ("non_entrees_par_motif", "Déménagement"): 50,
        ("non_entrees_par_motif", "Santé"): 50,
    }
    assert valeurs(con, "entrees", par=["prescripteur"], **JANVIER) == {
        ("entrees", "Conseil départemental"): 1,
        ("entrees", "Pôle emploi"): 1,
        ("entrees", "non renseigné"): 1,
    }


REFERENTS = """
parcours
id_parcours | id_dossier | code_referent | date_entree
P1          | D1         | R1            | 2017-01-11
P2          | D2         | R2            | 2017-03-11

referents
code_referent | structure | nb_etp | date_debut | date_fin
R1            | Nord      | 10     |            |
R2            | Sud       | 2.7    | 2016-01-01 | 2017-10-31
R2            | Sud       | 2.5    | 2017-11-01 |
R3            | Sud       | 3      | 2018-01-01 |
"""


def test_objectifs_du_protocole():
    con = base(REFERENTS)
    ids = ("etp", "objectif_entrees", "objectif_file_active", "objectif_sorties_positives")
    assert valeurs(con, *ids, **ANNEE) == {
        "etp": 12.5,
        "objectif_entrees": 711.2,  # 56 × 12,7, l'ETP du premier jour de l'année
        "objectif_file_active": 889,
        "objectif_sorties_positives": 355.6,
    }
    assert valeurs(con, *ids, **JANVIER) == {
        "etp": 12.7,
        "objectif_entrees": round(711.2 / 12, 4),
        "objectif_file_active": 889,  # un stock ne se proratise pas
        "objectif_sorties_positives": round(355.6 / 12, 4),
    }
    assert valeurs(con, "objectif_entrees", du="2017-01-01", au="2017-05-31") == {"objectif_entrees": 296.3333}
    assert valeurs(con, "objectif_entrees", "taux_objectif_entrees", par=["structure"], **ANNEE) == {
        ("objectif_entrees", "Nord"): 560,
        ("objectif_entrees", "Sud"): 151.2,
        ("taux_objectif_entrees", "Nord"): round(100 / 560, 4),
        ("taux_objectif_entrees", "Sud"): round(100 / 151.2, 4),
    }


def test_un_objectif_sur_deux_ans_suit_les_etp_de_chaque_annee():
    con = base(REFERENTS, photo=dt.date(2018, 12, 31))
    assert valeurs(con, "objectif_entrees", du="2017-07-01", au="2018-06-30") == {"objectif_entrees": round(56 * (12.7 + 15.5) / 2, 4)}


def test_un_objectif_n_a_pas_de_sens_par_qpv():
    with pytest.raises(PlieError, match="objectif_entrees » ne se répartit pas par qpv"):
        valeurs(base(REFERENTS), "objectif_entrees", par=["qpv"], **ANNEE)


def test_reglages_du_plie():
    con = base(PRESCRIPTIONS)
    config = reglages(budget={"2017": 1000}, objectifs={"2017": {"prescriptions_pe_cd": 24}})
    assert valeurs(con, "cout_moyen", "budget", config=config, **ANNEE) == {"budget": 1000, "cout_moyen": 333.3333}
    assert valeurs(con, "objectif_prescriptions_pe_cd", "taux_objectif_prescriptions_pe_cd", config=config, **JANVIER) == {
        "objectif_prescriptions_pe_cd": 2,
        "taux_objectif_prescriptions_pe_cd": 150,
    }
    with pytest.raises(PlieError, match="années civiles entières"):
        valeurs(con, "cout_moyen", config=config, **JANVIER)
    with pytest.raises(PlieError, match="ne donne pas la valeur de 2017"):
        valeurs(con, "cout_moyen", **ANNEE)


def test_le_cout_d_une_sortie_positive_et_la_part_du_fse(con):
    """P1 est la seule sortie positive de l'année ; sans montant du FSE, le coût se calcule et la part se refuse."""
    asked = ("cout_par_sortie_positive", "fse", "part_fse")
    found = valeurs(con, *asked, config=reglages(budget={"2017": 1000}, fse={"2017": 511}), **ANNEE)
    assert found == {"cout_par_sortie_positive": 1000, "fse": 511, "part_fse": 51.1}
    without = reglages(budget={"2017": 1000})
    assert valeurs(con, "cout_par_sortie_positive", config=without, **ANNEE) == {"cout_par_sortie_positive": 1000}
    with pytest.raises(PlieError, match=r"\[fse\] 2017 = …"):
        valeurs(con, "part_fse", config=without, **ANNEE)
    with pytest.raises(PlieError, match="années civiles entières"):
        valeurs(con, "cout_par_sortie_positive", config=without, **JANVIER)


def test_une_annee_sans_sortie_positive_n_a_pas_de_cout():
    config = reglages(budget={"2017": 1000})
    assert valeurs(base(PRESCRIPTIONS), "cout_par_sortie_positive", config=config, **ANNEE) == {"cout_par_sortie_positive": None}


def test_les_referents_en_poste_un_jour_et_leurs_structures():
    con = base("""
    referents
    code_referent | structure | nb_etp | date_debut | date_fin
    R1            | Maison    | 1      |            | 2017-08-31
    R1            | Maison    | 0.5    | 2017-09-01 |
    R2            | Maison    | 1      | 2017-01-01 | 2017-12-31
    R3            | Ville     | 1      | 2017-12-31 |
    R4            | Asso      | 1      | 2016-01-01 | 2017-12-30
    R5            | Asso      | 1      | 2018-01-01 |
    """)
    ids = ("referents_en_poste", "structures_porteuses")
    # R1, qui a changé de quotité, compte une fois ; le dernier jour de R2 et le premier de R3 comptent.
    assert valeurs(con, *ids, **ANNEE) == {"referents_en_poste": 3, "structures_porteuses": 2}
    assert valeurs(con, *ids, du="2017-01-01", au="2017-12-30") == {"referents_en_poste": 3, "structures_porteuses": 2}
    assert valeurs(con, "referents_en_poste", par=["structure"], **ANNEE) == {
        ("referents_en_poste", "Maison"): 2,
        ("referents_en_poste", "Ville"): 1,
    }


def test_veilles():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie
    P1          | D1         | R1            | 2016-01-01  |
    P2          | D2         | R1            | 2016-01-01  | 2017-01-15
    P3          | D3         | R1            | 2016-01-01  |

    veilles
    id_parcours | date_debut | date_fin
    P1          | 2017-01-02 | 2017-01-31
    P1          | 2017-01-20 |
    P2          | 2017-01-02 |
    P3          | 2017-01-02 | 2017-01-30
    """)
    assert valeurs(con, "file_active_en_veille", "part_file_active_en_veille", **JANVIER) == {
        "file_active_en_veille": 1,
        "part_file_active_en_veille": 50,
    }


def test_aides_actions_et_clauses():
    con = base("""
    aides
    id_parcours | date_aide  | nature    | motif     | montant_euros
    P1          | 2017-01-10 | transport | Emploi    | 100
    P1          | 2017-01-11 | permis    | Formation | 50.5
    P2          | 2017-01-12 | transport | Emploi    | 30
    P2          | 2017-02-12 | transport | Emploi    | 1000

    actions
    id_parcours | action         | date_orientation | date_entree | date_fin   | issue
    P1          | Start Again    | 2017-01-05       | 2017-01-20  | 2017-01-31 | achevée
    P2          | Start Again    | 2017-01-05       |             |            |
    P3          | Talent Campus  | 2016-12-05       | 2017-01-20  |            |

    clauses
    id_contrat | id_parcours | secteur  | type_contrat | date_orientation | est_valide | date_debut | date_fin   | nb_heures
    C1         | P1          | BTP      | CDD          | 2017-01-03       | true       | 2017-01-10 |            | 100.5
    C2         | P1          | services | CTTI         |                  |            | 2016-05-01 | 2017-01-01 | 20
    C3         |             | services | CDI          | 2017-01-04       |            | 2017-01-10 | 2017-03-01 | 7
    C4         | P2          | services |              | 2017-01-04       | true       |            |            |
    """)
    assert valeurs(
        con,
        "beneficiaires_aides",
        "montant_aides",
        "aide_moyenne",
        "orientations_action",
        "entrees_action",
        "taux_entree_action",
        "actions_achevees",
        "heures_clauses",
        "salaries_clauses",
        "orientations_clauses",
        "valides_clauses",
        **JANVIER,
    ) == {
        "beneficiaires_aides": 2,
        "montant_aides": 180.5,
        "aide_moyenne": 90.25,
        "orientations_action": 2,
        "entrees_action": 2,
        "taux_entree_action": 50,
        "actions_achevees": 1,
        "heures_clauses": 127.5,
        "salaries_clauses": 2,  # P1 deux fois, et un salarié sans parcours
        "orientations_clauses": 3,
        "valides_clauses": 2,
    }
    assert valeurs(con, "montant_aides", par=["nature_aide"], **JANVIER) == {
        ("montant_aides", "permis"): 50.5,
        ("montant_aides", "transport"): 130,
    }
    assert valeurs(con, "heures_clauses", par=["secteur", "type_contrat"], **JANVIER) == {
        ("heures_clauses", "BTP", "CDD"): 100.5,
        ("heures_clauses", "services", "CDI"): 7,
        ("heures_clauses", "services", "CTTI"): 20,
    }


def test_part_d_un_total(con):
    frame = calculer(con, ["accompagnes"], config=reglages(), par=["sexe", "qpv"], part=["sexe"], **ANNEE)
    rows = [tuple(row) for row in frame.itertuples(index=False, name=None)]
    assert rows == [
        ("part_accompagnes", "femme", "oui", 100.0, 2.0, 2.0, "%"),
        ("part_accompagnes", "homme", "non", 100.0, 2.0, 2.0, "%"),
    ]
    assert valeurs(con, "accompagnes", par=["sexe"], part=["sexe"], **ANNEE) == {
        ("part_accompagnes", "femme"): 50,
        ("part_accompagnes", "homme"): 50,
    }


def test_l_ordre_des_lignes(con):
    frame = calculer(con, ["sorties", "entrees"], config=reglages(), par=["sexe"], **ANNEE)
    assert list(frame["indicateur"]) == ["entrees", "entrees", "sorties", "sorties"]
    assert list(frame.columns) == ["indicateur", "sexe", "valeur", "numerateur", "denominateur", "unite"]


def test_une_photo_parmi_plusieurs():
    con = base(PERSONNES)
    base(PERSONNES.replace("2014-01-01", "2017-12-01"), photo=dt.date(2018, 3, 31), con=con)
    assert valeurs(con, "entrees", **ANNEE) == {"entrees": 4}  # la plus récente
    assert valeurs(con, "entrees", **ANNEE, photo="2017-12-31") == {"entrees": 3}


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"ids": ["acompagnes"], **ANNEE}, "Vouliez-vous dire « accompagnes »"),
        ({"ids": ["accompagnes"], "par": ["sex"], **ANNEE}, "Vouliez-vous dire « sexe »"),
        ({"ids": ["accompagnes"], "par": ["operation"], **ANNEE}, "ne se répartit pas par operation"),
        ({"ids": ["accompagnes"], "filtres": {"qpv": "peut-être"}, **ANNEE}, "Connus : oui, non, non renseigné"),
        ({"ids": ["accompagnes"], "par": ["rsa"], **ANNEE}, "demande l'export « situations », absent de la photo du 31/12/2017"),
        ({"ids": ["prescriptions"], **ANNEE}, "demande l'export « prescriptions », absent"),
        ({"ids": ["sorties"], "du": "2017-12-31", "au": "2017-01-01"}, "après sa fin"),
        ({"ids": ["sorties"], "du": "2017-01-01", "au": "2018-01-01"}, "après la photo du 31/12/2017"),
        ({"ids": ["sorties"], "du": "01/13/2017", "au": "2017-12-31"}, "ne se lit pas"),
        ({"ids": ["sorties"], "photo": "2016-12-31", **ANNEE}, "Photos chargées : 31/12/2017"),
        ({"ids": ["sorties"], "parametres": {"hors": "lettre"}, **ANNEE}, "Aucun indicateur demandé n'a de paramètre « hors »"),
        ({"ids": ["taux_sorties_positives"], "par": ["sexe"], "part": ["sexe"], **ANNEE}, "il n'a pas de part"),
        ({"ids": ["sorties"], "part": ["sexe"], **ANNEE}, "Une part se prend sur un axe demandé"),
    ],
)
def test_une_demande_impossible_dit_pourquoi(con, question, message):
    with pytest.raises(PlieError) as error:
        calculer(con, question.pop("ids"), config=reglages(), **question)
    assert message in error.value.message
    assert len(error.value.message.splitlines()) <= 4


def test_un_plie_ajoute_ses_indicateurs(con):
    own = {
        "titre": "Entrées de femmes",
        "definition": "…",
        "unite": "parcours",
        "source": "PLIE",
        "table": "parcours",
        "evenement": "date_entree",
        "avec": {"sexe": ["femme"]},
    }
    assert valeurs(con, "entrees_femmes", config=reglages(indicateurs={"entrees_femmes": own}), **ANNEE) == {"entrees_femmes": 2}
    with pytest.raises(PlieError, match="clé inconnue : tabel"):
        valeurs(con, "entrees_femmes", config=reglages(indicateurs={"entrees_femmes": {**own, "tabel": "x"}}), **ANNEE)
