"""Finding what the user meant: ids, axes, modalities; and saying what exists when it is not found."""

import unicodedata
from collections.abc import Iterable

from ..errors import PlieError
from ..francais import proches

SHOWN = 30


def normalise(text: str) -> str:
    """The text without case, accents, kinds of apostrophe, nor doubled spaces."""
    plain = unicodedata.normalize("NFKD", str(text).replace("’", "'").replace("œ", "oe").replace("Œ", "OE"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def find(wanted: str, known: Iterable[str], refus: str) -> str:
    """The known name that ``wanted`` spells, whatever its case and accents.

    Raises ``PlieError`` with ``refus`` (a French sentence) and the nearest names, or all of them.
    """
    names = {normalise(name): name for name in known}
    found = names.get(normalise(wanted))
    if found is None:
        raise PlieError(f"{refus}\n{_hint(wanted, names)}")
    return found


def _hint(wanted: str, names: dict[str, str]) -> str:
    near = proches(wanted, names.values())
    listed = list(names.values())
    tail = ", …" if len(listed) > SHOWN else ""
    everything = f"Connus : {', '.join(listed[:SHOWN])}{tail}." if listed else "Aucun n'est connu."
    if not near:
        return everything
    suggestion = f"Vouliez-vous dire {' ou '.join(f'« {name} »' for name in near)} ?"
    return suggestion if len(listed) > SHOWN else f"{suggestion}\n{everything}"
