"""Checks that no number of the sections read was left aside without a reason."""

import re

from .fabrique import toml
from .texte import Texte


def left_aside(texte: Texte) -> list[tuple[int, str]]:
    """Numbers (line, text) within the scope that no figure took and no rule of hors_champ.toml excuses."""
    rules = toml("hors_champ.toml")
    patterns = [re.compile(rule["motif"]) for rule in rules["regle"]]
    found = []
    for first, last in rules["champ"]:
        for number in range(first, min(last, len(texte.lines)) + 1):
            line = texte.line(number)
            excused = [match.span() for pattern in patterns for match in pattern.finditer(line)]
            for token in texte.tokens(number):
                is_excused = any(start <= token.start < end for start, end in excused)
                if (number, token.start) not in texte.taken and not is_excused:
                    found.append((number, token.digits + token.suffix))
    return found
