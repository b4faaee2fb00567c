"""How well the rows of a bundle are hidden among each other, and how close the substitutes of the dates of birth are.

A GROUP BY says it: pycanon and anjana, made for this, pin exact versions of pandas, numpy and scipy, older than ours.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL = Path(__file__).with_name("anonymat.sql")
PROCHE_JOURS = 31
# The parcours of the base itself, as a bundle with every day kept would hold them.
AVEC_SUBSTITUT = (
    "(SELECT p.* REPLACE (s.date_naissance AS date_naissance) FROM large.parcours AS p LEFT JOIN substitution AS s USING (id_dossier))"
)
# What somebody who knows a person may know of it, from the least to the most.
JEUX = {
    "sexe et commune": "sexe, commune",
    "sexe, commune et naissance de substitution": "sexe, commune, date_naissance",
    "sexe, commune, naissance de substitution et niveau": "sexe, commune, date_naissance, niveau",
    "mois d'entrée et sexe": "date_trunc('month', date_entree), sexe",
    "jour d'entrée": "date_entree",
    "jour d'entrée et jour de sortie": "date_entree, date_sortie",
    "jours d'entrée et de sortie, sexe, commune et niveau": "date_entree, date_sortie, sexe, commune, niveau",
    "jours d'entrée, de sortie et de saisie, sexe, commune et niveau": (
        "date_entree, date_sortie, date_saisie_entree, date_saisie_sortie, sexe, commune, niveau"
    ),
    "les mêmes et le jour de la prescription": (
        "date_entree, date_sortie, date_saisie_entree, date_saisie_sortie, sexe, commune, niveau, date_prescription"
    ),
}


@dataclass(frozen=True)
class Anonymat:
    """For one set of columns: rows, size of the smallest group, rows alone in theirs, rows in a group of fewer than five."""

    jeu: str
    parcours: int
    k: int
    seuls: int
    moins_de_cinq: int


def mesurer(base: duckdb.DuckDBPyConnection, photo, source: str = "large.parcours") -> list[Anonymat]:
    """The k-anonymity of the parcours of a base rebuilt from a bundle, set by set."""
    query = SQL.read_text(encoding="utf-8").replace("{source}", source)
    rows = [(jeu, base.execute(query.replace("{colonnes}", columns), {"photo": photo}).fetchone()) for jeu, columns in JEUX.items()]
    return [Anonymat(jeu, row[0], row[1] or 0, *row[2:]) for jeu, row in rows if row]


def substituts(con: duckdb.DuckDBPyConnection, photo) -> tuple[int, int, int]:
    """Dates of birth, substitutes that are the true date, substitutes within ``PROCHE_JOURS`` days of it (the former included)."""
    row = con.execute(
        "SELECT count(*), count_if(s.date_naissance = p.date_naissance), count_if(abs(s.date_naissance - p.date_naissance) <= $proche)"
        " FROM substitution AS s JOIN curated.participant AS p USING (id_dossier) WHERE p.photo = $photo",
        {"photo": photo, "proche": PROCHE_JOURS},
    ).fetchone()
    return row or (0, 0, 0)
