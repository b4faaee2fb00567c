"""Un parcours dont les dates ne se peuvent pas : nulle part une durée ne le compte, et partout il est nommé."""

import datetime as dt
import re
import shutil

import duckdb
import pytest

from plie_analysis import cohortes
from plie_analysis.atelier import Atelier
from plie_analysis.charte.controle import controler
from plie_analysis.cli import run
from plie_analysis.curate import build
from plie_analysis.database import open_database
from plie_analysis.indicateurs import calculer
from plie_analysis.protection.porte import Porte
from plie_analysis.settings import load_settings
from plie_analysis.survie.dates import dates_impossibles, phrase_des_ecartes
from tests.tableau import PHOTO, base, dossier, lignes, reglages

TROIS = """
parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_sortie
P1          | D1         | R1            | 2017-03-01  | 2017-02-01  | EMPLOI       | 2017-06-01
P2          | D2         | R1            | 2018-02-01  |             |              |
P3          | D3         | R1            | 2017-03-01  | 2018-03-01  | EMPLOI       | 2017-12-01
P4          | D4         | R1            | 2017-03-01  | 2017-03-01  | EMPLOI       | 2017-03-02
P5          | D5         | R1            | 2017-03-01  |             |              |

etapes
id_etape | id_parcours | operation | date_debut
E1       | P3          | CDDI      | 2017-03-11
E5       | P5          | CDDI      | 2017-03-31
"""
ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}


def test_ce_qui_est_impossible():
    con = base(TROIS)
    assert lignes(con, "SELECT id_parcours, a_dates_impossibles, duree_jours FROM curated.parcours ORDER BY 1") == [
        ("P1", True, None),  # la sortie précède l'entrée
        ("P2", True, None),  # l'entrée est après la photo
        ("P3", True, None),  # la sortie est après la photo
        ("P4", False, 0),
        ("P5", False, None),
    ]
    assert dates_impossibles(con, PHOTO) == ("P1", "P2", "P3")
    # La sortie de P3 n'est saisie que le 1er décembre : avant, rien ne la rend impossible.
    assert dates_impossibles(con, PHOTO, dt.date(2017, 11, 30)) == ("P1", "P2")
    assert dates_impossibles(con, PHOTO, dt.date(2017, 5, 31)) == ("P2",)


def test_les_durees_ne_les_comptent_pas_et_les_comptes_les_comptent():
    con = base(TROIS)
    ids = ["entrees", "sorties", "duree_moyenne_sorties", "duree_moyenne_accompagnes", "delai_premiere_etape", "duree_mediane_km"]
    found = calculer(con, ids, config=reglages(), **ANNEE).set_index("indicateur")
    assert found["valeur"]["entrees"] == 4 and found["valeur"]["sorties"] == 2
    assert found["denominateur"]["duree_moyenne_sorties"] == 1
    assert found["denominateur"]["duree_moyenne_accompagnes"] == 2
    assert found["valeur"]["delai_premiere_etape"] == 30
    assert found["denominateur"]["duree_mediane_km"] == 2
    by_age = calculer(con, ["sorties"], config=reglages(), par=["anciennete"], **ANNEE).set_index("anciennete")["valeur"].to_dict()
    assert by_age == {"0-5": 1, "non renseigné": 1}
    assert len(cohortes.suivre(con, au="2017-12-31", config=reglages()).parcours) == 2


def test_la_phrase_nomme_dans_la_maison_et_compte_ailleurs():
    (said,) = phrase_des_ecartes(("P1", "P2", "P3"), nommer=True)
    assert said.startswith("3\u00a0parcours aux dates impossibles (P1, P2 et P3) sont écartés des durées et des suivis")
    (said,) = phrase_des_ecartes(("P1",), nommer=False)
    assert said.startswith("1\u00a0parcours aux dates impossibles est écarté") and "P1" not in said
    (said,) = phrase_des_ecartes(tuple(f"P{rank:02d}" for rank in range(12)), nommer=True)
    assert "P09 et 2 autres)" in said
    assert phrase_des_ecartes((), nommer=True) == ()


def test_la_commande_ne_s_arrete_pas_et_le_dit(tmp_path, capsys):
    racine = str(dossier(tmp_path, TROIS))
    periode = ["--du", "2017-01-01", "--au", "2017-12-31", "--racine", racine]
    assert run(["indicateurs", "duree_mediane_km", *periode]) == 0
    told = capsys.readouterr()
    assert "3\u00a0parcours aux dates impossibles (P1, P2 et P3) sont écartés" in told.err
    assert "(1) Trop peu de parcours suivis (moins de 5)." in told.out
    assert run(["indicateurs", "duree_moyenne_sorties", "--diffusion", "partenaires", *periode]) == 0
    told = capsys.readouterr().err
    assert "3\u00a0parcours aux dates impossibles sont écartés" in told and "P1" not in told
    assert run(["indicateurs", "entrees", *periode]) == 0
    assert "impossibles" not in capsys.readouterr().err
    assert run(["cohortes", "--au", "2017-12-31", "--racine", racine]) == 0
    assert "(P1, P2 et P3) sont écartés" in capsys.readouterr().out


