"""Audit de cohérence : de petits tableaux imprimés inventés, et la contradiction attendue."""

import pytest

from annee_2017.comparaison import coherence
from plie_analysis.errors import PlieError
from tests.annee_2017.imprime_invente import HEADER, audit, examine, only, rounding

TOTAL = """
[[relation]]
id = "total"
enonce = "Lettre {mois} : le total est la somme des lignes"
a = "lettre-{mois}.etapes.total.nb"
plus = ["lettre-{mois}.etapes.*.*.nb"]
"""
PART = """
[[relation]]
id = "part"
enonce = "part de {classe}"
a = "t.{classe}.part"
plus = ["t.{classe}.nb"]
sur = ["t.total.nb"]
facteur = 100
"""
CUMUL = """
[[relation]]
id = "cumul"
enonce = "Lettre {mois} : cumul"
a = "lettre-{mois}.cumul"
plus = ["lettre-{mois_precedent}.cumul", "lettre-{mois}.mois"]
tardif = [1, 3]
"""


def test_un_tableau_coherent_ne_donne_rien(tmp_path):
    figures = """
    lettre-2017-01.etapes.emploi.cdd.nb 12
    lettre-2017-01.etapes.emploi.interim.nb 8
    lettre-2017-01.etapes.total.nb 20
    t.emploi.nb 2
    t.emploi.part 67%
    t.total.nb 3
    lettre-2017-01.cumul 5
    lettre-2017-02.cumul 9
    lettre-2017-02.mois 4
    """
    table = audit(tmp_path, figures, TOTAL + PART + CUMUL)
    assert table.empty
    assert list(table.columns) == coherence.COLUMNS


def test_un_total_qui_omet_une_operation(tmp_path):
    figures = """
    lettre-2017-06.etapes.emploi.cdd.nb 12 CDD
    lettre-2017-06.etapes.emploi.clauses.nb 7 Clauses
    lettre-2017-06.etapes.emploi.interim.nb 9 Intérim
    lettre-2017-06.etapes.total.nb 21
    """
    assert only(audit(tmp_path, figures, TOTAL)) == (
        "lettre-2017-06.etapes.total.nb", 21, 28, -7, "hypothèse : ligne laissée de côté, Clauses (7)",
    )  # fmt: skip


def test_plusieurs_lignes_possibles_la_derniere_est_la_plus_probable(tmp_path):
    figures = """
    lettre-2017-06.etapes.emploi.a.nb 1 Première
    lettre-2017-06.etapes.emploi.b.nb 9 Milieu
    lettre-2017-06.etapes.emploi.c.nb 1 Dernière
    lettre-2017-06.etapes.total.nb 10
    """
    cause = only(audit(tmp_path, figures, TOTAL))[-1]
    assert cause == "hypothèse : ligne laissée de côté, Dernière (1), la dernière des 2 lignes de cette valeur"


def test_une_ligne_imprimee_sans_nombre_rend_le_total_inverifiable(tmp_path):
    """Elle peut porter ce qui manque ; elle n'excuse ni un total trop petit, ni la lettre d'un autre mois."""
    figures = """
    lettre-2017-03.etapes.emploi.a.nb 30
    lettre-2017-03.etapes.emploi.b.nb 14
    lettre-2017-03.etapes.total.nb 55
    """
    gaps = "lettre-2017-03,lettre-2017-03.etapes.formation.autre.nb,Autre formation,9\n"
    found = examine(tmp_path, figures, TOTAL, gaps)
    assert found.contradictions.empty and found.genres.loc["autre", "incomplète"] == 1
    assert only(audit(tmp_path, figures.replace("55", "43"), TOTAL, gaps))[3] == -1
    other_month = gaps.replace("2017-03", "2017-04")
    assert only(audit(tmp_path, figures, TOTAL, other_month))[-1] == "non expliqué"


