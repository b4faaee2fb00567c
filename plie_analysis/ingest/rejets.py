"""``raw.rejet`` and its CSV: what could not be understood, where, and why. Never a line as it stands, never a personal value."""

import csv
import datetime as dt
from pathlib import Path

import duckdb

from ..contrat import Column, queries
from ..database import is_encrypted
from ..libelles import litteral, pour_tableur
from .reglages import quoted
from .retenue import MUETTES, key_of
from .source import Source
from .valeurs import Traduction

COLONNES = ("photo", "requete", "fichier", "feuille", "ligne", "colonne", "valeur", "motif", "portee")
VALEUR_MAX = 120
LOT = 10_000


def write_rejects(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, traduction: Traduction) -> None:
    """Add the rejects of one file to ``raw.rejet``, after ``retenue.write``."""
    for column in traduction.relues:
        _reject_values(con, source, photo, column)
    for column, other, attribute in traduction.accords:
        _reject_disagreement(con, source, photo, column, other, attribute, traduction)
    _reject_lines(con, source, photo)
    _reject_refused(con, source, photo)
    _reject_unreadable(con, source, photo)


def write_csv(con: duckdb.DuckDBPyConnection, photo: dt.date, path: Path) -> None:
    """Write the rejects of a photo for a spreadsheet: UTF-8 with BOM, semicolons; no cell is taken for a formula.

    This file is in clear: the values rejected are not in it when the base is encrypted.
    """
    columns = ("NULL" if name == "valeur" and is_encrypted(con) else name for name in COLONNES)
    cursor = con.execute(
        f"SELECT {', '.join(columns)} FROM raw.rejet WHERE photo = ? ORDER BY requete, ligne, colonne NULLS FIRST, motif", [photo]
    )
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        sheet = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        sheet.writerow(COLONNES)
        while rows := cursor.fetchmany(LOT):
            sheet.writerows([pour_tableur(cell) for cell in row] for row in rows)


def _insert(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, column: Column | None, portee: str, rows: str) -> None:
    """``rows`` is the end of a query that gives ligne, valeur, motif."""
    entete = quoted(column.entete if column else None)
    con.execute(
        f"INSERT INTO raw.rejet SELECT DATE '{photo}', {quoted(source.requete)}, {quoted(source.fichier)}, {quoted(source.feuille)}, ligne, {entete}, "
        f"left(valeur, {VALEUR_MAX}), regexp_replace(regexp_replace(motif, ' ([:;?!»])', chr(160) || '\\1', 'g'), '« ', '«' || chr(160), 'g'), {quoted(portee)} FROM ({rows})"
    )


def _reject_values(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, column: Column) -> None:
    name = column.colonne
    (count,) = con.execute(f"SELECT count(*) FROM v_{name} WHERE motif IS NOT NULL").fetchall()[0]
    if count:
        portee = "ligne" if column.role == "indispensable" else "valeur"
        # A word where a date or a number should be may be a name that strayed; an unknown label is shown, so that it can be added.
        # A coordinate says where a person lives.
        valeur = (
            "NULL"
            if column.nomenclature in MUETTES or not column.is_kept
            else "v.texte"
            if column.type == "code"
            else "CASE WHEN est_sans_nom(v.texte) THEN v.texte END"
        )
        _insert(
            con,
            source,
            photo,
            column,
            portee,
            f"SELECT lu.ligne, {valeur} AS valeur, v.motif FROM lu JOIN v_{name} AS v ON v.brut = lu.{name}_reste WHERE v.motif IS NOT NULL",
        )


def _reject_disagreement(
    con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, column: Column, other: str, attribute: str, traduction: Traduction
) -> None:
    name, values = column.colonne, traduction.valeurs
    motif = (
        f"'ce {name} est dans une autre {other} que celle de la ligne ('|| ref_{name}.{attribute} || ' et non ' || {values[other]} || ')'"
    )
    where = f"v_{name}.valeur IS NOT NULL AND {values[name]} IS NULL"
    _insert(
        con,
        source,
        photo,
        column,
        "valeur",
        f"SELECT lu.ligne, v_{name}.texte AS valeur, {motif} AS motif FROM lu\n{traduction.jointures}\nWHERE {where}",
    )


