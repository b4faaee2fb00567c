"""Writing ``raw.<requete>``: every line that could be read, and whether it goes on to ``curated``."""

import datetime as dt

import duckdb
import pyarrow as pa

from ..contrat import DEDUITES, Column, queries, raw_columns
from .messages import citer, insecables
from .reglages import quoted
from .source import Source
from .valeurs import Traduction

REJET = "photo DATE, requete VARCHAR, fichier VARCHAR, feuille VARCHAR, ligne BIGINT, colonne VARCHAR, valeur VARCHAR, motif VARCHAR, portee VARCHAR"
FICHIER = (
    "photo DATE, requete VARCHAR, fichier VARCHAR, sha256 VARCHAR, octets BIGINT, encodage VARCHAR, separateur VARCHAR, ligne_entete BIGINT, "
    "nb_lignes BIGINT, nb_ecartees BIGINT, nb_lues BIGINT, nb_retenues BIGINT, nb_rejetees BIGINT, colonnes_inconnues VARCHAR, remarques VARCHAR, charge_le TIMESTAMP"
)
# Nomenclatures of columns that stand beside the names in the exports: what is no label of theirs may be a name, and is not repeated.
MUETTES = ("civilite",)
# ``origine``: NULL for the software's own exports, else how the photo was invented (see ``marque``).
CHARGEMENT = "photo DATE, empreinte VARCHAR, charge_le TIMESTAMP, origine VARCHAR"


def definitions() -> dict[str, str]:
    """Name of every table that a load writes → its columns."""
    tables = {f"raw.{requete}": ", ".join(f"{nom} {kind}" for nom, kind in raw_columns(requete)) for requete in queries()}
    return tables | {"raw.rejet": REJET, "raw.fichier": FICHIER, "journal.chargement": CHARGEMENT}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create the schemas and the tables that are not there yet."""
    for schema in ("raw", "ref", "curated", "journal"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table, columns in definitions().items():
        con.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns})")


def key_of(requete: str) -> Column | None:
    """The column that must not come twice in this query."""
    return next((column for column in queries()[requete] if column.role == "cle"), None)


def number_lines(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Create the view ``lu``: the records of ``brouillon.lu`` with their line, without those of ``source.illisibles``."""
    con.execute("CREATE OR REPLACE TEMP TABLE illisible (ligne BIGINT, motif VARCHAR)")
    aside = ""
    if source.illisibles:
        lines = pa.table(
            {
                "ligne": pa.array([ligne for ligne, _ in source.illisibles], pa.int64()),
                "motif": [insecables(motif) for _, motif in source.illisibles],
            }
        )
        con.register("illisibles", lines)
        con.execute("INSERT INTO illisible FROM illisibles")
        con.unregister("illisibles")
        aside = " WHERE ligne NOT IN (SELECT ligne FROM illisible)"
    line = "" if source.base is None else f"rowid + {source.base} AS ligne, "
    con.execute(f"CREATE OR REPLACE TEMP VIEW lu AS FROM (SELECT {line}* FROM brouillon.lu){aside}")


