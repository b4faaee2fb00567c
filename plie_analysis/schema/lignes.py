"""On which line of a TOML file a key stands: tomllib does not tell it."""

import re


def find_line(text: str, path: tuple) -> int | None:
    """The line (from 1) where the key is written, or its section begins; ``None`` when it cannot be told.

    ``path``: names, and the rank (from 1) of a section written between [[ ]].
    """
    names = [part for part in path if isinstance(part, str)]
    wanted_rank = next((part for part in path if isinstance(part, int)), None)
    section: list[str] = []
    ranks: dict[tuple[str, ...], int] = {}
    start = None
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.fullmatch(r"\s*\[(\[?)([^\[\]]+)\]?\]\s*(#.*)?", line):
            section = _names(header[2])
            if header[1]:
                ranks[tuple(section)] = ranks.get(tuple(section), 0) + 1
            if section == names[: len(section)] and _is_rank(section, ranks, wanted_rank):
                start = number
                if section == names:
                    return number
        elif "=" in line and _is_rank(section, ranks, wanted_rank):
            full = [*section, *_names(line.split("=", 1)[0])]
            if full == names or (len(full) < len(names) and full == names[: len(full)] and len(full) > len(section)):
                return number
    return start


def _is_rank(section: list[str], ranks: dict, wanted: int | None) -> bool:
    if wanted is None:
        return True
    here = next((ranks[tuple(section[:size])] for size in range(len(section), 0, -1) if tuple(section[:size]) in ranks), None)
    return here == wanted


def _names(dotted: str) -> list[str]:
    found = re.findall(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([^.\"'\s]+))\s*\.?", dotted)
    return ["".join(groups) for groups in found]
