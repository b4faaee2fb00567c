"""Intervals and parcours as handed in: dates read, bad rows named."""

import datetime as dt

import duckdb

from .refus import enumerate_some, refus
from .source import Table, read_columns, refuse_first, rows

INTERVALLES = "Table des intervalles"
PARCOURS = "Table des parcours"
FIX = "Complétez ou retirez ces lignes."


def read_date(value: dt.date | str | None, name: str) -> dt.date | None:
    """A bound as a date; accepts a date, a datetime or AAAA-MM-JJ."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise refus(f"La date « {name} » n'est pas lisible : {value!r}. Écrivez-la AAAA-MM-JJ.") from error


def read_intervalles(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    *,
    id: str,
    debut: str,
    fin: str,
    etat: str | None,
    au: dt.date | None,
    ends_elsewhere: bool = False,
) -> duckdb.DuckDBPyRelation:
    """Intervals ``id, debut DATE, fin DATE, etat VARCHAR`` (``etat`` empty when not asked for), checked.

    Those that begin after ``au`` are left out. An empty ``fin`` needs ``au``, unless ``ends_elsewhere``
    (the exit of the parcours will do).
    """
    columns = {"id": id, "debut": debut, "fin": fin} | ({"etat": etat} if etat else {})
    raw = read_columns(table, columns, what=INTERVALLES, con=con)
    refusals = [("id IS NULL", f"« {id} » vide", FIX)]
    if etat:
        refusals.append(("etat IS NULL", f"« {etat} » vide", FIX))
    refuse_first(raw, refusals + _unread_dates("debut", debut, "fin", fin), INTERVALLES)
    state = "CAST(etat AS VARCHAR)" if etat else "NULL::VARCHAR"
    dated = raw.project(f"id, {_date('debut')} AS debut, {_date('fin')} AS fin, {state} AS etat")
    refusals = [("fin < debut", f"« {fin} » antérieure à « {debut} »", "Corrigez les dates ou retirez ces lignes.")]
    if au is None and not ends_elsewhere:
        refusals.append(("fin IS NULL", f"« {fin} » vide", "Donnez la date d'observation « au » : un intervalle sans fin dure jusque-là."))
    refuse_first(dated, refusals, INTERVALLES)
    return dated if au is None else dated.filter(f"debut <= DATE '{au}'")


def read_parcours(
    con: duckdb.DuckDBPyConnection, table: Table, *, id: str, entree: str, sortie: str, au: dt.date | None
) -> duckdb.DuckDBPyRelation:
    """Parcours ``id, entree DATE, sortie DATE`` seen at ``au``: later entries are left out, later exits are open."""
    raw = read_columns(table, {"id": id, "entree": entree, "sortie": sortie}, what=PARCOURS, con=con)
    refuse_first(raw, [("id IS NULL", f"« {id} » vide", FIX), *_unread_dates("entree", entree, "sortie", sortie)], PARCOURS)
    dated = raw.project(f"id, {_date('entree')} AS entree, {_date('sortie')} AS sortie")
    refusals = [("sortie < entree", f"« {sortie} » antérieure à « {entree} »", "Corrigez les dates ou retirez ces lignes.")]
    if au is None:
        refusals.append(
            ("sortie IS NULL", f"« {sortie} » vide", "Donnez la date d'observation « au » : un parcours ouvert est suivi jusque-là.")
        )
    refuse_first(dated, refusals, PARCOURS)
    repeated = rows(
        dated, "SELECT id, count(*) OVER () AS n FROM (SELECT id FROM {source} GROUP BY id HAVING count(*) > 1) ORDER BY id LIMIT 5"
    )
    if repeated:
        raise refus(
            f"{PARCOURS} : plusieurs lignes pour un même parcours : {enumerate_some([str(key) for key, _ in repeated], repeated[0][1])}.\nGardez une ligne par parcours."
        )
    if au is None:
        return dated
    return dated.filter(f"entree <= DATE '{au}'").project(f"id, entree, CASE WHEN sortie <= DATE '{au}' THEN sortie END AS sortie")


def _unread_dates(ours_first: str, first: str, ours_last: str, last: str) -> list[tuple[str, str, str]]:
    """Refusals of a first day that is empty, and of first and last days that are no dates."""
    unread = " OR ".join(f"({ours} IS NOT NULL AND TRY_CAST({ours}::VARCHAR AS DATE) IS NULL)" for ours in (ours_first, ours_last))
    return [
        (unread, f"date illisible dans « {first} » ou « {last} »", "Les dates s'écrivent AAAA-MM-JJ."),
        (f"{ours_first} IS NULL", f"« {first} » vide", FIX),
    ]


def _date(name: str) -> str:
    """Through text, so that a date, a timestamp and AAAA-MM-JJ all give the calendar day."""
    return f"CAST({name}::VARCHAR AS DATE)"
