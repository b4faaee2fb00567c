"""Chaque chiffre publié à côté du chiffre calculé : de petites figures inventées, un atelier inventé, le statut attendu."""

import contextlib
import io
from dataclasses import replace

import pandas as pd
import pytest

from annee_2017.comparaison import comparer, en_csv, regles, resumer
from annee_2017.comparaison.rapprochement import REGLES, SUITES
from annee_2017.comparaison.regles_etapes import minimum
from annee_2017.page.rapprochement import page_html
from plie_analysis.cli import run
from plie_analysis.errors import PlieError
from plie_analysis.rapports.publication import publier
from plie_analysis.settings import load_settings
from tests.annee_2017.atelier_invente import COLUMNS, Atelier, confronter, figures

# ---------------------------------------------------------------- égal, à la précision imprimée


@pytest.mark.parametrize(
    ("imprime", "calcule", "statut"),
    [
        ("49 %", 49.4, "égal"),
        ("49 %", 48.5, "égal"),  # un demi s'arrondit au-dessus
        ("49 %", 48.4, "écart"),
        ("17,2", 17.24, "égal"),
        ("17,2", 17.26, "expliqué"),  # tronqué
        ("1/3", 35.0, "égal"),  # une fraction est un ordre de grandeur
        ("1/3", 36.0, "écart"),
    ],
)
def test_l_arrondi_est_celui_de_l_imprime(tmp_path, imprime, calcule, statut):
    indicator = "duree_moyenne_accompagnes" if "," in imprime else "taux_sorties_positives"
    table = confronter(tmp_path, f"rapport.x.part | {imprime} | {indicator} | | 2017", Atelier(autres={indicator: (calcule, None, None)}))
    assert table.statut["rapport.x.part"] == statut


def test_parts_et_modalites_reunies_ou_exclues(tmp_path):
    atelier = Atelier().fait("entrees", 6, commune="Dijon").fait("entrees", 3, commune="Talant").fait("entrees", 1)
    table = confronter(
        tmp_path,
        """
        rapport.x.dijon  | 60 % | entrees | commune=Dijon         | 2017 | rapporte_a=ensemble
        rapport.x.deux   | 9    | entrees | commune=Dijon/Talant  | 2017
        rapport.x.autres | 4    | entrees | commune=!Dijon        | 2017
        """,
        atelier,
    )
    assert list(table.statut) == ["égal"] * 3
    assert (table.numerateur["rapport.x.dijon"], table.denominateur["rapport.x.dijon"]) == (6, 10)


def test_une_part_se_rapporte_a_une_modalite(tmp_path):
    atelier = (
        Atelier()
        .fait("accompagnes", 3, quartier="Le Mail", qpv="oui")
        .fait("accompagnes", 9, quartier="Grésilles", qpv="oui")
        .fait("accompagnes", 88, qpv="non")
    )
    table = confronter(tmp_path, "rapport.x.mail | 25 % | accompagnes | quartier=Le Mail | 2017 | rapporte_a=qpv:oui", atelier)
    assert table.statut["rapport.x.mail"] == "égal"


@pytest.mark.parametrize(
    ("imprime", "parametres", "statut"),
    [
        ("20 %", "evolution_sur=2016;signe=baisse", "égal"),  # de 50 à 40
        ("20 %", "evolution_sur=2016", "écart"),
        ("10 points", "rapporte_a=ensemble;evolution_sur=2016;arrondi=avant", "égal"),  # 20 sur 40, 20 sur 50
        ("9 points", "rapporte_a=ensemble;evolution_sur=2016;arrondi=avant", "écart"),
    ],
)
def test_une_evolution(tmp_path, imprime, parametres, statut):
    atelier = (
        Atelier()
        .fait("entrees", 20, 1, sexe="femme")
        .fait("entrees", 20, 2, sexe="homme")
        .fait("entrees", 20, -3, sexe="femme")
        .fait("entrees", 30, -3, sexe="homme")
    )
    axes = "sexe=femme" if "points" in imprime else ""
    table = confronter(tmp_path, f"rapport.x.evolution | {imprime} | entrees | {axes} | 2017 | {parametres}", atelier)
    assert table.statut["rapport.x.evolution"] == statut


