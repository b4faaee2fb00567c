"""The référent's sheet, the quality of keying, the programmation, the QPV and the RSA on the reference year: key figures, no hole."""

import re

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.errors import PlieError
from plie_analysis.francais import FINE


@pytest.fixture(scope="module")
def atelier(annee_2017):
    return Atelier(annee_2017)


SECTIONS = {
    "fiche_referent": ("chiffres_cles", "activite", "portefeuille", "sorties", "etapes", "vigilance", "saisie"),
    "qualite_saisie": ("ensemble", "tendance", "articles", "par_table", "par_structure", "par_referent", "par_mois", "reste"),
    "programmation": (
        "chiffres_cles",
        "actions",
        "sessions",
        "issues",
        "faits",
        "flux",
        "devenir",
        "avant_apres",
        "suivi",
        "aides",
        "clauses",
        "clauses_par_quartier",
    ),
    "prescripteur": ("chiffres_cles", "flux", "non_entrees", "profil", "etapes", "sorties"),
    "equipe": ("chiffres_cles", "objectifs", "entretiens", "mois_par_mois"),
    "qpv": ("chiffres_cles", "mouvements", "quartiers", "etapes", "ecarts"),
    "rsa": ("chiffres_cles", "mouvements", "entree_et_sortie", "etapes", "ecarts"),
}


def said(piece) -> str:
    """All the text of a piece."""
    if hasattr(piece, "html") and not isinstance(piece.html, str):
        return piece.html()
    if hasattr(piece, "elements"):
        return "\n".join(said(one) for one in piece.elements)
    return f"{piece.phrase}\n{said(piece.donnees)}" if hasattr(piece, "donnees") else piece._repr_html_()


def rows(piece) -> dict[str, list]:
    """The cells of all the tables of a piece, by row header."""
    if hasattr(piece, "lignes"):
        return {line.libelle: [getattr(cell, "texte", cell).replace(FINE, "") for cell in line.cellules] for line in piece.lignes}
    return {name: cells for one in getattr(piece, "elements", ()) for name, cells in rows(one).items()}


def count(atelier: Atelier, query: str) -> int:
    """One count read by plain SQL."""
    return atelier.con.execute(query).fetchone()[0]


@pytest.mark.parametrize(
    ("page", "niveau", "arguments"),
    [
        ("fiche_referent", "interne", {"referent": "R01", "mois": "2017-12"}),
        ("fiche_referent", "partenaires", {"referent": "R13", "mois": "2017-06"}),
        ("qualite_saisie", "interne", {"mois": "2017-12"}),
        ("qualite_saisie", "interne", {}),
        ("prescripteur", "interne", {"prescripteur": "Mission locale", "annee": "2017"}),
        ("prescripteur", "partenaires", {"prescripteur": "Opérateurs", "annee": "2017", "trimestre": "T2"}),
        ("prescripteur", "publique", {"prescripteur": "Pôle emploi", "annee": "2017"}),
        ("equipe", "interne", {"mois": "2017-12"}),
        ("equipe", "interne", {"mois": "2017-01"}),
        *((name, level, {"annee": "2017"}) for name in ("programmation", "qpv", "rsa") for level in ("interne", "partenaires")),
    ],
    ids=str,
)
def test_no_page_prints_a_hole(atelier, page, niveau, arguments):
    shown = getattr(Atelier(atelier._settings, niveau).rapports, page)(**arguments)
    whole = "\n".join(said(getattr(shown, section)()) for section in ("entete", *SECTIONS[page], "pied"))
    text = re.sub(r"<[^>]+>", " ", whole)
    assert not re.findall(r"\b(nan|None|NaT|inf)\b|\{\w+\}", text)
    captions = re.findall(r"<caption[^>]*>(.*?)</caption>", whole)
    assert len(captions) == len(set(captions)) == whole.count("<table")


def test_the_sheet_of_a_referent_counts_his_parcours(atelier):
    page = atelier.rapports.fiche_referent("R01", "2017-12")
    his = "SELECT count(*) FROM curated.parcours WHERE code_referent = 'R01' AND "
    entered = count(atelier, his + "date_entree BETWEEN '2017-07-01' AND '2017-12-31'")
    still = count(atelier, his + "date_entree <= '2017-12-31' AND coalesce(date_sortie, DATE '9999-12-31') > '2017-12-31'")
    found = rows(page.activite())
    assert found["Entrées"][:2] == [str(entered), "28"]
    assert found["File active au 31\u00a0décembre"][:2] == [str(still), "70"]
    assert rows(page.portefeuille())["Total"][0] == str(still)
    assert rows(page.vigilance())["File active"][0] == str(still)
    assert len(rows(page.vigilance())["Bilan des 5 mois"]) == 6
    assert "n’est montrée qu’à l’interne" in said(Atelier(atelier._settings, "publique").rapports.fiche_referent("R01", "2017-12").saisie())