def test_pourcentage_arrondi_tronque_ou_faux(tmp_path):
    figures = "t.emploi.nb 2\nt.emploi.part {}\nt.total.nb 3"
    right = examine(tmp_path, figures.format("67%"), PART)
    assert right.contradictions.empty and right.arrondis.empty
    assert rounding(examine(tmp_path, figures.format("66%"), PART)) == "troncature au lieu de l'arrondi (66,67)"
    assert only(audit(tmp_path, figures.format("65%"), PART))[-1] == "non expliqué"
    assert only(audit(tmp_path, figures.format("68%"), PART))[-1] == "non expliqué"


def test_un_tiers_est_un_ordre_de_grandeur(tmp_path):
    assert audit(tmp_path, "t.a.nb 43\nt.a.part 1/3\nt.total.nb 135", PART).empty
    assert len(audit(tmp_path, "t.a.nb 60\nt.a.part 1/3\nt.total.nb 135", PART)) == 1


def test_la_moitie_s_arrondit_au_dessus(tmp_path):
    assert audit(tmp_path, "t.a.nb 1\nt.a.part 13%\nt.total.nb 8", PART).empty


def test_part_rapportee_a_un_autre_nombre_imprime(tmp_path):
    relations = PART + 'autres_sur = ["t.autre"]\n'
    cause = only(audit(tmp_path, "t.a.nb 19\nt.a.part 21%\nt.total.nb 109\nt.autre 91", relations))[-1]
    assert cause == "hypothèse : part rapportée à un autre nombre imprimé, t.autre (91)"


DURABLES = """
[[relation]]
id = "durables"
enonce = "emplois durables"
a = "t.durables.part"
plus = ["t.lignes.cdi.nb"]
sur = ["t.lignes.*.nb"]
autour = ["t.lignes.*.nb"]
facteur = 100
"""


def test_part_avec_une_ligne_comptee_en_trop(tmp_path):
    figures = "t.lignes.cdi.nb 30 CDI\nt.lignes.court.nb 25 CDD court\nt.lignes.interim.nb 60 Intérim\nt.durables.part 48%"
    assert only(audit(tmp_path, figures, DURABLES))[-1] == "hypothèse : ligne comptée en trop, CDD court (25)"


def test_part_avec_une_ligne_laissee_au_denominateur(tmp_path):
    figures = "t.lignes.cdi.nb 30 CDI\nt.lignes.court.nb 40 CDD court\nt.lignes.interim.nb 70 Intérim\nt.durables.part 30%"
    cause = only(audit(tmp_path, figures, DURABLES))[-1]
    assert cause == "hypothèse : ligne laissée de côté au dénominateur, CDD court (40)"


@pytest.mark.parametrize(
    ("total", "ecart", "cause"),
    [
        (33, 1, "hypothèse : saisie tardive (1 de plus que la lettre d'avant et le mois)"),
        (35, 3, "hypothèse : saisie tardive (3 de plus que la lettre d'avant et le mois)"),
        (40, 8, "non expliqué"),
        (28, -4, "hypothèse : ligne laissée de côté, lettre-2017-02.mois (4)"),
    ],
)
def test_cumul_d_un_mois_a_l_autre(tmp_path, total, ecart, cause):
    figures = f"lettre-2017-01.cumul 28\nlettre-2017-02.cumul {total}\nlettre-2017-02.mois 4"
    assert only(audit(tmp_path, figures, CUMUL))[3:] == (ecart, cause)


def test_un_mois_sans_lettre_n_est_pas_compare_au_precedent(tmp_path):
    figures = """
    lettre-2017-06.cumul 5
    lettre-2017-07.cumul 7
    lettre-2017-07.mois 2
    lettre-2017-09.cumul 90
    lettre-2017-09.mois 1
    """
    assert audit(tmp_path, figures, CUMUL).empty


STOCK = """
[[relation]]
id = "flux"
enonce = "Lettre {mois} : accompagnés"
a = "lettre-{mois}.accompagnes"
plus = ["lettre-{lettre_precedente}.accompagnes", "lettre-{mois}.entrees"]
nature = "flux"

[[relation]]
id = "stock"
enonce = "Lettre {mois} : file active"
a = "lettre-{mois}.file"
plus = ["lettre-{mois}.accompagnes"]
moins = ["lettre-{mois}.sorties"]
nature = "stock"
voisine = "flux"
"""


