"""The findings: one row per article, table and key, gathered in the working database.

The lines of a view rule come from the rule's own query; those of an expectation on columns, from the keys that
Great Expectations returns. A line that breaks several rules of one article is one finding.
"""

import datetime as dt

import duckdb
import pyarrow as pa

from ..errors import PlieError
from .juge import Verdict
from .seuils import Seuil
from .suites import Suite

SEPARATEUR = "\u00a0; "
DONNEES = ("cle", "valeur", "attendu", "id_dossier", "id_parcours", "code_referent")  # what a query may give of a line

BRUT = """
CREATE OR REPLACE TABLE brut (
    article VARCHAR, regle VARCHAR, nom_table VARCHAR, cle VARCHAR, valeur VARCHAR, attendu VARCHAR, gravite VARCHAR,
    id_dossier VARCHAR, id_parcours VARCHAR, code_referent VARCHAR
)
"""
CONSTAT = """
CREATE TABLE constat (
    article VARCHAR, nom_table VARCHAR, cle VARCHAR, dossier VARCHAR, parcours VARCHAR, referent VARCHAR,
    structure VARCHAR, valeur VARCHAR, attendu VARCHAR, gravite VARCHAR, date_fait DATE
)
"""

# A line and whoever must correct it: the line's own parcours, else the latest parcours of the person.
RATTACHEMENT = """
LEFT JOIN raw.parcours AS p ON p.id_parcours = {parcours} AND p.est_retenue
LEFT JOIN curated.charte_portefeuille AS f ON f.id_dossier = coalesce({dossier}, p.id_dossier)
"""

# Findings broken by one rule go straight through; only those broken by several are merged (few, and merging sorts).
GATHER = """
INSERT INTO constat
WITH plusieurs AS (
    SELECT article, cle FROM brut GROUP BY article, cle HAVING count(*) > 1
),

-- One line per key: the line retained, else one of those left out.
ligne AS (
    SELECT cle, id_dossier, id_parcours, code_referent, date_fait FROM curated.{vue} WHERE est_retenue
    UNION ALL
    SELECT cle, any_value(id_dossier), any_value(id_parcours), any_value(code_referent), any_value(date_fait)
    FROM curated.{vue}
    WHERE NOT est_retenue AND cle NOT IN (SELECT cle FROM curated.{vue} WHERE est_retenue)
    GROUP BY cle
),

c AS (
    SELECT article, nom_table, cle, valeur, attendu, gravite, id_dossier, id_parcours, code_referent
    FROM brut
    ANTI JOIN plusieurs USING (article, cle)
    UNION ALL
    SELECT
        article,
        any_value(nom_table),
        cle,
        string_agg(DISTINCT valeur, '{separateur}' ORDER BY valeur),
        string_agg(DISTINCT attendu, '{separateur}' ORDER BY attendu),
        any_value(gravite),
        any_value(id_dossier),
        any_value(id_parcours),
        any_value(code_referent)
    FROM brut
    SEMI JOIN plusieurs USING (article, cle)
    GROUP BY article, cle
)

SELECT
    c.article,
    c.nom_table,
    c.cle,
    coalesce(c.id_dossier, l.id_dossier, p.id_dossier),
    coalesce(c.id_parcours, l.id_parcours, f.id_parcours),
    coalesce(c.code_referent, l.code_referent, p.code_referent, f.code_referent),
    s.structure,
    c.valeur,
    c.attendu,
    c.gravite,
    l.date_fait
FROM c
LEFT JOIN ligne AS l ON l.cle = c.cle
{rattachement}
LEFT JOIN curated.charte_structure AS s
    ON s.code_referent = coalesce(c.code_referent, l.code_referent, p.code_referent, f.code_referent)
"""


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty tables ``brut`` (one row per broken rule) and ``constat`` (one per finding)."""
    con.execute(BRUT)
    con.execute(CONSTAT)


def collect(con: duckdb.DuckDBPyConnection, suite: Suite, verdicts: list[Verdict], seuils: dict[str, Seuil]) -> None:
    """Add to ``constat`` the findings of one suite just judged."""
    con.execute(BRUT)
    for verdict in verdicts:
        if verdict.est_tenue:
            continue
        if verdict.regle.requete:
            _from_view(con, verdict, seuils)
        else:
            _from_keys(con, verdict, seuils)
    rattachement = RATTACHEMENT.format(parcours="coalesce(c.id_parcours, l.id_parcours)", dossier="coalesce(c.id_dossier, l.id_dossier)")
    if any(not verdict.est_tenue for verdict in verdicts):
        con.execute(GATHER.format(separateur=SEPARATEUR, vue=suite.vue, rattachement=rattachement))


def _from_view(con: duckdb.DuckDBPyConnection, verdict: Verdict, seuils: dict[str, Seuil]) -> None:
    """The lines that a query gives: ``cle``, and as it likes what was read, what was expected, whose the line is."""
    regle = verdict.regle
    given = [row[0] for row in con.execute(f"DESCRIBE {regle.requete}").fetchall()]
    if "cle" not in given:
        raise PlieError(
            f"{regle.table}.json, règle {regle.id} : sa requête ne donne pas la colonne « cle ».\n"
            "C'est la clé de la ligne à revoir : SELECT cle FROM {batch} WHERE …"
        )
    said = ", ".join(name for name in given if name in DONNEES)
    con.execute(
        "INSERT INTO brut BY NAME SELECT * REPLACE (coalesce(valeur, '') AS valeur, coalesce(attendu, $attendu) AS attendu),"
        " $table AS nom_table, $article AS article, $regle AS regle, $gravite AS gravite"
        " FROM (SELECT NULL::VARCHAR AS valeur, NULL::VARCHAR AS attendu WHERE false"
        f" UNION ALL BY NAME SELECT {said} FROM ({regle.requete})) WHERE cle IS NOT NULL",
        {"attendu": sentence(regle.meta["phrase"], seuils), "table": regle.table, "article": regle.article, "regle": regle.id}
        | {"gravite": regle.gravite},
    )


def _from_keys(con: duckdb.DuckDBPyConnection, verdict: Verdict, seuils: dict[str, Seuil]) -> None:
    regle = verdict.regle
    attendu = sentence(regle.meta["attendu"], seuils)
    labels = regle.meta["valeur"]
    lignes = pa.table(
        {
            "cle": pa.array([line["cle"] for line in verdict.cles], pa.string()),
            "valeur": pa.array([_read(line, labels) for line in verdict.cles], pa.string()),
        }
    )
    con.register("lignes_en_faute", lignes)
    con.execute(
        "INSERT INTO brut BY NAME SELECT cle, valeur, $attendu AS attendu, $table AS nom_table, $article AS article,"
        " $regle AS regle, $gravite AS gravite FROM lignes_en_faute",
        {"attendu": attendu, "table": regle.table, "article": regle.article, "regle": regle.id, "gravite": regle.gravite},
    )
    con.unregister("lignes_en_faute")


def sentence(text: str, seuils: dict[str, Seuil]) -> str:
    """A sentence of the charte with its thresholds in the place of ``{key}``."""
    return text.format_map({cle: seuil.texte for cle, seuil in seuils.items()})


def _read(line: dict, labels: dict[str, str]) -> str:
    """« Date d'entrée : 03/01/2017 ; Date de sortie : (vide) »."""
    return SEPARATEUR.join(f"{label}\u00a0: {_text(line.get(column))}" for column, label in labels.items())


def _text(value: object) -> str:
    if value is None:
        return "(vide)"
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)
