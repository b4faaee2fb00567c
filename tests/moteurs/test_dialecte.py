"""What a query written for DuckDB becomes in the Spark dialect: no engine is needed to read it."""

import csv
import datetime as dt

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from plie_analysis.charte import travail
from plie_analysis.errors import PlieError
from plie_analysis.moteurs.dialecte import INTRADUISIBLES, traduire


def dit(sql: str, valeurs=None) -> str:
    """The text for Spark of a query on ``curated.t``, written here « T »."""
    return traduire(sql.replace(" T", " curated.t"), valeurs).texte.replace(" plie_curated_t AS t", " T")


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        ("Dijon", "'Dijon'"),
        ("", "''"),
        ("l'Abbé", r"'l\'Abbé'"),
        ("a\\b", r"'a\\b'"),
        (dt.date(2017, 2, 28), "CAST('2017-02-28' AS DATE)"),
        (None, "NULL"),
        (True, "TRUE"),
        (-3, "-3"),
        (1.5, "CAST(1.5 AS DOUBLE)"),
    ],
)
def test_a_value_is_written_as_what_it_is(valeur, texte):
    assert dit("SELECT a FROM T WHERE a = ?", [valeur]) == f"SELECT a FROM T WHERE a = {texte}"
    assert dit("SELECT a FROM T WHERE a = $x", {"x": valeur}) == f"SELECT a FROM T WHERE a = {texte}"


@pytest.mark.parametrize(
    "texte", ["'); DROP TABLE t; --", "\\'; DROP TABLE t; --", "\\\\'", "$x ? {a} %s", "' OR '1'='1", "retour\nligne", "*/ 1"]
)
def test_a_text_stays_a_text_whatever_it_holds(texte):
    written = dit("SELECT a FROM T WHERE a = ?", [texte])
    (read,) = sqlglot.parse(written, read="spark")
    assert [literal.this for literal in read.find_all(exp.Literal)] == [texte]


def test_values_are_given_in_the_order_of_the_text():
    sql = "WITH u AS (SELECT 'é ?' AS e, a FROM T WHERE a > ?) -- why?\nSELECT a FROM u WHERE a < ? ORDER BY a LIMIT ?"
    assert dit(sql, [1, 2, 3]).endswith("a > 1) SELECT a FROM u WHERE a < 2 ORDER BY a NULLS LAST LIMIT 3")


@pytest.mark.parametrize(
    ("sql", "valeurs"),
    [("SELECT a FROM T WHERE a = ?", []), ("SELECT a FROM T WHERE a = ?", None), ("SELECT a FROM T WHERE a = $x", {"y": 1})],
)
def test_a_value_that_is_not_given_is_told(sql, valeurs):
    with pytest.raises(PlieError, match="valeur qui n'est pas donnée"):
        dit(sql, valeurs)


@pytest.mark.parametrize("valeur", [dt.datetime(2017, 1, 1, 12), b"x", [1], object()])
def test_a_value_of_another_kind_is_refused(valeur):
    with pytest.raises(PlieError, match="des textes, des nombres et des dates"):
        dit("SELECT a FROM T WHERE a = ?", [valeur])


@pytest.mark.parametrize(
    ("sql", "texte"),
    [
        ("SELECT a, b, count(*) FROM T GROUP BY ALL", "SELECT a, b, COUNT(*) FROM T GROUP BY a, b"),
        ("SELECT a + 1 AS c, 2 AS deux, max(b) FROM T GROUP BY ALL", "SELECT a + 1 AS c, 2 AS deux, MAX(b) FROM T GROUP BY a + 1"),
        ("SELECT count(*) FROM T GROUP BY ALL", "SELECT COUNT(*) FROM T"),
        ("SELECT a, b FROM T ORDER BY ALL", "SELECT a, b FROM T ORDER BY 1 NULLS LAST, 2 NULLS LAST"),
        ("SELECT a FROM T ORDER BY ALL DESC NULLS LAST", "SELECT a FROM T ORDER BY 1 DESC"),
        ("SELECT a FROM T WHERE b > 0.10", "SELECT a FROM T WHERE b > CAST(0.10 AS DOUBLE)"),
        ("SELECT d + to_months(6) FROM T", "SELECT ADD_MONTHS(d, 6) FROM T"),
        ("SELECT d - to_months(n + 1) FROM T", "SELECT ADD_MONTHS(d, -(n + 1)) FROM T"),
        ("SELECT concat('n° ', n) FROM T", "SELECT CONCAT('n° ', COALESCE(CAST(n AS STRING), '')) FROM T"),
        ("SELECT strftime(d, '%d/%m/%Y') FROM T", "SELECT DATE_FORMAT(d, 'dd/MM/yyyy') FROM T"),
        (
            "SELECT rank() OVER (w ROWS 1 PRECEDING), sum(a) OVER (w ROWS 1 PRECEDING) FROM T WINDOW w AS (PARTITION BY b ORDER BY c)",
            "SELECT RANK() OVER (PARTITION BY b ORDER BY c NULLS LAST), SUM(a) OVER (PARTITION BY b ORDER BY c NULLS LAST"
            " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM T",
        ),
    ],
)
def test_what_the_dialects_say_otherwise(sql, texte):
    assert dit(sql) == texte


