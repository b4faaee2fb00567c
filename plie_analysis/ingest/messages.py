"""What is told to the person who loads: French, short, with the spaces that must not break."""

import re
from collections.abc import Iterable

from ..errors import PlieError

_INSECABLE = "\u00a0"


def insecables(texte: str) -> str:
    """The text with a non-breaking space before « : ; ? ! % » and inside the quotation marks."""
    return re.sub(r" ([:;?!%»])", rf"{_INSECABLE}\1", texte.replace("« ", f"«{_INSECABLE}"))


def erreur(*lignes: str) -> PlieError:
    """The error to raise: what was found and where, what was expected, what to do."""
    return PlieError(insecables("\n".join(lignes)))


def citer(mots: Iterable[str]) -> str:
    """« a », « b » et « c »."""
    quoted = [f"« {mot} »" for mot in mots]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} et {quoted[-1]}" if quoted else ""
