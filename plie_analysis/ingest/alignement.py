"""Lines whose cells are not those of their columns, or that say nearly nothing: rejected whole, without a value of theirs.

One cell too many or too few, two columns swapped, a second table below the first: each cell that cannot be of its column
weighs, from what a hand may do (a word in a column of dates) to what only a shift does (a date where a label is).
"""

import duckdb

from ..contrat import Column, queries
from .reglages import quoted, script
from .retenue import MUETTES
from .source import Source
from .valeurs import Traduction, join

DECALEE = "ligne décalée : plusieurs de ses cases ne sont pas de leur colonne ; aucune de ses valeurs n'est gardée"
PERSONNELLE = "ligne décalée : une donnée personnelle (téléphone, courriel, numéro de sécurité sociale ou adresse) y est dans une autre colonne ; aucune de ses valeurs n'est gardée"
PRESQUE_VIDE = "ligne presque vide : à part son numéro, elle ne dit rien de lisible"
SEUIL = 3
PERSONNEL = 100
COLONNES_NOMBREUSES = 5


def judge(con: duckdb.DuckDBPyConnection, source: Source, traduction: Traduction) -> tuple[tuple[int, str], ...]:
    """(line, reason) of each line of the view ``lu`` to reject whole, after ``valeurs.translate``."""
    con.execute(script("nature"))
    own = {column.nomenclature for column in queries()[source.requete] if column.nomenclature}
    weighed = [
        query
        for column in queries()[source.requete]
        if column.colonne in source.colonnes and (query := _weighed(con, column, traduction, own))
    ]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE ecart AS SELECT ligne, sum(poids)::BIGINT AS poids FROM ({' UNION ALL '.join(weighed) or 'SELECT 0 AS ligne, 0 AS poids WHERE false'}) GROUP BY ligne"
    )
    shifted = con.execute(
        f"SELECT ligne, CASE WHEN poids >= {PERSONNEL} THEN {quoted(PERSONNELLE)} ELSE {quoted(DECALEE)} END FROM ecart WHERE poids >= {SEUIL}"
    ).fetchall()
    known = {line for line, _ in shifted}
    empty = [(line, DECALEE if weight else PRESQUE_VIDE) for line, weight in _nearly_empty(con, source, traduction) if line not in known]
    return tuple(sorted([*shifted, *empty]))


def _weighed(con: duckdb.DuckDBPyConnection, column: Column, traduction: Traduction, own: set[str]) -> str | None:
    """The query that gives (ligne, poids) of the cells that do not fit in this column; None when all do."""
    name = column.colonne
    if column.type == "texte":
        return f"SELECT ligne, {_weight_of_text(column)} AS poids FROM lu WHERE {name} IS NOT NULL AND {_weight_of_text(column)} > 0"
    if column not in traduction.relues:
        return None
    known = f"EXISTS (FROM libelle AS l WHERE l.nomenclature IN ({', '.join(map(quoted, sorted(own - {column.nomenclature}))) or 'NULL'}) AND l.cle = cle(v.texte))"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE ecart_{name} AS SELECT brut, {_weight_of_value(column, known)} AS poids FROM v_{name} AS v WHERE motif IS NOT NULL AND NOT est_absent(texte)"
    )
    (count,) = con.execute(f"SELECT count(*) FROM ecart_{name} WHERE poids > 0").fetchall()[0]
    return f"SELECT lu.ligne, e.poids FROM lu JOIN ecart_{name} AS e ON e.brut = lu.{name}_reste WHERE e.poids > 0" if count else None


