"""Les cohortes d'entrée, sur des tables que l'on peut suivre à la main."""

import datetime as dt

import duckdb
import numpy as np
import pytest

from plie_analysis import cohortes
from plie_analysis.cli import run
from plie_analysis.cohortes.avant_sortie import compter_etapes
from plie_analysis.cohortes.ecarts import profil_pour, standardiser
from plie_analysis.cohortes.intervalle import newcombe, wilson
from plie_analysis.cohortes.notes import notes
from plie_analysis.cohortes.suivi import add_months
from plie_analysis.errors import PlieError
from plie_analysis.settings import PACKAGE
from plie_analysis.survie.couverture import debut_de_couverture
from tests.cohortes_main import GOLDEN, QUATRE_ET_QUATRE, csv_de_reference
from tests.tableau import base, dossier, reglages


@pytest.fixture(scope="module")
def con():
    return base(QUATRE_ET_QUATRE)


def suivi(con, **options):
    return cohortes.suivre(con, **{"au": "2017-12-31", "config": reglages(), **options})


def valeur(frame, mesure, modalite="", cohorte="2016", colonne="valeur", **axes):
    rows = frame[(frame["mesure"] == mesure) & (frame["modalite"] == modalite) & (frame["cohorte"] == cohorte)]
    for name, value in axes.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    found = rows.iloc[0][colonne]
    return None if found is None or found != found else found


def test_effectifs_et_sorties_par_nature(con):
    frame = cohortes.tableau(suivi(con))
    names = ("effectif", "en_parcours", "sorties", "sorties_positives", "sorties_autres", "sorties_sans_motif", "sorties_fin_30_mois")
    assert [valeur(frame, name, cohorte="2016") for name in names] == [4, 1, 3, 2, 1, 0, 0]
    # Une sortie sans motif connu est une autre sortie.
    assert [valeur(frame, name, cohorte="2017") for name in names] == [4, 2, 2, 1, 1, 1, 0]
    assert [valeur(frame, name, cohorte="ensemble") for name in names] == [8, 3, 5, 3, 2, 1, 0]


@pytest.mark.usefixtures("a_la_main")
def test_incidence_sans_censure_est_une_simple_part(con):
    frame = cohortes.tableau(suivi(con))
    # Sorties positives à 90 et 300 jours, autre sortie à 200 jours, un parcours encore ouvert.
    assert valeur(frame, "incidence_sortie_positive", "6 mois") == pytest.approx(25)
    assert valeur(frame, "incidence_sortie_positive", "12 mois") == pytest.approx(50)
    assert valeur(frame, "incidence_sortie_autre", "12 mois") == pytest.approx(25)
    assert valeur(frame, "part_encore_ouverte", "12 mois") == pytest.approx(25)
    assert valeur(frame, "incidence_sortie_positive", "12 mois", colonne="n_risque") == 1
    assert valeur(frame, "incidence_sortie_positive", "12 mois", colonne="numerateur") == 2
    assert valeur(frame, "incidence_sortie_positive", "12 mois", colonne="denominateur") == 4


@pytest.mark.usefixtures("a_la_main")
def test_a_duree_egale_la_sortie_passe_avant_la_fin_d_observation(con):
    frame = cohortes.tableau(suivi(con))
    # 2017 : à 60 jours, une sortie positive parmi quatre, puis une fin d'observation ; à 100 jours, une autre sortie parmi deux.
    assert valeur(frame, "incidence_sortie_positive", "6 mois", cohorte="2017") == pytest.approx(25)
    assert valeur(frame, "incidence_sortie_autre", "6 mois", cohorte="2017") == pytest.approx(37.5)
    assert valeur(frame, "part_encore_ouverte", "6 mois", cohorte="2017") == pytest.approx(37.5)


@pytest.mark.usefixtures("a_la_main")
def test_une_cohorte_plus_jeune_que_l_horizon_est_immature_et_jamais_prolongee(con):
    frame = cohortes.tableau(suivi(con))
    assert valeur(frame, "incidence_sortie_positive", "12 mois", colonne="maturite") == "mûre"
    assert valeur(frame, "incidence_sortie_positive", "18 mois", colonne="maturite") == "immature"
    assert valeur(frame, "incidence_sortie_positive", "18 mois") == pytest.approx(50)
    assert valeur(frame, "incidence_sortie_positive", "24 mois") is None
    assert valeur(frame, "incidence_sortie_positive", "24 mois", colonne="raison") == "Cohorte trop jeune : le suivi s’arrête à 19,0 mois."
    assert valeur(frame, "duree_moyenne_restreinte", "30 mois") is None
    assert valeur(frame, "incidence_sortie_positive", "6 mois", cohorte="2017", colonne="maturite") == "immature"


