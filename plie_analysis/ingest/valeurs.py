"""From the texts of a file to typed values: one pass with the fast reading of each column, then the few texts it could not read.

The fast reading of a column is chosen on its first lines. What it leaves (a date written otherwise, a number with a blank, a word
that means nothing) is read once per distinct text, by ``sql/<type>.sql``; labels find their code the same way.
"""

from dataclasses import dataclass

import duckdb

from .. import francais
from ..contrat import SQL_TYPES, Column, queries
from . import cles, indices, niveaux, validite
from .messages import insecables
from .nomenclatures import attributes, empty_code
from .reglages import quoted, script
from .source import Source

ECHANTILLON = 2000
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
# Later in the day, a time may say that the date was shifted: it is read with care.
HEURE_SURE = "TIME '22:00:00'"
DECIMALES = (",", ".")
EMPTY = "''"
DISTINCTS = "(SELECT DISTINCT texte FROM textes WHERE texte IS NOT NULL)"


@dataclass(frozen=True)
class Traduction:
    """How the view ``lu`` gives the columns of ``raw``.

    ``valeurs``: column → SQL value; ``saisis``: column of codes → SQL text as read; ``jointures``: the joins they need;
    ``relues``: columns some texts of which were read one by one, in ``v_<colonne>`` (brut, texte, valeur, motif);
    ``accords``: (column, other column, attribute of the nomenclature) that must agree: a quartier is in one commune;
    ``remarques``: what a person should know of how the columns were read.
    """

    valeurs: dict[str, str]
    saisis: dict[str, str]
    jointures: str
    relues: tuple[Column, ...]
    accords: tuple[tuple[Column, str, str], ...]
    remarques: tuple[str, ...] = ()


def stage(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str]) -> int:
    """Fill ``brouillon.lu`` with one row per record and return their number; ``brouillon.ecriture`` keeps the writing of the fast reading.

    Columns: ``ligne`` unless the rank gives it, then for each column of the contract its typed value (but for codes) and
    ``<colonne>_reste`` (but for plain text): the text that the fast reading left. A column absent from the file is NULL.
    """
    columns = queries()[source.requete]
    line = "ligne, " if source.base is None else ""
    formats = _formats(con, source)
    con.execute(
        "CREATE OR REPLACE TABLE brouillon.ecriture AS SELECT unnest(?::VARCHAR[]) AS colonne, unnest(?::VARCHAR[]) AS forme",
        [list(formats), list(formats.values())],
    )
    fast = ", ".join(f"{_fast(column, source, formats, words)} AS {column.colonne}_lu" for column in columns)
    texts = ", ".join(c.colonne if c.colonne in source.colonnes else f"NULL::VARCHAR AS {c.colonne}" for c in columns)
    kept = ", ".join(_kept(column, source) for column in columns)
    con.execute(
        f"CREATE OR REPLACE TABLE brouillon.lu AS SELECT {line}{kept} FROM (SELECT *, {fast} FROM (SELECT {line}{texts} FROM {source.relation}))"
    )
    for column in columns:
        if column.type == "texte" and column.colonne in source.colonnes:
            _empty_absent(con, column)
    return con.execute("SELECT count(*) FROM brouillon.lu").fetchall()[0][0]


def _empty_absent(con: duckdb.DuckDBPyConnection, column: Column) -> None:
    """Make NULL of the texts that stand for an absent value, and unwrap ="…"; looking for them is cheap, and they are few."""
    name = column.colonne
    looked = f"WHERE NOT ({cles.usual(column)})" if column.is_key or column.nature == "code_postal" else ""
    wrapped, absent = con.execute(
        f"SELECT coalesce(bool_or(est_enrobe({name})), false), coalesce(bool_or(est_absence({name})), false) FROM brouillon.lu {looked}"
    ).fetchall()[0]
    if wrapped:
        con.execute(f"UPDATE brouillon.lu SET {name} = nu({name}) WHERE est_enrobe({name})")
    if wrapped or absent:
        con.execute(f"UPDATE brouillon.lu SET {name} = NULL WHERE est_absence({name})")


