"""What is counted on a population: one aggregate, and the query that computes several at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import ibis

from ..errors import PlieError
from ..libelles import identifiant
from ..schema.natures import Comptee
from .contexte import Contexte
from .definitions import Axe
from .par_axe import PREFIXE
from .population import Population, population_rows


@dataclass(frozen=True)
class Grandeur:
    """One aggregate of a population: ``nombre``, ``distinct``, ``somme``, or ``renseignes`` (values not empty)."""

    population: Population
    operation: str
    colonne: str = ""
    a_defaut: str = ""
    garder: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()
    avec: tuple[tuple[str, tuple], ...] = ()

    def utiles(self) -> set[str]:
        """Columns that the aggregate reads."""
        named = {self.colonne, self.a_defaut, *self.garder, *self.sauf, *(column for column, _ in self.avec)}
        return named - {""}

    def expression(self, t: ibis.Table) -> ibis.Value:
        """The aggregate; a sum of no line is 0, a sum of unknown values is unknown."""
        where = self.condition(t)
        if self.operation == "nombre":
            return t.count(where=where)
        column = t[self.colonne]
        if self.operation == "distinct":
            return (column.fill_null(t[self.a_defaut]) if self.a_defaut else column).nunique(where=where)
        if self.operation == "renseignes":
            return column.count(where=where)
        return ibis.ifelse(t.count(where=where) == 0, ibis.literal(0, type="float64"), column.cast("float64").sum(where=where))

    def condition(self, t: ibis.Table) -> ibis.Value | None:
        """Which lines the aggregate keeps; ``None`` for all of them."""
        conditions = [t[column] for column in self.garder]
        conditions += [~t[column] for column in self.sauf]
        conditions += [t[column].isin(values) for column, values in self.avec]
        return ibis.and_(*conditions) if conditions else None


def grandeur_of(definition: Comptee, contexte: Contexte, population: Population, operation: str, colonne: str = "", more: tuple = ()):
    """An aggregate with the conditions of a definition, and ``more`` columns that must be true."""
    avec = definition.avec | {name: groupes_of(name, mark, contexte) for name, mark in definition.groupe.items()}
    return Grandeur(
        population,
        operation,
        colonne,
        getattr(definition, "a_defaut", "") if operation == "distinct" else "",
        (*definition.garder, *more),
        definition.sauf,
        tuple(sorted((column, tuple(values)) for column, values in avec.items())),
    )


def groupes_of(nomenclature: str, colonne: str, contexte: Contexte) -> tuple[str, ...]:
    """The groups (the codes, where there are none) that a nomenclature marks « oui » in a column, in its order.

    Raises ``PlieError`` when the base has no such nomenclature, no such column, or when nothing is marked.
    """
    rows = contexte.con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'ref' AND table_name = ?", [nomenclature]
    ).fetchall()
    known = {name for (name,) in rows}
    if colonne in known:
        value = "groupe" if "groupe" in known else "code"
        named = f"SELECT {value} FROM ref.{identifiant(nomenclature)} WHERE {identifiant(colonne)} = 'oui' GROUP BY ALL ORDER BY min(rowid)"
        if found := tuple(name for (name,) in contexte.con.execute(named).fetchall()):
            return found
    raise PlieError(
        f"La nomenclature « {nomenclature} » de la base ne marque « oui » aucune ligne dans une colonne « {colonne} ».\n"
        f"Si referentiels/{nomenclature}.csv est dans votre dossier de travail, ajoutez-lui cette colonne ; puis lancez « plie charger --relire »."
    )


def compile_query(grandeurs: Iterable[Grandeur], contexte: Contexte, par: tuple[Axe, ...], filtres: dict[Axe, tuple[str, ...]]) -> str:
    """DuckDB SQL of several aggregates of one population: the axes in order, then ``g0``, ``g1``…"""
    grandeurs = tuple(grandeurs)
    (population,) = {grandeur.population for grandeur in grandeurs}
    utiles = set().union(*(grandeur.utiles() for grandeur in grandeurs))
    t = population_rows(population, contexte, par, filtres, utiles)
    measures = {f"g{rank}": grandeur.expression(t) for rank, grandeur in enumerate(grandeurs)}
    columns = [PREFIXE + axe.id for axe in par]
    query = t.group_by(*columns).aggregate(**measures) if columns else t.aggregate(**measures)
    return str(ibis.to_sql(query, dialect="duckdb"))