def test_ordres_de_grandeur_et_objectif_mensuel(tmp_path):
    atelier = Atelier(autres={"objectif_entrees": (59.3, None, None), "taux_sorties_positives": (53.0, None, None)}).fait(
        "accompagnes", 1291
    )
    table = confronter(
        tmp_path,
        """
        rapport.x.environ | 1300 | accompagnes            | | 2017 | signe=environ
        rapport.x.moitie  | 50 % | taux_sorties_positives | | 2017 | signe=plus_de
        lettre-2017-03.x  | 177  | objectif_entrees       | | >03  | arrondi=mensuel
        """,
        atelier,
    )
    assert list(table.statut) == ["égal"] * 3  # 3 × 59, et non 178


# ---------------------------------------------------------------- une règle, et elle seule

DEUX_FOIS = """
[[relation]]
id = "double"
enonce = "Participants, deux fois"
a = "rapport.x.ici"
plus = ["rapport.x.la"]
"""
PLAFOND = """
[[relation]]
id = "plafond"
enonce = "Pas plus de validés que d'orientés"
a = "rapport.x.ici"
plus = ["rapport.x.la"]
sens = "<="
"""
TOTAL = """
[[relation]]
id = "total"
enonce = "Le total est la somme des opérations"
a = "lettre-{mois}.etapes.total.nb"
plus = ["lettre-{mois}.etapes.*.*.nb"]
"""
CHANTIERS = """
[[relation]]
id = "chantiers"
enonce = "Part des chantiers, texte et tableau"
a = "lettre-2017-03.texte.etapes.chantiers.part"
plus = ["lettre-2017-03.etapes.mobilisation.ethicofil.nb"]
sur = ["lettre-2017-03.etapes.mobilisation.*.nb"]
facteur = 100
"""
FORMATION, MOBILISATION = "formation non qualifiante", "mobilisation"


def _etapes(*, vae: int = 3) -> Atelier:
    """Trois VAE dans l'année, là où les lettres en impriment quatre en janvier ; le reste conforme."""
    return (
        Atelier()
        .fait("etapes", vae, 1, operation="VAE", classe_etape=FORMATION)
        .fait("etapes", 5, 1, operation="PSOP", classe_etape=FORMATION)
    )


