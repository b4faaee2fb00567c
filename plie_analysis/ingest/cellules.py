"""The cells in which a spreadsheet says that it has no result: never a text, never an empty cell in silence."""

import datetime as dt
from dataclasses import replace

import duckdb

from ..contrat import Column, queries
from .feuilles.feuille import SANS_RESULTAT
from .messages import insecables
from .reglages import quoted
from .source import Source

# #N/A is left to the words that say that nothing is known.
ERREURS = r"#(REF|VALEUR|VALUE|DIV/0|NOM|NAME|NOMBRE|NUM|NUL|NULL|PROPAGATION|SPILL|CALC|CALCUL|ERREUR|FORMULE)\s*[!?]|Err\s?:\s?\d{3}"
FORMULE = "formule dont le résultat n'a pas été enregistré : ouvrez le classeur dans le tableur, enregistrez-le, puis recommencez"
ERREUR = "erreur du tableur dans cette cellule : corrigez sa formule, ou saisissez la valeur"
NECESSAIRES = ("cle", "cle_multiple", "indispensable")


def reject_errors(con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date) -> Source:
    """Empty these cells in ``brouillon.lu`` and reject them; a line whose necessary cells are such, or empty beside such, is rejected whole."""
    columns = [column for column in queries()[source.requete] if column.colonne in source.colonnes]
    tests = {column: f"regexp_full_match(trim({_text(column)}), {quoted(ERREURS)}, 'i')" for column in columns}
    counts = con.execute(f"SELECT {', '.join(f'count(*) FILTER ({test})' for test in tests.values())} FROM brouillon.lu").fetchall()[0]
    spoiled = [column for column, count in zip(columns, counts, strict=True) if count]
    if not spoiled:
        return source
    line = "ligne" if source.base is None else f"rowid + {source.base}"
    lost = _lost_lines(con, line, columns, spoiled, tests)
    for column in spoiled:
        text = _text(column)
        motif = f"CASE WHEN trim({text}) = {quoted(SANS_RESULTAT)} THEN {quoted(insecables(FORMULE))} ELSE {quoted(insecables(ERREUR))} END"
        shown = f"CASE WHEN trim({text}) <> {quoted(SANS_RESULTAT)} THEN trim({text}) END"
        con.execute(
            f"INSERT INTO raw.rejet SELECT DATE '{photo}', {quoted(source.requete)}, {quoted(source.fichier)}, {quoted(source.feuille)}, {line}, {quoted(column.entete)}, {shown}, {motif}, 'valeur' "
            f"FROM brouillon.lu WHERE {tests[column]} AND NOT list_contains(?::BIGINT[], {line})",
            [list(lost)],
        )
        con.execute(f"UPDATE brouillon.lu SET {text} = NULL WHERE {tests[column]}")
    if lost:
        con.execute(
            f"UPDATE brouillon.lu SET {', '.join(f'{name} = NULL' for name in _filled(columns))} WHERE list_contains(?::BIGINT[], {line})",
            [list(lost)],
        )
    return replace(source, illisibles=tuple(sorted((*source.illisibles, *lost.items()))))


def _text(column: Column) -> str:
    """Where ``brouillon.lu`` holds the text of a cell that could not be read at once."""
    return column.colonne if column.type == "texte" else f"{column.colonne}_reste"


def _filled(columns: list[Column]) -> list[str]:
    return [name for column in columns for name in ({column.colonne, _text(column)} if column.type != "code" else {_text(column)})]


def _lost_lines(
    con: duckdb.DuckDBPyConnection, line: str, columns: list[Column], spoiled: list[Column], tests: dict[Column, str]
) -> dict[int, str]:
    """The lines that such cells leave without what they need, with the reason."""
    needed = [column for column in columns if column.role in NECESSAIRES or column.role.startswith("lien:")]
    conditions = [
        f"coalesce({tests[column]}, false) OR ({_text(column)} IS NULL AND {column.colonne if column.type != 'code' else 'NULL'} IS NULL)"
        for column in needed
    ]
    any_error = " OR ".join(f"coalesce({tests[column]}, false)" for column in spoiled)
    named = ", ".join(f"CASE WHEN {tests[column]} THEN {quoted('« ' + column.entete + ' »')} END" for column in spoiled)
    rows = con.execute(
        f"SELECT {line}, concat_ws(', ', {named}) FROM brouillon.lu WHERE ({any_error}) AND ({' OR '.join(conditions) or 'false'}) ORDER BY ALL"
    ).fetchall()
    return {
        number: f"erreur du tableur ou formule sans résultat enregistré dans {cells} : la ligne n'a pas ce qui lui est nécessaire"
        for number, cells in rows
    }
