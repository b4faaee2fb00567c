"""The curated tables as their SQL files describe them: title, columns, query, dependencies."""

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

SQL = Path(__file__).parent.parent / "sql"
_COLUMN = re.compile(r"(?P<nom>\w+) \((?P<type>[A-Z]+)\) : (?P<definition>.+)")
_SOURCE = re.compile(r"\bcurated\.(\w+)")


@dataclass(frozen=True)
class CuratedColumn:
    """One column: its name, its DuckDB type, and what it holds, in French."""

    nom: str
    type: str
    definition: str


@dataclass(frozen=True)
class CuratedTable:
    """One table: ``sql/<nom>.sql`` split into its documented header and its query for one ``$photo``."""

    nom: str
    titre: str
    notes: tuple[str, ...]
    colonnes: tuple[CuratedColumn, ...]
    requete: str

    @property
    def sources(self) -> frozenset[str]:
        """Names of the curated tables that must be built before this one."""
        return frozenset(_SOURCE.findall(self.requete)) - {self.nom}


@cache
def tables() -> tuple[CuratedTable, ...]:
    """Every curated table, each after those it reads."""
    found = {path.stem: read_table(path) for path in sorted(SQL.glob("*.sql"))}
    order = TopologicalSorter({nom: sorted(table.sources) for nom, table in found.items()})
    return tuple(found[nom] for nom in order.static_order())


def read_table(path: Path) -> CuratedTable:
    """Split one SQL file. Raises ``ValueError`` when its header does not follow the pattern."""
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next(i for i, line in enumerate(lines) if not line.startswith("--"))
    header = [line.removeprefix("--").strip() for line in lines[:end]]
    blank = header.index("")
    nom, colon, titre = header[0].partition(" : ")
    if nom != path.stem or not colon:
        raise ValueError(f"{path.name}: the first line must read « -- {path.stem} : … »")
    columns = []
    for line in header[blank + 1 :]:
        match = _COLUMN.fullmatch(line)
        if match is None:
            raise ValueError(f"{path.name}: not a column description: {line!r}")
        columns.append(CuratedColumn(**match.groupdict()))
    return CuratedTable(nom, titre, tuple(header[1:blank]), tuple(columns), "\n".join(lines[end:]).strip())
