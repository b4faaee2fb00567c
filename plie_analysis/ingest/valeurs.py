"""From the texts of a file to typed values: one pass with the fast reading of each column, then the few texts it could not read.

The fast reading of a column is chosen on its first lines. What it leaves (a date written otherwise, a number with a blank, a word
that means nothing) is read once per distinct text, by ``sql/<type>.sql``; labels find their code the same way.
"""

import duckdb

from ..contrat import SQL_TYPES, Column, queries
from .messages import nearest
from .nomenclatures import attributes, empty_code
from .reglages import quoted, script
from .source import Source

ECHANTILLON = 2000
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
SUGGESTIONS_MAX = 300


def stage(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str]) -> int:
    """Fill ``etape.lu`` with one row per record and return their number.

    Columns: ``ligne``, then for each column of the contract its typed value and, but for plain text, ``<colonne>_reste``: the text
    that the fast reading left. A column absent from the file is NULL throughout.
    """
    columns = queries()[source.requete]
    fast = {column.colonne: _fast(con, column, source, words) for column in columns}
    texts = ", ".join(f"texte({colonne}) AS {colonne}" for colonne in source.colonnes)
    line = "ligne, " if source.base is None else ""
    read = ", ".join(f"{fast[c.colonne]} AS {c.colonne}_lu, {c.colonne if c.colonne in source.colonnes else 'NULL::VARCHAR'} AS {c.colonne}" for c in columns)
    final = ", ".join(_kept(column) for column in columns)
    con.execute(f"CREATE OR REPLACE TABLE etape.lu AS SELECT {line}{final} FROM (SELECT {line}{read} FROM (SELECT {line}{texts} FROM {source.relation}))")
    return con.execute("SELECT count(*) FROM etape.lu").fetchone()[0]


def translate(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str]) -> dict[str, str]:
    """Build ``etape.v_<colonne>`` (texte, valeur, motif) for the columns that need it; returns column → its SQL value over ``lu``."""
    values = {}
    for column in queries()[source.requete]:
        name = column.colonne
        if column.type == "texte" or name not in source.colonnes:
            values[name] = f"lu.{name}" if column.type != "code" else "NULL"
            continue
        empty = quoted(empty_code(con, column.nomenclature)) if column.type == "code" else "NULL"
        con.execute(f"CREATE OR REPLACE TEMP TABLE textes AS SELECT DISTINCT {name}_reste AS texte FROM etape.lu WHERE {name}_reste IS NOT NULL")
        con.execute(f"CREATE OR REPLACE TABLE etape.v_{name} AS {_slow(column, words, empty)}")
        if column.type == "code":
            _suggest(con, column)
            values[name] = f"CASE WHEN lu.{name}_reste IS NULL THEN {empty} ELSE v_{name}.valeur END"
        else:
            values[name] = f"coalesce(lu.{name}, v_{name}.valeur)"
    for column, other, attribute in agreements(con, source):
        agreed = f"ref_{column}.{attribute} = '' OR {values[other]} IS NULL OR ref_{column}.{attribute} IS NULL OR ref_{column}.{attribute} = {values[other]}"
        values[column] = f"CASE WHEN {agreed} THEN {values[column]} END"
    return values


def joins(con: duckdb.DuckDBPyConnection, source: Source) -> str:
    """The joins that the values of ``translate`` need, to write after ``FROM … AS lu``."""
    parts = []
    for column in queries()[source.requete]:
        name = column.colonne
        if column.type != "texte" and name in source.colonnes:
            parts.append(f"LEFT JOIN etape.v_{name} AS v_{name} ON v_{name}.texte = lu.{name}_reste")
    for column, _, attribute in agreements(con, source):
        nomenclature = next(c.nomenclature for c in queries()[source.requete] if c.colonne == column)
        parts.append(f"LEFT JOIN (SELECT code, any_value({attribute}) AS {attribute} FROM ref.{nomenclature} GROUP BY code) AS ref_{column} ON ref_{column}.code = v_{column}.valeur")
    return "\n".join(parts)


def agreements(con: duckdb.DuckDBPyConnection, source: Source) -> list[tuple[str, str, str]]:
    """Columns whose nomenclature names another column of the same file, with which it must agree: a quartier is in one commune."""
    codes = {column.colonne: column for column in queries()[source.requete] if column.type == "code" and column.colonne in source.colonnes}
    return [(name, other, other) for name, column in codes.items() for other in attributes(con, column.nomenclature) if other in codes and other != name]


def _kept(column: Column) -> str:
    name = column.colonne
    if column.type == "texte":
        return f"texte_lu({name}) AS {name}"
    if column.type == "code":
        return f"{name} AS {name}_reste"
    return f"{name}_lu AS {name}, CASE WHEN {name}_lu IS NULL THEN {name} END AS {name}_reste"


def _fast(con: duckdb.DuckDBPyConnection, column: Column, source: Source, words: dict[str, str]) -> str:
    """The expression that reads at once the commonest writing of a column; NULL where it cannot."""
    name = column.colonne
    if name not in source.colonnes or column.type in ("texte", "code"):
        return f"NULL::{SQL_TYPES[column.type]}"
    if column.type == "nombre":
        return f"CASE WHEN regexp_full_match({name}, '[0-9]+([.,][0-9]+)?') THEN try_cast(replace({name}, ',', '.') AS DOUBLE) END"
    if column.type == "entier":
        return f"CASE WHEN regexp_full_match({name}, '[0-9]{{1,15}}') THEN try_cast({name} AS BIGINT) END"
    if column.type == "oui_non":
        return f"CASE {name} WHEN 'Oui' THEN true WHEN 'Non' THEN false END"
    tries = ", ".join(f"count(try_strptime({name}, '{form}'))" for form in FORMATS)
    counts = con.execute(f"SELECT {tries} FROM (SELECT texte({name}) AS {name} FROM {source.relation} LIMIT {ECHANTILLON})").fetchone()
    if not max(counts):
        return "NULL::DATE"
    form = FORMATS[counts.index(max(counts))]
    bounds = f"DATE '{words['annee_min']}-01-01' AND DATE '{words['annee_max']}-12-31'"
    return f"CASE WHEN try_strptime({name}, '{form}')::DATE BETWEEN {bounds} THEN try_strptime({name}, '{form}')::DATE END"


def _slow(column: Column, words: dict[str, str], empty: str) -> str:
    if column.type == "entier":
        return script("entier", nombre=script("nombre", distincts="textes"))
    return script(column.type, distincts="textes", nomenclature=quoted(column.nomenclature), code_vide=empty, **words)


def _suggest(con: duckdb.DuckDBPyConnection, column: Column) -> None:
    """Add to each unknown label the code it looks like."""
    unknown = con.execute(f"SELECT texte FROM etape.v_{column.colonne} WHERE motif = 'libellé inconnu' ORDER BY texte LIMIT {SUGGESTIONS_MAX}").fetchall()
    if not unknown:
        return
    spelled = dict(con.execute("SELECT texte, code FROM libelle WHERE nomenclature = ? ORDER BY texte DESC", [column.nomenclature]).fetchall())
    for (texte,) in unknown:
        near = nearest(texte, spelled)
        hint = f" ; vouliez-vous dire « {spelled[near]} » ?" if near else f" ; ajoutez-le à la nomenclature {column.nomenclature} s'il est juste"
        con.execute(f"UPDATE etape.v_{column.colonne} SET motif = motif || ? WHERE texte = ?", [hint, texte])
