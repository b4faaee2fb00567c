"""From intervals (étapes) to one state a month."""

import datetime as dt
from collections.abc import Sequence

import duckdb
import pandas as pd

from .intervalles import INTERVALLES, read_date, read_intervalles, read_parcours
from .refus import named, refus
from .source import Table, connect, literal, rows, sql

PRIORITE = (
    "emploi durable",
    "emploi",
    "formation qualifiante",
    "formation non qualifiante",
    "mobilisation",
    "sans étape",
    "sorti",
)
"""States from the one that prevails to the one that yields, when several share a month."""


def etats_mensuels(
    intervalles: Table,
    *,
    id: str = "id",
    debut: str = "debut",
    fin: str = "fin",
    etat: str = "etat",
    priorite: Sequence[str] = PRIORITE,
    parcours: Table | None = None,
    entree: str = "entree",
    sortie: str = "sortie",
    du: dt.date | str | None = None,
    au: dt.date | str | None = None,
    pas: str = "mois",
    origine: str | dt.date = "entree",
    etat_vide: str | None = "sans étape",
    etat_sorti: str | None = "sorti",
    apres_sortie: bool = False,
    nb_mois: int | None = None,
) -> pd.DataFrame:
    """One state a month for each parcours: ``id``, ``t`` (rank of the month), ``etat``, sorted by ``id`` then ``t``.

    ``etat`` is an ordered categorical whose categories are ``priorite`` (then ``etat_vide`` and ``etat_sorti`` if
    it does not name them). Both days of an interval are included; an empty ``fin`` lasts until ``au``.

    **Months.** With ``origine="entree"``, month t of a parcours is [entry + t months, entry + (t+1) months[, where
    entry is its ``entree`` in ``parcours``, else its first ``debut``; a day that a month does not have is its last
    day (31 January + 1 month = 28 or 29 February). With ``origine="calendrier"``, month t is a calendar month,
    counted from the month of ``du`` (default: of the earliest entry), the same for all. With a date, month t is
    [date + t months, date + (t+1) months[ for all, and what came before is left out.

    **State of a month.** The first state of ``priorite`` among those in progress at any moment of the month; when
    there is none, ``etat_vide`` (``None``: the month is left out of the table).

    **Which months.** Without ``parcours``: from the first ``debut`` to the last ``fin``. With ``parcours`` (one row
    per parcours: ``id``, ``entree``, ``sortie`` empty while open): from entry to exit; then, when ``au`` is given,
    ``etat_sorti`` up to ``au`` (``None``: stop at the exit). The day of exit counts as still inside, so that the
    job which ends a parcours shows; what runs later is cut, unless ``apres_sortie``. Intervals of a parcours that
    ``parcours`` does not hold are left aside; a parcours without any interval has its months all the same.
    ``du`` and ``au`` bound the observation, both included: a month out of them is left out, ``t`` is not shifted;
    what begins after ``au`` does not exist.
    ``nb_mois`` keeps ``t`` < ``nb_mois``.

    Raises ``PlieError``: missing column, empty ``id``, ``debut`` or ``etat``, ``fin`` before ``debut``, an open
    interval without ``au``, a state absent from ``priorite``. An empty table gives an empty frame.
    """
    if pas != "mois":
        raise refus(f"Pas « {pas} » inconnu : seul « mois » est prévu.")
    states = _ranked_states(priorite, etat_vide, etat_sorti)
    first, last = read_date(du, "du"), read_date(au, "au")
    if first and last and first > last:
        raise refus(f"La période est vide : du {first:%d/%m/%Y} au {last:%d/%m/%Y}. Inversez les dates.")
    con = connect()
    table = read_intervalles(con, intervalles, id=id, debut=debut, fin=fin, etat=etat, au=last, ends_elsewhere=parcours is not None)
    _refuse_unknown_states(table, priorite)
    table.create("intervalle")
    _create_windows(con, parcours, id, entree, sortie, last)
    rank = " ".join(f"WHEN {literal(state)} THEN {number}" for number, state in enumerate(states))
    origin = _origin(con, origine, first)
    if origin is not None:
        con.execute("UPDATE parcours SET origine = ?::DATE", [origin])
    query = sql(
        "etats_mensuels",
        rang=f"CASE etat {rank} END",
        du=f"DATE '{first}'" if first else "NULL::DATE",
        au=f"DATE '{last}'" if last else "NULL::DATE",
        rang_vide=states.index(etat_vide) if etat_vide is not None else -1,
        rang_sorti=states.index(etat_sorti) if etat_sorti is not None and parcours is not None else -1,
        apres_sortie="TRUE" if apres_sortie else "FALSE",
        nb_mois="NULL::INTEGER" if nb_mois is None else int(nb_mois),
    )
    return _frame(con.sql(query), states)


def _ranked_states(priorite: Sequence[str], *others: str | None) -> list[str]:
    states = list(priorite)
    if len(set(states)) != len(states):
        raise refus("La priorité donnée répète un état. Citez chaque état une seule fois.")
    return states + [state for state in others if state is not None and state not in states]


def _refuse_unknown_states(table: duckdb.DuckDBPyRelation, priorite: Sequence[str]) -> None:
    states = [state for (state,) in rows(table, "SELECT DISTINCT etat FROM {source} ORDER BY etat")]
    unknown = [state for state in states if state not in set(priorite)]
    if unknown:
        raise refus(
            f"{INTERVALLES} : {'état' if len(unknown) == 1 else 'états'} sans rang de priorité : {named(unknown)}.\n"
            f"Priorité donnée : {' > '.join(priorite)}.\nAjoutez l'état à « priorite » ou corrigez la table."
        )


def _create_windows(con: duckdb.DuckDBPyConnection, parcours: Table | None, id: str, entree: str, sortie: str, au: dt.date | None) -> None:
    """Table ``parcours``: id, entree, sortie (last day inside, empty while open), origine; one row per parcours."""
    if parcours is None:
        con.execute(
            "CREATE TEMP TABLE parcours AS SELECT id, min(debut) AS entree, max(coalesce(fin, ?::DATE)) AS sortie,"
            " min(debut) AS origine FROM intervalle GROUP BY id",
            [au],
        )
        return
    read_parcours(con, parcours, id=id, entree=entree, sortie=sortie, au=au).create("parcours_lu")
    con.execute("CREATE TEMP TABLE parcours AS SELECT id, entree, sortie, entree AS origine FROM parcours_lu")


def _origin(con: duckdb.DuckDBPyConnection, origine: str | dt.date, du: dt.date | None) -> dt.date | None:
    """The common origin of months, or ``None`` when each parcours has its own."""
    if origine == "entree":
        return None
    if origine != "calendrier":
        return read_date(origine, "origine")
    row = con.execute("SELECT date_trunc('month', coalesce(?::DATE, min(entree)))::DATE FROM parcours", [du]).fetchone()
    return row[0] if row else None


def _frame(relation: duckdb.DuckDBPyRelation, states: list[str]) -> pd.DataFrame:
    table = relation.to_arrow_table()
    codes = table["rang"].to_numpy()
    result = table.select(["id", "t"]).to_pandas()
    result["etat"] = pd.Categorical.from_codes(codes, categories=pd.Index(states, dtype="str"), ordered=True)
    return result
