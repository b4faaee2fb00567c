"""The text of the report: lines, cells, and the number tokens each line holds."""

import re
from dataclasses import dataclass, field
from pathlib import Path

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv|févr|avr"
DATES = re.compile(
    r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|\b\d{1,2}-\w+\.?-\d{2}\b"
    rf"|\b(?:\d{{1,2}} et )?(?:1er|\d{{1,2}}) (?:{MONTHS})\b\.?(?: 20\d\d)?"
    r"|\b20[0-3]\d(?:-20[0-3]\d)?\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,])(?:1/\d+|\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\d])")
SUFFIX = re.compile(r"\s?(?:%|€)")


class TranscriptionError(Exception):
    """The text does not say what the reading notes say it does; the line is named."""


@dataclass(frozen=True)
class Token:
    """A number printed on a line: where it starts, its digits, and the sign that follows (``%``, ``€``)."""

    start: int
    digits: str
    suffix: str


@dataclass
class Texte:
    """Lines of the report (numbered from 1) and the tokens already taken by a figure or a label."""

    lines: list[str]
    taken: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> "Texte":
        """Load the text; tabs separate the cells of a table row."""
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def line(self, number: int) -> str:
        """The line, or an error when the text is too short."""
        if not 1 <= number <= len(self.lines):
            raise TranscriptionError(f"ligne {number} : le texte n'a que {len(self.lines)} lignes")
        return self.lines[number - 1]

    def cells(self, number: int) -> list[tuple[int, str]]:
        """Cells of a table row: (offset in the line, stripped text)."""
        found, offset = [], 0
        for cell in self.line(number).split("\t"):
            found.append((offset + len(cell) - len(cell.lstrip()), cell.strip()))
            offset += len(cell) + 1
        return found

    def tokens(self, number: int) -> list[Token]:
        """Numbers of the line, left to right; dates and years are not numbers."""
        line = self.line(number)
        masked = DATES.sub(lambda match: "~" * len(match.group()), line)
        tokens = []
        for match in NUMBER.finditer(masked):
            suffix = SUFFIX.match(masked, match.end())
            tokens.append(Token(match.start(), match.group(), suffix.group() if suffix else ""))
        return tokens

    def take(self, number: int, printed: str, rank: int = 1) -> None:
        """Take the ``rank``-th occurrence of what is printed (a number or a word) on the line.

        Raises ``TranscriptionError`` when the line no longer holds it.
        """
        line = self.line(number)
        if re.match(r"\d", printed):
            starts = [t.start for t in self.tokens(number) if _same(t, printed)]
        else:
            starts = [m.start() for m in re.finditer(rf"\b{re.escape(printed)}\b", line)]
        if len(starts) < rank:
            raise TranscriptionError(f"ligne {number} : « {printed} » (occurrence {rank}) n'est plus dans le texte")
        self.taken.add((number, starts[rank - 1]))

    def take_rest(self, number: int) -> None:
        """Declare the other numbers of a table row as part of its labels."""
        self.taken.update((number, token.start) for token in self.tokens(number))


def _same(token: Token, printed: str) -> bool:
    found = re.match(r"[\d ,/]*\d", printed)
    assert found is not None
    digits = found.group()
    return token.digits == digits and token.suffix.startswith(printed[len(digits) :])


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else (a percentage included)."""
    return re.fullmatch(r"\d[\d ]*(?:,\d+)?(?:\s?[%€])?(?:\s\*)?", cell) is not None