def translate(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str]) -> Traduction:
    """Read the texts that ``stage`` left, each once, and say how the columns of ``raw`` come out of ``lu``."""
    valeurs: dict[str, str] = {}
    saisis: dict[str, str] = {}
    joined, reread = [], []
    told: list[str] = []
    formats = dict(con.execute("FROM brouillon.ecriture").fetchall())
    found = indices.weigh(con, source, words, formats)
    for name, indice in found.items():
        if indice.douteuses:
            con.execute(
                f"UPDATE brouillon.lu SET {name}_reste = strftime({name}, '{formats[name]}'), {name} = NULL WHERE {indice.douteuses}"
            )
    left = _left(con, source)
    for column in queries()[source.requete]:
        name, is_code = column.colonne, column.type == "code"
        valeurs[name] = f"NULL::{SQL_TYPES[column.type]}" if is_code else f"lu.{name}"
        saisis |= {name: "NULL::VARCHAR"} if is_code else {}
        if column.type == "texte" or name not in source.colonnes:
            continue
        empty = quoted(empty_code(con, column.nomenclature)) if is_code else "NULL"
        if is_code:
            valeurs[name] = empty
        if not left[name]:
            continue
        _reread(con, column, words | (found[name].mots if name in found else {}), empty)
        reread.append(column)
        told += _moved(con, column) if column.type == "date" else validite.tell_out_of_use(con, column, words["photo"]) if is_code else ()
        joined.append(join(column))
        valeurs[name] = (
            f"CASE WHEN v_{name}.texte IS NULL THEN {empty} ELSE v_{name}.valeur END"
            if is_code
            else f"coalesce(lu.{name}, v_{name}.valeur)"
        )
        saisis |= {name: f"v_{name}.texte"} if is_code else {}
    agreements = _agreements(con, reread)
    for column, other, attribute in agreements:
        name = column.colonne
        joined.append(
            f"LEFT JOIN (SELECT code, any_value({attribute}) AS {attribute} FROM ref.{column.nomenclature} GROUP BY code) AS ref_{name} ON ref_{name}.code = v_{name}.valeur"
        )
        agreed = f"coalesce(ref_{name}.{attribute} IN ('', {valeurs[other]}), true)"
        valeurs[name] = f"CASE WHEN {agreed} THEN {valeurs[name]} END"
    told += [remarque for indice in found.values() for remarque in indice.remarques]
    return Traduction(valeurs, saisis, "\n".join(joined), tuple(reread), tuple(agreements), tuple(map(insecables, told)))


def _moved(con: duckdb.DuckDBPyConnection, column: Column) -> list[str]:
    """How many dates of a column are not the day that is written, because of an hour near midnight or of a time zone."""
    name = column.colonne
    if not con.execute(f"SELECT EXISTS (FROM v_{name} WHERE valeur IS NOT NULL AND (est_arrondie OR est_convertie))").fetchall()[0][0]:
        return []
    rounded, converted = con.execute(
        f"SELECT count(*) FILTER (est_arrondie AND NOT est_convertie), count(*) FILTER (est_convertie) FROM brouillon.lu JOIN v_{name} AS v ON v.brut = brouillon.lu.{name}_reste WHERE valeur IS NOT NULL"
    ).fetchall()[0]
    said = []
    if rounded:
        said.append(
            f"« {column.entete} » : {francais.compte(rounded, 'date', 'dates')} à quelques minutes avant minuit : le jour lu est celui qui suit."
        )
    if converted:
        said.append(
            f"« {column.entete} » : {francais.compte(converted, 'date donnée', 'dates données')} avec un fuseau horaire : le jour lu est celui de Paris."
        )
    return said


def join(column: Column) -> str:
    """How ``lu`` meets the texts of a column that were read one by one."""
    return f"LEFT JOIN v_{column.colonne} ON v_{column.colonne}.brut = lu.{column.colonne}_reste"


def _agreements(con: duckdb.DuckDBPyConnection, reread: list[Column]) -> list[tuple[Column, str, str]]:
    codes = {column.colonne: column for column in reread if column.type == "code"}
    return [
        (column, other, other)
        for name, column in codes.items()
        for other in attributes(con, column.nomenclature)
        if other in codes and other != name
    ]


def _kept(column: Column, source: Source) -> str:
    name = column.colonne
    if column.type == "texte":
        return f"{f'texte({name})' if source.a_blancs_rares else f'nullif(trim({name}), {EMPTY})'} AS {name}"
    if column.type == "code":
        return f"{name} AS {name}_reste"
    return f"{name}_lu AS {name}, CASE WHEN {name}_lu IS NULL THEN {name} END AS {name}_reste"


