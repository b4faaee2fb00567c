"""Reading a lake of photos: the newest photo of each PLIE, as one photo that every engine reads."""

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..chiffrement import ouvrir_coffre
from ..contrat import empreinte_des_tables
from ..curate import finish
from ..database import memory
from ..errors import PlieError
from ..francais import compte, date_longue, enumeration, guillemets
from ..libelles import identifiant, litteral
from ..scellement.donnees import CURATED, ORIGINE, RAW, REF
from ..scellement.versions import code_print
from .depot import FICHE, FORMAT

DISTANT = re.compile(r"s3a?://", re.IGNORECASE)
_ENV = {"KEY_ID": "AWS_ACCESS_KEY_ID", "SECRET": "AWS_SECRET_ACCESS_KEY", "SESSION_TOKEN": "AWS_SESSION_TOKEN", "REGION": "AWS_REGION"}


@dataclass(frozen=True)
class Depot:
    """One photo of one PLIE in a lake, told by its ``depot.json``."""

    place: str
    plie: str
    departement: str
    photo: dt.date
    schema: str
    definitions: str
    fichiers: tuple[str, ...]


@dataclass(frozen=True)
class Lac:
    """The deposits read together; ``photo`` is the day of the oldest of them, the last that all of them cover."""

    depots: tuple[Depot, ...]

    @property
    def photo(self) -> dt.date:
        """Day under which all of them are read."""
        return min(depot.photo for depot in self.depots)

    def paths(self, table: str) -> list[str]:
        """The Parquet files of a curated table, one by deposit. Raises ``PlieError`` naming the deposit that lacks it."""
        name = f"{CURATED}/{table}.parquet"
        for depot in self.depots:
            if name not in depot.fichiers:
                raise PlieError(
                    f"Il manque la table {guillemets(table)} au dépôt de {guillemets(depot.plie)} du {date_longue(depot.photo)}.\nDemandez à ce PLIE de déposer de nouveau."
                )
        return [f"{depot.place}/{name}" for depot in self.depots]


def open_lac(adresse: str, photo: dt.date | None = None) -> tuple[Lac, duckdb.DuckDBPyConnection]:
    """The lake at a folder or an ``s3://`` address, and an embedded engine that reads it as one base; the caller closes it.

    Of each PLIE, the newest photo, not after ``photo`` when given. Raises ``PlieError``: nothing there, a deposit half-written,
    deposits of unequal schemas or definitions, named.
    """
    con = memory()
    try:
        if DISTANT.match(adresse):
            _open_s3(con)
        lac = Lac(_newest(_read_fiches(con, adresse.rstrip("/")), photo))
        _refuse_unequal(lac.depots)
        _lay(con, lac)
    except BaseException:
        con.close()
        raise
    return lac, con


def _read_fiches(con: duckdb.DuckDBPyConnection, adresse: str) -> list[Depot]:
    if not DISTANT.match(adresse) and not Path(adresse).is_dir():
        raise PlieError(
            f"Le lac {guillemets(adresse)} n'existe pas.\nDonnez le dossier où les PLIE déposent (plie deposer), ou une adresse s3://."
        )
    try:
        rows = con.execute(f"SELECT filename, content FROM read_text({litteral(f'{adresse}/plie=*/photo=*/{FICHE}')})").fetchall()
        files = {name for (name,) in con.execute(f"SELECT file FROM glob({litteral(f'{adresse}/plie=*/photo=*/**/*.parquet')})").fetchall()}
    except duckdb.IOException as error:
        if "No files found" not in str(error):
            raise PlieError(
                f"Le lac {guillemets(adresse)} ne se lit pas.\nVérifiez l'adresse et les droits (variables AWS_…) ; rien n'a été changé."
            ) from error
        rows, files = [], set()
    started = {name.split("/donnees/")[0] for name in files} - {name.rpartition("/")[0] for name, _ in rows}
    if started:
        raise PlieError(
            f"Un dépôt est à moitié écrit : {_short(min(started))}.\nAttendez qu'il finisse, ou demandez à ce PLIE de déposer de nouveau."
        )
    if not rows:
        raise PlieError(f"Le lac {guillemets(adresse)} ne contient aucun dépôt.\nChaque PLIE y dépose sa photo par « plie deposer ».")
    return [_depot(name, text, files) for name, text in sorted(rows)]


