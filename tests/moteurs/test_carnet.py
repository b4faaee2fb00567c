"""The door of notebooks: ``ouvrir(moteur=…)`` and ``ouvrir(lac=…)`` answer as ``ouvrir()`` does."""

import dataclasses
import inspect

import pandas as pd
import pytest

from plie_analysis import ouvrir
from plie_analysis.atelier import Atelier
from plie_analysis.curate import write_parquet
from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.moteurs.depot import cle_de, deposer

ANNEE = {"du": "2017-01-01", "au": "2017-12-31"}
QUESTIONS = {
    "photos": lambda plie: plie.photos().frame,
    "catalogue": lambda plie: plie.catalogue("RSA").frame,
    "indicateurs": lambda plie: plie.indicateurs("Taux de sorties positives", par=["qpv", "rsa"], **ANNEE).frame,
    "croise": lambda plie: plie.indicateurs("entrees", par=["sexe", "qpv"], **ANNEE).croise("sexe", "qpv"),
    "cohortes": lambda plie: plie.cohortes(par=["sexe"], au="2017-12-31").frame,
    "parcours": lambda plie: plie.parcours(lesquels="sortis", par=["sexe"], etapes=True, **ANNEE).frame,
    "table": lambda plie: plie.table("parcours").frame.sort_values("id_parcours", ignore_index=True),
    "sql": lambda plie: (
        plie.sql("SELECT sexe, count(*) AS nombre, max(photo) AS photo FROM large.parcours GROUP BY ALL ORDER BY ALL").frame
    ),
    "con": lambda plie: plie.con.execute("SELECT id_parcours, date_sortie FROM curated.parcours ORDER BY 1 LIMIT 9").df(),
}
# What shows the numbers of dossiers: a lake holds pseudonyms.
NUMEROS = {"photos", "cohortes", "parcours", "table", "con"}


@pytest.fixture(scope="module")
def ici(annee_2017):
    return Atelier(annee_2017)


@pytest.fixture(scope="module")
def la_bas(annee_2017, adresse):
    with open_database(annee_2017) as con:
        write_parquet(con, annee_2017.curated)
    plie = Atelier(annee_2017, moteur=adresse)
    yield plie
    plie.con.close()


@pytest.fixture(scope="module")
def lac(annee_2017, tmp_path_factory):
    place = tmp_path_factory.mktemp("lac")
    said = annee_2017.config["plie"] | {"nom": "PLIE de l’essai", "departement": "21"}
    settings = dataclasses.replace(annee_2017, config=annee_2017.config | {"plie": said})
    with open_database(settings) as con:
        secret, _ = cle_de(tmp_path_factory.mktemp("cle") / "cle", place)
        deposer(settings, con, place, secret)
    return place


def test_an_engine_and_a_lake_are_named_and_never_assumed():
    asked = inspect.signature(ouvrir).parameters
    assert {name: asked[name].default for name in ("moteur", "lac")} == {"moteur": "duckdb", "lac": ""}
    assert all(asked[name].kind is inspect.Parameter.KEYWORD_ONLY for name in ("moteur", "lac"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_session_on_an_engine_answers_the_same(ici, la_bas, question):
    pd.testing.assert_frame_equal(QUESTIONS[question](la_bas), QUESTIONS[question](ici), check_exact=True)


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - NUMEROS))
def test_a_session_on_the_lake_of_one_gives_the_figures_of_this_one(ici, annee_2017, lac, question):
    pd.testing.assert_frame_equal(QUESTIONS[question](Atelier(annee_2017, lac=str(lac))), QUESTIONS[question](ici), check_exact=True)


def test_a_lake_says_whose_figures_it_gives_and_refuses_what_it_does_not_hold(annee_2017, lac):
    plie = Atelier(annee_2017, lac=str(lac))
    assert "Lac de 1\u00a0PLIE\u00a0: PLIE de l’essai" in repr(plie)
    with pytest.raises(PlieError, match="Un lac ne garde pas"):
        plie.rejets()


def test_what_the_engine_cannot_do_is_told_in_french(la_bas):
    with pytest.raises(PlieError, match="n'a pas su faire ce calcul"):
        la_bas.sql("SELECT colonne_absente FROM curated.parcours")
    with pytest.raises(PlieError, match="pas sur le même moteur"):
        la_bas.sql("SELECT * FROM curated.parcours, raw.fichier")
    with pytest.raises(PlieError, match="DuckDB refuse"):
        la_bas.sql("SELECT colonne_absente FROM raw.fichier")


@pytest.mark.parametrize("texte", ["'); DROP TABLE t; --", "a\\b", "\\'", "l’été", "$x ? %s", "retour\nligne"])
def test_a_text_comes_back_as_it_was_given(la_bas, texte):
    assert la_bas.con.execute("SELECT DISTINCT ? FROM curated.parcours", [texte]).fetchall() == [(texte,)]


def test_expressions_without_a_name_come_back_apart(la_bas, ici):
    asked = "SELECT count(*) > 0, count(*) > 0, max(photo) FROM curated.parcours"
    assert la_bas.con.execute(asked).fetchall() == ici.con.execute(asked).fetchall()
