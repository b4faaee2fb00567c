"""The data of the bundle: curated tables without personal data as Parquet, and the base rebuilt from them."""

import datetime as dt
from pathlib import Path

import duckdb

from ..contrat import REFERENTIELS, queries, raw_columns
from ..curate import finish
from ..database import connect, memory
from ..errors import PlieError
from ..ingest.retenue import REJET
from ..libelles import identifiant, litteral
from ..origine import origine
from ..survie.reglages import reglages
from .colonnes import ARRONDIS, Colonne

DONNEES = "donnees"
CURATED, REF, RAW = "donnees/curated", "donnees/ref", "donnees/raw"
# There when the people of the photo are invented only.
ORIGINE = f"{RAW}/origine.parquet"
# Of raw.fichier: which exports were there and their prints. File names and headers, typed by people, stay out.
FICHIER = ("photo", "requete", "sha256", "octets", "nb_lues", "nb_retenues", "nb_rejetees")


def write_data(con: duckdb.DuckDBPyConnection, folder: Path, columns: dict[str, tuple[Colonne, ...]], photo: dt.date) -> None:
    """Write the Parquet of one photo, after ``cles.install`` and ``naissance.install`` on this connection.

    Rows are sorted by their fresh keys, then by everything else: their order tells nothing and the content is stable.
    """
    for part in (CURATED, REF, RAW):
        (folder / part).mkdir(parents=True)
    for table, group in columns.items():
        _copy(con, _pseudonymised(table, [column for column in group if column.is_sealed], photo), folder / CURATED / f"{table}.parquet")
    for (nom,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'ref' ORDER BY 1").fetchall():
        _copy(con, f"SELECT * FROM ref.{identifiant(nom)} ORDER BY ALL", folder / REF / f"{nom}.parquet")
    if invented := origine(con, photo):
        _copy(con, f"SELECT DATE '{photo}' AS photo, '{invented}' AS origine", folder / ORIGINE)
    _copy(
        con,
        f"SELECT {', '.join(FICHIER)} FROM raw.fichier WHERE photo = DATE '{photo}' ORDER BY requete, sha256",
        folder / RAW / "fichier.parquet",
    )


def rebuild(folder: Path, base: Path, tables: list[str]) -> None:
    """A DuckDB file from the Parquet of a bundle. Raises ``PlieError`` naming the file that is missing or unreadable."""
    base.parent.mkdir(parents=True, exist_ok=True)
    with connect(base) as con:
        con.execute("SET threads = 1")
        for schema in ("raw", "ref", "curated", "journal"):
            con.execute(f"CREATE SCHEMA {schema}")
        con.execute(f"CREATE TABLE raw.rejet ({REJET})")
        _read(con, folder, f"{RAW}/fichier.parquet", "raw.fichier")
        con.execute("ALTER TABLE raw.fichier ADD COLUMN fichier VARCHAR")
        if (folder / ORIGINE).is_file():
            _read(con, folder, ORIGINE, "journal.chargement")
        for table in tables:
            _read(con, folder, f"{CURATED}/{table}.parquet", f"curated.{table}")
            _as_read(con, table)
        finish(con)
        for path in sorted((folder / REF).glob("*.parquet")):
            if path.stem.isidentifier():
                _read(con, folder, f"{REF}/{path.name}", f"ref.{identifiant(path.stem)}")


# What an export calls otherwise than the table made from it.
AUTREMENT = {("action", "date_entree"): "date_entree_action", ("action", "date_fin"): "date_fin_action"}


def _as_read(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """The lines of an export as far as the bundle knows them, for the charte: those retained; NULL in the columns left out."""
    if requete := requete_of(table):
        held = {
            name
            for (name,) in con.execute(
                "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'curated' AND table_name = ?", [table]
            ).fetchall()
        }
        shown = ", ".join(
            f"{own if (own := AUTREMENT.get((table, name), name)) in held else 'NULL'}::{kind} AS {name}"
            for name, kind in raw_columns(requete)
            if name != "est_retenue"
        )
        con.execute(f"CREATE TABLE raw.{requete} AS SELECT {shown}, true AS est_retenue FROM curated.{table}")


def requete_of(table: str) -> str | None:
    """The export whose lines a curated table holds."""
    return next(
        (name for name in (table, f"{table}s", table.replace("_", "s_", 1), f"{table.replace('_', 's_', 1)}s") if name in queries()), None
    )


def write_referentiels(folder: Path, target: Path, sauf: set[str]) -> None:
    """Write the nomenclatures of a bundle as CSV for a load, but those of ``sauf``, which belong to each territory."""
    target.mkdir(parents=True, exist_ok=True)
    shipped = {path.stem for path in REFERENTIELS.glob("*.csv")}
    with memory() as con:
        for path in sorted((folder / REF).glob("*.parquet")):
            if path.stem in shipped - sauf:
                con.execute(
                    f"COPY (FROM read_parquet({litteral(path)})) TO {litteral(target / f'{path.stem}.csv')} (HEADER, DELIMITER ',')"
                )


def _pseudonymised(table: str, columns: list[Colonne], photo: dt.date) -> str:
    """Query of one table: each column as its treatment says, sorted."""
    joins, shown = [], []
    for rank, column in enumerate(columns):
        if column.traitement == "cle":
            joins.append(f"LEFT JOIN cles_{column.espace} AS c{rank} ON c{rank}.ancienne = t.{column.nom}")
            shown.append(f"c{rank}.nouvelle AS {column.nom}")
        elif column.traitement == "age":
            joins.append("LEFT JOIN substitution AS s ON s.id_dossier = t.id_dossier")
            shown.append(f"s.date_naissance AS {column.nom}")
        elif column.traitement in ARRONDIS:
            shown.append(f"{ARRONDIS[column.traitement].format(f't.{column.nom}')} AS {column.nom}")
        elif column.traitement == "tranche":
            cases = " ".join(
                f"WHEN t.{column.nom} >= {low} THEN {low}" for low in sorted(reglages()["profil"]["mois_sans_activite"], reverse=True)
            )
            shown.append(f"CASE {cases} WHEN t.{column.nom} IS NOT NULL THEN 0 END::{column.type} AS {column.nom}")
        else:
            shown.append(f"t.{column.nom}")
    keys = [column.nom for column in columns if column.traitement == "cle"]
    first = sorted(keys, key=lambda nom: nom not in (f"id_{table}", "id_contrat"))
    select = f"SELECT {', '.join(shown)} FROM curated.{table} AS t {' '.join(joins)} WHERE t.photo = DATE '{photo}'"
    order = ", ".join(dict.fromkeys([*first, *(column.nom for column in columns)]))
    return f"SELECT * FROM ({select}) ORDER BY {order}"


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(f"COPY ({query}) TO {litteral(path)} (FORMAT parquet, COMPRESSION zstd)")


def _read(con: duckdb.DuckDBPyConnection, folder: Path, name: str, table: str) -> None:
    if not (folder / name).is_file():
        raise PlieError(f"{name}\u00a0: cette table manque au dossier scellé.\nRedemandez un dossier complet.")
    try:
        con.execute(f"CREATE TABLE {table} AS FROM read_parquet({litteral(folder / name)})")
    except duckdb.Error as error:
        raise PlieError(f"{name}\u00a0: ce fichier Parquet ne peut pas être lu.\nRedemandez un dossier complet.") from error