def test_whole_months_and_years_are_counted_as_duckdb_does():
    """The text for Spark, read back by DuckDB, from every day to every day of fourteen months that hold a 29 February."""
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA curated")
        con.execute("CREATE TABLE curated.jour AS SELECT DATE '2015-12-20' + n::INTEGER AS d FROM range(440) AS t (n)")
        con.execute("CREATE VIEW plie_curated_jour AS FROM curated.jour")
        con.execute("CREATE MACRO add_months(d, n) AS (d + to_months(n::INTEGER))::DATE")
        for unit in ("month", "year"):
            asked = f"SELECT date_sub('{unit}', x.d, y.d) AS n, x.d AS de, y.d AS a FROM curated.jour AS x CROSS JOIN curated.jour AS y"
            said = sqlglot.transpile(traduire(asked).texte, read="spark", write="duckdb")[0]
            assert con.execute(f"SELECT count(*) FROM (({asked}) EXCEPT ({said}))").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("sql", "texte", "tables"),
    [
        ("SELECT p.a FROM curated.parcours AS p", "SELECT p.a FROM plie_curated_parcours AS p", {("curated", "parcours")}),
        ("SELECT parcours.a FROM curated.parcours", "SELECT parcours.a FROM plie_curated_parcours AS parcours", {("curated", "parcours")}),
        ("SELECT curated.t.a FROM plie.curated.t", "SELECT t.a FROM plie_curated_t AS t", {("curated", "t")}),
        ("SELECT x FROM curated.t AS u (x)", "SELECT x FROM plie_curated_t AS u(x)", {("curated", "t")}),
        ('SELECT "select", "Été" FROM CURATED.T', "SELECT `select`, `Été` FROM plie_curated_t AS T", {("curated", "t")}),
        ('SELECT a FROM large."order"', "SELECT a FROM plie_large_order AS `order`", {("large", "order")}),
        (
            "WITH parcours AS (FROM curated.parcours) SELECT a FROM parcours JOIN ref.commune USING (code)",
            "WITH parcours AS (SELECT * FROM plie_curated_parcours AS parcours) SELECT a FROM parcours JOIN plie_ref_commune AS commune USING (code)",
            {("curated", "parcours"), ("ref", "commune")},
        ),
    ],
)
def test_a_table_is_read_under_the_name_of_its_view_and_answers_to_its_own(sql, texte, tables):
    found = traduire(sql)
    assert (found.texte, found.tables, found.est_distante) == (texte, tables, True)


@pytest.mark.parametrize(
    "sql", ["SELECT max(photo) FROM raw.fichier WHERE a = ?", "SELECT code FROM ref.commune", "SELECT * FROM duckdb_columns()"]
)
def test_what_the_embedded_engine_holds_is_left_to_it(sql):
    found = traduire(sql)
    assert not found.est_distante and found.texte == sql


@pytest.mark.parametrize("autre", ["raw.fichier", "fichier", "read_csv('x.csv')", "information_schema.tables", "journal.chargement"])
def test_one_query_does_not_read_both_engines(autre):
    with pytest.raises(PlieError, match="pas sur le même moteur"):
        traduire(f"SELECT 1 FROM curated.parcours, {autre}")
    with pytest.raises(PlieError, match="pas sur le même moteur"):
        traduire(f"SELECT (SELECT count(*) FROM {autre}) FROM large.parcours")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM curated.t; SELECT 2",
        "DELETE FROM curated.t",
        "CREATE TABLE x AS SELECT 1 FROM curated.t",
        "INSERT INTO x SELECT 1 FROM curated.t",
        "COPY curated.t TO 'x'",
        "SET threads = 1",
        "",
    ],
)
def test_only_one_reading_is_run(sql):
    with pytest.raises(PlieError, match="ne fait que lire"):
        traduire(sql)


@pytest.mark.parametrize("sql", ["SELECT * FROM curated.t ORDER BY ALL", "SELECT t.*, 1 FROM curated.t GROUP BY ALL"])
def test_all_is_refused_where_the_columns_are_not_named(sql):
    with pytest.raises(PlieError, match="que si les colonnes sont nommées"):
        traduire(sql)


@pytest.mark.parametrize("sql", ["SELEC 1", "SELECT 'a", "SELECT FROM WHERE"])
def test_a_query_that_cannot_be_read_is_refused_in_french(sql):
    with pytest.raises(PlieError, match="ne comprend pas cette requête"):
        traduire(sql)


def test_a_function_that_means_something_else_there_is_refused():
    with pytest.raises(PlieError, match="ne sait pas faire «\u00a0format\u00a0»"):
        traduire("SELECT format('{:.1f}', a) FROM curated.t")


def test_the_file_of_what_cannot_be_said_names_every_article_that_uses_it():
    with INTRADUISIBLES.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            using = [name for name, sql in travail.vues("articles").items() if f"{line['fonction']}(" in sql]
            assert line["articles"].split() == using
