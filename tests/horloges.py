"""A base keyed with delays, and the same base as its photo would have been on an earlier day: what « connu au » must equal."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from plie_analysis import curate
from plie_analysis.settings import Settings

RETARD_MAX = 75
# Table → key of the line, then the column of keying → the fact that it follows.
SAISIES = {
    "prescriptions": ("id_prescription", {"date_saisie": "date_prescription"}),
    "etapes": ("id_etape", {"date_saisie": "date_debut"}),
    "entretiens": ("id_entretien", {"date_saisie": "date_entretien"}),
    "parcours": ("id_parcours", {"date_saisie_entree": "date_entree", "date_saisie_sortie": "date_sortie"}),
}
# What a load does of a line whose dossier or parcours is not there: refused, or its optional link left blank.
REFUSEES = {
    "id_dossier": ("participants", ("parcours", "prescriptions", "situations")),
    "id_parcours": (
        "parcours",
        ("etapes", "entretiens", "veilles", "freins", "actions", "etapes_action", "entretiens_qualitatifs", "aides"),
    ),
}
VIDEES = (("parcours", "id_prescription", "prescriptions"), ("clauses", "id_parcours", "parcours"))


def retardee(source: Path, path: Path, graine: int, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A copy of a base where about half of the persons are left, each fact keyed 0 to 75 days after it, the dossier as late as its first fact.

    One étape and one prescription in twenty are keyed a year later (the proof of an exit may come long after it); one in forty is moved after the
    exit of its parcours, where it counts as long as the exit is not known; one exit in thirty is keyed a fortnight ahead.
    """
    con = _copy(source, path)
    con.execute(f"DELETE FROM raw.participants WHERE hash(id_dossier, {graine}, 'tirage') % 2 = 0")
    _suivre(con)
    con.execute(
        f"""UPDATE raw.etapes AS e SET date_debut = p.date_sortie + 3, date_fin = p.date_sortie + 40
        FROM raw.parcours AS p WHERE p.id_parcours = e.id_parcours AND p.date_sortie IS NOT NULL AND hash(e.id_etape, {graine}, 'dehors') % 40 = 0"""
    )
    _entendre(con, graine)
    for table, (key, keyed) in SAISIES.items():
        for column, fact in keyed.items():
            late = f"(hash({key}, {graine}, '{column}') % {RETARD_MAX + 1})::INTEGER"
            con.execute(f"UPDATE raw.{table} SET {column} = {fact} + {late}")
    con.execute(f"UPDATE raw.parcours SET date_saisie_sortie = date_sortie - 15 WHERE hash(id_parcours, {graine}, 'avance') % 30 = 0")
    for table in ("etapes", "prescriptions"):
        con.execute(f"UPDATE raw.{table} SET date_saisie = date_saisie + 330 WHERE hash({SAISIES[table][0]}, {graine}, 'oubli') % 20 = 0")
    con.execute(
        f"""UPDATE raw.participants AS p SET date_saisie = f.jour + (hash(p.id_dossier, {graine}) % {RETARD_MAX + 1})::INTEGER
        FROM (SELECT id_dossier, min(jour) AS jour FROM (
            SELECT id_dossier, date_entree AS jour FROM raw.parcours UNION ALL SELECT id_dossier, date_prescription FROM raw.prescriptions
        ) GROUP BY ALL) AS f WHERE f.id_dossier = p.id_dossier"""
    )
    _rebuild(con, settings)
    return con


