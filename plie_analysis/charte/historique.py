"""From one photo to the next: what is new, what is still there, what was corrected, and how long it took."""

import datetime as dt
from dataclasses import dataclass

import duckdb

# One row per finding and unbroken run of photos that showed it; only photos where its article was judged count.
SUITES = """
WITH jugee AS (
    SELECT article, nom_table, photo, row_number() OVER (PARTITION BY article, nom_table ORDER BY photo) AS rang
    FROM resultat
    WHERE statut <> 'non applicable' AND photo <= $photo
),

vu AS (
    SELECT
        c.article,
        c.nom_table,
        c.cle,
        j.photo,
        j.rang,
        j.rang - row_number() OVER (PARTITION BY c.article, c.nom_table, c.cle ORDER BY j.rang) AS suite
    FROM constat AS c
    JOIN jugee AS j USING (article, nom_table, photo)
),

duree AS (
    SELECT article, nom_table, cle, min(photo) AS depuis, max(photo) AS jusqu_au, max(rang) AS dernier
    FROM vu
    GROUP BY article, nom_table, cle, suite
),

constat_suivi AS (
    SELECT d.*, j.photo AS corrige_le
    FROM duree AS d
    LEFT JOIN jugee AS j ON j.article = d.article AND j.nom_table = d.nom_table AND j.rang = d.dernier + 1
)
"""


@dataclass(frozen=True)
class Evolution:
    """Findings of a photo against the photo controlled before it (``None`` figures: there was none).

    ``delai_median``: median days from the first photo that showed a finding to the first that no longer did.
    """

    nb_nouveaux: int | None
    nb_toujours: int | None
    nb_corriges: int | None
    delai_median: float | None
    nb_delais: int


def evolution(con: duckdb.DuckDBPyConnection, photo: dt.date) -> Evolution:
    """What changed between the photo and the one controlled before it."""
    row = con.execute(
        SUITES
        + """
        , precedente AS (
            SELECT article, nom_table, max(photo) AS photo FROM jugee WHERE photo < $photo GROUP BY article, nom_table
        )
        SELECT
            (SELECT count(*) FROM precedente),
            count(*) FILTER (WHERE s.jusqu_au = $photo AND s.depuis = $photo AND p.photo IS NOT NULL),
            count(*) FILTER (WHERE s.jusqu_au = $photo AND s.depuis < $photo),
            count(*) FILTER (WHERE s.corrige_le = $photo),
            median(s.corrige_le - s.depuis),
            count(s.corrige_le)
        FROM constat_suivi AS s
        LEFT JOIN precedente AS p USING (article, nom_table)
        """,
        {"photo": photo},
    ).fetchall()[0]
    comparable, nouveaux, toujours, corriges, delai, nb_delais = row
    if not comparable:
        return Evolution(None, None, None, None, 0)
    return Evolution(nouveaux, toujours, corriges, delai, nb_delais)


def corriges(con: duckdb.DuckDBPyConnection, photo: dt.date) -> list[tuple[str, str, str]]:
    """Article, table and key of the findings that this photo no longer shows."""
    return con.execute(
        SUITES + "SELECT article, nom_table, cle FROM constat_suivi WHERE corrige_le = $photo ORDER BY ALL", {"photo": photo}
    ).fetchall()