def letters(*rows):
    names = ("accompagnes", "entrees", "sorties", "file")
    return "\n".join(f"lettre-{month}.{name} {value}" for month, *values in rows for name, value in zip(names, values, strict=True))


def test_file_active_et_accompagnes_moins_sorties(tmp_path):
    table = audit(tmp_path, letters(("2017-01", 100, 10, 20, 83), ("2017-02", 110, 10, 30, 76)), STOCK)
    assert list(table.ecart) == [3, -4]
    assert "plus de parcours ouverts" in table.cause[0]
    assert "moins de parcours ouverts" in table.cause[1]


def test_une_valeur_isolee_dans_la_serie_explique_le_stock(tmp_path):
    rows = [("2017-01", 100, 10, 20, 80), ("2017-02", 136, 10, 30, 80), ("2017-03", 120, 10, 40, 80)]
    table = audit(tmp_path, letters(*rows), STOCK).set_index("figure_a")
    assert table.cause["lettre-2017-02.accompagnes"].startswith("valeur isolée dans la série : la lettre suivante")
    assert table.cause["lettre-2017-03.accompagnes"].startswith("valeur isolée dans la série : la lettre précédente")
    assert table.cause["lettre-2017-02.file"] == "un terme est hors de sa série : voir flux (+26)"


ANNUEL = """
[[relation]]
id = "annuel"
enonce = "{operation} : l'année vaut au moins {mois}"
a = "lettre-{mois}.etapes.{classe}.{operation}.nb"
plus = ["lettre-2017-12.etapes.*.{operation}.nb"]
sens = "<="
nature = "annuel"
absent_vaut = 0
un_seul_par = "operation"
"""


def test_compte_annuel_inferieur_a_l_un_de_ses_mois(tmp_path):
    figures = """
    lettre-2017-01.etapes.mobilisation.stage.nb 5
    lettre-2017-02.etapes.mobilisation.stage.nb 8
    lettre-2017-02.etapes.mobilisation.atelier.nb 4
    lettre-2017-02.etapes.emploi.cdd.nb 4
    lettre-2017-02.etapes.emploi.civique.nb 2
    lettre-2017-12.etapes.mobilisation.stage.nb 4
    lettre-2017-12.etapes.formation.atelier.nb 3
    lettre-2017-12.etapes.emploi.cdd.nb 9
    """
    table = audit(tmp_path, figures, ANNUEL).set_index("figure_a")
    assert list(table.ecart) == [4, 1, 2], "un seul écart par opération, le plus grand"
    assert table.cause.iloc[0] == "hypothèse : les deux tableaux ne comptent pas la même chose"
    assert table.cause.iloc[1] == "l'opération a changé de classe entre-temps"
    assert table.cause.iloc[2] == "opération absente du tableau annuel ; hypothèse : regroupée ou reclassée"


def test_la_meme_figure_imprimee_deux_fois(tmp_path):
    relations = '[[egalites]]\nid = "double"\nenonce = "accompagnés"\nfigures = ["r.a", "r.b", "r.c", "r.etapes"]\n'
    table = audit(tmp_path, "r.a 265\nr.b 264\nr.c 265\nr.etapes 240", relations).set_index("figure_a")
    assert table.cause["r.b"] == "un seul chiffre diffère (264 pour 265) ; hypothèse : coquille"
    assert table.cause["r.etapes"] == "deux unités : personnes d'un côté, étapes saisies de l'autre"
    assert len(table) == 2


def test_texte_contre_somme_de_figures(tmp_path):
    relations = '[[egalites]]\nid = "double"\nenonce = "sessions"\nfigures = ["r.total"]\nsomme = ["r.a", "r.b"]\n'
    assert audit(tmp_path, "r.total 18\nr.a 12\nr.b 6", relations).empty
    assert only(audit(tmp_path, "r.total 12\nr.a 12\nr.b 6", relations))[3:] == (-6, "hypothèse : ligne laissée de côté, r.b (6)")


