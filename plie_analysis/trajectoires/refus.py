"""Refusals told to the user: French typography, and lists that stay short."""

import re
from collections.abc import Iterable

from ..errors import PlieError

SHOWN = 5
"""Rows, keys or states named before « et N autres »."""


def refus(message: str) -> PlieError:
    """The error to raise, with unbreakable spaces where French wants them."""
    return PlieError(re.sub(r" (?=[:;?!%»])|(?<=«) ", "\u00a0", message))


def enumerate_some(items: list[str], total: int) -> str:
    """« a, b et c », or « a, b, c et 12 autres »."""
    items = items[:SHOWN]
    if total > len(items):
        rest = total - len(items)
        return ", ".join(items) + f" et {rest} {'autre' if rest == 1 else 'autres'}"
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " et " + items[-1]


def named(values: Iterable[object]) -> str:
    """Values between French quotation marks, the first few of them."""
    items = [f"« {value} »" for value in values]
    return enumerate_some(items, len(items))
