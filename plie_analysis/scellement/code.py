"""The print of the code, file by file: what bears on a figure, whatever the comments, the line ends, the installation, the Python.

A module counts by its statements, a query by its words, a table of data by its cells. This module imports nothing of the package.
"""

import ast
import csv
import hashlib
import io
import json
import re
import tomllib
from pathlib import Path

# What computes: a page's style, the command line, the writing of the bundle do not.
CHIFFRES: tuple[str, ...] = (
    "contrat.py",
    "database.py",
    "exercice.py",
    "francais.py",
    "jours.py",
    "carte_qpv.py",
    "carte_qpv.toml",
    "libelles.py",
    "settings.py",
    "reglages.toml",
    "referentiels/*.csv",
    "schema/*",
    "sql/**/*",
    "scellement/calculs.*",
    "scellement/colonnes.*",
    "scellement/donnees.py",
    "scellement/fenetres.py",
    "scellement/tableaux.py",
    "scellement/suivis.py",
    "scellement/charte.py",
    *(f"{nom}/**/*" for nom in ("charte", "cohortes", "curate", "indicateurs", "ingest", "survie", "trajectoires")),
)
# Within these, what only shows.
MONTRENT = re.compile(r"charte/(pages|listes|guide|pont|gabarits/.*)(\.py)?|cohortes/(fiches|notes)\.py|indicateurs/fiche\.py")
_SQL = re.compile(r"--[^\n]*|/\*.*?\*/|('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[^\s'\"]+?(?=--|/\*|['\"\s]|$))|\s+", re.DOTALL)


def prints(package: Path) -> dict[str, str]:
    """SHA-256 of the meaning of each file that bears on a figure: ``{"sql/etape.sql": "…"}``, in order."""
    paths = {path.relative_to(package).as_posix(): path for pattern in CHIFFRES for path in package.glob(pattern)}
    chosen = {name: path for name, path in sorted(paths.items()) if path.suffix in _LUS and not MONTRENT.fullmatch(name)}
    return {name: hashlib.sha256(meaning(path).encode()).hexdigest() for name, path in chosen.items()}


def whole(files: dict[str, str]) -> str:
    """The print of them all."""
    return hashlib.sha256("".join(f"{name} {value}\n" for name, value in sorted(files.items())).encode()).hexdigest()


def meaning(path: Path) -> str:
    """What a file says to a computation, as one text."""
    return _LUS[path.suffix](path.read_bytes().decode("utf-8").replace("\r\n", "\n"))


def _statements(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            node.body = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]  # type: ignore[attr-defined]
    return json.dumps(_plain(tree), ensure_ascii=False)


def _plain(node: object) -> object:
    """A tree without what one Python writes and another leaves out: empty fields, places."""
    if isinstance(node, ast.AST):
        fields = {name: _plain(value) for name, value in ast.iter_fields(node) if name not in ("kind", "type_comment")}
        return [type(node).__name__, {name: value for name, value in fields.items() if value not in (None, [])}]
    if isinstance(node, list):
        return [_plain(one) for one in node]
    return node if node is None else repr(node)


def _words(text: str) -> str:
    return "\n".join(found[1] for found in _SQL.finditer(text) if found[1])


def _cells(text: str) -> str:
    return json.dumps(list(csv.reader(io.StringIO(text))), ensure_ascii=False)


_LUS = {
    ".py": _statements,
    ".sql": _words,
    ".csv": _cells,
    ".toml": lambda text: json.dumps(tomllib.loads(text), ensure_ascii=False, default=str),
    ".json": lambda text: json.dumps(json.loads(text), ensure_ascii=False),
}
