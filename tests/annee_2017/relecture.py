"""The reference year read again by plain SQL over the written files: nothing of the project's own indicators."""

import calendar
import csv
import datetime as dt
from pathlib import Path

import duckdb

from annee_2017 import DONNEES

NULL = "DATE '9999-12-31'"
COMMUNES = ("Dijon", "Chenôve", "Quetigny", "Longvic", "Talant")
# Sub-query of the parcours of each published population, with the person's attributes.
POPULATIONS = {
    "accompagnes": f"entree <= DATE '2017-12-31' AND coalesce(sortie, {NULL}) >= DATE '2017-01-01'",
    "entrees": "entree BETWEEN DATE '2017-01-01' AND DATE '2017-12-31'",
    "sorties": "sortie BETWEEN DATE '2017-01-01' AND DATE '2017-12-31'",
    "sorties_positives": "positive AND sortie BETWEEN DATE '2017-01-01' AND DATE '2017-12-31'",
    "accompagnes_2016": f"entree <= DATE '2016-12-31' AND saisie_entree <= DATE '2016-12-31' AND CASE WHEN saisie_sortie <= DATE '2016-12-31' THEN coalesce(sortie, {NULL}) ELSE {NULL} END >= DATE '2016-01-01'",
}
AT = {
    "accompagnes": "least(coalesce(sortie, DATE '2017-12-31'), DATE '2017-12-31')",
    "entrees": "entree",
    "accompagnes_2016": "least(coalesce(sortie, DATE '2016-12-31'), DATE '2016-12-31')",
}
VIEWS = """
CREATE VIEW suivi AS
SELECT p."N° parcours" AS id, p."N° dossier" AS dossier, p."Date d'entrée" AS entree, p."Date de sortie" AS sortie, p."Motif de sortie" AS motif,
       p."Date de saisie de l'entrée" AS saisie_entree, p."Date de saisie de la sortie" AS saisie_sortie, p."Code référent" AS referent,
       p."Motif de sortie" IN ('EMPLOI', 'EMPLOI AIDE', 'FORMATION QUALIFIANTE') AS positive,
       d."Civilité" AS civilite, d."Date de naissance" AS naissance, d."Commune" AS commune, d."QPV" AS quartier, d."Niveau de formation" AS niveau,
       o."Prescripteur" AS prescripteur, o."Date de prescription" AS prescription
FROM parcours p JOIN participants d ON d."N° dossier" = p."N° dossier" LEFT JOIN prescriptions o ON o."N° prescription" = p."N° prescription";
CREATE VIEW etape AS
SELECT "N° étape" AS id, "N° parcours" AS parcours, "Opération" AS operation, "Date de début" AS debut, "Date de fin" AS fin, "Date de saisie" AS saisie FROM etapes;
"""


def constraints(name: str) -> list[dict]:
    """Lines of one file of ``contraintes/``."""
    with (DONNEES / "contraintes" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def given_up() -> dict[str, str]:
    """What the plan gives up: figure → value obtained."""
    with (DONNEES / "abandons.csv").open(encoding="utf-8", newline="") as lines:
        return {row["figure"]: row["valeur_obtenue"] for row in csv.DictReader(lines)}


def read_photo(folder: Path) -> duckdb.DuckDBPyConnection:
    """The clean exports of a photo as tables named by query, and two views that say it shorter."""
    con = duckdb.connect()
    for path in folder.glob("*.csv"):
        name = path.name.rpartition("_")[0]
        con.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, delim = ';', header = true, dateformat = '%d/%m/%Y', decimal_separator = ',', sample_size = -1, types = {{'Niveau de formation': 'VARCHAR'}})"
            if name == "participants"
            else f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, delim = ';', header = true, dateformat = '%d/%m/%Y', decimal_separator = ',', sample_size = -1)",
            [str(path)],
        )
    con.execute(VIEWS)
    return con


def one(con: duckdb.DuckDBPyConnection, sql: str):
    """The only value of a query."""
    return con.execute(sql).fetchone()[0]


def month_end(month: int) -> str:
    """Last day of a month of 2017, as SQL."""
    return f"DATE '{dt.date(2017, month, calendar.monthrange(2017, month)[1])}'"


def modality(population: str, attribute: str) -> str:
    """The SQL text that gives the printed modality of an attribute."""
    day = AT.get(population, "sortie")
    return {
        "sexe": "CASE civilite WHEN 'Mme' THEN 'femme' WHEN 'M.' THEN 'homme' END",
        "tranche_age": f"CASE WHEN date_sub('year', naissance, {day}) < 26 THEN 'moins de 26' WHEN date_sub('year', naissance, {day}) < 45 THEN '26-44' ELSE '45 et plus' END",
        "niveau": "CASE WHEN niveau = '9' THEN '9' WHEN niveau IN ('V', 'Vbis', 'VI') THEN 'V ou inférieur' ELSE 'IV ou supérieur' END",
        "commune": f"CASE WHEN commune IN {COMMUNES} THEN commune ELSE 'Autre' END",
        "quartier": "quartier",
        "qpv": "CASE WHEN quartier IN ('Quetigny Centre', 'Guynemer') OR quartier IS NULL THEN 'non' ELSE 'oui' END",
        "rsa": f'CASE WHEN EXISTS (SELECT 1 FROM situations s WHERE s."N° dossier" = dossier AND s."Situation" = \'RSA\' AND s."Date de début" <= {day} AND coalesce(s."Date de fin", {NULL}) >= {day}) THEN \'oui\' ELSE \'non\' END',
        "prescripteur": "CASE WHEN prescripteur IN ('ARIQ BTP', 'ID Interim', 'EUREKA') THEN 'Opérateurs' WHEN prescripteur LIKE 'Service emploi%' OR prescripteur LIKE 'Espace emploi%' THEN 'Services emploi des communes' WHEN prescripteur IN ('Service social', 'CCAS', 'Association', 'SPIP') THEN 'Services sociaux, associations, SPIP' ELSE prescripteur END",
    }[attribute]


