"""The rules of reading, as texts that the SQL files take."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import duckdb

from ..libelles import litteral as quoted
from .photos import simplify

SQL = Path(__file__).parent / "sql"
BLANCS = (32, 9, 10, 13, 160, 8239, 8199, 8201, 8203, 65279)


def script(nom: str, **mots: str) -> str:
    """An SQL file with its words between @ replaced."""
    text = (SQL / f"{nom}.sql").read_text(encoding="utf-8")
    for mot, valeur in mots.items():
        text = text.replace(f"@{mot}@", valeur)
    return text


def install_macros(con: duckdb.DuckDBPyConnection, ingestion: dict) -> None:
    """Create the macros of reading in this connection."""
    known = ingestion["valeurs_non_renseignees"]
    written = {form for text in [*known, *map(simplify, known)] for form in (text, text.upper(), text.capitalize())}
    con.execute(
        script(
            "macros",
            blancs=" || ".join(f"chr({code})" for code in BLANCS),
            valeurs_vides=_listed(ingestion["valeurs_vides"]),
            valeurs_non_renseignees=_listed(map(simplify, known)),
            ecritures_absentes=_listed([*ingestion["valeurs_vides"], *sorted(written)]),
        )
    )


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(quoted, texts))


def reading_words(ingestion: dict, photo: dt.date) -> dict[str, str]:
    """The words that ``date.sql``, ``nombre.sql``, ``oui_non.sql`` and ``code.sql`` take, for one photo, and the scale of levels."""
    return {
        "annee_min": str(ingestion["annee_min"]),
        "annee_max": str(ingestion["annee_max"]),
        "annees_futures_max": str(ingestion["annees_futures_max"]),
        "siecle": str(photo.year % 100),
        "oui": _listed(map(simplify, ingestion["oui"])),
        "non": _listed(map(simplify, ingestion["non"])),
        "photo": f"DATE '{photo:%Y-%m-%d}'",
        "echelle": ingestion.get("niveau", {}).get("nomenclature", ""),
    }