def test_an_unknown_referent_is_refused_with_the_known_ones(atelier):
    for code in ("R99", ""):
        with pytest.raises(PlieError, match="Codes connus : R01, R02"):
            atelier.rapports.fiche_referent(code, "2017-12")
    with pytest.raises(PlieError, match="ne couvre pas mars 2019"):
        atelier.rapports.fiche_referent("R01", "2019-03")


def test_the_sheet_of_a_prescripteur_stands_beside_the_whole(atelier):
    page = atelier.rapports.prescripteur("conseil départemental", 2017, trimestre="T4")
    quarter = "BETWEEN '2017-10-01' AND '2017-12-31'"
    his = "prescripteur = 'Conseil départemental' AND"
    sent, all_sent = (
        count(atelier, f"SELECT count(*) FROM curated.prescription WHERE {who} date_prescription {quarter}") for who in (his, "")
    )
    came = count(atelier, f"SELECT count(*) FROM curated.parcours WHERE {his} date_entree {quarter}")
    assert page.nom == "Conseil départemental" and rows(page.flux())["Prescriptions"][:2] == [str(sent), str(all_sent)]
    assert rows(page.flux())["Ensemble"][1] == rows(page.profil())["Total"][0] == str(came)
    assert list(rows(page.flux()))[-4:] == ["Octobre", "Novembre", "Décembre", "Ensemble"]
    gone = count(atelier, f"SELECT count(*) FROM curated.parcours WHERE {his} date_sortie {quarter}")
    assert rows(page.sorties())["Ensemble des sorties"][0] == str(gone)
    months = [[int(text) for text in rows(page.flux())[name]] for name in ("Octobre", "Novembre", "Décembre", "Ensemble")]
    assert [sum(column) for column in zip(*months[:3], strict=True)] == months[3]


def test_prescripteurs_make_the_whole(atelier):
    names = (
        "Conseil départemental",
        "Mission locale",
        "Opérateurs",
        "Pôle emploi",
        "Services emploi des communes",
        "Services sociaux, associations, SPIP",
    )
    found = [rows(atelier.rapports.prescripteur(name, 2017).flux())["Prescriptions"][:2] for name in names]
    assert sum(int(mine) for mine, _ in found) == int(found[0][1]) and len({whole for _, whole in found}) == 1


@pytest.mark.parametrize(
    ("nom", "dit"),
    [
        ("Pole emplo", "n'existe pas dans la photo"),
        ("CCAS", "« CCAS » est compté dans « Services sociaux, associations, SPIP »"),
        ("", "Il manque le prescripteur"),
    ],
)
def test_an_unknown_prescripteur_is_refused_with_the_known_ones(atelier, nom, dit):
    with pytest.raises(PlieError, match=f"(?s){dit}.*Prescripteurs connus : Conseil départemental ; Mission locale"):
        atelier.rapports.prescripteur(nom, 2017)
    with pytest.raises(PlieError, match="n'est pas un trimestre"):
        atelier.rapports.prescripteur("Pôle emploi", 2017, trimestre="T5")
    with pytest.raises(PlieError, match="ne couvre pas le 1er trimestre 2018"):
        atelier.rapports.prescripteur("Pôle emploi", 2018, trimestre="T1")


def test_all_the_referents_stand_in_one_table(atelier):
    page = atelier.rapports.equipe("2017-12")
    table = rows(page.objectifs())
    his = rows(atelier.rapports.fiche_referent("R13", "2017-12").activite())
    assert table["R13 – Ville de Longvic"][2].endswith("%") and len(table) == 15
    (row,) = [
        line for piece in page.objectifs().elements if hasattr(piece, "lignes") for line in piece.lignes if line.libelle.startswith("R13")
    ]
    assert [str(int(cell.numerateur)) for cell in row.cellules[2:3]] == [his["File active au 31\u00a0décembre"][0]]
    year = "date_entretien BETWEEN '2017-01-01' AND '2017-12-31'"
    held = rows(page.entretiens())
    assert held["Ensemble"][0].replace("\u202f", "") == str(count(atelier, f"SELECT count(*) FROM curated.entretien WHERE {year}"))
    grids = [piece for piece in page.mois_par_mois().elements if hasattr(piece, "lignes")]
    for grid in grids[:2]:
        body, whole = grid.lignes[:-1], grid.lignes[-1]
        for column in range(13):
            assert sum(line.cellules[column].valeur or 0 for line in body) == pytest.approx(whole.cellules[column].valeur)


@pytest.mark.parametrize("niveau", ["partenaires", "publique"])
def test_employees_are_not_compared_outside(atelier, niveau):
    with pytest.raises(PlieError, match="ce sont des salariés"):
        Atelier(atelier._settings, niveau).rapports.equipe("2017-12")


def test_the_quality_page_names_its_worst_articles_first(atelier):
    page = atelier.rapports.qualite_saisie("2017-12")
    ranks = ["Bloquante", "À corriger", "Alerte"]
    severities = [ranks.index(cells[0]) for cells in rows(page.articles()).values()]
    assert severities and severities == sorted(severities)
    lines = sum(one.nb_lignes for one in page.keying.notes["table"])
    assert lines == page.keying.ensemble.nb_lignes > 0
    with pytest.raises(PlieError, match="ne couvre pas mars 2019"):
        atelier.rapports.qualite_saisie("2019-03")