def _depot(name: str, text: str, files: set[str]) -> Depot:
    place = name.rpartition("/")[0]
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError
        found = Depot(
            place, told["plie"], told["departement"], dt.date.fromisoformat(told["photo"]), told["schema"], told["definitions"],
            tuple(told["fichiers"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise PlieError(f"La fiche du dépôt {_short(place)} ne se lit pas.\nDemandez à ce PLIE de déposer de nouveau.") from error
    if missing := [one for one in found.fichiers if f"{place}/{one}" not in files]:
        raise PlieError(f"Un dépôt est incomplet : il manque {missing[0]} à {_short(place)}.\nDemandez à ce PLIE de déposer de nouveau.")
    return found


def _newest(depots: Sequence[Depot], photo: dt.date | None) -> tuple[Depot, ...]:
    kept: dict[str, Depot] = {}
    for depot in sorted(depots, key=lambda one: one.photo):
        if photo is None or depot.photo <= photo:
            kept[depot.plie] = depot
    if not kept:
        raise PlieError(f"Aucun PLIE n'a déposé de photo au plus tard le {date_longue(photo or dt.date.max)}.")
    return tuple(kept[nom] for nom in sorted(kept))


def _refuse_unequal(depots: tuple[Depot, ...]) -> None:
    """Deposits are added up only when one version of the definitions made them all: this one."""
    expected = {"schema": empreinte_des_tables(), "definitions": code_print()}
    for depot in depots:
        for name, value in expected.items():
            if getattr(depot, name) != value:
                what = "d'autres définitions" if name == "definitions" else "un autre schéma de tables"
                raise PlieError(
                    f"Le dépôt de {guillemets(depot.plie)} du {date_longue(depot.photo)} a été fait avec {what} que cette version de l'atelier.\n"
                    "Des chiffres de définitions inégales ne s'additionnent pas : demandez à ce PLIE de déposer de nouveau avec la même version."
                )


def _lay(con: duckdb.DuckDBPyConnection, lac: Lac) -> None:
    """The lake as a base: ``curated`` views, the exports that every PLIE has, the nomenclatures (equal, or put together)."""
    for schema in ("raw", "ref", "curated"):
        con.execute(f"CREATE SCHEMA {schema}")
    day = f"DATE '{lac.photo}'"
    tables = {name.split("/")[-1].removesuffix(".parquet") for name in lac.depots[0].fichiers if name.startswith(f"{CURATED}/")}
    for table in sorted(tables):
        con.execute(f"CREATE VIEW curated.{identifiant(table)} AS SELECT * REPLACE ({day} AS photo) FROM {_parquet(lac.paths(table))}")
    exports = " UNION ALL ".join(
        f"SELECT {rank} AS depot, * FROM {_parquet([f'{one.place}/{RAW}/fichier.parquet'])}" for rank, one in enumerate(lac.depots)
    )
    con.execute(
        f"CREATE TABLE raw.fichier AS SELECT {day} AS photo, requete, sum(nb_lues)::BIGINT AS nb_lues, sum(nb_retenues)::BIGINT AS nb_retenues,"
        f" sum(nb_rejetees)::BIGINT AS nb_rejetees, NULL::TIMESTAMP AS charge_le FROM ({exports})"
        f" GROUP BY requete HAVING count(DISTINCT depot) = {len(lac.depots)}"
    )
    if invented := [f"{one.place}/{ORIGINE}" for one in lac.depots if ORIGINE in one.fichiers]:
        con.execute("CREATE SCHEMA journal")
        con.execute(f"CREATE TABLE journal.chargement AS SELECT {day} AS photo, max(origine) AS origine FROM {_parquet(invented)}")
    names = {name.split("/")[-1].removesuffix(".parquet") for depot in lac.depots for name in depot.fichiers if name.startswith(f"{REF}/")}
    for name in sorted(names):
        held = [f"{depot.place}/{REF}/{name}.parquet" for depot in lac.depots if f"{REF}/{name}.parquet" in depot.fichiers]
        con.execute(f"CREATE TABLE ref.{identifiant(name)} AS SELECT DISTINCT * FROM {_parquet(held)} ORDER BY ALL")
    finish(con)


def _parquet(paths: Sequence[str]) -> str:
    """The reading of these files as one table; what their path says is already in their lines."""
    return f"read_parquet([{', '.join(map(litteral, paths))}], union_by_name = true, hive_partitioning = false)"


def _open_s3(con: duckdb.DuckDBPyConnection) -> None:
    """Let the embedded engine read S3 with what the environment says (AWS_…): nothing is asked, nothing is kept."""
    ouvrir_coffre(con)
    told = [f"{name} {litteral(value)}" for name, variable in _ENV.items() if (value := os.environ.get(variable))]
    if endpoint := os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT"):
        scheme, _, host = endpoint.rpartition("://")
        told += [f"ENDPOINT {litteral(host)}", "URL_STYLE 'path'", f"USE_SSL {'false' if scheme == 'http' else 'true'}"]
    con.execute(f"CREATE SECRET (TYPE s3{''.join(f', {one}' for one in told)})")


def _short(place: str) -> str:
    return "/".join(place.split("/")[-2:])


def phrase(lac: Lac) -> str:
    """« Lac de 3 PLIE… »: what is read together, and until when."""
    named = enumeration([f"{depot.plie} ({depot.departement}, photo du {date_longue(depot.photo)})" for depot in lac.depots])
    return f"Lac de {compte(len(lac.depots), 'PLIE', 'PLIE')} : {named}. Ils sont lus ensemble au {date_longue(lac.photo)}, dernier jour que tous couvrent."
