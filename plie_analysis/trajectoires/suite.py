"""The long table of sequences (``id``, ``t``, ``etat``), checked once and ready to be counted."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pandas as pd

from .refus import enumerate_some, named, refus
from .source import Table, ask, read_columns, refuse_first, rows, sql

WHAT = "Table des suites d'états"
INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
FLOATS = {"FLOAT", "DOUBLE"}


@dataclass(frozen=True)
class Suites:
    """Checked sequences: the relation, the ordered alphabet, the number of sequences (empty ones included)."""

    relation: duckdb.DuckDBPyRelation
    alphabet: list
    nb_suites: int

    def frame(self, name: str, **values: object) -> pd.DataFrame:
        """Rows of ``sql/<name>.sql``, asked of the sequences."""
        result = ask(self.relation, sql(name, **values)).to_pandas()
        for column in result.columns:
            if isinstance(result[column].dtype, pd.CategoricalDtype):
                result[column] = pd.Series(result[column].tolist(), dtype=states_dtype(self.alphabet))
        return result


def states_dtype(alphabet: list):
    """The pandas type in which states are shown: text in general, whole numbers when they all are."""
    return pd.Series(alphabet).dtype if alphabet else "str"


def read_suites(seq: Table, *, id: str = "id", t: str = "t", etat: str = "etat", alphabet: Iterable | None = None) -> Suites:
    """The sequences of ``seq`` after checks; raises ``PlieError`` naming the column, rows or states at fault.

    A row whose state is empty is a missing state: the sequence exists, the month is not counted.
    The alphabet is the one given, else the states observed: in the order of the categories when ``etat`` is
    categorical, sorted otherwise.
    """
    raw = read_columns(seq, {"id": id, "t": t, "etat": etat}, what=WHAT)
    given = None if alphabet is None else list(alphabet)
    if given is not None and len(set(given)) != len(given):
        raise refus("L'alphabet donné répète un état. Donnez chaque état une seule fois.")
    ((length,),) = rows(raw, "SELECT count(*) FROM {source}")
    if length == 0:
        return Suites(raw, given or [], 0)
    relation = _whole_months(raw, t, id)
    ((nb_suites, duplicated),) = rows(relation, sql("suite_controle"))
    if duplicated:
        _refuse_duplicates(relation, id, t)
    return Suites(relation, _alphabet(relation, seq, etat, given), nb_suites)


def _whole_months(raw: duckdb.DuckDBPyRelation, t: str, id: str) -> duckdb.DuckDBPyRelation:
    kind = str(raw.types[1]).split("(")[0]
    if kind not in INTEGERS | FLOATS | {"DECIMAL"}:
        raise refus(f"{WHAT} : la colonne « {t} » doit porter un rang de mois (0, 1, 2…), or elle contient autre chose que des nombres.")
    whole = "" if kind in INTEGERS else " OR NOT isfinite(t::DOUBLE) OR t::DOUBLE <> floor(t::DOUBLE)"
    refusals = [
        ("id IS NULL", f"« {id} » vide", "Chaque ligne doit porter son identifiant."),
        (f"t IS NULL{whole}", f"« {t} » vide ou non entier", "Le rang du mois est un nombre entier."),
    ]
    refuse_first(raw, refusals, WHAT)
    return raw.project("id, CAST(t AS BIGINT) AS t, etat")


def _refuse_duplicates(relation: duckdb.DuckDBPyRelation, id: str, t: str) -> None:
    found = rows(
        relation,
        "SELECT id, t, count(*) OVER () AS n FROM (SELECT id, t FROM {source} GROUP BY id, t HAVING count(*) > 1) ORDER BY id, t LIMIT 5",
    )
    keys = enumerate_some([f"({key}, {month})" for key, month, _ in found], found[0][2])
    raise refus(
        f"{WHAT} : plusieurs états pour un même couple ({id}, {t}) : {keys}.\nGardez un seul état par mois, par exemple avec etats_mensuels."
    )


def _alphabet(relation: duckdb.DuckDBPyRelation, seq: Table, etat: str, given: list | None) -> list:
    observed = [state for (state,) in rows(relation, "SELECT DISTINCT etat FROM {source} WHERE etat IS NOT NULL ORDER BY etat")]
    if given is not None:
        unknown = [state for state in observed if state not in given]
        if unknown:
            raise refus(
                f"{WHAT} : {'état' if len(unknown) == 1 else 'états'} hors de l'alphabet donné : {named(unknown)}.\nComplétez l'alphabet ou corrigez la table."
            )
        return given
    if isinstance(seq, pd.DataFrame) and isinstance(seq[etat].dtype, pd.CategoricalDtype):
        return [state for state in seq[etat].cat.categories if state in set(observed)]
    return observed