CAS = {
    "troncature": (
        "rapport.x.part | 28 % | sorties | motif_sortie=EMPLOI | 2017 | rapporte_a=ensemble",
        Atelier().fait("sorties", 4, motif_sortie="EMPLOI").fait("sorties", 10),
        "",
    ),
    "arrondi grossier": ("rapport.x.cout | 890 | cout_moyen | | 2017", Atelier(autres={"cout_moyen": (893.1, 1153000, 1291)}), ""),
    "méthode : période entière": (
        "lettre-2017-12.x | 30 | file_active_en_action | | >12",
        Atelier(autres={"file_active_en_action": (10, None, None)}).fait("etapes", 20, 1).fait("etapes", 10, 12),
        "",
    ),
    "méthode : quartiers de veille": (
        "rapport.x.qpv | 29 | orientations_clauses | qpv=oui | 2017",
        Atelier()
        .fait("orientations_clauses", 25, qpv="oui", quartier_nomme="Le Mail")
        .fait("orientations_clauses", 4, qpv="non", quartier_nomme="Guynemer")
        .fait("orientations_clauses", 9, qpv="non", quartier_nomme="hors QPV"),
        "",
    ),
    "méthode : classe imprimée": (
        """
        lettre-2017-03.etapes.mobilisation.start-again.nb | 2    | etapes | operation=Start Again     | 03
        lettre-2017-03.etapes.mobilisation.pmsmp.nb       | 3    | etapes | operation=PMSMP           | 03
        lettre-2017-03.etapes.mobilisation.part           | 50 % | etapes | classe_etape=mobilisation | 03 | rapporte_a=ensemble
        """,
        Atelier()
        .fait("etapes", 2, 3, operation="Start Again", classe_etape=FORMATION)
        .fait("etapes", 3, 3, operation="PMSMP", classe_etape=MOBILISATION)
        .fait("etapes", 5, 3, operation="CDDI", classe_etape="emploi"),
        "",
    ),
    "saisie tardive": (
        "lettre-2017-03.x | 105 | entrees | | >03",
        Atelier().fait("entrees", 104, 3).fait("entrees", 1, 3, saisie="2017-04-12"),
        "",
    ),
    "comptes impossibles": (
        """
        lettre-2017-01.etapes.formation.vae.nb | 4 | etapes | operation=VAE | 01
        lettre-2017-12.etapes.formation.vae.nb | 3 | etapes | operation=VAE | 2017
        """,
        _etapes(),
        "",
    ),
    "contradiction imprimée": (
        """
        rapport.x.ici | 112 | entrees_action | action=DAQ | 2017
        rapport.x.la  | 109 | entrees_action | action=DAQ | 2017
        """,
        Atelier().fait("entrees_action", 109, action="DAQ"),
        DEUX_FOIS,
    ),
    "part impossible": (
        """
        rapport.x.beneficiaires | 47   | beneficiaires_aides |                   | 2017
        rapport.x.emploi        | 24 % | beneficiaires_aides | motif_aide=Emploi | 2017 | rapporte_a=ensemble
        """,
        Atelier().fait("beneficiaires_aides", 12, motif_aide="Emploi").fait("beneficiaires_aides", 35, motif_aide="Stage"),
        "",
    ),
    "report dans la classe": (
        """
        lettre-2017-01.etapes.formation-non-qualifiante.vae.nb  | 4 | etapes | operation=VAE  | 01
        lettre-2017-01.etapes.formation-non-qualifiante.psop.nb | 5 | etapes | operation=PSOP | 01
        lettre-2017-12.etapes.formation-non-qualifiante.vae.nb  | 3 | etapes | operation=VAE  | 2017
        """,
        _etapes().fait("etapes", 1, 1, operation="PSOP", classe_etape=FORMATION),
        "",
    ),
    "figure expliquée ailleurs": (
        """
        lettre-2017-01.etapes.formation-non-qualifiante.vae.nb  | 4 | etapes | operation=VAE  | 01
        lettre-2017-01.etapes.formation-non-qualifiante.psop.nb | 5 | etapes | operation=PSOP | 01
        lettre-2017-01.etapes.total.nb                          | 9 | etapes |                | 01
        lettre-2017-12.etapes.formation-non-qualifiante.vae.nb  | 3 | etapes | operation=VAE  | 2017
        """,
        _etapes(),
        TOTAL,
    ),
    "classe imprimée et autre cause": (
        """
        lettre-2017-03.etapes.mobilisation.ethicofil.nb   | 4    | etapes | operation=Chantier ETHIC O FIL | 03
        lettre-2017-03.etapes.mobilisation.start-again.nb | 6    | etapes | operation=Start Again          | 03
        lettre-2017-03.texte.etapes.chantiers.part        | 49 % | part_chantiers_mobilisation |           | 03
        """,
        Atelier(autres={"part_chantiers_mobilisation": (100.0, 4, 4)})
        .fait("etapes", 4, 3, operation="Chantier ETHIC O FIL", classe_etape=MOBILISATION)
        .fait("etapes", 6, 3, operation="Start Again", classe_etape=FORMATION),
        CHANTIERS,
    ),
}


def test_chaque_regle_a_son_cas_et_son_libelle():
    assert set(CAS) == set(regles()) == {*REGLES, *SUITES}
    assert list(regles()) == [*REGLES, *SUITES]


@pytest.mark.parametrize("regle", CAS)
def test_une_regle_explique_et_elle_seule(tmp_path, regle):
    """Sans la règle, la figure reste un écart : aucune autre ne la couvre."""
    texte, atelier, relations = CAS[regle]
    table = confronter(tmp_path, texte, atelier, relations)
    explained = table[table.regle == regle]
    assert len(explained) == 1 and (explained.statut == "expliqué").all(), table[["statut", "regle", "explication"]].to_string()
    assert "écart" not in set(table.statut)


@pytest.mark.parametrize("regle", CAS)
def test_sans_sa_regle_la_figure_reste_un_ecart(tmp_path, regle, monkeypatch):
    texte, atelier, relations = CAS[regle]
    (explained,) = confronter(tmp_path, texte, atelier, relations).query("regle == @regle").index
    for rules in (REGLES, SUITES):
        if regle in rules:
            monkeypatch.delitem(rules, regle)
    assert confronter(tmp_path, texte, atelier, relations).statut[explained] == "écart"


