"""The numbers that say nothing of anybody: dates, definitions, labels (``nombres.toml``); and those that are left in a text without them."""

import csv
import functools
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from .. import contrat, francais
from ..indicateurs import axes
from ..indicateurs.appellations import libelles_de_niveaux
from ..presentation.barres import couper
from ..presentation.repartitions import LIBELLES
from ..survie.reglages import reglages

MOTIFS = Path(__file__).with_name("nombres.toml")
NOMBRE = re.compile(r"\d+(?:[.,]\d+)?(?:e[+-]\d+)?(?: %)?", re.ASCII)
GROUPES = re.compile(rf"(?<=\d){francais.FINE}(?=\d\d\d)")


class Lexique:
    """What a page may print beside its figures: ``libelles``, the labels of its photo and the words it was asked with."""

    def __init__(self, libelles: Iterable[str]):
        known = {plain(label).casefold() for label in [*libelles, *_of_the_house()] if any(map(str.isdigit, label))}
        self._alone = known
        # A label that is cut in a drawing is found there line by line.
        told = {line for label in known for line in (label, *couper(label)) if re.search(r"[^\W\d]", line)}
        patterns = [re.escape(label) for label in sorted(told, key=len, reverse=True)]
        self._words = re.compile(
            rf"(?<!\w)(?<!\d[,.])(?:{'|'.join([*patterns, *_motifs()['definitions'], *_motifs()['dates']])})(?!\w)", re.IGNORECASE
        )

    def reste(self, texte: str, *, annees: bool, section: bool) -> list[str]:
        """The numbers of a text that are no date, definition nor label; ``annees``: a year may stand alone; ``section``: it is a title.

        A sign that counts and is not a digit (« ½ ») is one of them.
        """
        left = []
        for line in plain(texte).split("\n"):
            if any(map(str.isnumeric, line)) and line.strip().casefold() not in self._alone:
                line = re.sub(rf"^\s*{_motifs()['section']}", " ", line) if section else line
                left += nombres(self.sans(line, annees=annees))
        return left

    def sans(self, ligne: str, *, annees: bool) -> str:
        """A plain line without its dates, definitions and labels."""
        left = self._words.sub(" ", ligne)
        return re.sub(rf"(?<![\w,.]){annee()}(?![\w%]|[,.]\d| %)", " ", left) if annees else left


def nombres(texte: str) -> list[str]:
    """Every number of a text, as they are written (« 12,7 », « 49 % »), signs and groups of three left out."""
    digits = NOMBRE.findall(GROUPES.sub("", texte))
    return [*digits, *(letter for letter in texte if letter.isnumeric() and not letter.isascii())]


def plain(texte: str) -> str:
    """A text with plain spaces (but those that group digits) and straight apostrophes."""
    return re.sub(r"[^\S\n\u202f]", " ", GROUPES.sub("", texte)).replace("’", "'")


@functools.cache
def _motifs() -> dict:
    horizons = "|".join(map(str, reglages()["horizons"]))
    return tomllib.loads(MOTIFS.read_text(encoding="utf-8").replace("<horizon>", f"(?:{horizons})"))


def annee() -> str:
    """A year alone, as a pattern."""
    return _motifs()["annee"]


def attributs() -> frozenset[tuple[str, str, str]]:
    """(element, attribute, value) of the attributes of the pieces that hold a number and no figure."""
    return frozenset(tuple(line.split(" ", 2)) for line in _motifs()["attributs"])


@functools.cache
def _of_the_house() -> frozenset[str]:
    """The labels that the nomenclatures and the tables give."""
    found = {label for labels in LIBELLES.values() for label in labels.values()}
    found |= {label for axe in axes().values() for label in axe.libelles}
    found |= {name for name in libelles_de_niveaux() if not name.isdigit()}
    for path in contrat.REFERENTIELS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found |= {row[name] for row in csv.DictReader(lines) for name in ("code", "libelle") if row.get(name)}
    return frozenset(found)