@pytest.fixture(scope="module")
def abimee(annee_2017, tmp_path_factory):
    """L'année de référence, trois parcours ayant chacun une des dates impossibles ; les réglages et leurs numéros."""
    racine = tmp_path_factory.mktemp("abimee") / "plie"
    shutil.copytree(annee_2017.racine, racine)
    settings = load_settings(racine)
    with duckdb.connect(str(settings.base)) as con:
        ((photo,),) = con.execute("SELECT max(photo) FROM raw.fichier").fetchall()
        sortis, ouverts = (
            [
                numero
                for (numero,) in con.execute(f"SELECT id_parcours FROM raw.parcours WHERE est_retenue AND {which} ORDER BY 1").fetchall()
            ]
            for which in (
                "date_entree >= '2017-01-01' AND date_sortie <= '2017-12-31'",
                "date_entree >= '2017-01-01' AND date_sortie IS NULL",
            )
        )
        numeros = sortis[0], ouverts[0], ouverts[1]
        con.execute("UPDATE raw.parcours SET date_sortie = date_entree - 1 WHERE id_parcours = ?", [numeros[0]])
        con.execute("UPDATE raw.parcours SET date_entree = photo + 10 WHERE id_parcours = ?", [numeros[1]])
        con.execute("UPDATE raw.parcours SET date_sortie = photo + 20, motif_sortie = 'EMPLOI' WHERE id_parcours = ?", [numeros[2]])
        build(con, [photo], settings)
    return settings, tuple(sorted(numeros))


def test_tout_se_calcule_et_ecarte_les_memes(abimee):
    settings, numeros = abimee
    with open_database(settings) as con:
        porte = Porte(settings, con)
        ids, left_out = porte.possibles(**ANNEE)
        assert len(ids) > 60 and not [line for line in left_out if "durée" in line.lower()]
        found = porte.indicateurs(ids, **ANNEE)
        suivi = cohortes.suivre(con, au="2017-12-31", config=settings.config)
        assert suivi.parcours.attrs["ecartes"] == dates_impossibles(con, porte.photo) == numeros
        assert not set(suivi.parcours["id_parcours"]) & set(numeros)
        cohortes.tableau(suivi)
    (said,) = [sentence for sentence in found.avis if "impossibles" in sentence]
    assert all(numero in said for numero in numeros)


PAGES = {
    "lettre": (lambda plie: plie.rapports.lettre("2017-12"), "entete"),
    "rapport_annuel": (lambda plie: plie.rapports.rapport_annuel(2017), "entete"),
    "programmation": (lambda plie: plie.rapports.programmation(2017), "entete"),
    "qpv": (lambda plie: plie.rapports.qpv(2017), "entete"),
    "methode": (lambda plie: plie.rapports.methode(2017), "entete"),
    "cohortes": (lambda plie: plie.rapports.cohortes("2017", par="qpv"), "lecture"),
    "trajectoires": (lambda plie: plie.rapports.trajectoires("2017"), "lecture"),
}


@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_se_montre_et_les_nomme(abimee, nom):
    settings, numeros = abimee
    page_of, where = PAGES[nom]
    said = re.sub(r"<[^>]+>", " ", getattr(page_of(Atelier(settings)), where)()._repr_html_())
    assert all(numero in said for numero in numeros), said


def test_un_carnet_les_nomme_et_dit_pourquoi_une_case_est_vide(abimee):
    settings, numeros = abimee
    found = Atelier(settings).indicateurs("incidence_sortie_positive", du="2017-01-01", au="2017-12-31", par="cohorte_annee")
    for said in (repr(found), found._repr_html_()):
        assert all(numero in said for numero in numeros) and "Ces parcours ne sont vus qu’à partir de leur" in said


def test_la_charte_les_constate(abimee):
    settings, numeros = abimee
    with open_database(settings) as con:
        ((photo,),) = con.execute("SELECT max(photo) FROM raw.fichier").fetchall()
    controler(settings, photo)
    with duckdb.connect(str(settings.curated / "journal.duckdb"), read_only=True) as con:
        found = con.execute("SELECT DISTINCT cle FROM constat WHERE article = 'C02' ORDER BY 1").fetchall()
    assert {cle for (cle,) in found} == set(numeros)