# Un chiffre inventé par cas : la figure expliquée, imprimée autrement, ne l'est plus.
INVENTES = {
    "troncature": ("28 %", "27 %"),
    "arrondi grossier": ("890", "880"),
    "méthode : période entière": ("| 30 |", "| 29 |"),
    "méthode : quartiers de veille": ("| 29 |", "| 28 |"),
    "méthode : classe imprimée": ("50 %", "44 %"),
    "saisie tardive": ("105", "106"),
    "comptes impossibles": ("vae.nb | 3 |", "vae.nb | 5 |"),
    "contradiction imprimée": ("| 109 |", "| 110 |"),
    "part impossible": ("24 %", "27 %"),
    "report dans la classe": ("psop.nb | 5 |", "psop.nb | 4 |"),
    "figure expliquée ailleurs": (
        "psop.nb | 5 | etapes | operation=PSOP | 01\n        lettre-2017-01.etapes.total.nb                          | 9",
        "psop.nb | 6 | etapes | operation=PSOP | 01\n        lettre-2017-01.etapes.total.nb                          | 10",
    ),
    "classe imprimée et autre cause": ("start-again.nb | 6 ", "start-again.nb | 5 "),
}


@pytest.mark.parametrize("regle", CAS)
def test_un_ecart_invente_reste_un_ecart(tmp_path, regle):
    texte, atelier, relations = CAS[regle]
    before, after = INVENTES[regle]
    assert before in texte
    assert "écart" in set(confronter(tmp_path, texte.replace(before, after), atelier, relations).statut)


# ---------------------------------------------------------------- le détail des règles


def test_la_saisie_tardive_nomme_les_dates_et_les_faits(tmp_path):
    texte, atelier, _ = CAS["saisie tardive"]
    said = confronter(tmp_path, texte, atelier).explication["lettre-2017-03.x"].replace("\u00a0", " ")
    assert (
        said
        == "saisie tardive : 104 connu au 31/03/2017, 105 connu au 30/04/2017 ; les 1 saisis entre les deux dates font exactement l'écart"
    )


def test_une_evolution_depuis_une_annee_saisie_en_retard(tmp_path):
    atelier = Atelier().fait("entrees", 90, 5).fait("entrees", 95, -3).fait("entrees", 5, -3, saisie="2017-02-01")
    table = confronter(tmp_path, "rapport.x.evolution | 10 % | entrees | | 2017 | evolution_sur=2016;signe=baisse", atelier)
    assert table.regle["rapport.x.evolution"] == "saisie tardive"
    assert "les 5 saisis" in table.explication["rapport.x.evolution"]


def test_une_operation_absente_du_tableau_de_l_annee(tmp_path):
    """Elle vaut 0 si les lignes du tableau font son total ; sinon on ne sait pas, et l'écart reste."""
    texte = """
    lettre-2017-01.etapes.formation.remise.nb | 3 | etapes | operation=Remise à niveau | 01
    lettre-2017-12.etapes.formation.psop.nb   | 5 | etapes | operation=PSOP            | 2017
    lettre-2017-12.etapes.total.nb            | {} | etapes |                          | 2017
    """
    atelier = Atelier().fait("etapes", 5, 1, operation="PSOP", classe_etape=FORMATION)
    table = confronter(tmp_path, texte.format(5), atelier)
    assert table.regle["lettre-2017-01.etapes.formation.remise.nb"] == "comptes impossibles"
    assert "lettre-2017-12.etapes.total.nb" in table.explication["lettre-2017-01.etapes.formation.remise.nb"]
    assert confronter(tmp_path, texte.format(6), atelier).statut["lettre-2017-01.etapes.formation.remise.nb"] == "écart"


@pytest.mark.parametrize(
    ("mois", "moins"),
    [
        ({1: 4}, 4),
        ({1: 1, 2: 8, 3: 4, 9: 6}, 10),  # 1, puis 7 de plus, puis 2 de plus
        ({1: 5, 2: 5, 3: 5}, 5),
        ({}, 0),
    ],
)
def test_le_moins_d_etapes_derriere_des_comptes_mensuels(mois, moins):
    assert minimum(mois) == moins


