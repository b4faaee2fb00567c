"""The nomenclatures: ``ref.<nomenclature>``, and the spellings by which a label finds its code."""

import csv
import datetime as dt
from pathlib import Path

import duckdb

from ..contrat import REFERENTIELS
from ..francais import plus_proche
from ..libelles import identifiant
from ..settings import Settings
from .messages import erreur

HORS_NOMENCLATURES = {"colonnes", "entetes"}
VIDE = "(vide)"
DATES = ("debut", "fin")
# Columns that a CSV of a PLIE may lack: each code then has what the one shipped says of it, or nothing.
FACULTATIVES = ("libelle_1969", "libelle_2019", "cite", "asp", "inclus_dans", "groupe_2019", "a_verifier")
# Those that are then blank, which is unknown and no « non »: the maps and the motives of one territory tell nothing of another's.
VIERGES = {"quartier": ("code_officiel", "generation", "perimetre", "a_verifier"), "motif_sortie": ("hors_ave",)}


def load(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Replace every ``ref.<nomenclature>`` and fill the temporary table ``libelle``.

    The spellings of ``plie.toml`` come before those of the CSV.
    A CSV of ``<racine>/referentiels/`` takes the place of the one shipped under the same name. Raises ``PlieError``
    when a nomenclature cannot be read, or when one spelling leads to two codes.
    """
    con.execute("CREATE SCHEMA IF NOT EXISTS ref")
    paths, spellings = _paths(settings), []
    for nom, path in paths.items():
        rows = _rows(nom, path, settings)
        _create(con, nom, rows)
        spellings += _spellings(nom, rows, settings.config["ingestion"]["valeurs"].get(nom, {}))
    for section in ("valeurs", "nomenclatures"):
        for nom in settings.config["ingestion"].get(section, {}):
            if nom not in paths:
                raise erreur(f"plie.toml, [ingestion.{section}.{nom}] : cette nomenclature n'existe pas.", _suggestion(nom, paths))
    columns = {"nomenclature": "VARCHAR", "est_propre": "BOOLEAN", "texte": "VARCHAR", "code": "VARCHAR", "debut": "DATE", "fin": "DATE"}
    listed = ", ".join(f"unnest(?::{kind}[]) AS {column}" for column, kind in columns.items())
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE libelle AS SELECT *, cle(texte) AS cle FROM (SELECT {listed})",
        [list(values) for values in zip(*spellings, strict=True)],
    )
    con.execute("DELETE FROM libelle WHERE cle = ''")
    con.execute(
        "DELETE FROM libelle AS l WHERE NOT est_propre AND EXISTS (FROM libelle AS p WHERE p.est_propre AND p.nomenclature = l.nomenclature AND p.cle = l.cle)"
    )
    _refuse_ambiguous(con)


def empty_code(con: duckdb.DuckDBPyConnection, nomenclature: str) -> str | None:
    """The code that an empty cell stands for in this nomenclature (``hors QPV``), if any."""
    row = con.execute("SELECT any_value(code) FROM libelle WHERE nomenclature = ? AND texte = ?", [nomenclature, VIDE]).fetchall()[0]
    return row[0]


def attributes(con: duckdb.DuckDBPyConnection, nomenclature: str) -> list[str]:
    """The columns of a nomenclature beyond those that all have."""
    rows = con.execute(f"SELECT column_name FROM (DESCRIBE ref.{identifiant(nomenclature)})").fetchall()
    return [nom for (nom,) in rows][7:]


def _paths(settings: Settings) -> dict[str, Path]:
    shipped = {path.stem: path for path in sorted(REFERENTIELS.glob("*.csv"))}
    own = {path.stem: path for path in sorted((settings.racine / "referentiels").glob("*.csv")) if not path.name.startswith(("~$", "."))}
    for nom, path in own.items():
        if nom not in shipped or nom in HORS_NOMENCLATURES:
            raise erreur(
                f"referentiels/{path.name} : aucune nomenclature ne porte ce nom.",
                _suggestion(nom, set(shipped) - HORS_NOMENCLATURES),
                "Renommez ce fichier, ou sortez-le du dossier referentiels/.",
            )
    return {nom: path for nom, path in (shipped | own).items() if nom not in HORS_NOMENCLATURES}


def _rows(nom: str, path: Path, settings: Settings) -> list[dict]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error):
        raise erreur(f"{path.name} ne peut pas être lu : un CSV en UTF-8, séparé par des virgules, est attendu.") from None
    wanted = ["code", "libelle", "definition", "source", *DATES, "alias"]
    if not rows or list(rows[0])[:7] != wanted:
        raise erreur(f"{path.name} : les premières colonnes attendues sont {', '.join(wanted)}.")
    rows = _completed(nom, path, rows)
    own = settings.config["ingestion"].get("nomenclatures", {}).get(nom, [])
    unknown = next((key for row in own for key in row if key not in rows[0]), None)
    if unknown:
        raise erreur(
            f"plie.toml, [[ingestion.nomenclatures.{nom}]] : la clé « {unknown} » n'est pas une colonne de {path.name}.",
            _suggestion(unknown, rows[0]),
        )
    added = [{column: str(row.get(column, "")) for column in rows[0]} for row in own]
    replaced = {row["code"] for row in added}
    rows = [row for row in rows if row["code"] not in replaced] + added
    for number, row in enumerate(rows, start=2):
        _check(path, number, row)
    return rows


def _completed(nom: str, path: Path, rows: list[dict]) -> list[dict]:
    """The lines with the optional columns that the nomenclature shipped under this name has."""
    if path.parent == REFERENTIELS:
        return rows
    with (REFERENTIELS / path.name).open(encoding="utf-8", newline="") as lines:
        shipped = {row["code"]: row for row in csv.DictReader(lines)}
    blank = dict.fromkeys(VIERGES.get(nom, ()), "")
    lacking = [name for name in FACULTATIVES if name in next(iter(shipped.values())) and name not in rows[0] and name not in blank]
    return [blank | row | {name: shipped.get(row["code"], {}).get(name, "") for name in lacking} for row in rows]


def _check(path: Path, number: int, row: dict) -> None:
    if None in row or None in row.values() or not row["code"]:
        raise erreur(
            f"{path.name}, ligne {number} : le nombre de colonnes ne va pas, ou le code manque.",
            "Si une case contient une virgule, entourez-la de guillemets.",
        )
    row["libelle"] = row["libelle"] or row["code"]
    if "diffusion" in row:
        row["diffusion"] = row["diffusion"] or row["code"]
    for column in DATES:
        try:
            row[column] = dt.date.fromisoformat(row[column]) if row[column] else None
        except ValueError:
            raise erreur(f"{path.name}, ligne {number} : la date « {row[column]} » n'est pas de la forme AAAA-MM-JJ.") from None


def _create(con: duckdb.DuckDBPyConnection, nom: str, rows: list[dict]) -> None:
    columns = {column: "DATE" if column in DATES else "VARCHAR" for column in rows[0]}
    listed = ", ".join(f"unnest(?::{kind}[]) AS {identifiant(column)}" for column, kind in columns.items())
    con.execute(f"CREATE OR REPLACE TABLE ref.{identifiant(nom)} AS SELECT {listed}", [[row[column] for row in rows] for column in columns])


def _spellings(nom: str, rows: list[dict], own: dict) -> list[tuple]:
    """(nomenclature, whether it is the PLIE's own, text, code, from, to) of every way to write a code."""
    spellings = []
    # A code that is a name of its identity is one as long as that name is in use.
    names = {row["code"] for row in rows if row["libelle"] == row["code"]}
    for row in rows:
        shown = {word for column, word in row.items() if column.startswith("libelle_") and not word.isdigit()}
        words = {row["libelle"], *({row["code"]} - names), *filter(None, row["alias"].split("|")), *filter(None, shown)}
        spellings += [(nom, False, word, row["code"], row["debut"], row["fin"]) for word in sorted(words)]
    codes = {row["code"]: row for row in rows}
    for word, code in own.items():
        if code not in codes:
            raise erreur(f"plie.toml, [ingestion.valeurs.{nom}] : le code « {code} » n'existe pas.", _suggestion(str(code), codes))
        spellings += [(nom, True, word, code, row["debut"], row["fin"]) for row in rows if row["code"] == code]
    return spellings


def _refuse_ambiguous(con: duckdb.DuckDBPyConnection) -> None:
    row = con.execute(
        "SELECT nomenclature, any_value(texte), list_sort(list(DISTINCT code)) FROM libelle GROUP BY nomenclature, cle HAVING count(DISTINCT code) > 1 ORDER BY ALL LIMIT 1"
    ).fetchone()
    if row:
        raise erreur(
            f"La nomenclature {row[0]} donne deux codes au libellé « {row[1]} » : « {row[2][0]} » et « {row[2][1]} ».",
            "Corrigez son CSV ou plie.toml : un libellé mène à un seul code.",
        )


def _suggestion(texte: str, connus) -> str:
    near = plus_proche(texte, connus)
    return f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {', '.join(sorted(connus))}."
