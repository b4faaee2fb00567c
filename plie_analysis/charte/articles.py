"""The articles of the charte, as the rules of the suites declare them."""

from collections.abc import Iterable
from dataclasses import dataclass

GRAVITES = ("bloquante", "à corriger", "alerte")  # most serious first
SEVERITES = {"bloquante": "critical", "à corriger": "warning", "alerte": "info"}  # Great Expectations' words
A_CORRIGER_PAR = ("référent", "SA")
# The charte is read in this order, by the letter of its articles; those of a PLIE come after.
PARTIES = {
    "P": "Participants",
    "O": "Prescriptions (orientations)",
    "C": "Parcours et sorties",
    "E": "Étapes",
    "K": "Délais de saisie",
    "R": "Suivi par le référent",
    "V": "Veilles",
    "S": "Situations",
    "F": "Freins",
    "A": "Aides et actions",
    "L": "Clauses d’insertion",
    "Q": "Entretiens d’observation",
    "D": "Doublons",
    "T": "Photos et pilotage",
}
PROPRES = "Articles propres au PLIE"


@dataclass(frozen=True)
class Article:
    """One article: its id, its French sentence (thresholds between braces), its gravity, who corrects it, its source."""

    article: str
    phrase: str
    gravite: str
    corrige_par: str
    source: str


def articles(suites: Iterable) -> dict[str, Article]:
    """Every article that the rules of some suites declare, by id, in the order of the charte."""
    found = {regle.article: regle.dit for suite in suites for regle in suite.regles}
    return {article: found[article] for article in sorted(found, key=rang)}


def rang(article: str) -> tuple[int, str]:
    """What sorts an id in the order of the charte."""
    letters = list(PARTIES)
    return (letters.index(article[0]) if article[0] in letters else len(letters), article)


def partie(article: str) -> str:
    """The chapter of the charte that an article belongs to."""
    return PARTIES.get(article[0], PROPRES)