def profile(con: duckdb.DuckDBPyConnection, population: str, attribute: str) -> dict[str, int]:
    """Counts of a published population by modality."""
    sql = f"SELECT {modality(population, attribute)} AS m, count(DISTINCT dossier) FROM suivi WHERE {POPULATIONS[population]} GROUP BY m"
    return dict(con.execute(sql).fetchall())


def known_exits(con: duckdb.DuckDBPyConnection, month: int) -> dict[str, int]:
    """Exits since January by motive, as known at the end of a month."""
    end = month_end(month)
    return dict(
        con.execute(
            f"SELECT motif, count(*) FROM suivi WHERE sortie BETWEEN DATE '2017-01-01' AND {end} AND saisie_sortie <= {end} GROUP BY motif"
        ).fetchall()
    )


def letter(con: duckdb.DuckDBPyConnection, month: int) -> dict[str, float]:
    """The figures of a monthly letter, as known at the end of its month."""
    end = month_end(month)
    start = f"DATE '2017-{month:02d}-01'"
    known, year = f"entree <= {end} AND saisie_entree <= {end}", "entree >= DATE '2017-01-01'"
    known_exit = f"sortie <= {end} AND saisie_sortie <= {end}"
    prescribed = f'"Date de prescription" BETWEEN DATE \'2017-01-01\' AND {end} AND "Date de saisie" <= {end}'
    big = "\"Prescripteur\" IN ('Pôle emploi', 'Conseil départemental')"
    queries = {
        "entrees_cumulees": f"SELECT count(*) FROM suivi WHERE {known} AND {year}",
        "entrees_du_mois": f"SELECT count(*) FROM suivi WHERE {known} AND entree >= {start}",
        "sorties_positives_du_mois": f"SELECT count(*) FROM suivi WHERE positive AND sortie >= {start} AND {known_exit}",
        "file_active": f"SELECT count(*) FROM suivi WHERE {known} AND NOT coalesce({known_exit}, false)",
        "veilles": f'SELECT count(DISTINCT v."N° parcours") FROM veilles v JOIN suivi s ON s.id = v."N° parcours" WHERE v."Date de début" <= {end} AND v."Date de fin" >= {end} AND s.{known} AND NOT coalesce(s.{known_exit}, false)',
        "non_entrees_cumulees": f'SELECT count(*) FROM prescriptions WHERE "Décision" = \'non-entrée\' AND "Date de décision" BETWEEN DATE \'2017-01-01\' AND {end} AND "Date de saisie" <= {end}',
        "prescriptions_pe_cd_cumulees": f"SELECT count(*) FROM prescriptions WHERE {prescribed} AND {big}",
        "part_prescriptions_autres": f"SELECT 100.0 * count(*) FILTER (NOT {big}) / count(*) FROM prescriptions WHERE {prescribed}",
        "part_entrees_pe_cd": f"SELECT 100.0 * count(*) FILTER (prescripteur IN ('Pôle emploi', 'Conseil départemental')) / count(*) FROM suivi WHERE {known} AND {year}",
        "entrees_pe_cd_cumulees": f"SELECT count(*) FROM suivi WHERE prescripteur IN ('Pôle emploi', 'Conseil départemental') AND {known} AND {year}",
        "preaffectation_du_mois": f"SELECT avg(entree - prescription) FROM suivi WHERE {known} AND entree >= {start}",
        "preaffectation_cumulee": f"SELECT avg(entree - prescription) FROM suivi WHERE {known} AND {year}",
        "etp": f'SELECT sum("ETP") FROM referents WHERE "Date de début" <= {end} AND coalesce("Date de fin", {NULL}) >= {end}',
    }
    return {name: one(con, sql) for name, sql in queries.items()}


def etapes_in_progress(con: duckdb.DuckDBPyConnection, month: int | None) -> dict[str, int]:
    """Étapes by operation: in progress in a month and keyed by its end, or in progress in the year."""
    start, end = ("DATE '2017-01-01'", month_end(12)) if month is None else (f"DATE '2017-{month:02d}-01'", month_end(month))
    keyed = "true" if month is None else f"saisie <= {end}"
    return dict(
        con.execute(
            f"SELECT operation, count(*) FROM etape WHERE debut <= {end} AND coalesce(fin, {NULL}) >= {start} AND {keyed} GROUP BY operation"
        ).fetchall()
    )