def test_the_programmation_counts_the_participations(atelier):
    page = atelier.rapports.programmation("2017")
    year = "BETWEEN '2017-01-01' AND '2017-12-31'"
    entered = count(atelier, f"SELECT count(*) FROM curated.action WHERE date_entree_action {year}")
    assert rows(page.actions())["Ensemble"][:2] == [
        str(count(atelier, f"SELECT count(*) FROM curated.action WHERE date_orientation {year}")),
        str(entered),
    ]
    assert page.suites.groupby(["mois", "action"])["nombre"].sum().loc[6, "ensemble"] == count(
        atelier, "SELECT count(*) FROM curated.action WHERE date_entree_action BETWEEN '2016-01-01' AND '2017-12-31'"
    )


def test_the_clauses_keep_the_watched_quartiers_apart(atelier):
    """§3.1.5: of 113 employees 41 live in a quartier, 37 in a quartier prioritaire and 4 in one de veille."""
    page = atelier.rapports.programmation("2017")
    table = next(one for one in page.clauses_par_quartier().elements if hasattr(one, "lignes"))
    assert [line.libelle for line in table.lignes if line.genre == "groupe"] == [
        "Quartiers prioritaires",
        "Quartiers de veille",
        "Ailleurs",
    ]
    cells = {line.libelle: [cell.valeur for cell in line.cellules] for line in table.lignes if line.genre != "groupe"}
    assert cells["Quetigny Centre"] == [4, 2, 0] and cells["Guynemer"] == [0, 2, 0]
    assert cells["Hors de ces quartiers"] == [59, 72, 10] and cells["Quartier inconnu"][0] == 8
    total = cells.pop("Ensemble")
    assert [sum(column) for column in zip(*cells.values(), strict=True)] == total == [96, 113, 21]
    text = said(page.clauses_par_quartier())
    assert "37 des 113 salariés viennent d’un quartier prioritaire (33\u00a0%), et 4 d’un quartier de veille." in text


def test_the_clauses_tell_the_exits_of_their_employees(atelier):
    piece = atelier.rapports.programmation("2017").clauses()
    text, found = said(piece), rows(piece)
    assert "28 salariés sont sortis du PLIE dans l’année, dont 21 pour un motif positif (75\u00a0%)." in text
    assert "Le dispositif a reçu 96\u00a0candidatures et en a validé 71." in text
    assert found["CDI"][-2:] == ["10", "90\u00a0%"] and found["Contrat pro"][-2:] == ["6", "100\u00a0%"]
    assert found["PLIE"] == ["44", "8", "88\u00a0%"]


@pytest.mark.parametrize(("niveau", "seuil"), [("partenaires", 5), ("publique", 11)])
def test_the_exits_of_the_clauses_are_protected(atelier, niveau, seuil):
    """Neither a small count, nor the small rest of a share, nor the prescripteurs one by one."""
    page = Atelier(atelier._settings, niveau).rapports.programmation("2017")
    pieces = [one for block in (page.clauses(), page.clauses_par_quartier()) for one in block.elements if hasattr(one, "lignes")]
    assert [line.libelle for line in pieces[2].lignes] == ["PLIE", "Autres prescripteurs", "Ensemble"]
    cells = [cell for table in pieces for line in table.lignes for cell in line.cellules if hasattr(cell, "valeur") and not cell.masquee]
    assert cells and not [cell for cell in cells if cell.unite != "%" and cell.valeur and cell.valeur < seuil]
    rates = [cell for cell in cells if cell.unite == "%" and not cell.est_vide]
    assert not [cell for cell in rates if 0 < cell.denominateur - cell.numerateur < seuil]
    assert bool(rates) is (niveau == "partenaires")


@pytest.mark.parametrize("axe", ["qpv", "rsa"])
def test_a_public_and_the_rest_make_the_whole(atelier, axe):
    page = getattr(atelier.rapports, axe)("2017")
    found = list(rows(page.mouvements()).values())
    inside, outside, whole = found[0], found[1], rows(page.mouvements())["Ensemble"]
    accompanied = count(
        atelier,
        "SELECT count(DISTINCT id_dossier) FROM curated.parcours WHERE date_entree <= '2017-12-31' AND coalesce(date_sortie, DATE '9999-12-31') >= '2017-01-01'",
    )
    assert int(whole[0]) == accompanied
    table = next(one for one in page.mouvements().elements if hasattr(one, "lignes"))
    public, rest, both = (line.cellules for line in table.lignes[:3])
    assert [a.valeur + b.valeur for a, b in zip(public[:4], rest[:4], strict=True)] == [cell.valeur for cell in both[:4]]
    assert inside and outside and "Un écart n’est pas un effet" in said(page.ecarts())
