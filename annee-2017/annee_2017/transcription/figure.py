"""One published figure: its columns, the value read from the print, the dates of its clock."""

import calendar
import re
from dataclasses import asdict, dataclass, fields

WORDS = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "douze": 12, "moitié": 50}


@dataclass
class Figure:
    """A row of figures.csv, in the order of its columns."""

    id: str
    document: str
    periode: str
    section: str
    tableau: str
    ligne: str
    colonne: str
    valeur_imprimee: str
    valeur: str
    unite: str
    ligne_source: int
    indicateur: str
    axes: str
    du: str
    au: str
    connu_au: str
    parametres: str
    calculable: str
    raison: str


COLUMNS = [field.name for field in fields(Figure)]


def row(figure: Figure) -> dict:
    """The figure as a CSV row."""
    return asdict(figure)


def value(printed: str) -> str:
    """The number printed, with a decimal point: « 75 328,76 » gives 75328.76, « 1/3 » gives 33.33."""
    word = printed.strip().lower()
    if word in WORDS:
        return str(WORDS[word])
    if "/" in word:
        top, bottom = word.split("/")
        return f"{100 * int(top) / int(bottom):.2f}"
    number = re.match(r"\d[\d ]*(?:,\d+)?", word)
    assert number is not None
    return number.group().replace(" ", "").replace(",", ".")


def month_end(month: str) -> str:
    """Last day of a month written AAAA-MM."""
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


def _is_day(name: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", name) is not None


def clock(name: str, letter: str, annual_steps: str) -> tuple[str, str, str]:
    """``(du, au, connu_au)`` of a clock for a letter (AAAA-MM) or for the report (``""``).

    A figure recalled from an earlier month keeps that month's clock: the letter carries it over.
    """
    if name == "etapes":
        name = "annee" if letter == annual_steps else "mois"
    known = month_end(letter) if letter else ""
    if name in ("", "suivi"):
        return "", "", ""
    if name == "annee":
        return "2017-01-01", "2017-12-31", known
    if name == "mois":
        return f"{letter}-01", known, known
    if name == "cumul":
        return f"{letter[:4]}-01-01", known, known
    if "/" in name:
        first, last = name.split("/")
        return first if _is_day(first) else f"{first}-01", last if _is_day(last) else month_end(last), known
    if _is_day(name):
        return name, name, known
    if match := re.fullmatch(r"(\d{4})-T([1-4])", name):
        end = month_end(f"{match[1]}-{3 * int(match[2]):02d}")
        return f"{match[1]}-{3 * int(match[2]) - 2:02d}-01", end, end
    if re.fullmatch(r"\d{4}", name):
        return f"{name}-01-01", f"{name}-12-31", f"{name}-12-31"
    return f"{name}-01", month_end(name), month_end(name)
