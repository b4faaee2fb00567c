"""What was known of a table on a day: its lines, its columns, its ranks (told by ``tables.toml``)."""

import datetime as dt

import ibis

from .definitions import Rang, sources

CONNUE_LE = "connue_le"


def clocks_of(table: str, colonnes: set[str]) -> set[str]:
    """Columns to read in the table, beside these, to tell what was known of them."""
    source = sources()[table]
    found = {CONNUE_LE}
    for rang in (source.rangs[nom] for nom in colonnes & set(source.rangs)):
        found |= {rang.par, *rang.ordre} | ({rang.parmi} if rang.parmi else set())
    return found | {date for date, worth in source.avant.items() if (colonnes | found) & set(worth)}


def known(t: ibis.Table, table: str, colonnes: set[str], jour: dt.date) -> ibis.Table:
    """The lines of a table known on a day, these columns as they were: a cell keyed later is not there yet, a rank is counted again.

    ``t`` holds the columns and those of ``clocks_of``; a table without ``connue_le`` is known from the start.
    """
    source = sources()[table]
    if CONNUE_LE in t.columns:
        t = t.filter(t[CONNUE_LE].isnull() | (t[CONNUE_LE] <= jour))
    for date, worth in source.avant.items():
        told = {nom: value for nom, value in worth.items() if nom in t.columns}
        if told:
            later = t[date].notnull() & (t[date] > jour)
            t = t.mutate(**{nom: ibis.ifelse(later, ibis.literal(value, type=t[nom].type()), t[nom]) for nom, value in told.items()})
    return t.mutate(**{nom: _rank(t, rang) for nom, rang in source.rangs.items() if nom in colonnes})


def _rank(t: ibis.Table, rang: Rang) -> ibis.Value:
    """The rank of each line, from 1; empty for a line that is not among those counted."""
    group = [t[rang.par], *([t[rang.parmi]] if rang.parmi else [])]
    rank = ibis.row_number().over(group_by=group, order_by=[t[nom] for nom in rang.ordre]) + 1
    return ibis.ifelse(t[rang.parmi], rank, ibis.null("int64")) if rang.parmi else rank