def test_un_plafond_ne_s_explique_qu_a_son_bord(tmp_path):
    texte = """
    rapport.x.ici | 40 | valides_clauses      | secteur=BTP | 2017
    rapport.x.la  | 39 | orientations_clauses | secteur=BTP | 2017
    """
    for computed, status in ((39, "expliqué"), (12, "écart")):
        atelier = Atelier().fait("valides_clauses", computed, secteur="BTP").fait("orientations_clauses", 39, secteur="BTP")
        assert confronter(tmp_path, texte, atelier, PLAFOND).statut["rapport.x.ici"] == status


def test_une_ligne_d_une_longue_somme_n_est_pas_prouvee_par_son_total(tmp_path):
    """Le total imprimé dépasse ses lignes d'une étape : n'importe laquelle pourrait la prendre."""
    lines = "\n".join(f"lettre-2017-01.etapes.emploi.o{n}.nb | 2 | etapes | operation=o{n} | 01" for n in range(8))
    atelier = Atelier()
    for n in range(8):
        atelier.fait("etapes", 3 if n == 4 else 2, 1, operation=f"o{n}", classe_etape="emploi")
    table = confronter(tmp_path, lines + "\nlettre-2017-01.etapes.total.nb | 17 | etapes | | 01", atelier, TOTAL)
    assert table.statut["lettre-2017-01.etapes.emploi.o4.nb"] == "écart"


def test_deux_lignes_qui_s_echangent_une_etape_restent_des_ecarts(tmp_path):
    texte, _, _ = CAS["report dans la classe"]
    texte += "lettre-2017-01.etapes.formation-non-qualifiante.fle.nb | 6 | etapes | operation=FLE | 01"
    swap = (
        _etapes()
        .fait("etapes", 2, 1, operation="PSOP", classe_etape=FORMATION)
        .fait("etapes", 5, 1, operation="FLE", classe_etape=FORMATION)
    )
    assert list(confronter(tmp_path, texte, swap).statut).count("écart") == 2


def test_une_ligne_que_rien_ne_calcule_ne_prouve_pas_le_report_dans_la_classe(tmp_path):
    texte, atelier, _ = CAS["report dans la classe"]
    texte += "lettre-2017-01.etapes.formation-non-qualifiante.fle.nb | 6 | etapes | operation=FLE | 01"
    inconnue = replace(atelier, faits=[*atelier.faits]).fait("etapes", float("nan"), 1, operation="FLE", classe_etape=FORMATION)
    table = confronter(tmp_path, texte, inconnue)
    assert table.statut["lettre-2017-01.etapes.formation-non-qualifiante.fle.nb"] == "non calculable"
    assert table.statut["lettre-2017-01.etapes.formation-non-qualifiante.psop.nb"] == "écart"


# ---------------------------------------------------------------- ce qui ne se calcule pas, ce qui est refusé


def test_non_calculable_dit_pourquoi(tmp_path):
    atelier = Atelier(autres={"montant_aides": None, "taux_sorties_positives": (None, 0, 0)})
    table = confronter(
        tmp_path,
        """
        rapport.x.aides | 10   | montant_aides          | | 2017
        rapport.x.taux  | 49 % | taux_sorties_positives | | 2017
        """,
        atelier,
    )
    assert list(table.statut) == ["non calculable"] * 2
    assert table.explication["rapport.x.aides"].replace("\u00a0", " ") == "L'export « aides » manque."
    assert "dénominateur vide" in table.explication["rapport.x.taux"]


GOOD = "rapport.x.a | 12 | entrees | commune=Dijon | 2017"


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ('"entrees"', '"entres"', "l'indicateur « entres » n'existe pas"),
        ('"commune=Dijon"', '"ville=Dijon"', "l'axe « ville » n'existe pas"),
        ('"2017-01-01"', '"01/01/2017"', "la date « 01/01/2017 » (du) ne se lit pas"),
        ('"12","12"', '"12","douze"', "« douze »"),
        ('"oui"', '"peut-être"', "« peut-être » dans la colonne calculable"),
        ('"oui",""', '"non",""', "ne dit pas pourquoi"),
        ('"","oui"', '"tronque=oui","oui"', "le paramètre « tronque=oui » n'est pas prévu"),
        ('"unités"', '"%"', "Dites à quoi elle se rapporte"),
        (COLUMNS, COLUMNS.replace("indicateur", "mesure"), "colonne indicateur absente"),
    ],
)
def test_un_csv_fautif_est_refuse_avec_sa_ligne(tmp_path, avant, apres, dit):
    text = figures(GOOD)
    assert avant in text
    (tmp_path / "figures.csv").write_text(text.replace(avant, apres), encoding="utf-8")
    (tmp_path / "relations.toml").write_text("", encoding="utf-8")
    with pytest.raises(PlieError) as refus:
        comparer(tmp_path, Atelier().calculer, {})
    assert dit in refus.value.message and "figures.csv" in refus.value.message
    assert ("ligne 2" in refus.value.message) or avant == COLUMNS


