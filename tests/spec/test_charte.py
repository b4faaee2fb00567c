"""The charte: its articles, its suites, and what each rule finds."""

import json
import re
from itertools import pairwise

import pytest

from plie_analysis.charte import articles as charte_articles
from plie_analysis.charte import execution, suites, travail
from plie_analysis.charte.seuils import en_vigueur
from plie_analysis.errors import PlieError
from plie_analysis.settings import PACKAGE, Settings
from tests.charte import photo_propre
from tests.charte.fautes import FAUTES, statements
from tests.tableau import PHOTO, reglages

SUITES = PACKAGE.parent / "expectations"
# A single lost étape out of a hundred is above this share.
CHARTE = {**reglages()["charte"], "seuils": {**reglages()["charte"]["seuils"], "perte_volume_max": 0.005}}


def toutes(settings=None):
    settings = settings or Settings(PACKAGE.parent, reglages())
    return suites.load_suites(settings, en_vigueur(settings.config, PHOTO))


@pytest.fixture(scope="module")
def une_faute_par_personne(tmp_path_factory):
    """Person 1 is clean; each other person is spoiled by one mistake. The findings, and the results by article."""
    fautes = [statements(faute[3], n) for n, faute in enumerate(FAUTES, start=2)]
    settings = photo_propre.ecrire(tmp_path_factory.mktemp("fautes"), 1 + len(FAUTES), fautes, charte=CHARTE)
    with execution.executer(settings, PHOTO) as controle:
        found = controle.con.execute("SELECT article, nom_table, cle, dossier, referent FROM constat").fetchall()
        brut = {row[0] for row in controle.con.execute("SELECT DISTINCT article FROM constat").fetchall()}
        return found, controle.resultats, brut


def test_the_charte_is_read_in_its_order():
    named = list(charte_articles.articles(toutes()))
    assert len(named) == len(set(named))
    assert "".join(dict.fromkeys(article[0] for article in named)) == "POCEKRVSFALQDT"
    assert all(before < after for before, after in pairwise(named) if before[0] == after[0])


def test_the_severity_of_a_rule_is_its_gravity_in_the_words_of_great_expectations():
    for suite in toutes():
        for regle in suite.regles:
            assert regle.definition["severity"] == charte_articles.SEVERITES[regle.gravite]


def test_one_suite_per_curated_table():
    tables = {path.stem for path in (PACKAGE / "sql").glob("*.sql")}
    assert {path.stem for path in SUITES.glob("*.json")} == tables
    assert set(travail.vues("lignes")) == tables


def test_every_view_is_named_by_a_rule_and_every_rule_names_a_view_that_exists():
    queries = [regle.requete for suite in toutes() for regle in suite.regles if regle.requete]
    named = {nom for query in queries for nom in execution.VUE_NOMMEE.findall(query)}
    assert named == set(travail.vues("articles"))


def test_the_thresholds_of_the_sql_and_of_the_sentences_are_those_of_the_settings():
    seuils = en_vigueur(reglages(), PHOTO)
    for dossier in ("communs", "lignes", "articles"):
        for nom, sql in travail.vues(dossier).items():
            for function, cle in re.findall(r"\b(seuil|part)\('(\w+)'\)", sql):
                assert cle in seuils, (nom, cle)
                assert seuils[cle].est_part == (function == "part"), (nom, cle)
    for article in charte_articles.articles(toutes()).values():
        assert set(re.findall(r"\{(\w+)\}", article.phrase)) <= set(seuils)


def test_every_threshold_is_used_by_a_rule():
    used = {cle for suite in toutes() for regle in suite.regles for cle in regle.meta["seuils"]}
    assert set(en_vigueur(reglages(), PHOTO)) == used


def test_a_clean_photo_has_nothing_to_say(tmp_path):
    with execution.executer(photo_propre.ecrire(tmp_path, 3), PHOTO) as controle:
        assert controle.con.execute("SELECT * FROM constat").fetchall() == []
        spoken = [(r.article, r.table, r.statut) for r in controle.resultats if r.statut != "conforme"]
    # Nobody has left the PLIE in the clean photo: there is no exit to judge.
    assert spoken == [("C08", "sortie", "non applicable"), ("C09", "sortie", "non applicable"), ("C10", "sortie", "non applicable")]


