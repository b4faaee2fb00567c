"""What follows what, and when nothing goes on: étapes read as intervals, to the day."""

import datetime as dt

import duckdb
import pandas as pd

from ..jours import JOURS_PAR_MOIS
from .intervalles import read_date, read_intervalles, read_parcours
from .source import Table, ask, column_names, connect, literal, sql
from .suite import WHAT, read_suites

DEBUT, FIN = "(entrée)", "(fin)"
"""The two bounds of the directly-follows graph, when asked for."""


def suivi_direct(
    table: Table,
    *,
    id: str = "id",
    t: str = "t",
    debut: str = "debut",
    fin: str = "fin",
    etat: str = "etat",
    au: dt.date | str | None = None,
    bornes: bool = False,
) -> pd.DataFrame:
    """Directly-follows graph: which state comes just after which, and after how long.

    ``table`` is a table of intervals (recognised by its column ``debut``) or of monthly sequences.
    One row per pair seen, most frequent first: ``de``, ``vers``, ``n``, ``part`` (of the n that leave ``de``), then
    quartiles of two delays: ``delai_q1``, ``delai_mediane``, ``delai_q3`` (from beginning to beginning) and
    ``attente_q1``, ``attente_mediane``, ``attente_q3`` (from end to beginning: negative when they overlap, 0 when one
    begins the day, or the month, after the other's last). Delays are in days for intervals, in months for sequences;
    quartiles interpolate linearly. Intervals follow one another by ``debut``, then ``fin``, then ``etat``; the same
    state twice in a row counts. In sequences, months in one state make one episode and missing months are skipped.
    With ``bornes``, rows from « (entrée) » to the first state and from the last one to « (fin) », without delay.
    With ``au``, intervals begun later are left out.
    """
    if debut in column_names(table, WHAT):
        con = connect()
        known = read_intervalles(con, table, id=id, debut=debut, fin=fin, etat=etat, au=read_date(au, "au"), ends_elsewhere=True)
        ordered = known.project("id, debut - DATE '1970-01-01' AS debut, fin - DATE '1970-01-01' AS fin, etat")
        episodes = "{source}"
    else:
        ordered = read_suites(table, id=id, t=t, etat=etat).relation.project("id, t, etat::VARCHAR AS etat")
        episodes = f"({sql('episodes')})"
    query = sql("suivi_direct", episodes=episodes, bornes="TRUE" if bornes else "FALSE", debut=literal(DEBUT), fin=literal(FIN))
    return ask(ordered, query).to_pandas()


def interruptions(
    intervalles: Table,
    *,
    id: str = "id",
    debut: str = "debut",
    fin: str = "fin",
    parcours: Table | None = None,
    entree: str = "entree",
    sortie: str = "sortie",
    au: dt.date | str | None = None,
    mois: int = 3,
) -> pd.DataFrame:
    """Gaps of more than ``mois`` months during which nothing goes on, from the union of intervals.

    One row per gap: ``id``, ``debut`` and ``fin`` (first and last day without étape, ``datetime64``), ``jours`` (both
    included), by ``id`` then ``debut``. A gap counts when its first day + ``mois`` calendar months still falls
    inside it: 1 February to 30 April is three months exactly, hence not over three.
    Without ``parcours``, gaps lie between intervals. With it (``id``, ``entree``, ``sortie`` empty while open, ``au``
    then needed), the parcours is looked at from its entry to the day before its exit, or to ``au`` included: what
    precedes the first étape, what follows the last, and parcours without any étape, count too.
    """
    relation = _gaps(intervalles, id, debut, fin, parcours, entree, sortie, au)
    return ask(relation, sql("interruptions", mois=int(mois))).to_pandas()


def mois_sans_etape(
    intervalles: Table,
    *,
    id: str = "id",
    debut: str = "debut",
    fin: str = "fin",
    parcours: Table | None = None,
    entree: str = "entree",
    sortie: str = "sortie",
    au: dt.date | str | None = None,
) -> pd.DataFrame:
    """Time spent without any étape in progress, from the union of intervals.

    One row per parcours, by ``id``: ``id``, ``jours`` (days looked at), ``jours_sans_etape``, ``mois_sans_etape``
    (÷ ``JOURS_PAR_MOIS``). Parallel étapes count once. The days looked at are those of ``interruptions``: from the first
    ``debut`` to the last ``fin`` without ``parcours``; with it, from entry to the day before the exit, or to ``au``.
    """
    relation = _gaps(intervalles, id, debut, fin, parcours, entree, sortie, au)
    return ask(relation, sql("mois_sans_etape", jours_par_mois=JOURS_PAR_MOIS)).to_pandas()


def _gaps(
    intervalles: Table,
    id: str,
    debut: str,
    fin: str,
    parcours: Table | None,
    entree: str,
    sortie: str,
    au: dt.date | str | None,
) -> duckdb.DuckDBPyRelation:
    """Gaps ``id, debut, fin, jours, jours_suivis``; a parcours without a gap keeps one row with empty dates."""
    last = read_date(au, "au")
    con = connect()
    read_intervalles(con, intervalles, id=id, debut=debut, fin=fin, etat=None, au=last, ends_elsewhere=parcours is not None).create(
        "intervalle"
    )
    bound = f"DATE '{last}'" if last else "NULL::DATE"
    if parcours is None:
        con.execute(
            f"CREATE TEMP TABLE fenetre AS SELECT id, min(debut) AS premier, max(least(coalesce(fin, {bound}), {bound})) AS dernier"
            " FROM intervalle GROUP BY id"
        )
    else:
        read_parcours(con, parcours, id=id, entree=entree, sortie=sortie, au=last).create("parcours_lu")
        con.execute(f"CREATE TEMP TABLE fenetre AS SELECT id, entree AS premier, coalesce(sortie - 1, {bound}) AS dernier FROM parcours_lu")
    return con.sql(sql("trous"))
