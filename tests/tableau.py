"""Small tables written as text → a DuckDB whose ``raw.*``, ``ref.*`` and ``curated.*`` are filled.

    con = base('''
    participants
    id_dossier | civilite | date_naissance | commune | quartier
    D1         | Mme      | 1980-05-01     | Dijon   | Grésilles

    parcours
    id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie
    P1          | D1         | R1            | 2017-01-10  |             |
    ''')

A section is the name of a query (``contrat.queries()``), then its header, then its lines; cells are split by ``|``,
an empty cell is NULL, dates are ISO. Columns left out are NULL, except ``est_retenue`` (true), ``ligne`` and, for a
code, its twin ``<code>_saisi`` (the code itself). A query without a section is an absent export: no line in
``raw.fichier``; a section with a header only is an export that came empty.
A dossier or a parcours that other sections name and that nobody described is added by itself.
"""

import datetime as dt
import re
from pathlib import Path

import duckdb

from plie_analysis import contrat, curate
from plie_analysis.settings import PACKAGE, Settings, _read_toml

PHOTO = dt.date(2017, 12, 31)


def reglages(**sections) -> dict:
    """The default configuration, with some sections replaced."""
    return {**_read_toml(PACKAGE / "reglages.toml"), **sections}


def base(*texts: str, photo: dt.date = PHOTO, con=None) -> duckdb.DuckDBPyConnection:
    """A connection in memory with these tables loaded for one photo and the curated tables built.

    Give ``con`` to add a second photo to the same base.
    """
    con = brute(*texts, photo=photo, con=con)
    curate.build(con, [photo], Settings(PACKAGE, reglages()))
    return con


def dossier(racine: Path, *texts: str, photo: dt.date = PHOTO) -> Path:
    """A working folder whose database holds these tables, for the command line."""
    path = racine / "data" / "curated" / "plie.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as con:
        _create(con)
        base(*texts, photo=photo, con=con)
    return racine


def brute(*texts: str, photo: dt.date = PHOTO, con=None) -> duckdb.DuckDBPyConnection:
    """The same with ``raw.*`` and ``ref.*`` only."""
    sections = _sections("\n".join(texts))
    _add_missing(sections)
    if con is None:
        con = duckdb.connect()
        _create(con)
    for requete, rows in sections.items():
        _fill(con, requete, rows, photo)
    return con


def lignes(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    """Rows of a query, dates as ISO text, to compare with literals."""
    return [tuple(v.isoformat() if isinstance(v, dt.date) else v for v in row) for row in con.execute(query).fetchall()]


def _sections(text: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    requete, header = None, None
    for line in (raw.strip() for raw in text.splitlines()):
        if not line:
            requete, header = None, None
        elif requete is None:
            if line not in contrat.queries():
                raise ValueError(f"not a query: {line!r}")
            requete = line
            found.setdefault(requete, [])
        else:
            cells = [cell.strip() or None for cell in line.split("|")]
            if header is None:
                header = cells
            elif len(cells) != len(header):
                raise ValueError(f"{requete}: {len(cells)} cells for {len(header)} columns: {line!r}")
            else:
                found[requete].append(dict(zip(header, cells, strict=True)))
    return found


def _add_missing(sections: dict[str, list[dict]]) -> None:
    for requete, key, filler in (
        ("parcours", "id_parcours", {"code_referent": "R1", "date_entree": "2017-01-01"}),
        ("participants", "id_dossier", {}),
    ):
        described = {row[key] for row in sections.setdefault(requete, [])}
        named = {row[key]: None for name, rows in sections.items() if name != requete for row in rows if row.get(key)}
        for missing in named:
            if missing not in described:
                extra = {"id_dossier": f"D{missing}"} if requete == "parcours" else {}
                sections[requete].append({key: missing, **extra, **filler})
    sections.setdefault("etapes", [])


def _create(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("raw", "ref"):
        con.execute(f"CREATE SCHEMA {schema}")
    for requete in contrat.queries():
        columns = ", ".join(f"{name} {kind}" for name, kind in contrat.raw_columns(requete))
        con.execute(f"CREATE TABLE raw.{requete} ({columns})")
    con.execute(
        "CREATE TABLE raw.fichier (photo DATE, requete VARCHAR, fichier VARCHAR, sha256 VARCHAR, octets BIGINT,"
        " encodage VARCHAR, separateur VARCHAR, ligne_entete BIGINT, nb_lues BIGINT, nb_retenues BIGINT,"
        " nb_rejetees BIGINT, colonnes_inconnues VARCHAR, charge_le TIMESTAMP)"
    )
    for path in sorted(contrat.REFERENTIELS.glob("*.csv")):
        if path.stem not in ("colonnes", "entetes"):
            _load_nomenclature(con, path)


def _load_nomenclature(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute(
        f"CREATE TABLE ref.{path.stem} AS SELECT * REPLACE (CAST(debut AS DATE) AS debut, CAST(fin AS DATE) AS fin)"
        f" FROM read_csv('{path}', header = true, all_varchar = true, delim = ',', quote = '\"')"
    )


def _fill(con: duckdb.DuckDBPyConnection, requete: str, rows: list[dict], photo: dt.date) -> None:
    kinds = dict(contrat.raw_columns(requete))
    for ligne, row in enumerate(rows, start=2):
        unknown = set(row) - set(kinds)
        if unknown:
            raise ValueError(f"{requete}: unknown columns {sorted(unknown)}")
        twins = {twin: row[twin[: -len("_saisi")]] for twin in kinds if re.fullmatch(r".+_saisi", twin) and row.get(twin[: -len("_saisi")])}
        if requete == "participants" and not row.get("quartier") and not row.get("quartier_saisi"):
            row = {**row, "quartier": "hors QPV"}  # as ingestion reads a blank cell
        full = {"photo": photo, "fichier": f"{requete}.csv", "ligne": ligne, "est_retenue": True, **twins, **row}
        names = ", ".join(full)
        marks = ", ".join(f"CAST(? AS {kinds[name]})" for name in full)
        con.execute(f"INSERT INTO raw.{requete} ({names}) VALUES ({marks})", list(full.values()))
    con.execute(
        "INSERT INTO raw.fichier (photo, requete, fichier, nb_lues, nb_retenues, nb_rejetees) VALUES (?, ?, ?, ?, ?, 0)",
        [photo, requete, f"{requete}.csv", len(rows), len(rows)],
    )
