"""An article of one's own: a file of ``expectations/`` in the working folder, in the short form of the guide."""

import datetime as dt
import json

import pytest

from plie_analysis import contrat
from plie_analysis.charte import articles, execution, guide, journal, lecture, pages, suites, travail
from plie_analysis.charte.seuils import en_vigueur
from plie_analysis.errors import PlieError
from plie_analysis.settings import load_settings
from tests.charte import photo_propre
from tests.tableau import PHOTO

DIT = {"article": "X01", "phrase": "Chaque étape nomme son organisme.", "gravite": "à corriger", "corrige_par": "référent"}
ORGANISME = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "organisme"}, "meta": DIT}
LONGUE = {
    "type": "unexpected_rows_expectation",
    "kwargs": {"unexpected_rows_query": "SELECT cle FROM {batch} WHERE est_retenue AND date_fin > date_debut + seuil('etape_jours')"},
    "meta": {"article": "X02", "phrase": "Une étape dure {etape_jours} jours au plus.", "gravite": "alerte", "corrige_par": "SA"},
}
# Person 1 does not name the body; nobody's étape is longer than 36 days.
SANS_ORGANISME = ["UPDATE raw.etapes SET organisme = CASE id_parcours WHEN 'P1' THEN 'CREATIV''' END"]


def ecrire(tmp_path, *rules, table="etape", fautes=SANS_ORGANISME, seuils=None, text=None):
    """A clean photo of two persons, its settings read from the folder, with a file of articles of one's own."""
    photo_propre.ecrire(tmp_path, 2, fautes)
    (tmp_path / "expectations").mkdir()
    content = json.dumps({"expectations": rules}, ensure_ascii=False)
    (tmp_path / "expectations" / f"{table}.json").write_text(content if text is None else text, encoding="utf-8")
    if seuils:
        lines = "".join(f"{key} = {value}\n" for key, value in seuils.items())
        (tmp_path / "plie.toml").write_text(f"[charte.seuils]\n{lines}", encoding="utf-8")
    return load_settings(tmp_path)


def constats(settings, *names):
    with execution.executer(settings, PHOTO, names) as controle:
        rows = controle.con.execute("SELECT article, cle, valeur, attendu, referent FROM constat WHERE article LIKE 'X%' ORDER BY ALL")
        return rows.fetchall()


def test_a_column_is_judged_with_five_words(tmp_path):
    settings = ecrire(tmp_path, ORGANISME)
    assert constats(settings) == [("X01", "T2", "Organisme\u00a0: (vide)", "Chaque étape nomme son organisme.", "R2")]


def test_a_query_on_the_lines_is_judged_with_a_threshold_of_one_s_own(tmp_path):
    settings = ecrire(tmp_path, LONGUE, seuils={"etape_jours": 35})
    assert constats(settings) == [
        ("X02", "T1", "", "Une étape dure 35 jours au plus.", "R1"),
        ("X02", "T2", "", "Une étape dure 35 jours au plus.", "R2"),
    ]


def test_a_line_set_aside_is_not_judged_unless_it_is_asked(tmp_path):
    fautes = [*SANS_ORGANISME, "UPDATE raw.etapes SET est_retenue = false WHERE id_parcours = 'P2'"]
    assert constats(ecrire(tmp_path / "a", ORGANISME, fautes=fautes)) == []
    every = {**ORGANISME, "kwargs": {"column": "organisme", "row_condition": None}}
    assert [row[:2] for row in constats(ecrire(tmp_path / "b", every, fautes=fautes))] == [("X01", "T2")]


def test_an_article_of_several_rules_is_one_finding_a_line(tmp_path):
    other = {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "organisme", "value_set": ["AFPA"]}, "meta": DIT}
    found = constats(ecrire(tmp_path, ORGANISME, other))
    assert [row[:2] for row in found] == [("X01", "T1"), ("X01", "T2")]


def test_a_query_may_name_what_all_articles_share(tmp_path):
    """Naming the lines or the portfolios in a query does not take them away from the suites that come after."""
    query = "SELECT l.cle FROM curated.charte_lignes_action AS l JOIN curated.charte_portefeuille AS p USING (id_dossier)"
    shared = {**LONGUE, "kwargs": {"unexpected_rows_query": query}, "meta": {**LONGUE["meta"], "phrase": "Rien."}}
    settings = ecrire(tmp_path, shared, table="action")
    with execution.executer(settings, PHOTO) as controle:
        tables = {row[0] for row in controle.con.execute("SELECT DISTINCT nom_table FROM score").fetchall()}
    assert {"action", "etape", "parcours"} <= tables


def test_it_is_in_the_journal_the_page_the_lists_the_score_and_the_guide(tmp_path):
    settings = ecrire(tmp_path, ORGANISME)
    with execution.executer(settings, PHOTO) as controle:
        journal.enregistrer(settings, controle)
    with journal.ouvrir(settings) as con:
        bilan = lecture.bilans(con, PHOTO)[-1]
        assert (bilan.article, bilan.nb_constats, bilan.source) == ("X01", 1, "Article propre au PLIE")
        assert lecture.notes(con, PHOTO, settings.config["charte"]["poids"], "nom_table", nom_table="etape")[0].nb_a_corriger == 1
    written = {path.name: path for path in pages.ecrire(settings, PHOTO, fait_le=dt.datetime(2018, 1, 2))}
    for name, is_told in {"index.html": True, "referent-R1.html": False, "referent-R2.html": True}.items():
        assert ("X01" in written[name].read_text(encoding="utf-8")) is is_told, name
    assert guide.articles_markdown(settings, PHOTO).endswith(
        f"### {articles.PROPRES}\n\n| article | ce qu’il demande | gravité | corrigé par | tables | source |\n|---|---|---|---|---|---|\n"
        "| X01 | Chaque étape nomme son organisme. | à corriger | référent | etape | Article propre au PLIE |\n"
    )


