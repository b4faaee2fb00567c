"""The numbers that the team writes in a page at a protected level: each must be one that the page prints, and that hides nobody.

In digits or in letters, a number is refused when the page does not print it as it is, when it is a count too small to be shown, or
when the page hides a count that is equal: it would tell which. Dates, definitions and labels are those of ``nombres.toml``; what
else is no number, or says one in other words, is in ``citations.toml``.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..francais import FINE, arrondi
from .lecture_page import lire
from .lexique import Lexique, annee, nombres, plain
from .mots_de_page import Mots

MOTIFS = Path(__file__).with_name("citations.toml")
# Where a number of the page is no figure of it: a graduation of a drawing, a script.
SANS_CHIFFRE = {"text", "script", "style", "title", "!"}
SECTIONS = {"h2", "h3", "h4", "a"}
RANG = r"\d+(?:e|è?me|des?)"


@dataclass(frozen=True)
class Citation:
    """A number of the words of the team that may not be published: the line where it stands, and how it is written there."""

    ligne: int
    nombre: str


def etendues(page: str, encadres: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words of the team stand in a page, to the letter."""
    return sorted(found.span() for html in set(encadres) for found in re.finditer(re.escape(html), page))


def imprimes(page: str, ecrites: list[tuple[int, int]], lexique: Lexique) -> set[str]:
    """The numbers that a page prints, as it prints them (« 1291 », « 12,7 », « 49 % »), dates and definitions left out.

    ``ecrites``: the stretches that the team wrote.
    """
    own = (one for one in lire(page) if not any(start <= one.debut < end for start, end in ecrites))
    read = (one for one in own if not one.attribut and one.balise not in SANS_CHIFFRE)
    return {
        number.replace(".", ",")
        for one in read
        for number in lexique.reste(one.texte, annees=one.balise != "td", section=one.balise in SECTIONS)
    }


def interdites(mots: Mots, lexique: Lexique, imprimes: set[str], seuil: int, caches: set[float]) -> list[Citation]:
    """The numbers of the words of the team that may not stand in a page, in their order.

    ``imprimes``: those that it prints; ``seuil``: the smallest count that its level shows; ``caches``: those that it hides.
    """
    found = []
    for section in mots.sections.values():
        for line, text in section.paragraphes:
            digits, written = en_chiffres(" ".join(plain(text).split("\n")))
            for number, measures in _nombres(digits, lexique):
                if number not in imprimes or not (measures or _is_open(number, seuil, caches)):
                    shown = written.get(number) or written.get(number.removesuffix(" %"), number)
                    found.append(Citation(line + _rank(text, shown), shown))
    return sorted(found, key=lambda one: one.ligne)


def _is_open(number: str, seuil: int, caches: set[float]) -> bool:
    """Whether a number that the page prints may count persons: none that it hides is equal, nor is it too small to be shown."""
    if number.endswith("%"):
        return True
    value, digits = float(number.replace(",", ".")), len(number.partition(",")[2])
    return value not in {float(arrondi(one, digits)) for one in caches} and not (0 < value < seuil and value.is_integer())


def en_chiffres(texte: str) -> tuple[str, dict[str, str]]:
    """A text whose numbers are all in digits, as a page prints them, and what those in letters were: « trois mois » → « 3 mois », {3: trois}."""
    written: dict[str, str] = {}

    def told(value: str, words: str) -> str:
        written[value] = words
        return value

    text = re.sub(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)", lambda found: found[0].replace(" ", ""), texte.replace(FINE, " "))
    free = _whole(_motifs()["libres"]["motifs"])
    text = free.sub(" ", text)
    rank = f"(?:{RANG}|{_ordinals()})"
    text = _whole([f"{rank}(?:(?:, | et | ou ){rank})* (?:{'|'.join(_motifs()['libres']['rangs'])})s?"]).sub(" ", text)
    for pattern, value in _motifs()["tournures"].items():
        text = _whole([pattern]).sub(lambda found, value=value: told(value, found[0]), text)  # type: ignore[misc]
    text = _whole([_ordinals()]).sub(lambda found: told(str(_rank_of(found[0])), found[0]), text)
    text = _letters().sub(lambda found: _valued(found[0], told), text)
    return re.sub(r"(?<=\d) ?(?:%|pour[ -]?100\b|p\. ?100\b)", " %", free.sub(" ", text), flags=re.IGNORECASE), written


def _nombres(texte: str, lexique: Lexique) -> Iterator[tuple[str, bool]]:
    """Each number of a text in digits that is no date, definition nor label, and whether it measures rather than counts."""
    patterns = _motifs()["libres"]
    counted = re.compile(rf"(?<![\w,.]){annee()}(?= (?:{'|'.join(patterns['comptes'])})(?!\w))", re.IGNORECASE)
    yield from ((year, False) for year in counted.findall(texte))
    measure = re.compile(rf"(\d+(?:[.,]\d+)?) (?:{'|'.join(patterns['mesures'])})(?!\w)", re.IGNORECASE)
    left = lexique.sans(texte, annees=True)
    yield from ((number.replace(".", ","), True) for number in measure.findall(left))
    yield from ((number.replace(".", ","), False) for number in nombres(measure.sub(" ", left)))


def _valued(words: str, told) -> str:
    """A run of number words in digits: one number when they make one (« quatre-vingt-trois »), else each."""
    values = _motifs()["lettres"] | {"un": 1, "une": 1}
    names = [word for word in re.findall(r"[^\W\d_]+", words.lower()) if word != "et"]
    total = part = 0
    last = float("inf")
    for value in (values[name] for name in names):
        if value >= 1000:
            total, part, last = total + max(part, 1) * value, 0, value
        elif value == 100 and part < 10:
            part, last = max(part, 1) * 100, 100
        elif value == 20 and part % 100 == 4:
            part, last = part + 76, 20
        elif value < last:
            part, last = part + value, value
        else:
            return " ".join(told(str(values[name]), name) for name in names)
    return told(str(total + part), words)


@functools.cache
def _motifs() -> dict:
    return tomllib.loads(MOTIFS.read_text(encoding="utf-8"))


def _whole(patterns: Iterable[str]) -> re.Pattern:
    """Any of these patterns, in whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


@functools.cache
def _stems() -> dict[str, int]:
    """What « -ième » is added to → its value: « cinqu », « neuv »…"""
    said = {re.sub("e$", "", name): value for name, value in _motifs()["lettres"].items()}
    return {{"cinq": "cinqu", "neuf": "neuv"}.get(stem, stem): value for stem, value in said.items()}


def _ordinals() -> str:
    """« deuxième », « seconde »…, as a pattern."""
    return f"(?:{'|'.join(_stems())})i[èe]mes?|second(?:e|s|es)?"


def _rank_of(ordinal: str) -> int:
    return _stems().get(re.sub("i[èe]mes?$", "", ordinal.lower()), 2)


@functools.cache
def _letters() -> re.Pattern:
    names = "|".join(sorted(_motifs()["lettres"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?:(?:[ -]et)?[ -](?:{names}|une?)(?!\w))*(?!\w)", re.IGNORECASE)


def _rank(texte: str, shown: str) -> int:
    """On which line of a paragraph, from 0, a number stands as it is written."""
    letters = [re.escape(letter) for letter in shown.replace(" ", "") if letter != "%"]
    found = re.search(r"(?<!\w)" + r"\s?".join(letters), texte, re.IGNORECASE)
    return texte.count("\n", 0, found.start()) if found else 0
