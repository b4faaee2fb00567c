"""Numbers of dossiers, parcours, contracts, codes of référents, postal codes: cleaned, checked, and found again on the other side of a link.

A text that cannot be a number of its column (a phone, an e-mail, a name, a date) is refused without ever being written.
"""

import datetime as dt

import duckdb

from .. import francais
from ..contrat import Column, queries
from .messages import erreur, insecables
from .reglages import quoted, script
from .source import Source

# What nearly every number looks like: it is neither looked at nor changed. Ten digits may be a phone, thirteen a person.
USUELLE = r"[A-Za-z]{0,12}[-_/.]?[0-9]{1,9}|[A-Za-z]{1,4}[0-9]{10,12}"
USUEL_POSTAL = r"[0-9]{5}"
SCIENTIFIQUE = r"\d([.,]\d+)?[eE]\+\d+|\d[.,]\d+[eE]\d+"


def clean(con: duckdb.DuckDBPyConnection, source: Source) -> tuple[str, ...]:
    """Mend the keys and postal codes of ``brouillon.lu`` and fill ``brouillon.refus`` (ligne, colonne, motif) with those that cannot be.

    Returns what a person should know. Raises ``PlieError`` when a spreadsheet has rounded the numbers of a column.
    """
    con.execute("CREATE OR REPLACE TABLE brouillon.refus (ligne BIGINT, colonne VARCHAR, motif VARCHAR)")
    columns = [
        column
        for column in queries()[source.requete]
        if column.colonne in source.colonnes and (column.is_key or column.nature == "code_postal")
    ]
    if not columns:
        return ()
    odd = con.execute(f"SELECT {', '.join(f'count(*) FILTER (NOT ({usual(column)}))' for column in columns)} FROM brouillon.lu").fetchall()[
        0
    ]
    told = tuple(
        insecables(remarque) for column, count in zip(columns, odd, strict=True) if count for remarque in _clean(con, source, column)
    )
    _empty_strayed(con, source)
    return told


