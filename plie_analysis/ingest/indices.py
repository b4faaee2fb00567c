"""What each column proves about its own writing, over the whole file: order of day and month, decimal mark, years near its dates.

A text that reads two ways alone (01/02/2017, 1.250, 17/03/12, 40117) is read as its column writes elsewhere, or refused; never guessed.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from ..contrat import Column, queries
from .reglages import quoted
from .source import Source

# Above this share of the dates whose order is proved, dates in month/day make the others doubtful; below, they are slips.
PART_MELANGE = 0.01
ANS_PASSES = {"": 50, "echeance": 50, "naissance": 110}
ANS_VOISINS = {"": 5, "echeance": 5, "naissance": 15}
NOMBRE = r"[1-9]\d{0,2}"
UNITES_DITES = {
    "heures": "heures",
    "heures_semaine": "heures par semaine",
    "minutes": "minutes",
    "mois": "mois",
    "euros": "euros",
    "etp": "ETP",
    "coordonnee": "degrés",
}


@dataclass(frozen=True)
class Indice:
    """What a column proves: the words that ``sql/date.sql`` or ``sql/nombre.sql`` take, and what a person should know of it.

    ``douteuses``: the days that the fast reading gave and that must be read again, one by one (an SQL condition on the column).
    """

    mots: dict[str, str]
    douteuses: str | None = None
    remarques: tuple[str, ...] = ()


@cache
def units() -> dict[str, list[tuple[str, str, str]]]:
    """Nature of a number → the ways to write its units, with what multiplies and divides the number."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    with (Path(__file__).parent / "unites.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["nature"], []).append((row["ecriture"], row["multiplie"], row["divise"]))
    return found


def without_evidence(column: Column, words: dict[str, str]) -> dict[str, str]:
    """The words of reading for a column of which nothing else is known."""
    return _date(column, words, None, (0,) * 11).mots if column.type == "date" else _number(column, ".", (0,) * 5).mots


def weigh(con: duckdb.DuckDBPyConnection, source: Source, words: dict[str, str], formats: dict[str, str]) -> dict[str, Indice]:
    """What each column of dates and of numbers of ``brouillon.lu`` proves, in one query over the file.

    ``formats``: the writing that the fast reading of each column took (of a date, its format; of a number, its decimal mark).
    """
    columns = [
        column for column in queries()[source.requete] if column.colonne in source.colonnes and column.type in ("date", "nombre", "entier")
    ]
    if not columns:
        return {}
    asked = [_date_facts(column, words) if column.type == "date" else _number_facts(column) for column in columns]
    row = con.execute(f"SELECT {', '.join(fact for facts in asked for fact in facts)} FROM brouillon.lu").fetchall()[0]
    found = {}
    for column, facts in zip(columns, asked, strict=True):
        values, row = row[: len(facts)], row[len(facts) :]
        form = formats.get(column.colonne)
        found[column.colonne] = _date(column, words, form, values) if column.type == "date" else _number(column, form or ".", values)
    return found


def first_day(column: Column, words: dict[str, str]) -> dt.date:
    """The first day that a column of dates can hold: before, it is the zero of a spreadsheet or a slip, and no fact."""
    return _years_from(_photo(words), -ANS_PASSES[column.nature])


def _photo(words: dict[str, str]) -> dt.date:
    return dt.date.fromisoformat(words["photo"][-11:-1])


def _count(name: str, pattern: str) -> str:
    return f"count(*) FILTER (regexp_full_match(trim({name}_reste), {quoted(pattern)}))"


def _date_facts(column: Column, words: dict[str, str]) -> list[str]:
    name = column.colonne
    heure = r"([ T].*)?"
    late = (
        ""
        if column.nature == "naissance"
        else f" OR (try_cast(trim({name}_reste)[1:2] AS INTEGER) <= {words['siecle']} AND try_cast(trim({name}_reste)[-2:] AS INTEGER) BETWEEN {int(words['siecle']) + int(words['annees_futures_max']) + 1} AND 31)"
    )
    return [
        f"count(*) FILTER (day({name}) > 12)",
        f"count(*) FILTER (day({name}) <= 12 AND day({name}) <> month({name}))",
        _count(
            name,
            rf"(0?[1-9]|1[0-2]) ?[/.-] ?(1[3-9]|2\d|3[01]) ?[/.-] ?(\d{{4}}|\d{{2}}){heure}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}} .*[aApP]\.?[mM]\.?",
        ),
        _count(name, rf"(1[3-9]|2\d|3[01]) ?[/.-] ?(0?[1-9]|1[0-2]) ?[/.-] ?(\d{{4}}|3[2-9]|[4-9]\d){heure}"),
        f"count(*) FILTER (regexp_full_match(trim({name}_reste), '\\d\\d[/.-]\\d\\d[/.-]\\d\\d') AND (try_cast(trim({name}_reste)[1:2] AS INTEGER) > 31{late}))",
        _count(name, r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}"),
        f"count(*) FILTER (regexp_full_match(trim({name}_reste), '\\d{{5}}([.,]\\d+)?') AND NOT regexp_matches(trim({name}_reste), '^[1-9](0[1-9]|1[0-2])\\d{{2}}'))",
        _count(name, rf"\d{{4}}[/.-]\d{{1,2}}[/.-](1[3-9]|2\d|3[01]){heure}"),
        _count(name, rf"\d{{4}}[/.-]\d{{1,2}}[/.-](0?[1-9]|1[0-2]){heure}"),
        f"quantile_disc({name}, 0.05)",
        f"quantile_disc({name}, 0.95)",
    ]