def test_every_column_of_an_export_can_be_judged(tmp_path):
    settings = photo_propre.ecrire(tmp_path, 1)
    seuils = en_vigueur(settings.config, PHOTO)
    with travail.ouvrir(settings, PHOTO, seuils) as working:
        for suite in suites.load_suites(settings, seuils):
            if suite.table in ("referent", "sortie"):
                continue  # what they judge is made from several exports
            there = {row[0] for row in working.con.execute(f"DESCRIBE curated.{suite.vue}").fetchall()}
            keys = {column.colonne for column in contrat.queries()[suite.export] if column.role.startswith("cle")}
            wanted = {column.colonne for column in contrat.queries()[suite.export] if column.is_kept} - keys
            assert wanted <= there, suite.table


def changed(**changes):
    """The rule on the body, with ``kwargs``, ``meta`` … changed key by key; ``None`` takes a key away."""
    rule = json.loads(json.dumps(ORGANISME))
    for part, change in changes.items():
        if isinstance(change, dict):
            rule[part] = {key: value for key, value in {**rule[part], **change}.items() if value is not None}
        else:
            rule[part] = change
    return {key: value for key, value in rule.items() if value is not None}


REFUSED = {
    "no type": (changed(type=None), "« type » manque"),
    "no kwargs": (changed(kwargs=None), "« kwargs »"),
    "meta is a text": (changed(meta="X01"), "« meta »"),
    "no phrase": (changed(meta={"phrase": None}), "règle n° 1 : « phrase » manque"),
    "no gravity": (changed(meta={"gravite": " "}), "« gravite » manque"),
    "unknown gravity": (changed(meta={"gravite": "grave"}), "gravité « grave » inconnue.*bloquante, à corriger, alerte"),
    "unknown corrector": (changed(meta={"corrige_par": "moi"}), "référent ou SA"),
    "a letter of the house": (changed(meta={"article": "E07"}), "E07 commence par une lettre de la charte.*X01"),
    "an article of the house": (changed(meta={"article": "E01"}), 'E01 est de la maison.*"regle": "E01.1"'),
    "not a number": (changed(meta={"article": "X1"}), "« X1 » n'est pas le numéro d'un article"),
    "unknown column": (changed(kwargs={"column": "organismes"}), "« organismes » n'existe pas. Vouliez-vous dire « organisme »"),
    "unknown type": (changed(type="expect_magic"), "ne connaît pas « expect_magic »"),
    "unknown threshold": (changed(meta={"phrase": "En {trois} jours."}), "seuil « trois » inconnu"),
    "lonely brace": (changed(meta={"phrase": "En { jours."}), "accolade"),
    "query without a key": (
        {**LONGUE, "kwargs": {"unexpected_rows_query": "SELECT operation FROM {batch}"}, "meta": DIT},
        "ne donne pas la colonne « cle »",
    ),
    "query on nothing": (
        {**LONGUE, "kwargs": {"unexpected_rows_query": "SELECT cle FROM raw.etape"}, "meta": DIT},
        "n'a pas pu être jugée",
    ),
    "a share as a number": (
        {**LONGUE, "kwargs": {"unexpected_rows_query": "SELECT cle FROM {batch} WHERE 1 > seuil('part_autre_max')"}, "meta": DIT},
        r"vaut 10\s% : écrivez part\('part_autre_max'\)",
    ),
    "query without its type": ({**LONGUE, "type": "expect_column_values_to_not_be_null", "meta": DIT}, "ne va qu'avec lui"),
    "a list": ([ORGANISME], "« type » manque"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_malformed_article_is_told_in_french(tmp_path, case):
    rule, message = REFUSED[case]
    settings = ecrire(tmp_path, rule)
    with pytest.raises(PlieError, match=f"(?s)^etape\\.json.*{message}") as told, execution.executer(settings, PHOTO):
        pass
    assert len(told.value.message.splitlines()) <= 4


FILES = {
    "a comma too much": (
        '{"expectations": [\n1,\n]}',
        r"etape\.json ne peut pas être lu à la ligne [23]",
    ),  # that of the comma, or of what follows it
    "a bare list": ("[]", "« expectations » manque"),
    "no rule": ('{"expectations": []}', "aucune règle"),
    "an empty file": ("", r"etape\.json ne peut pas être lu à la ligne 1"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_not_a_suite_is_told_in_french(tmp_path, case):
    text, message = FILES[case]
    settings = ecrire(tmp_path, text=text)
    with pytest.raises(PlieError, match=message), execution.executer(settings, PHOTO):
        pass


def test_a_file_of_a_table_that_does_not_exist_is_refused(tmp_path):
    settings = ecrire(tmp_path, ORGANISME, table="etapes")
    with pytest.raises(PlieError, match=r"expectations/etapes\.json : aucune table.*Vouliez-vous dire « etape »"):
        suites.load_suites(settings, en_vigueur(settings.config, PHOTO))