DOUBLE = '[[egalites]]\nid = "double"\nenonce = "part"\nfigures = ["t.a.part", "t.b.part"]\n'


def test_meme_part_tronquee_puis_arrondie(tmp_path):
    """Les effectifs le prouvent : sans eux, ce sont deux nombres différents."""
    found = examine(tmp_path, "t.a.part 19%\nt.a.nb 92\nt.b.part 18%\nt.b.nb 92\nt.total.nb 494", PART + DOUBLE)
    assert found.contradictions.empty
    assert found.arrondis.cause.iloc[-1] == "la même part tronquée d'un côté, arrondie de l'autre (18,62)"
    assert only(audit(tmp_path, "t.a.part 19%\nt.b.part 18%", DOUBLE))[-1] == "non expliqué"


def test_parts_qui_depassent_cent(tmp_path):
    relations = """
    [[relation]]
    id = "motifs"
    enonce = "les parts font 100"
    a = "r.un.part"
    constante = 100
    moins = ["r.*.part"]
    sauf = ["r.un.part"]
    nature = "repartition"
    """
    assert only(audit(tmp_path, "r.un.part 24%\nr.deux.part 76%\nr.trois.part 10%", relations))[2:] == (
        14, 10, "les parts dépassent 100 ; hypothèse : réponses multiples",
    )  # fmt: skip


def test_arrondi_grossier(tmp_path):
    relations = '[[relation]]\nid = "cout"\nenonce = "coût"\na = "r.cout"\nplus = ["r.budget"]\nsur = ["r.nb"]\n'
    figures = "r.cout {}\nr.budget 1153000\nr.nb 1291"
    assert rounding(examine(tmp_path, figures.format(890), relations)) == "arrondi à la dizaine (893,11)"
    assert only(audit(tmp_path, figures.format(891), relations))[-1] == "non expliqué"


def test_difference_de_parts_deja_arrondies(tmp_path):
    relations = """
    [[relation]]
    id = "points"
    enonce = "évolution"
    a = "r.evolution"
    plus = ["r.b.nb"]
    sur = ["r.b.total"]
    retire = ["r.a.nb", "r.a.total"]
    facteur = 100
    """
    figures = "r.evolution 1\nr.a.nb 148\nr.a.total 1525\nr.b.nb 145\nr.b.total 1291"
    assert rounding(examine(tmp_path, figures, relations)) == "différence de pourcentages déjà arrondis (1,53)"


def test_un_denominateur_nul_n_est_pas_compare(tmp_path):
    assert audit(tmp_path, "t.a.nb 0\nt.a.part 0%\nt.total.nb 0", PART).empty


def test_une_relation_sans_figure_est_refusee(tmp_path):
    with pytest.raises(PlieError, match="total ne s'applique à aucune figure"):
        audit(tmp_path, "autre.chose 1", TOTAL)


def test_un_champ_inconnu_est_refuse(tmp_path):
    with pytest.raises(PlieError, match="relation total : champ inconnu"):
        audit(tmp_path, "autre.chose 1", TOTAL + "diviseur = 2\n")


@pytest.mark.parametrize(
    ("csv", "message"),
    [
        (HEADER + "a,douze,douze,personnes,,4\n", "figures.csv, ligne 2 : « douze »"),
        (HEADER + "a,1,1,personnes,,4\na,2,2,personnes,,5\n", "figures.csv, ligne 3 : l'identifiant a est déjà pris"),
        (HEADER + "a,1\n", "figures.csv, ligne 2 : ligne tronquée"),
        ("id,valeur\na,1\n", "colonne valeur_imprimee absente"),
    ],
)
def test_un_csv_fautif_est_refuse_avec_sa_ligne(tmp_path, csv, message):
    (tmp_path / "figures.csv").write_text(csv, encoding="utf-8")
    (tmp_path / "relations.toml").write_text(TOTAL, encoding="utf-8")
    with pytest.raises(PlieError, match=message):
        coherence.auditer(tmp_path)


def test_un_dossier_vide_est_refuse(tmp_path):
    with pytest.raises(PlieError, match=r"figures\.csv manque"):
        coherence.auditer(tmp_path)
