"""What the pages, the lists and the terminal read in the journal of one photo."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from .. import database, francais
from ..settings import Settings
from . import historique, journal
from .articles import GRAVITES, rang
from .score import formule

COLONNES = ("article", "table", "cle", "dossier", "parcours", "referent", "valeur", "attendu", "gravite")
RANG = "CASE gravite WHEN 'bloquante' THEN 1 WHEN 'à corriger' THEN 2 ELSE 3 END"
SANS_REFERENT = "sans référent"


@dataclass(frozen=True)
class BilanArticle:
    """One article on one table, as the journal tells it."""

    article: str
    table: str
    statut: str
    raison: str
    gravite: str
    corrige_par: str
    phrase: str
    source: str
    nb_lignes: int
    nb_constats: int

    @property
    def part(self) -> float | None:
        """Findings per hundred lines of the table; ``None`` when it has no line."""
        return 100 * self.nb_constats / self.nb_lignes if self.nb_lignes else None


@dataclass(frozen=True)
class Constat:
    """One finding, and the first photo of the unbroken run that shows it."""

    article: str
    table: str
    cle: str
    dossier: str | None
    parcours: str | None
    referent: str | None
    valeur: str
    attendu: str
    gravite: str
    date_fait: dt.date | None
    depuis: dt.date


@dataclass(frozen=True)
class Note:
    """A score with its numerators: lines judged, lines at fault by their most serious finding."""

    nom: str
    valeur: float | None
    nb_lignes: int
    nb_bloquantes: int
    nb_a_corriger: int
    nb_alertes: int

    @property
    def nb_sans_constat(self) -> int:
        return self.nb_lignes - self.nb_bloquantes - self.nb_a_corriger - self.nb_alertes


def bilans(con: duckdb.DuckDBPyConnection, photo: dt.date, tables: tuple[str, ...] = ()) -> list[BilanArticle]:
    """Every article of a photo, in the order of the charte; of some tables only when they are named."""
    rows = con.execute(
        "SELECT article, nom_table, statut, raison, gravite, corrige_par, phrase, source, nb_lignes, nb_constats"
        " FROM resultat WHERE photo = ? AND (? OR list_contains(?, nom_table))",
        [photo, not tables, list(tables)],
    ).fetchall()
    return sorted((BilanArticle(*row) for row in rows), key=lambda bilan: (rang(bilan.article), bilan.table))


def plus_graves_d_abord(found: list[BilanArticle]) -> list[BilanArticle]:
    """The articles that have findings: most serious first, then by share of the lines."""
    wrong = [bilan for bilan in found if bilan.nb_constats]
    return sorted(wrong, key=lambda bilan: (GRAVITES.index(bilan.gravite), -(bilan.part or 0), bilan.article, bilan.table))


def constats(
    con: duckdb.DuckDBPyConnection,
    photo: dt.date,
    *,
    tables: tuple[str, ...] = (),
    referent: str | None = None,
    article: str | None = None,
    limite: int | None = None,
) -> Iterator[Constat]:
    """The findings of a photo, most serious first, then by article and key; all of them unless ``limite`` is given.

    ``referent``: the findings of one référent (of nobody when it is ``SANS_REFERENT``).
    """
    yield from (
        Constat(*row)
        for row in _rows(
            con,
            f"""
            {historique.SUITES}
            SELECT c.article, c.nom_table, c.cle, c.dossier, c.parcours, c.referent, c.valeur, c.attendu, c.gravite,
                c.date_fait, d.depuis
            FROM constat AS c
            JOIN constat_suivi AS d
                ON d.jusqu_au = $photo AND d.article = c.article AND d.nom_table = c.nom_table AND d.cle = c.cle
            WHERE c.photo = $photo
                AND ($sans_tables OR list_contains($tables, c.nom_table))
                AND ($article::VARCHAR IS NULL OR c.article = $article)
                AND ($referent::VARCHAR IS NULL OR coalesce(c.referent, '{SANS_REFERENT}') = $referent)
            ORDER BY {RANG}, c.article, c.nom_table, c.cle
            LIMIT {limite if limite is not None else "ALL"}
            """,
            {"photo": photo, "sans_tables": not tables, "tables": list(tables), "article": article, "referent": referent},
        )
    )


def referents(con: duckdb.DuckDBPyConnection, photo: dt.date) -> list[str]:
    """Codes of the référents who have lines or findings in a photo, in alphabetical order."""
    return [
        row[0]
        for row in con.execute(
            "SELECT referent FROM score WHERE photo = $photo AND referent IS NOT NULL"
            " UNION SELECT referent FROM constat WHERE photo = $photo AND referent IS NOT NULL ORDER BY 1",
            {"photo": photo},
        ).fetchall()
    ]


def notes(con: duckdb.DuckDBPyConnection, photo: dt.date, poids: dict[str, float], axe: str | None = None, **egal: str) -> list[Note]:
    """The score of a photo: of the whole (one ``Note``), or by ``nom_table``, ``referent``, ``structure``, ``mois``.

    ``egal`` keeps the lines of one modality (``referent="R1"``). In alphabetical order: a score is not a ranking.
    """
    column = f"coalesce({axe}::VARCHAR, 'non renseigné')" if axe else "''"
    where = "".join(f" AND {name} = ${name}" for name in egal)
    return [
        Note(*row)
        for row in con.execute(
            f"SELECT {column}, {formule(poids)}, coalesce(sum(nb_lignes), 0), coalesce(sum(nb_bloquantes), 0),"
            " coalesce(sum(nb_a_corriger), 0), coalesce(sum(nb_alertes), 0)"
            f" FROM score WHERE photo = $photo{where} GROUP BY 1 ORDER BY 1",
            {"photo": photo, **egal},
        ).fetchall()
    ]


def score_de_photo(settings: Settings, photo: dt.date) -> str:
    """The score of keying of a controlled photo with its numerators, as a line prints it; empty when none was judged."""
    with journal.ouvrir(settings) as con:
        found = notes(con, photo, settings.config["charte"]["poids"])
    if not found or found[0].valeur is None:
        return ""
    return f"{francais.nombre(found[0].valeur, 1)} / 100 ({francais.nombre(found[0].nb_sans_constat)} lignes sans constat sur {francais.nombre(found[0].nb_lignes)})"


def _rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: dict) -> Iterator[tuple]:
    """Rows fetched by blocks, so that millions of findings never stand in memory at once."""
    result = database.cursor(con).execute(sql, parameters)
    while block := result.fetchmany(10_000):
        yield from block
