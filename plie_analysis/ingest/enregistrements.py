"""Lines of a text whose layout is disturbed → its records: one stray quote costs one line, never those after it."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from .octets import BLOC

# A field takes in at most so many lines and characters: beyond, its quote was never closed.
LIGNES_MAX = 20_000
CARACTERES_MAX = 1 << 20


class Decoupe:
    """Cuts lines into cells: ``width`` cells are expected, those of the ranks ``lues`` are read."""

    def __init__(self, separateur: str, width: int = 0, lues: frozenset[int] = frozenset()) -> None:
        self.separateur, self.width, self.lues = separateur, width, lues
        escaped = re.escape(separateur)
        self._cell = re.compile(rf'{escaped}( *"[^"]*(?:""[^"]*)*" *(?={escaped}|\Z)|[^{escaped}]*)', re.DOTALL)
        # A quote that touches no delimiter, no end of line and no other quote is a mark in the text (12" de long): it opens nothing.
        self._mark = re.compile(rf'(?<=[^{escaped}"\n])"(?=[^{escaped}"\n])')

    def is_open(self, text: str) -> bool:
        """Whether a quoted field goes on after this text."""
        return self._mark.sub("", text).count('"') % 2 == 1

    def cells(self, text: str) -> list[str]:
        """The cells, without their quotes."""
        if '"' not in text:
            return text.split(self.separateur)
        return [_bare(cell) for cell in self._cell.findall(self.separateur + text)]

    def is_whole(self, text: str) -> bool:
        """Whether the text is one record: the cells expected, blank ones beyond them at most, each with its quotes closed."""
        cells = self._cell.findall(self.separateur + text)
        closed = all(cell.count('"') % 2 == 0 for cell in cells)
        return closed and len(cells) >= self.width and not any(cell.strip(' "') for cell in cells[self.width :])

    def alone(self, text: str) -> list[str] | None:
        """The cells of a line whose quotes do not close, when what is wrong can only be in columns that nobody reads."""
        cells = text.split(self.separateur)
        if len(cells) != self.width or any(cells[rank].count('"') % 2 for rank in self.lues):
            return None
        return [_bare(cell) for cell in cells]


def records(path: Path, first: int, decoupe: Decoupe) -> Iterator[tuple[int, str, list[str] | None]]:
    """(line where it begins, text, cells) of each record from the line ``first`` on, blank lines included.

    ``cells`` is None when the quotes of the line do not close.
    """
    pending: deque[tuple[int, str]] = deque()
    lines = _lines(path, first)
    while True:
        if not pending:
            pending.extend(_next(lines))
        if not pending:
            return
        line, text = pending.popleft()
        if '"' not in text or not decoupe.is_open(text):
            yield line, text, decoupe.cells(text)
            continue
        whole, taken = _closed(text, pending, lines, decoupe)
        if taken:
            for _ in range(taken):
                pending.popleft()
            yield line, whole, decoupe.cells(whole)
        else:
            yield line, text, decoupe.alone(text)


def _closed(text: str, pending: deque, lines: Iterator, decoupe: Decoupe) -> tuple[str, int]:
    """The record that begins with this line, and how many more it takes; 0 when it does not close on the cells expected."""
    parts, size, alike = [text], len(text), 0
    for taken in range(1, LIGNES_MAX):
        if len(pending) < taken:
            pending.extend(_next(lines))
        if len(pending) < taken:
            break
        following = pending[taken - 1][1]
        parts.append(following)
        size += len(following) + 1
        if size > CARACTERES_MAX:
            break
        # No mark is at the end of a line: each line tells apart whether it opens or closes.
        if '"' in following and decoupe.is_open(following):
            whole = "\n".join(parts)
            return (whole, taken) if 2 * alike <= taken and decoupe.is_whole(whole) else ("", 0)
        # Lines that are records on their own, in number, are no text that someone wrote between two quotes.
        alike += following.count(decoupe.separateur) == decoupe.width - 1
    return "", 0


def _next(lines: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    return [item] if (item := next(lines, None)) else []


def _lines(path: Path, first: int) -> Iterator[tuple[int, str]]:
    """The lines from this one on, numbered; they end at LF or CRLF, and nowhere else."""
    number, held = 1, ""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        while block := stream.read(BLOC):
            lines = (held + block).split("\n")
            held = lines.pop()
            yield from ((number + rank, line.removesuffix("\r")) for rank, line in enumerate(lines) if number + rank >= first)
            number += len(lines)
    if held and number >= first:
        yield number, held.removesuffix("\r")


def _bare(cell: str) -> str:
    trimmed = cell.strip(" ")
    return trimmed[1:-1].replace('""', '"') if len(trimmed) > 1 and trimmed[0] == trimmed[-1] == '"' else cell
