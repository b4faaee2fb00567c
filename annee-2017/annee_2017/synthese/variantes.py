"""The same value written otherwise: headers, labels, dates, numbers, yes and no, blanks."""

import csv
import datetime as dt
import random
import unicodedata
from functools import cache

from plie_analysis.contrat import REFERENTIELS, Column
from plie_analysis.francais import FINE, INSECABLE

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ABSENT = ("", "", "", "-", "N/A")
YES_NO = (("Oui", "Non"), ("oui", "non"), ("O", "N"), ("1", "0"), ("VRAI", "FAUX"))
DATE_STYLES = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d 00:00:00", "mois")
FAR_STYLES = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y")
LABEL_SHARE, PADDED_SHARE = 0.35, 0.08


def plain(text: str) -> str:
    """The text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def aliases(nomenclature: str) -> dict[str, tuple[str, ...]]:
    """Other labels of each code of a nomenclature, those of its oldest line (a later one may not be valid yet)."""
    found: dict[str, tuple[str, ...]] = {}
    with (REFERENTIELS / f"{nomenclature}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            others = [a.strip() for a in row["alias"].split("|") if a.strip() and not a.startswith("(")]
            found.setdefault(row["code"], tuple(others))
    return found


@cache
def header_aliases(requete: str) -> dict[str, tuple[str, ...]]:
    """Other headers of each column of a query."""
    with (REFERENTIELS / "entetes.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["entete"]: tuple(row["alias"].split("|")) for row in csv.DictReader(lines) if row["requete"] == requete and row["entete"]
        }


def header(column: Column, rng: random.Random) -> str:
    """One of the ways to write a column's header."""
    text = rng.choice((column.entete, column.entete, *header_aliases(column.requete).get(column.entete, ())))
    if text.startswith("N° "):
        text = rng.choice(("N° ", "n° ", "No ", "Numéro ")) + text[3:]
    text = rng.choice((text, text, text.upper(), plain(text), text.replace("'", "’"), text.replace(" ", "  ", 1)))
    return text if rng.random() > 0.2 else f" {text} "


class ColumnHabit:
    """How one column is written in one file."""

    def __init__(self, column: Column, rng: random.Random):
        self.column = column
        self.rng = rng
        self.entete = header(column, rng)
        self.date_style = rng.choice(FAR_STYLES if column.colonne == "date_naissance" else DATE_STYLES)
        self.yes_no = rng.choice(YES_NO)
        self.group = rng.choice((" ", INSECABLE, FINE, ""))

    def text(self, value) -> str:
        """The text of a cell; the same value as the clean export once read."""
        kind = self.column.type
        if value is None:
            return "" if kind == "code" else self.rng.choice(ABSENT)
        if kind == "date":
            written = self.date(value)
        elif kind == "oui_non":
            written = self.yes_no[0 if value else 1]
        elif kind in ("nombre", "entier"):
            written = self.number(value)
        else:
            written = self.label(str(value))
        return f" {written}{self.rng.choice((' ', INSECABLE, ''))}" if self.rng.random() < PADDED_SHARE else written

    def date(self, value: dt.date) -> str:
        """A date in the column's style."""
        if self.date_style == "mois":
            return f"{value.day}-{MONTHS[value.month - 1]}-{value.year % 100:02d}"
        return value.strftime(self.date_style)

    def number(self, value: float) -> str:
        """A number with a decimal comma and the column's thousands separator."""
        text = f"{value:,.2f}" if value != int(value) else f"{int(value):,}"
        return text.replace(",", self.group).replace(".", ",")

    def label(self, value: str) -> str:
        """A label, or for a code one of its other spellings."""
        known = aliases(self.column.nomenclature) if self.column.type == "code" else {}
        if value not in known or self.rng.random() > LABEL_SHARE:
            return value
        return self.rng.choice((value.upper(), value.lower(), plain(value), value.replace("'", "’"), f"{value} ", *known[value]))