def _formats(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, str]:
    """The commonest writing of each column on its first lines: the format of a date, if any is known, the decimal mark of a number."""
    tried = {
        column.colonne: FORMATS if column.type == "date" else DECIMALES
        for column in queries()[source.requete]
        if column.type in ("date", "nombre") and column.colonne in source.colonnes
    }
    if not tried:
        return {}
    tries = ", ".join(
        f"count(try_strptime({name}, '{form}'))" if forms is FORMATS else f"count(*) FILTER (contains({name}, '{form}'))"
        for name, forms in tried.items()
        for form in forms
    )
    counts = iter(con.execute(f"SELECT {tries} FROM (SELECT {', '.join(tried)} FROM {source.relation} LIMIT {ECHANTILLON})").fetchall()[0])
    found = {name: (forms, [next(counts) for _ in forms]) for name, forms in tried.items()}
    return {name: forms[read.index(max(read))] for name, (forms, read) in found.items() if max(read)}


def _fast(column: Column, source: Source, formats: dict[str, str], words: dict[str, str]) -> str:
    """The expression that reads at once the commonest writing of a column; NULL where it cannot, or where it may mean two things."""
    name = column.colonne
    if name not in source.colonnes or column.type in ("texte", "code"):
        return f"NULL::{SQL_TYPES[column.type]}"
    if column.type in ("nombre", "entier"):
        return _fast_number(column, formats.get(name, "."))
    if column.type == "oui_non":
        return f"CASE {name} WHEN 'Oui' THEN true WHEN 'Non' THEN false END"
    if name not in formats:
        return "NULL::DATE"
    form = formats[name]
    read = f"try_strptime({name}, '{form}')"
    early = f" AND {read}::TIME < {HEURE_SURE}" if "%H" in form else ""
    return f"CASE WHEN {read}::DATE BETWEEN DATE '{max(words['annee_min'] + '-01-01', indices.first_day(column, words).isoformat())}' AND DATE '{words['annee_max']}-12-31'{early} THEN {read}::DATE END"


def _fast_number(column: Column, mark: str) -> str:
    """Digits, and a mark that cannot group thousands (never before exactly three digits, unless after a zero)."""
    name, kind = column.colonne, SQL_TYPES[column.type]
    decimals = "[0-9]+" if column.nature == "coordonnee" else "([0-9]{1,2}|[0-9]{4,})"
    pattern = "[0-9]{1,15}" if column.type == "entier" else f"[0-9]+([{mark}]{decimals})?|0[{mark}][0-9]+"
    pattern = f"-?({pattern})" if column.minimum.startswith("-") else pattern
    read = f"try_cast(replace({name}, '{mark}', '.') AS {kind})" if column.type == "nombre" else f"try_cast({name} AS {kind})"
    return f"CASE WHEN regexp_full_match({name}, '{pattern}') AND {read} BETWEEN {column.minimum or '-1e15'} AND {column.maximum or '1e15'} THEN {read} END"


def _left(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, int]:
    """How many texts the fast reading left in each column."""
    names = [column.colonne for column in queries()[source.requete] if column.type != "texte"]
    counts = con.execute(f"SELECT {', '.join(f'count({name}_reste)' for name in names)} FROM brouillon.lu").fetchall()[0]
    return dict(zip(names, counts, strict=True))


def _reread(con: duckdb.DuckDBPyConnection, column: Column, words: dict[str, str], empty: str) -> None:
    """Build ``v_<colonne>`` for the texts left in a column."""
    name = column.colonne
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE textes AS SELECT brut, nu_type(texte(brut)) AS texte FROM (SELECT DISTINCT {name}_reste AS brut FROM brouillon.lu WHERE {name}_reste IS NOT NULL)"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE v_{name} AS SELECT t.*, s.* EXCLUDE (texte) FROM textes AS t LEFT JOIN ({_slow(column, words, empty)}) AS s ON s.texte = t.texte"
    )
    if column.type == "code":
        if column.nomenclature == niveaux.NOMENCLATURE:
            niveaux.reread(con, f"v_{name}", words["echelle"])
        validite.suggest(con, column, words["photo"])


def _slow(column: Column, words: dict[str, str], empty: str) -> str:
    if column.type == "entier":
        return script("entier", nombre=script("nombre", distincts=DISTINCTS, **words))
    return script(column.type, distincts=DISTINCTS, nomenclature=quoted(column.nomenclature), code_vide=empty, **words)