def test_un_identifiant_en_double_est_refuse(tmp_path):
    with pytest.raises(PlieError) as refus:
        confronter(tmp_path, f"{GOOD}\n{GOOD}", Atelier())
    assert "ligne 3 : l'identifiant rapport.x.a est déjà pris" in refus.value.message


# ---------------------------------------------------------------- sorties


def test_les_calculs_sont_groupes(tmp_path):
    atelier = Atelier().fait("etapes", 1, 3, operation="o1")
    texte = "\n".join(f"lettre-2017-03.texte.o{n} | {int(n == 1)} | etapes | operation=o{n} | 03" for n in range(50))
    assert set(confronter(tmp_path, texte, atelier).statut) == {"égal"}
    assert atelier.appels == 1


def test_le_csv_est_le_meme_deux_fois_et_le_resume_compte_tout(tmp_path):
    texte, atelier, relations = CAS["figure expliquée ailleurs"]
    tables = [confronter(tmp_path, texte, atelier, relations).reset_index() for _ in range(2)]
    assert en_csv(tables[0]) == en_csv(tables[1])
    assert en_csv(tables[0]).splitlines()[1].split(",")[13:16] == ["4", "4", "3"]
    assert resumer(tables[0]).to_dict("records") == [
        {"document": "lettre", "section": "etapes", "figures": 4, "égal": 2, "expliqué": 2, "écart": 0, "non calculable": 0}
    ]


def test_la_page_se_suffit(tmp_path):
    import datetime as dt

    from annee_2017.comparaison import auditer

    texte, atelier, relations = CAS["contradiction imprimée"]
    table = confronter(tmp_path, texte, atelier, relations).reset_index()
    page = page_html(
        table,
        auditer(tmp_path),
        titre="Titre <b>",
        organisme="PLIE",
        photo=dt.date(2018, 1, 31),
        execution=dt.datetime(2018, 2, 1, 9, 5),
        version="0.1.0",
    )
    assert "<script" not in page and "http://" not in page and "https://" not in page
    assert "Titre &lt;b&gt;" in page and '<html lang="fr">' in page
    assert "Sur 2 figures calculables, 1 sont égales (50,0\u00a0%) et 1 expliquées" in page
    anchors = {part.split('"')[0] for part in page.split('href="#')[1:]}
    assert all(f'id="{anchor}"' in page for anchor in anchors)


# ---------------------------------------------------------------- l'année de référence


@pytest.fixture(scope="session")
def comparaison_2017(annee_2017):
    """Ce que « plie comparer rapport-2017 » écrit et dit : code de sortie, texte, table du CSV."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = run(["comparer", "rapport-2017", "--racine", str(annee_2017.racine)])
    table = pd.read_csv(annee_2017.racine / "data" / "comparaison" / "comparaison-rapport-2017.csv", keep_default_na=False)
    return code, told.getvalue(), table


def test_chaque_figure_calculable_de_2017_est_egale_ou_expliquee(comparaison_2017):
    code, _, table = comparaison_2017
    gaps = table[table.statut == "écart"]
    assert gaps.empty, gaps[["id", "imprime", "valeur_calculee"]].to_string()
    assert code == 0


def test_neuf_figures_calculables_sur_dix_sont_egales(comparaison_2017):
    table = comparaison_2017[2]
    reachable = table[table.statut != "non calculable"]
    assert len(table) > 1700 and len(reachable) >= 1550
    assert (reachable.statut == "égal").mean() >= 0.9


def test_une_explication_cite_sa_preuve(comparaison_2017):
    """Une autre figure imprimée, une date de connaissance, une valeur recalculée : jamais une simple affirmation."""
    table = comparaison_2017[2]
    explained = table[table.statut == "expliqué"]
    assert explained.explication.str.contains(r"\d").all()
    assert set(explained.regle) <= set(regles())


def test_une_figure_dite_calculable_l_est(comparaison_2017):
    """Seule manque l'année 2016 des clauses, que les exports ne portent pas."""
    table = comparaison_2017[2]
    missing = table[(table.statut == "non calculable") & table.explication.str.contains("dénominateur vide|export")]
    assert set(missing.id[missing.indicateur != ""]) <= {"rapport.3-1-5.texte.contrats.cdi.evolution"}


