"""Entry mistakes put into clean exports on purpose: one SQL file per article of the charte.

``<article>.sql`` has three parts, each under its mark: ``-- choix`` (a query that gives the persons who may be spoiled,
with the columns the rest needs), ``-- faute`` (what is done to them) and ``-- verite`` (article, table and key of
every finding the charte must then make, no more and no less). Nobody is spoiled twice.
"""

import datetime as dt
import re
from collections.abc import Collection
from pathlib import Path

import duckdb

FICHIERS = Path(__file__).parent
PARTIES = re.compile(r"^-- (choix tout|choix|faute|verite)$", re.MULTILINE)
TAUX = 0.005
AU_MOINS = 3


def articles() -> list[str]:
    """Ids of the articles that have a mistake, in alphabetical order."""
    return sorted(path.stem.upper() for path in FICHIERS.glob("[a-z]*.sql"))


def appliquer(
    con: duckdb.DuckDBPyConnection, photo: dt.date, *, taux: float = TAUX, graine: int = 2017, sauf: Collection[str] = ()
) -> list[tuple[str, str, str]]:
    """Spoil the export tables of ``con`` (``participants``, ``parcours`` …, canonical columns, in its main schema).

    Each article spoils ``taux`` of the parcours, three at least (T01: as many étapes as it takes). ``photo``: the date of
    the extraction. ``sauf``: articles left alone; T01 is seen only beside the clean exports, loaded as an earlier photo.
    Gives back the truth: (article, table, key), sorted. The same seed spoils the same lines.
    """
    con.execute(f"CREATE OR REPLACE TEMP MACRO photo_fautes() AS DATE '{photo}'")
    con.execute((FICHIERS / "_candidats.sql").read_text(encoding="utf-8"))
    (parcours,) = con.execute("SELECT count(*) FROM parcours").fetchall()[0]
    wanted = max(AU_MOINS, round(taux * parcours))
    for article in _scarcest_first():
        if article in sauf:
            continue
        _apply(con, article, wanted, graine)
    return sorted(con.execute("SELECT DISTINCT * FROM verite").fetchall())


def _scarcest_first() -> list[str]:
    """Mistakes that few persons can bear choose before the others."""
    scarce = ["A01", "C06", "E04", "R05", "R01", "L01", "V01", "A02", "E05", "C08"]
    return scarce + [article for article in articles() if article not in scarce]


def _apply(con: duckdb.DuckDBPyConnection, article: str, wanted: int, graine: int) -> None:
    text = (FICHIERS / f"{article.lower()}.sql").read_text(encoding="utf-8")
    _, mark, choix, _, faute, _, verite = PARTIES.split(text)
    limit = "" if mark == "choix tout" else f"LIMIT {wanted}"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE choix AS"
        f" SELECT *, row_number() OVER (ORDER BY hash(id_dossier || '{article}-{graine}'), id_dossier) AS rang"
        f" FROM ({choix}) WHERE id_dossier NOT IN (SELECT id_dossier FROM pris) ORDER BY rang {limit}"
    )
    con.execute("INSERT INTO pris SELECT id_dossier FROM choix")
    con.execute(faute)
    con.execute(f"INSERT INTO verite {verite}")