def test_every_rule_has_a_mistake():
    assert {faute[0] for faute in FAUTES} == {regle.id for suite in toutes() for regle in suite.regles}


def test_each_mistake_causes_its_finding_and_no_other(une_faute_par_personne):
    found, _, _ = une_faute_par_personne
    wanted = {(faute[0].partition(".")[0], faute[1], faute[2].format(n=n)) for n, faute in enumerate(FAUTES, start=2)}
    assert {row[:3] for row in found} == wanted
    assert len(found) == len(wanted)


def test_a_finding_says_whose_it_is(une_faute_par_personne):
    found, _, _ = une_faute_par_personne
    for n, (regle, table, cle, _) in enumerate(FAUTES, start=2):
        row = next(row for row in found if row[:3] == (regle.partition(".")[0], table, cle.format(n=n)))
        if regle in ("P01.1", "C01.1", "E01.1"):
            continue  # what is missing is precisely the link to the person or to the référent
        assert row[4] == f"R{n}", row
        if table != "referent":
            assert row[3] == f"D{n}", row


def test_an_article_counts_its_findings(une_faute_par_personne):
    found, results, _ = une_faute_par_personne
    for result in results:
        assert result.nb_constats == sum(row[:2] == (result.article, result.table) for row in found)
        assert result.statut == "constats", result


def test_without_optional_exports_their_articles_are_not_applicable(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1, ["DELETE FROM raw.fichier WHERE requete = 'entretiens'", "DELETE FROM raw.entretiens"])
    with execution.executer(settings, PHOTO) as controle:
        said = {(r.article, r.table): (r.statut, r.raison) for r in controle.resultats}
    for key in (("R01", "parcours"), ("R02", "entretien"), ("R03", "entretien"), ("R04", "parcours"), ("K01", "entretien")):
        assert said[key] == ("non applicable", "export « entretiens » absent")
    assert said["K01", "etape"][0] == "conforme"


def test_an_empty_export_is_not_a_success(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1, ["DELETE FROM raw.aides"])
    with execution.executer(settings, PHOTO) as controle:
        said = {(r.article, r.table): (r.statut, r.raison) for r in controle.resultats}
    assert said["A01", "aide"] == ("non applicable", "export « aides » vide")


def test_a_photo_without_parcours_is_refused(tmp_path):
    settings = photo_propre.ecrire(
        tmp_path, 1, [f"DELETE FROM raw.{t} WHERE photo = DATE '2017-12-31'" for t in ("parcours", "participants")]
    )
    with pytest.raises(PlieError, match="aucune ligne"), execution.executer(settings, PHOTO):
        pass


def test_the_first_photo_has_no_photo_before_it(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1, photos=(PHOTO,))
    with execution.executer(settings, PHOTO) as controle:
        said = {(r.article, r.table): (r.statut, r.raison) for r in controle.resultats}
    assert said["T01", "parcours"] == ("non applicable", "aucune photo précédente")


def broken(tmp_path, change):
    """A working folder with one suite of its own, changed."""
    definition = json.loads((SUITES / "aide.json").read_text(encoding="utf-8"))
    change(definition)
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "aide.json").write_text(json.dumps(definition), encoding="utf-8")