def refuse_empty(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add to ``brouillon.refus`` the lines of ``lu`` that have a number and nothing that makes a fact: a footer, a line begun and left."""
    facts = [column for column in queries()[source.requete] if column.fait and column.colonne in source.colonnes]
    if not facts:
        return
    read = [column.colonne for column in facts if column.type != "code"]
    left = [column.colonne for column in facts if column.type != "texte"]
    # Each text is worked out once: the macros repeat whatever they are given.
    cells = ", ".join([*(f"{name} AS lu_{name}" for name in read), *(f"nu_type(texte({name}_reste)) AS reste_{name}" for name in left)])
    filled = [*(f"lu_{name} IS NOT NULL" for name in read), *(f"coalesce(NOT est_vide(reste_{name}), false)" for name in left)]
    seen = (
        f"la colonne {citer([facts[0].entete])} est vide"
        if len(facts) == 1
        else f"les colonnes {citer(column.entete for column in facts)} sont vides"
    )
    con.execute(
        f"INSERT INTO brouillon.refus SELECT ligne, NULL, {quoted(f'{seen} : cette ligne ne dit rien de plus que son numéro')} FROM (SELECT ligne, {cells} FROM lu) WHERE NOT ({' OR '.join(filled)})"
    )


def write(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, traduction: Traduction) -> tuple[int, int]:
    """Append the lines of the view ``lu`` to ``raw.<requete>``; returns how many were read and how many are kept.

    A line is kept when it has its key, is the first to bear it, has its indispensable dates, is linked to lines that are kept, and is
    not refused as a whole in ``brouillon.refus``.
    Leaves the keys kept in ``brouillon.cles_<requete>``, and those that come twice in the temporary table ``doublon``.
    """
    columns = queries()[source.requete]
    key = key_of(source.requete)
    parts, conditions = [], []
    if con.execute("SELECT EXISTS (FROM brouillon.refus WHERE colonne IS NULL)").fetchall()[0][0]:
        conditions.append("lu.ligne NOT IN (SELECT ligne FROM brouillon.refus WHERE colonne IS NULL)")
    if key:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE doublon AS SELECT {key.colonne} AS cle, min(ligne) AS premiere FROM lu WHERE {key.colonne} IS NOT NULL GROUP BY ALL HAVING count(*) > 1"
        )
        if con.execute("SELECT count(*) FROM doublon").fetchall()[0][0]:
            parts.append(f"LEFT JOIN doublon ON doublon.cle = lu.{key.colonne}")
            conditions.append("(doublon.cle IS NULL OR doublon.premiere = lu.ligne)")
    chosen = dict(traduction.valeurs)
    for column in columns:
        if column.link:
            alias = f"cles_{column.colonne}"
            parts.append(f"LEFT JOIN brouillon.cles_{column.link} AS {alias} ON {alias}.cle = lu.{column.colonne}")
            if column.role.startswith("lien:"):
                conditions.append(f"{alias}.cle IS NOT NULL")
            else:
                chosen[column.colonne] = f"{alias}.cle"
        if column.role in ("cle", "cle_multiple"):
            conditions.append(f"lu.{column.colonne} IS NOT NULL")
        elif column.role == "indispensable":
            conditions.append(f"{chosen[column.colonne]} IS NOT NULL")
    saisis = {
        c.colonne: f"CASE WHEN {traduction.valeurs[c.colonne]} IS NOT NULL THEN {traduction.saisis[c.colonne]} END"
        if c.nomenclature in MUETTES
        else traduction.saisis.get(c.colonne)
        for c in columns
    }
    values = [f"{chosen[c.colonne]}, {saisis[c.colonne]}" if c.type == "code" else chosen[c.colonne] for c in columns if c.is_kept]
    if deduced := DEDUITES.get(source.requete, ()):
        values += [f"situe.{name}" for name in deduced]
        parts.append("LEFT JOIN brouillon.situe AS situe ON situe.ligne = lu.ligne")
    listed = ", ".join(values)
    con.execute(
        f"INSERT INTO raw.{source.requete} SELECT DATE '{photo}', {quoted(source.fichier)}, lu.ligne, {listed}, {' AND '.join(conditions) or 'true'}\n"
        f"FROM lu\n{traduction.jointures}\n" + "\n".join(parts)
    )
    return _count(con, source, photo, key)


def _count(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, key: Column | None) -> tuple[int, int]:
    if key and any(column.link == source.requete for columns in queries().values() for column in columns):
        con.execute(
            f"CREATE OR REPLACE TABLE brouillon.cles_{source.requete} AS SELECT {key.colonne} AS cle FROM raw.{source.requete} WHERE photo = DATE '{photo}' AND est_retenue"
        )
    (counts,) = con.execute(
        f"SELECT count(*), count(*) FILTER (est_retenue) FROM raw.{source.requete} WHERE photo = DATE '{photo}'"
    ).fetchall()
    return counts