def _date(column: Column, words: dict[str, str], form: str | None, facts: tuple) -> Indice:
    late_days, both_ways, month_first, day_first, year_first, stuck, serials, iso_late, iso_both_ways, low, high = facts
    photo = _photo(words)
    birth, planned = column.nature == "naissance", column.nature == "echeance"
    years = int(words["annees_futures_max"])
    latest = _years_from(photo, years) if planned else photo
    earliest = first_day(column, words)
    is_iso = form is not None and form.startswith("%Y")
    proved = day_first + (0 if is_iso else late_days)
    order = "jour"
    if month_first > PART_MELANGE * proved:
        # Native dates are read as ISO: by the fast reading, or among what it left when most of the column is text.
        natives = (late_days, both_ways) if is_iso else (iso_late, iso_both_ways)
        order = "melange_iso" if natives[1] and not natives[0] else "melange"
    around = ANS_VOISINS[column.nature]
    first = max(earliest, _years_from(low, -around)) if low else earliest
    last = min(_years_from(photo, years), _years_from(high, around)) if high else latest
    mots = {
        "limite": f"DATE '{latest}'",
        "au_plus_tot": f"DATE '{earliest}'",
        "ans_passes": str(ANS_PASSES[column.nature]),
        "plancher": words["annee_min"] if birth else str(earliest.year),
        "ordre": quoted(order),
        "deux_chiffres": "'ambigus'" if year_first else "'sûrs'",
        "serie_min": f"DATE '{first}'",
        "serie_max": f"DATE '{max(last, first)}'",
        "serie_sure": str(bool(serials and not stuck)).lower(),
    }
    doubtful = (
        f"day({column.colonne}) <= 12 AND day({column.colonne}) <> month({column.colonne})"
        if order == "melange_iso" or (order == "melange" and not is_iso)
        else None
    )
    told = []
    if order != "jour":
        told.append(
            f"« {column.entete} » : des dates y sont écrites mois/jour/année, à l'américaine ; celles qui se lisent dans les deux ordres sont rejetées. Refaites l'export avec des dates JJ/MM/AAAA."
        )
    if year_first:
        told.append(
            f"« {column.entete} » : l'année à deux chiffres y vient parfois en premier ; les dates douteuses sont rejetées. Refaites l'export avec des années à quatre chiffres."
        )
    return Indice(mots, doubtful, tuple(told))


def _number_facts(column: Column) -> list[str]:
    name = column.colonne
    return [
        f"count(*) FILTER ({name} <> trunc({name}))",
        f"count(*) FILTER (regexp_matches({name}_reste, '\\d\\.\\d{{3}}(\\.\\d{{3}}|,)'))",
        f"count(*) FILTER (regexp_matches({name}_reste, '\\d,\\d{{3}}(,\\d{{3}}|\\.)'))",
        _count(name, r"[^.,]*\.(\d{1,2}|\d{4,})[^\d.,]*|[^.]*,\d{3}\.\d+[^\d.,]*|-?0\.\d+"),
        _count(name, r"[^.,]*,(\d{1,2}|\d{4,})[^\d.,]*|[^,]*\.\d{3},\d+[^\d.,]*|-?0,\d+"),
    ]


def _number(column: Column, mark: str, facts: tuple) -> Indice:
    decimals, dot_groups, comma_groups, dot_decimal, comma_decimal = facts
    dot_decimal += decimals if mark == "." else 0
    comma_decimal += decimals if mark == "," else 0
    dot = "milliers" if dot_groups and not dot_decimal else "decimale" if dot_decimal and not dot_groups else "inconnue"
    comma = (
        "milliers"
        if comma_groups and not comma_decimal
        else "decimale"
        if not comma_groups and (comma_decimal or not dot_decimal)
        else "inconnue"
    )
    if column.nature == "coordonnee":
        dot = comma = "decimale"
    unit = UNITES_DITES.get(column.nature)
    low, high = column.minimum or "-999999999999999", column.maximum or "999999999999999"
    written = units().get(column.nature) or [("", "1", "1")]
    mots = {
        "point": quoted(dot),
        "virgule": quoted(comma),
        "unites": ", ".join(f"({quoted(text)}, {times}, {over})" for text, times, over in written if text) or "(NULL::VARCHAR, 1, 1)",
        "minimum": low,
        "maximum": high,
        "attendue": f" (attendu : {unit})" if unit else "",
        "bornes": f" (attendu : de {_grouped(low)} à {_grouped(high)}{f' {unit}' if unit else ''})" if column.maximum else "",
    }
    told = [
        f"« {column.entete} » : {quel} y sépare les milliers ({exemple} est lu 1 250)."
        for value, quel, exemple in ((dot, "le point", "1.250"), (comma, "la virgule", "1,250"))
        if value == "milliers"
    ]
    return Indice(mots, None, tuple(told))


def _grouped(number: str) -> str:
    return f"{int(float(number)):,}".replace(",", "\u00a0")


def _years_from(day: dt.date, years: int) -> dt.date:
    """The same day some years later (or sooner); the 28th for a 29 February that is not."""
    year = min(max(day.year + years, 1), 9999)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