def _weight_of_value(column: Column, known: str) -> str:
    """The weight of a text that is no value of its typed column."""
    personal = f"WHEN est_personnel(texte) THEN {PERSONNEL}"
    yes_no = "WHEN simple(texte) IN ('oui', 'non') THEN 2"
    if column.type == "code":
        # An unknown label is common; a date never is one, nor the label of a neighbour.
        return f"CASE {personal} WHEN est_forme_date(texte) THEN 3 WHEN {known} THEN 2 {yes_no} WHEN regexp_full_match(texte, '\\d{{5}}') THEN 2 WHEN est_forme_nombre(texte) AND NOT a_des_mots(texte) THEN 1 ELSE {'2' if column.nomenclature in MUETTES else '0'} END"
    if column.type == "date":
        return f"CASE {personal} WHEN est_forme_date(texte) THEN 0 WHEN {known} THEN 2 {yes_no} WHEN a_des_mots(texte) OR est_forme_nombre(texte) THEN 1 ELSE 0 END"
    if column.type == "oui_non":
        return f"CASE {personal} WHEN est_forme_date(texte) THEN 3 WHEN {known} THEN 2 ELSE 1 END"
    return f"CASE {personal} WHEN est_forme_date(texte) THEN 2 WHEN {known} THEN 2 {yes_no} WHEN est_forme_nombre(texte) THEN 0 WHEN a_des_mots(texte) THEN 1 ELSE 0 END"


def _weight_of_text(column: Column) -> str:
    name = column.colonne
    if column.role.startswith(("cle", "lien")) or column.colonne.startswith(("id_", "code_")):
        # A key may be all digits: only what no software numbers with is weighed.
        personal = f"est_courriel({name}) OR est_adresse({name}) OR (est_telephone({name}) AND regexp_matches({name}, '[ .+-]')) OR est_nir({name})"
        odd = (
            f"WHEN NOT regexp_matches({name}, '\\d') AND regexp_matches({name}, '^\\pL{{2,}}[ -]?\\pL*$') THEN 1"
            if name != "code_referent"
            else ""
        )
        if name == "code_postal":
            odd = f"WHEN a_des_mots({name}) THEN 2 WHEN NOT regexp_matches({name}, '^[A-Za-z]{{0,2}}[ -]?\\d[\\dABab ]{{2,9}}$') THEN 1"
        # What has digits alone, or a letter and digits, is looked at no more.
        return f"CASE WHEN regexp_full_match({name}, '[A-Za-z]{{0,4}}\\d{{1,12}}') THEN 0 WHEN {personal} THEN {PERSONNEL} WHEN est_forme_date({name}) THEN 3 {odd} ELSE 0 END"
    return f"CASE WHEN est_personnel({name}) THEN {PERSONNEL} WHEN est_forme_date({name}) THEN 2 WHEN lower({name}) IN ('oui', 'non') THEN 1 WHEN regexp_full_match({name}, '[\\d.,]+') AND {quoted(name)} <> 'session' THEN 1 ELSE 0 END"


def _nearly_empty(con: duckdb.DuckDBPyConnection, source: Source, traduction: Traduction) -> list[tuple[int, int]]:
    """(line, weight of its cells that do not fit) of the lines without a readable value beside their keys, or with one of many."""
    values, joined = [], []
    for column in queries()[source.requete]:
        name = column.colonne
        if name not in source.colonnes or column.role.startswith(("cle", "lien")):
            continue
        text = "false" if column.type == "texte" else f"lu.{name}_reste IS NOT NULL"
        value = "false" if column.type == "code" else f"lu.{name} IS NOT NULL"
        # Where each text means something, that there is one is enough: no join.
        if (
            column in traduction.relues
            and con.execute(f"SELECT EXISTS (FROM v_{name} WHERE valeur IS NULL OR est_absent(texte))").fetchall()[0][0]
        ):
            text = f"coalesce(v_{name}.valeur IS NOT NULL AND NOT est_absent(v_{name}.texte), false)"
            joined.append(join(column))
        values.append(f"({value} OR {text})")
    least = 1 if len(values) >= COLONNES_NOMBREUSES else 0
    count = " + ".join(f"({value})::INTEGER" for value in values) or "1"
    return con.execute(
        f"SELECT ligne, coalesce(ecart.poids, 0) FROM (SELECT lu.ligne FROM lu\n{chr(10).join(joined)}\nWHERE {count} <= {least}) LEFT JOIN ecart USING (ligne)"
    ).fetchall()