def _empty_strayed(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Keep no text of the lines whose key holds something else (a name, a phone, a date): the cells beside it may have strayed too."""
    columns = queries()[source.requete]
    keys = [column.colonne for column in columns if column.role.startswith(("cle", "lien:"))]
    strayed = f"SELECT ligne FROM brouillon.refus WHERE colonne IN ({', '.join(map(quoted, keys))})"
    texts = [
        f"{column.colonne}_reste = NULL" if column.type == "code" else f"{column.colonne} = NULL"
        for column in columns
        if column.type == "code" or (column.type == "texte" and column.colonne not in keys)
    ]
    if texts and con.execute(f"SELECT EXISTS ({strayed})").fetchall()[0][0]:
        con.execute(f"UPDATE brouillon.lu SET {', '.join(texts)} WHERE {source.ligne} IN ({strayed})")


def forget_words(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> None:
    """Leave in the lines of ``raw.<requete>`` that are not retained no key without a digit, which may be a name; after the rejects are written."""
    for column in queries()[source.requete]:
        if column.is_key:
            con.execute(
                f"UPDATE raw.{source.requete} SET {column.colonne} = NULL WHERE photo = DATE '{photo}' AND NOT est_retenue AND NOT regexp_matches({column.colonne}, '\\d')"
            )


def usual(column: Column) -> str:
    """Whether a number is written as nearly all are, in SQL."""
    pattern = USUEL_POSTAL if column.nature == "code_postal" else USUELLE
    return f"regexp_full_match({column.colonne}, '{pattern}')"


def _clean(con: duckdb.DuckDBPyConnection, source: Source, column: Column) -> list[str]:
    name = column.colonne
    odd = f"(SELECT DISTINCT {name} AS texte FROM brouillon.lu WHERE NOT ({usual(column)}))"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE numero AS {script('numero', distincts=odd, nature=quoted(column.nature.partition(':')[0]), scientifique=quoted(SCIENTIFIQUE))}"
    )
    if con.execute("SELECT count(*) FROM numero WHERE est_arrondi").fetchall()[0][0]:
        raise erreur(
            f"{source.ou} : la colonne « {column.entete} » est en notation scientifique (du genre 1,7E+11) : le tableur a perdu des chiffres.",
            "Refaites l'export et ne l'ouvrez pas dans le tableur, ou donnez d'abord à cette colonne le format Texte (Données, À partir d'un fichier texte), puis enregistrez.",
        )
    con.execute(
        f"INSERT INTO brouillon.refus SELECT {source.ligne}, {quoted(name)}, n.motif FROM brouillon.lu JOIN numero AS n ON n.texte = brouillon.lu.{name} WHERE n.motif IS NOT NULL"
    )
    (mended,) = con.execute(
        f"SELECT count(*) FROM brouillon.lu JOIN numero AS n ON n.texte = brouillon.lu.{name} WHERE n.valeur <> n.texte"
    ).fetchall()[0]
    con.execute(
        f"UPDATE brouillon.lu SET {name} = n.valeur FROM numero AS n WHERE n.texte = brouillon.lu.{name} AND n.valeur IS DISTINCT FROM n.texte"
    )
    if not mended:
        return []
    return [
        f'« {column.entete} » : {francais.compte(mended, "valeur débarrassée", "valeurs débarrassées")} de ce que le tableur y avait ajouté (="…", apostrophe, ,0, espaces) ou rendue à ses zéros de tête.'
    ]


def mend_links(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> tuple[str, ...]:
    """Find again the numbers that differ from those of the query they repeat by leading zeros, blanks or case only.

    One is mended in ``brouillon.lu`` when it can be one number only; else it joins ``brouillon.refus``. Returns what a person should know.
    """
    read = {requete for (requete,) in con.execute("SELECT requete FROM raw.fichier WHERE photo = ?", [photo]).fetchall()}
    columns = [column for column in queries()[source.requete] if column.parent in read and column.colonne in source.colonnes]
    return tuple(insecables(remarque) for column in columns for remarque in _mend(con, source, column))


def keep_numbers(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Leave in ``brouillon.numeros_<requete>`` the numbers that other queries repeat, as written: ``raw`` may hold pseudonyms of them."""
    key = next((column.colonne for column in queries()[source.requete] if column.role in ("cle", "cle_multiple")), None)
    if key in source.colonnes and any(column.parent == source.requete for columns in queries().values() for column in columns):
        con.execute(f"CREATE OR REPLACE TABLE brouillon.numeros_{source.requete} AS SELECT DISTINCT {key} FROM lu")


def _mend(con: duckdb.DuckDBPyConnection, source: Source, column: Column) -> list[str]:
    name, parent = column.colonne, column.parent
    assert parent is not None
    key = next(other.colonne for other in queries()[parent] if other.role in ("cle", "cle_multiple"))
    keys = f"(SELECT DISTINCT {key} AS cle FROM brouillon.numeros_{parent} WHERE {key} IS NOT NULL)"
    links = f"(SELECT DISTINCT {name} AS cle FROM brouillon.lu WHERE {name} IS NOT NULL)"
    if not con.execute(f"SELECT EXISTS (FROM {links} ANTI JOIN {keys} USING (cle))").fetchall()[0][0]:
        return []
    con.execute(f"CREATE OR REPLACE TEMP TABLE rapprochement AS {script('rapprochement', numeros=keys, liens=links)}")
    (mended,) = con.execute(
        f"SELECT count(*) FROM brouillon.lu JOIN rapprochement AS r ON r.lien = brouillon.lu.{name} WHERE r.vrai <> r.lien"
    ).fetchall()[0]
    con.execute(
        f"INSERT INTO brouillon.refus SELECT {source.ligne}, {quoted(name)}, 'plusieurs numéros de {parent} ne diffèrent de celui-ci que par des zéros de tête : lequel est-ce ?' FROM brouillon.lu JOIN rapprochement AS r ON r.lien = brouillon.lu.{name} WHERE r.vrai IS NULL"
    )
    (lost,) = con.execute(
        f"SELECT count(*) FROM brouillon.lu JOIN rapprochement AS r ON r.lien = brouillon.lu.{name} WHERE r.vrai IS NULL"
    ).fetchall()[0]
    con.execute(f"UPDATE brouillon.lu SET {name} = r.vrai FROM rapprochement AS r WHERE r.lien = brouillon.lu.{name}")
    told = []
    if mended:
        told.append(
            f"« {column.entete} » : {francais.compte(mended, 'ligne rattachée', 'lignes rattachées')} à {parent} malgré un numéro écrit autrement (zéros de tête, espaces ou majuscules)."
        )
    if lost:
        told.append(
            f"« {column.entete} » : {francais.compte(lost, 'ligne dont le numéro peut être', 'lignes dont le numéro peut être')} celui de plusieurs lignes de {parent}, aux zéros de tête près : rien n'a été deviné."
        )
    return told