def _reject_lines(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """The lines left aside: key missing or met before, date missing, link that leads nowhere."""
    raw = f"raw.{source.requete} AS r"
    here = f"r.photo = DATE '{photo}'"
    (left,) = con.execute(f"SELECT count(*) FROM {raw} WHERE {here} AND NOT est_retenue").fetchall()[0]
    key = key_of(source.requete)
    for column in queries()[source.requete]:
        name, entete = column.colonne, litteral(column.entete)[1:-1]
        optional = column.role.startswith("lien_facultatif")
        if column.link and (left or optional):
            _reject_links(con, source, photo, column)
        if not left:
            continue
        missing = f"FROM {raw} WHERE {here} AND NOT est_retenue AND r.{name} IS NULL AND NOT EXISTS (FROM brouillon.refus AS f WHERE f.ligne = r.ligne AND f.colonne = '{name}')"
        if column.role in ("cle", "cle_multiple") or column.role.startswith("lien:"):
            _insert(
                con,
                source,
                photo,
                column,
                "ligne",
                f"SELECT r.ligne, NULL AS valeur, 'la colonne « {entete} » est vide : elle est nécessaire' AS motif {missing}",
            )
        elif column.role == "indispensable":
            _insert(
                con,
                source,
                photo,
                column,
                "ligne",
                f"SELECT r.ligne, NULL AS valeur, 'la date « {entete} » est vide : elle est indispensable' AS motif {missing} AND NOT EXISTS (FROM raw.rejet AS j WHERE j.photo = r.photo AND j.requete = {quoted(source.requete)} AND j.ligne = r.ligne AND j.colonne = '{entete}')",
            )
    if key and left:
        text = f"'« {litteral(key.entete)[1:-1]} » déjà lu à la ligne ' || {source.said('d.premiere')} || ' : seule la première ligne est gardée'"
        _insert(
            con,
            source,
            photo,
            key,
            "ligne",
            f"SELECT r.ligne, d.cle AS valeur, {text} AS motif FROM {raw} JOIN doublon AS d ON d.cle = r.{key.colonne} AND r.ligne <> d.premiere WHERE {here}",
        )


def _reject_links(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, column: Column) -> None:
    parent, name = column.link, column.colonne
    assert parent is not None
    own = key_of(parent)
    assert own is not None
    parent_key = own.colonne
    optional = column.role.startswith("lien_facultatif")
    origin = (
        f"FROM lu AS r WHERE r.{name} IS NOT NULL"
        if optional
        else f"FROM raw.{source.requete} AS r WHERE r.photo = DATE '{photo}' AND NOT r.est_retenue AND r.{name} IS NOT NULL"
    )
    exists = f"EXISTS (FROM raw.{parent} AS p WHERE p.photo = DATE '{photo}' AND p.{parent_key} = r.{name})"
    motif = f"CASE WHEN {exists} THEN 'la ligne de {parent} qui porte ce numéro n''a pas été retenue' ELSE 'ce numéro n''existe pas dans {parent}' END"
    _insert(
        con,
        source,
        photo,
        column,
        "valeur" if optional else "ligne",
        f"SELECT r.ligne, CASE WHEN regexp_matches(r.{name}, '\\d') THEN r.{name} END AS valeur, {motif} AS motif {origin} AND NOT EXISTS (FROM brouillon.cles_{parent} AS c WHERE c.cle = r.{name})",
    )


def _reject_refused(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """Numbers that cannot be ones, without their text, and lines that say nothing but their number."""
    by_column = {column.colonne: column for column in queries()[source.requete]}
    for (name,) in con.execute("SELECT DISTINCT colonne FROM brouillon.refus ORDER BY 1").fetchall():
        column = by_column.get(name)
        portee = "ligne" if column is None or column.role.startswith(("cle", "lien:")) else "valeur"
        _insert(
            con,
            source,
            photo,
            column,
            portee,
            f"SELECT ligne, NULL AS valeur, motif FROM brouillon.refus JOIN (SELECT ligne FROM raw.{source.requete} WHERE photo = DATE '{photo}') USING (ligne) WHERE colonne IS NOT DISTINCT FROM {quoted(name)}",
        )


def _reject_unreadable(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """The lines rejected whole, once each: what was rejected of their cells goes with them."""
    con.execute(
        f"DELETE FROM raw.rejet WHERE photo = DATE '{photo}' AND requete = {quoted(source.requete)} AND portee = 'valeur' AND ligne IN (SELECT ligne FROM illisible)"
    )
    _insert(con, source, photo, None, "ligne", "SELECT ligne, NULL AS valeur, motif FROM illisible")
