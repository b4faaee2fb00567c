"""Age brackets: the codes that bounds make, and how each reads."""

import itertools
import re
from collections.abc import Sequence

_ENTRE = re.compile(r"(\d+)-(\d+)")


def tranches_d_age(bornes: Sequence[int]) -> tuple[str, ...]:
    """« moins de 26 », « 26-44 », « 45 et plus »: the brackets that begin at these ages, and the one before the first."""
    between = (f"{low}-{high - 1}" if high - 1 > low else str(low) for low, high in itertools.pairwise(bornes))
    return (f"moins de {bornes[0]}", *between, f"{bornes[-1]} et plus")


def rang_d_age(tranche: str) -> int:
    """What orders brackets from the youngest."""
    found = re.search(r"\d+", tranche)
    return 0 if not found or tranche.startswith("moins de ") else int(found[0])


def ans(tranche: str) -> str:
    """« moins de 26 ans », « 26 à 44 ans », « 45 ans et plus »; what is no bracket is left as it is."""
    if found := _ENTRE.fullmatch(tranche):
        return f"{found[1]} à {found[2]} ans"
    if tranche.isdigit() or tranche.startswith("moins de "):
        return f"{tranche} ans"
    return tranche.replace(" et plus", " ans et plus")


def en_phrase(tranche: str) -> str:
    """« ont … »: « moins de 26 ans », « de 26 à 44 ans », « 45 ans ou plus »."""
    said = ans(tranche).replace(" et plus", " ou plus")
    return f"de {said}" if _ENTRE.fullmatch(tranche) else said