def _entendre(con: duckdb.DuckDBPyConnection, graine: int) -> None:
    """Interviews of observation, of which the year has none: on a sixth of the étapes, a few days after they began, keyed 0 to 75 days later."""
    con.execute(
        "INSERT INTO raw.fichier SELECT * REPLACE ('entretiens_qualitatifs' AS requete) FROM raw.fichier WHERE requete = 'entretiens'"
    )
    themes = "['mobilité', 'projet professionnel', 'quartier', 'santé', NULL]"
    con.execute(
        f"""INSERT INTO raw.entretiens_qualitatifs BY NAME
        SELECT
            photo, 'dits.csv' AS fichier, row_number() OVER (ORDER BY id_etape) AS ligne, id_parcours, est_retenue,
            date_debut + ((tire // 6) % 9)::INTEGER AS date_entretien_qualitatif,
            {themes}[1 + ((tire // 6) % 5)::INTEGER] AS theme,
            CASE WHEN (tire // 6) % 3 = 0 THEN 'référent' ELSE 'participant' END AS interlocuteur,
            date_debut + ((tire // 6) % 9)::INTEGER + ((tire // 6) % {RETARD_MAX + 1})::INTEGER AS date_saisie
        FROM (SELECT *, hash(id_etape, {graine}, 'dit') AS tire FROM raw.etapes WHERE date_debut IS NOT NULL) WHERE tire % 6 < 1"""
    )


def coupee(source: Path, path: Path, jour: dt.date, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A copy of a base as its photo would have been on ``jour``: taken that day, without what was keyed after it."""
    con = _copy(source, path)
    for table in ("participants", "prescriptions", "etapes", "entretiens", "etapes_action", "entretiens_qualitatifs"):
        con.execute(f"DELETE FROM raw.{table} WHERE date_saisie > ?", [jour])
    con.execute("DELETE FROM raw.parcours WHERE date_saisie_entree > ?", [jour])
    con.execute(
        "UPDATE raw.parcours SET date_sortie = NULL, motif_sortie = NULL, motif_sortie_saisi = NULL, date_saisie_sortie = NULL"
        " WHERE date_saisie_sortie > ?",
        [jour],
    )
    _suivre(con)
    tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw'").fetchall()]
    for table in tables:
        con.execute(f"UPDATE raw.{table} SET photo = ?", [jour])
    con.execute("UPDATE journal.chargement SET photo = ?", [jour])
    con.execute("DROP SCHEMA IF EXISTS large CASCADE; DROP SCHEMA curated CASCADE")
    _rebuild(con, settings)
    return con


def fichiers_du_jour(photo: Path, dossier: Path, jour: dt.date) -> None:
    """The exports of a photo as they would have been on ``jour``, written to a new folder."""
    dossier.mkdir(parents=True)
    for path in sorted(photo.glob("*.csv")):
        frame = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        later = {
            name: pd.to_datetime(frame[name], format="%d/%m/%Y", errors="coerce") > pd.Timestamp(jour)
            for name in frame.columns
            if name.startswith("Date de saisie")
        }
        for name, is_later in later.items():
            if name.endswith("de la sortie"):
                frame.loc[is_later, ["Date de sortie", "Motif de sortie", name]] = ""
        kept = ~np.logical_or.reduce(
            [np.zeros(len(frame), bool), *(is_later for name, is_later in later.items() if not name.endswith("de la sortie"))]
        )
        frame[kept].to_csv(dossier / path.name, sep=";", index=False, encoding="utf-8")


def _suivre(con: duckdb.DuckDBPyConnection) -> None:
    for key, (parent, children) in REFUSEES.items():
        for table in children:
            con.execute(f"DELETE FROM raw.{table} WHERE {key} NOT IN (SELECT {key} FROM raw.{parent})")
    for table, key, parent in VIDEES:
        con.execute(f"UPDATE raw.{table} SET {key} = NULL WHERE {key} NOT IN (SELECT {key} FROM raw.{parent})")


def _copy(source: Path, path: Path) -> duckdb.DuckDBPyConnection:
    shutil.copy(source, path)
    return duckdb.connect(str(path))


def _rebuild(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    curate.build(con, [photo for (photo,) in con.execute("SELECT DISTINCT photo FROM raw.fichier").fetchall()], settings)
    con.execute("CHECKPOINT")