def test_a_plie_adds_an_article_of_its_own(tmp_path):
    """One more file in its own folder: the articles of the house stay, its own comes after them, with its own findings."""
    settings = photo_propre.ecrire(tmp_path, 2, ["UPDATE raw.etapes SET organisme = 'CREATIV''' WHERE id_parcours = 'P1'"])
    with execution.executer(settings, PHOTO, ("etape",)) as controle:
        before = controle.empreintes
    definition = json.loads((SUITES / "etape.json").read_text(encoding="utf-8"))
    dit = {"phrase": "Chaque étape nomme son organisme.", "gravite": "alerte", "corrige_par": "référent", "source": "Réunion d’équipe"}
    definition["expectations"] = [
        {
            "type": "unexpected_rows_expectation",
            "kwargs": {
                "unexpected_rows_query": "SELECT id_etape AS cle, 'vide' AS valeur, 'un nom' AS attendu FROM raw.etapes WHERE organisme IS NULL"
            },
            "meta": {"article": "X01", "regle": "X01.1", **dit, "seuils": [], "exports": []},
            "severity": "info",
            "description": "Étape sans organisme.",
        }
    ]
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "etape.json").write_text(json.dumps(definition), encoding="utf-8")
    assert [*charte_articles.articles(toutes(settings))] == [*charte_articles.articles(toutes()), "X01"]
    with execution.executer(settings, PHOTO) as controle:
        assert controle.con.execute("SELECT article, cle FROM constat").fetchall() == [("X01", "T2")]
    assert controle.resultats[-1].article == "X01"
    assert {one.article for one in controle.resultats} == {*charte_articles.articles(toutes()), "X01"}
    assert controle.empreintes["etape"] != before["etape"], "a control made before the article would be taken for this one"


def test_a_plie_puts_its_own_rule_in_the_place_of_one_of_the_house(tmp_path):
    settings = Settings(tmp_path, reglages())
    broken(tmp_path, lambda d: d["expectations"][0].update(description="Aide sans montant lisible."))
    (aide,) = (suite for suite in toutes(settings) if suite.table == "aide")
    assert [regle.id for regle in aide.regles] == [regle.id for suite in toutes() if suite.table == "aide" for regle in suite.regles]
    assert aide.regles[0].definition["description"] == "Aide sans montant lisible."


CASES = {
    "unknown column": (lambda d: d["expectations"][0]["kwargs"].update(column="euros"), "A01.1.*euros"),
    "unknown type": (lambda d: d["expectations"][0].update(type="expect_magic"), "A01.1.*expect_magic"),
    "unknown severity": (lambda d: d["expectations"][0].update(severity="fatal"), "A01.1.*gravité"),
    "unknown article": (lambda d: d["expectations"][0]["meta"].update(article="Z99"), "Z99"),
    "another severity": (lambda d: d["expectations"][0].update(severity="info"), "A01.1.*différente de « severity »"),
    "rule of another article": (lambda d: d["expectations"][0]["meta"].update(regle="A02.1"), "n'est pas le numéro d'un article"),
    "unknown threshold": (lambda d: d["expectations"][0]["meta"].update(seuils=["inconnu"]), "seuil « inconnu »"),
    "unknown parameter": (lambda d: d["expectations"][1]["kwargs"].update(min_value={"$PARAMETER": "inconnu"}), "seuil « inconnu »"),
    "unknown view": (lambda d: d["expectations"][3]["kwargs"].update(unexpected_rows_query="SELECT * FROM curated.charte_rien"), "A01.4"),
    "no rule": (lambda d: d.update(expectations=[]), "aucune règle"),
    "no meta": (lambda d: d["expectations"][0].pop("meta"), "forme|meta"),
    "another sentence": (lambda d: d["expectations"][0]["meta"].update(phrase="Autre chose."), "A01.*la même chose"),
    "another corrector": (lambda d: d["expectations"][0]["meta"].update(corrige_par="personne"), "corrige_par"),
    "another name": (lambda d: d.update(name="aides"), "name"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_suite_is_refused(tmp_path, case):
    change, message = CASES[case]
    settings = photo_propre.ecrire(tmp_path, 1)
    broken(tmp_path, change)
    with pytest.raises(PlieError, match=f"(?s){message}"), execution.executer(settings, PHOTO):
        pass


def test_a_suite_that_is_not_json_is_refused(tmp_path):
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "aide.json").write_text("{", encoding="utf-8")
    with pytest.raises(PlieError, match=r"aide\.json ne peut pas être lu"):
        toutes(Settings(tmp_path, reglages()))


def test_every_gravity_and_every_corrector_is_used():
    found = charte_articles.articles(toutes()).values()
    assert {a.gravite for a in found} == set(charte_articles.GRAVITES)
    assert {a.corrige_par for a in found} == set(charte_articles.A_CORRIGER_PAR)