@pytest.mark.usefixtures("a_la_main")
def test_mediane(con):
    frame = cohortes.tableau(suivi(con))
    # S vaut 1/2 de 200 à 300 jours : la médiane est au milieu, comme R.
    assert valeur(frame, "duree_mediane") == pytest.approx(250 / 30.4375)
    frame = cohortes.tableau(suivi(con, filtres={"referent": "R2"}))
    assert valeur(frame, "duree_mediane") is None
    assert "non atteinte" in valeur(frame, "duree_mediane", colonne="raison")


def test_etapes_avant_la_sortie(con):
    frame = cohortes.tableau(suivi(con))
    # P1 : deux ; P2 : aucune ; P3 : une (l'autre commence après la sortie).
    assert valeur(frame, "etapes_avant_sortie") == pytest.approx(1)
    assert valeur(frame, "etapes_avant_sortie", colonne="numerateur") == 3
    assert [valeur(frame, "etapes_avant_sortie_repartition", name) for name in ("0", "1", "2", "3", "4-5", "6 et plus")] == pytest.approx(
        [100 / 3, 100 / 3, 100 / 3, 0, 0, 0]
    )
    assert valeur(frame, "etapes_avant_sortie_par_classe", "formation qualifiante") == pytest.approx(1 / 3)
    assert valeur(frame, "etapes_avant_sortie_par_classe", "emploi") == pytest.approx(2 / 3)
    assert compter_etapes(suivi(con))["total"].tolist() == [2, 0, 1, 0, 0, 0, 0, 0]


@pytest.mark.usefixtures("a_la_main")
def test_premiere_etape_la_sortie_sans_etape_concurrence(con):
    frame = cohortes.tableau(suivi(con))
    # Délais : 10 et 0 jours ; P2 sort sans étape à 200 jours ; l'étape de P4 précède son entrée.
    assert valeur(frame, "delai_premiere_etape") == 10
    assert valeur(frame, "incidence_premiere_etape", "1 mois") == pytest.approx(50)
    assert valeur(frame, "incidence_premiere_etape", "12 mois") == pytest.approx(50)
    assert valeur(frame, "delai_premiere_etape", cohorte="2017") is None


def test_temps_sans_etape_compte_la_reunion_des_intervalles(con):
    frame = cohortes.tableau(suivi(con, par=["qpv", "rsa"]))
    # P1 : du 10 janvier au 8 avril 2016, 90 jours ; deux étapes qui se chevauchent couvrent 50 jours.
    assert valeur(frame, "part_temps_sans_etape", qpv="oui", rsa="oui") == pytest.approx(100 * 40 / 90)
    assert valeur(frame, "mois_sans_etape", qpv="oui", rsa="oui") == pytest.approx(40 / 30.4375)


def test_les_axes_se_lisent_a_l_entree(con):
    frame = cohortes.tableau(suivi(con, par=["rsa"]))
    # Le RSA de D2 finit la veille de son entrée ; celui de D5 commence le lendemain de la sienne ; on ne sait rien de D3.
    assert valeur(frame, "effectif", rsa="oui") == 1
    assert valeur(frame, "effectif", rsa="non") == 1
    assert valeur(frame, "effectif", rsa="non renseigné") == 2
    assert valeur(frame, "effectif", cohorte="2017", rsa="non") == 1


def test_grains(con):
    assert [key[0] for key, _ in suivi(con, grain="trimestre", du="2017-01-01").groupes()] == ["2017-T1", "2017-T2", "2017-T4", "ensemble"]
    assert [key[0] for key, _ in suivi(con, grain="mois", du="2017-01-01").groupes()] == [
        "2017-01",
        "2017-02",
        "2017-06",
        "2017-11",
        "ensemble",
    ]
    assert suivi(con, grain="trimestre").fin_de_cohorte("2016-T1") == dt.date(2016, 3, 31)
    assert suivi(con, grain="mois").fin_de_cohorte("2016-12") == dt.date(2016, 12, 31)
    assert suivi(con).fin_de_cohorte("2017") == dt.date(2017, 12, 31)
    assert add_months(dt.date(2016, 8, 31), 6) == dt.date(2017, 2, 28)