def test_la_commande_dit_le_resume_et_ecrit_la_page(comparaison_2017, annee_2017):
    _, told, _ = comparaison_2017
    assert "Ensemble" in told and "figures calculables sont égales" in told
    page = (annee_2017.racine / "data" / "comparaison" / "comparaison-rapport-2017.html").read_text(encoding="utf-8")
    assert page.count("<details") > 30 and "<script" not in page


def test_rien_n_en_sort_de_la_maison(comparaison_2017, annee_2017):
    """Les chiffres calculés y sont tous, même petits : à part des pages qui partent, lisibles du seul propriétaire."""
    _, told, table = comparaison_2017
    assert "data/comparaison/comparaison-rapport-2017.html" in told and not list(annee_2017.rapports.glob("*comparaison*"))
    folder = annee_2017.racine / "data" / "comparaison"
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    page = (folder / "comparaison-rapport-2017.html").read_text(encoding="utf-8")
    assert "Pour la maison seule" in page.partition("<h2")[0]
    assert not {"numerateur", "denominateur"} & set(table.columns)


def test_ce_qu_une_ancienne_version_avait_mis_parmi_les_pages_publiees_en_est_retire(annee_2017, tmp_path, capsys):
    """Sauf ce que quelqu'un a modifié depuis : c'est à lui."""
    folder = tmp_path / "reference" / "invente"
    folder.mkdir(parents=True)
    (folder / "figures.csv").write_text(figures("rapport.x.entrees | 494 | entrees | | 2017"), encoding="utf-8")
    (folder / "relations.toml").write_text("", encoding="utf-8")
    (tmp_path / "data" / "rapports").mkdir(parents=True)
    (tmp_path / "data" / "curated").symlink_to(annee_2017.curated)
    settings = load_settings(tmp_path)
    page, text = (publier(settings.rapports / f"comparaison-invente.{kind}", b"avant", settings) for kind in ("html", "csv"))
    text.write_text("annoté", encoding="utf-8")
    assert run(["comparer", "invente", "--racine", str(tmp_path)]) == 0
    assert not page.exists() and text.read_text(encoding="utf-8") == "annoté"


def test_l_audit_se_lit_sans_base(tmp_path, capsys):
    assert run(["comparer", "rapport-2017", "--coherence", "--racine", str(tmp_path)]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "relations, vérifiées" in told.splitlines()[0] and "n’entrent dans aucune relation" in told.splitlines()[0]
    assert "attendu : 100 × 305 ÷ 503 = 60,64 (100 × lettre-2017-01.texte.etapes.emploi.nb ÷ lettre-2017-01.texte.etapes.total)" in told
    assert "  hypothèse : " in told and "cause probable" not in told
    assert run(["comparer", "rapport-2017", "--coherence", "--format", "csv", "--racine", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "relation,genre,enonce,figure_a,imprime,valeur_a,sens,figure_b,calcul,valeur_b,ecart,cause" and len(lines) > 80


def test_un_rapport_inconnu_dit_lesquels_existent(tmp_path, capsys):
    assert run(["comparer", "rapport-1917", "--racine", str(tmp_path)]) == 2
    assert "Dossiers de référence\u00a0: rapport-2017." in capsys.readouterr().err


def test_un_ecart_rend_la_commande_1_et_le_dit(annee_2017, tmp_path, capsys):
    folder = tmp_path / "reference" / "invente"
    folder.mkdir(parents=True)
    (folder / "figures.csv").write_text(figures("rapport.x.entrees | 9999 | entrees | | 2017"), encoding="utf-8")
    (folder / "relations.toml").write_text("", encoding="utf-8")
    (tmp_path / "data").symlink_to(annee_2017.racine / "data")
    assert run(["comparer", "invente", "--racine", str(tmp_path)]) == 1
    assert "1 écart reste sans explication" in capsys.readouterr().err.replace("\u00a0", " ")
