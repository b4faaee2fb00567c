"""The score of keying: how much of what was keyed in can be used as it is.

    score = 100 × Σ (1 − weight of the most serious finding of the line) ÷ number of lines

A line without a finding counts 1; with a blocking finding, 1 − its weight, and so on (weights: ``[charte.poids]``). Lines are
those of every export of the photo, by référent and by month of the fact. Findings that are not about a line (a référent's
activity, a line that vanished) are left out.
"""

import duckdb

from .constats import RATTACHEMENT
from .suites import Suite

COUNT = """
INSERT INTO score
WITH grave AS (
    SELECT
        cle,
        min(CASE gravite WHEN 'bloquante' THEN 1 WHEN 'à corriger' THEN 2 ELSE 3 END) AS rang
    FROM constat
    -- Une sortie est la ligne de son parcours.
    WHERE CASE nom_table WHEN 'sortie' THEN 'parcours' ELSE nom_table END = $table
    GROUP BY cle
),

ligne AS (
    SELECT
        coalesce(l.code_referent, p.code_referent, f.code_referent) AS referent,
        date_trunc('month', l.date_fait)::DATE AS mois,
        g.rang
    FROM curated.{vue} AS l
    {rattachement}
    LEFT JOIN grave AS g ON g.cle = l.cle
)

SELECT
    $table,
    ligne.referent,
    any_value(s.structure),
    ligne.mois,
    count(*),
    count(*) FILTER (WHERE rang = 1),
    count(*) FILTER (WHERE rang = 2),
    count(*) FILTER (WHERE rang = 3)
FROM ligne
LEFT JOIN curated.charte_structure AS s ON s.code_referent = ligne.referent
GROUP BY ligne.referent, ligne.mois
"""


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty table ``score``: lines judged by table, référent and month, and those at fault by worst severity."""
    con.execute(
        "CREATE TABLE score (nom_table VARCHAR, referent VARCHAR, structure VARCHAR, mois DATE, nb_lignes BIGINT,"
        " nb_bloquantes BIGINT, nb_a_corriger BIGINT, nb_alertes BIGINT)"
    )


def collect(con: duckdb.DuckDBPyConnection, suite: Suite) -> None:
    """Add to ``score`` the lines of one suite, once the findings of every suite are in ``constat``.

    The suite of the référents judges no line that anybody keyed in; the exits are lines of the parcours.
    """
    if suite.table in ("referent", "sortie"):
        return
    rattachement = RATTACHEMENT.format(parcours="l.id_parcours", dossier="l.id_dossier")
    con.execute(COUNT.format(vue=suite.vue, rattachement=rattachement), {"table": suite.table})


def formule(poids: dict[str, float]) -> str:
    """SQL of the score over the columns of the table ``score``, empty when no line was judged."""
    lost = " + ".join(
        f"{poids[gravite]} * sum({column})"
        for gravite, column in (("bloquante", "nb_bloquantes"), ("à corriger", "nb_a_corriger"), ("alerte", "nb_alertes"))
    )
    return f"100.0 * (sum(nb_lignes) - ({lost})) / nullif(sum(nb_lignes), 0)"