def test_connu_au(con):
    # La sortie de P3, survenue en décembre 2016, est saisie en février 2017 ; P8, entré en février, n'existe pas encore.
    frame = cohortes.tableau(suivi(con, au="2017-01-31", connu_au="2017-01-31"))
    assert valeur(frame, "en_parcours") == 2
    assert valeur(frame, "sorties_positives") == 1
    assert valeur(frame, "effectif", cohorte="2017") == 1
    late = suivi(con, connu_au="2017-01-31")
    assert any("--au 2017-01-31" in note for note in notes(late, cohortes.tableau(late)))


@pytest.mark.usefixtures("a_la_main")
def test_une_fin_a_30_mois_est_une_sortie_concurrente():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2014-01-01  | 2016-07-02  | SUIVI PLIE + 30 MOIS
    P2          | D2         | R1            | 2014-01-01  | 2016-08-01  | EMPLOI
    """)
    frame = cohortes.tableau(suivi(con))
    assert valeur(frame, "incidence_fin_30_mois", "30 mois", cohorte="2014") == pytest.approx(50)
    assert valeur(frame, "sorties_fin_30_mois", cohorte="2014") == 1
    assert valeur(frame, "sorties_autres", cohorte="2014") == 0


def _photo_des_parcours_ouverts(debut: dt.date | None, graine: int = 3) -> duckdb.DuckDBPyConnection:
    """A table of parcours entered over four years; with ``debut``, those that had left before it are not in the photo."""
    rng = np.random.default_rng(graine)
    con = duckdb.connect()
    con.execute(
        "CREATE SCHEMA curated; CREATE TABLE curated.parcours (photo DATE, id_parcours VARCHAR, date_entree DATE, date_sortie DATE, a_dates_impossibles BOOLEAN, connue_le DATE, sortie_connue_le DATE, dates_passees_le DATE)"
    )
    photo = dt.date(2017, 12, 31)
    for _ in range(900):
        entree = dt.date(2014, 1, 1) + dt.timedelta(days=int(rng.integers(0, 1460)))
        sortie = entree + dt.timedelta(days=int(rng.exponential(500)))
        if debut is None or sortie >= debut:
            con.execute(
                "INSERT INTO curated.parcours BY NAME SELECT ? AS photo, ? AS date_entree, ? AS date_sortie, false AS a_dates_impossibles",
                [photo, entree, sortie if sortie <= photo else None],
            )
    return con


def test_la_photo_dit_d_ou_elle_part():
    photo = dt.date(2017, 12, 31)
    whole = debut_de_couverture(_photo_des_parcours_ouverts(None), photo, reglages())
    assert whole.debut is None
    cut = debut_de_couverture(_photo_des_parcours_ouverts(dt.date(2016, 1, 1)), photo, reglages())
    assert cut.debut == dt.date(2016, 1, 1)
    assert cut.observees == 0
    assert cut.attendues > 100
    told = debut_de_couverture(_photo_des_parcours_ouverts(None), photo, reglages(couverture={"debut": dt.date(2015, 1, 1)}))
    assert (told.debut, told.declaree) == (dt.date(2015, 1, 1), True)
    with pytest.raises(PlieError, match="n'est pas une date"):
        debut_de_couverture(_photo_des_parcours_ouverts(None), photo, reglages(couverture={"debut": "hier"}))


def test_une_entree_anterieure_a_la_photo_entre_en_retard(con):
    found = suivi(con, config=reglages(couverture={"debut": dt.date(2016, 3, 1)}))
    # La photo commence le 1er mars 2016 : P1 est vu à partir de son 51e jour, P2 de son 29e, P3 de son entrée.
    assert found.parcours["retard"].tolist()[:3] == [50, 28, -1]
    assert found.parcours["est_suivi"].all()
    late = suivi(con, config=reglages(couverture={"debut": dt.date(2016, 6, 1)}), du="2016-01-01")
    # Le 1er juin 2016, P1 est déjà sorti : il n'entre dans aucune durée.
    assert late.parcours["est_suivi"].tolist()[:4] == [False, True, True, True]
    frame = cohortes.tableau(late)
    assert valeur(frame, "incidence_sortie_positive", "12 mois", colonne="couverture") == "tardive"
    assert valeur(frame, "incidence_sortie_positive", "12 mois") is None
    assert "moins de 5" in valeur(frame, "incidence_sortie_positive", "12 mois", colonne="raison")


@pytest.mark.usefixtures("a_la_main")
def test_des_parcours_vus_apres_leur_premier_mois_ne_disent_rien_de_l_entree(con):
    only = suivi(con, config=reglages(couverture={"debut": dt.date(2016, 6, 1)}), filtres={"referent": "R1"})
    reason = valeur(cohortes.tableau(only), "incidence_sortie_positive", "12 mois", colonne="raison")
    assert reason == "Ces parcours ne sont vus qu’à partir de leur 92e jour : rien n’est estimable depuis l’entrée."


def test_wilson_et_newcombe_des_articles():
    # Newcombe 1998 : 81 sur 263 ; 56 sur 70 contre 48 sur 80.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert newcombe(56 / 70, 70, 48 / 80, 80) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert all(np.isnan(limit) for limit in wilson(np.nan, 0))


def test_ecart_standardise_a_la_main():
    # Profil 0 : 1 sur 2 d'un côté, 1 sur 4 de l'autre (poids 6/9) ; profil 1 : 0 sur 1, 2 sur 2 (poids 3/9) ; profil 2 : d'un seul côté.
    profil = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 2])
    positif = np.array([1, 0, 1, 0, 0, 0, 0, 1, 1, 1], dtype=bool)
    dedans = np.array([1, 1, 0, 0, 0, 0, 1, 0, 0, 1], dtype=bool)
    gap, low, high, profiles, share = standardiser(profil, positif, dedans, ~dedans)
    assert gap == pytest.approx(100 * (2 / 3 * 1 / 2 - (2 / 3 * 1 / 4 + 1 / 3)))
    assert low < gap < high
    assert (profiles, share) == (2, pytest.approx(90))
    assert standardiser(np.array([0, 1]), np.array([True, False]), np.array([True, False]), np.array([False, True]))[3] == 0


def test_l_axe_compare_n_est_pas_dans_le_profil():
    columns = ["profil_sexe", "profil_tranche_age", "profil_niveau_groupe", "profil_mois_sans_activite", "sexe"]
    assert profil_pour("sexe", columns) == ["profil_tranche_age", "profil_niveau_groupe", "profil_mois_sans_activite"]
    assert profil_pour("qpv · sexe", columns) == ["profil_tranche_age", "profil_niveau_groupe", "profil_mois_sans_activite"]
    assert len(profil_pour("qpv", columns)) == 4


def test_ecarts_compares_et_comptes(con):
    gaps = cohortes.comparer(suivi(con, par=["qpv"]))
    row = gaps[gaps["mois"] == 12].iloc[0]
    # Entrés de 2016 : P1 et P4 en QPV (une sortie positive), P2 et P3 hors QPV (une sortie positive).
    assert (row["modalite"], row["contre"], row["n"], row["sorties"], row["n_contre"], row["sorties_contre"]) == ("oui", "non", 2, 1, 2, 1)
    assert row["ecart"] == 0
    assert gaps.attrs["comparaisons"] == int(gaps["ecart"].notna().sum()) == 2
    frame = cohortes.tableau(suivi(con, par=["qpv"]))
    said = notes(suivi(con, par=["qpv"]), frame, gaps)
    assert said[-1].startswith("Un écart n’est pas un effet")
    assert said[-2].startswith("2\u00a0comparaisons regardées")


def test_fiches_completes_et_documentees(con):
    frame = cohortes.tableau(suivi(con))
    assert set(frame["mesure"]) == set(cohortes.mesures())
    for sheet in cohortes.mesures().values():
        assert all((sheet.titre, sheet.definition, sheet.population, sheet.horloge, sheet.convention, sheet.unite, sheet.source))
    page = (PACKAGE.parent / "docs" / "cohortes.md").read_text(encoding="utf-8")
    assert page == cohortes.fiches_text(), "docs/cohortes.md : plie cohortes --fiches > docs/cohortes.md"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"par": ["quartiers"]}, "L'axe « quartiers » n'existe pas"),
        ({"par": ["motif_sortie"]}, "ce n'est pas connu à l'entrée"),
        ({"au": "2018-06-30"}, "après la photo"),
        ({"au": "31/13/2017"}, "ne se lit pas"),
        ({"du": "2018-01-01", "au": "2017-01-01"}, "après sa fin"),
        ({"grain": "semaine"}, "n'existe pas"),
        ({"filtres": {"qpv": "peut-être"}}, "n'a pas de modalité"),
        ({"par": ["prescripteur"]}, "demande l'export « prescriptions »"),
    ],
)
def test_ce_qui_est_refuse(con, options, message):
    with pytest.raises(PlieError, match=message):
        suivi(con, **options)


@pytest.mark.usefixtures("a_la_main")
def test_rien_une_seule_personne_tous_ouverts_tous_sortis(con):
    empty = suivi(con, du="2016-12-01", au="2016-12-31")
    frame = cohortes.tableau(empty)
    assert frame.empty
    assert frame.attrs["raison"] == "Aucune entrée dans cette période : rien à suivre."
    assert cohortes.comparer(empty).empty
    alone = cohortes.tableau(suivi(con, du="2016-06-01", au="2016-06-01"))
    assert valeur(alone, "effectif") == 1
    assert valeur(alone, "incidence_sortie_positive", "6 mois") is None
    opened = cohortes.tableau(suivi(con, du="2017-06-01"))
    assert valeur(opened, "part_encore_ouverte", "6 mois", cohorte="2017") == 100
    assert valeur(opened, "incidence_sortie_positive", "6 mois", cohorte="2017") == 0
    gone = cohortes.tableau(suivi(con, au="2017-12-31", du="2016-01-01", filtres={"sexe": "femme", "referent": "R1"}))
    assert valeur(gone, "part_encore_ouverte", "12 mois") == 0


@pytest.mark.usefixtures("a_la_main")
def test_sans_l_export_des_etapes_les_durees_restent():
    con = base(QUATRE_ET_QUATRE)
    con.execute("DELETE FROM raw.fichier WHERE requete = 'etapes'")
    frame = cohortes.tableau(suivi(con))
    assert valeur(frame, "incidence_sortie_positive", "12 mois") == pytest.approx(50)
    assert "absent" in valeur(frame, "etapes_avant_sortie", colonne="raison")


@pytest.mark.usefixtures("a_la_main")
def test_une_sortie_avant_l_entree_est_ecartee_et_dite():
    con = base("""
    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2016-03-01  | 2016-02-01  | EMPLOI
    P2          | D2         | R1            | 2016-03-01  | 2016-03-01  | EMPLOI
    """)
    found = suivi(con)
    frame = cohortes.tableau(found)
    assert valeur(frame, "effectif") == 1
    assert valeur(frame, "incidence_sortie_positive", "6 mois") == 100
    assert any(
        note.startswith("1\u00a0parcours aux dates impossibles (P1) est écarté des durées et des suivis") for note in notes(found, frame)
    )


@pytest.mark.usefixtures("a_la_main")
def test_la_commande_ecrit_toujours_le_meme_csv():
    assert csv_de_reference() == GOLDEN.read_text(encoding="utf-8"), "python -m tests.cohortes_main"


def test_la_commande_parle_francais(tmp_path, capsys):
    racine = str(dossier(tmp_path, QUATRE_ET_QUATRE))
    assert run(["cohortes", "--par", "qpv", "--par", "rsa", "--au", "2017-12-31", "--racine", racine]) == 0
    printed = capsys.readouterr()
    assert "Part sortie positivement dans les h mois" in printed.out
    assert "Un écart n’est pas un effet" in printed.out
    assert "nan" not in printed.out.lower().replace("personnan", "")
    assert printed.err == ""
    assert run(["cohortes", "--racine", racine]) == 2
    assert "--au" in capsys.readouterr().err
    assert run(["cohortes", "--au", "2019-12-31", "--racine", racine]) == 2
    assert "après la photo" in capsys.readouterr().err
    assert run(["cohortes", "--au", "2016-12-31", "--du", "2016-12-30", "--racine", racine]) == 0
    assert "Aucune entrée" in capsys.readouterr().out
    assert run(["cohortes", "--au", "2017-12-31", "--format", "xlsx", "--racine", racine]) == 0
    assert (tmp_path / "data" / "rapports" / "cohortes_2017-12-31.xlsx").read_bytes()[:2] == b"PK"
    assert run(["cohortes", "--par", "qpv", "--au", "2017-12-31", "--table", "ecarts", "--format", "csv", "--racine", racine]) == 0
    assert capsys.readouterr().out.startswith("axe,modalite,contre,mois,n,")


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_la_commande_ne_sort_pas_de_la_maison(tmp_path, capsys, niveau):
    racine = str(dossier(tmp_path, QUATRE_ET_QUATRE))
    assert run(["cohortes", "--au", "2017-12-31", "--format", "xlsx", "--diffusion", niveau, "--racine", racine]) == 2
    told = capsys.readouterr().err
    assert "Le suivi des cohortes ne se montre qu'au niveau « interne »" in told and f"niveau « {niveau} »" in told
    assert len(told.strip().splitlines()) == 2 and not list((tmp_path / "data").rglob("*.xlsx"))
