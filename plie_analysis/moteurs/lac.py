"""Reading a lake of photos: the newest photo of each PLIE, as one photo that every engine reads."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from ..contrat import empreinte_des_tables
from ..curate import finish
from ..database import memory
from ..errors import PlieError
from ..francais import compte, date_longue, enumeration, guillemets
from ..libelles import identifiant, litteral
from ..scellement.donnees import CURATED, ORIGINE, RAW, REF
from ..scellement.versions import code_print
from .depot import COMMUNES
from .fiches import ENCORE, DepotDuLac, check_files, read_depots, short

RESERVE = "{quoi} ne se montre qu'au niveau « interne » : le registre qui protège les petits effectifs est celui d'un seul PLIE.\nPour le niveau « {niveau} », chaque PLIE publie ses chiffres depuis sa base."
# Attributes of a nomenclature that belong to each territory: one name may be that of two places, and no figure reads them there.
_LOCAUX = {"quartier": {"commune", "type", "code_officiel", "generation", "perimetre", "a_verifier"}, "commune": {"code_postal"}}


@dataclass(frozen=True)
class Lac:
    """The deposits read together; ``photo`` is the day of the oldest of them, the last that all of them cover."""

    depots: tuple[DepotDuLac, ...]

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

    Of each PLIE, the newest photo, not after ``photo`` when given. Raises ``PlieError``: nothing there, a deposit half-written or
    altered, deposits of unequal schemas, definitions, settings or nomenclatures, named.
    """
    con = memory()
    try:
        found, sizes = read_depots(con, adresse)
        lac = Lac(_newest(found, photo))
        _refuse_unequal(lac.depots)
        for depot in lac.depots:
            check_files(depot, sizes)
        try:
            _lay(con, lac)
        except duckdb.Error as error:
            raise _unreadable(con, lac) from error
    except BaseException:
        con.close()
        raise
    return lac, con


def _newest(depots: Sequence[DepotDuLac], photo: dt.date | None) -> tuple[DepotDuLac, ...]:
    kept: dict[str, DepotDuLac] = {}
    for depot in sorted(depots, key=lambda one: one.photo):
        if photo is None or depot.photo <= photo:
            kept[depot.place.rpartition("/")[0]] = depot
    if not kept:
        raise PlieError(f"Aucun PLIE n'a déposé de photo au plus tard le {date_longue(photo or dt.date.max)}.")
    return tuple(sorted(kept.values(), key=lambda one: one.plie))


def _refuse_unequal(depots: tuple[DepotDuLac, ...]) -> None:
    """Deposits are added up only when one version of the definitions made them all: this one; and each PLIE once."""
    expected = {"schema": empreinte_des_tables(), "definitions": code_print(), "reglages": depots[0].reglages}
    said = {
        "schema": "un autre schéma de tables que cette version de l'atelier",
        "definitions": "d'autres définitions que cette version de l'atelier",
        "reglages": f"d'autres critères de preuve ([protocole.preuve]) que {guillemets(depots[0].plie)}",
    }
    for rank, depot in enumerate(depots):
        for name, value in expected.items():
            if getattr(depot, name) != value:
                raise PlieError(
                    f"{depot} a été fait avec {said[name]}.\n"
                    "Des chiffres de définitions inégales ne s'additionnent pas : demandez à ce PLIE de déposer de nouveau avec la même version et les mêmes réglages."
                )
        for other in depots[:rank]:
            if other.plie == depot.plie or other.cle == depot.cle:
                what = "le même nom" if other.plie == depot.plie else "la même clé"
                raise PlieError(
                    f"{short(other.place)} et {short(depot.place)} ont {what} : un PLIE compterait deux fois, ou deux PLIE partagent une clé.\nRetirez le dépôt de trop, ou donnez à chacun sa clé."
                )


def _lay(con: duckdb.DuckDBPyConnection, lac: Lac) -> None:
    """The lake as a base: ``curated`` views, the exports that every PLIE has, the nomenclatures put together."""
    for schema in ("raw", "ref", "curated", "journal"):
        con.execute(f"CREATE SCHEMA {schema}")
    day = f"DATE '{lac.photo}'"
    for table in sorted(
        {name.split("/")[-1].removesuffix(".parquet") for one in lac.depots for name in one.fichiers if name.startswith(CURATED)}
    ):
        con.execute(f"CREATE VIEW curated.{identifiant(table)} AS SELECT * REPLACE ({day} AS photo) FROM {_parquet(lac.paths(table))}")
    con.execute("CREATE TABLE journal.depot (plie VARCHAR, departement VARCHAR, photo DATE)")
    con.executemany("INSERT INTO journal.depot VALUES (?, ?, ?)", [[one.plie, one.departement, one.photo] for one in lac.depots])
    _lay_exports(con, lac, day)
    if invented := [f"{one.place}/{ORIGINE}" for one in lac.depots if ORIGINE in one.fichiers]:
        con.execute(f"CREATE TABLE journal.chargement AS SELECT {day} AS photo, max(origine) AS origine FROM {_parquet(invented)}")
    for name in sorted({name for depot in lac.depots for name in depot.fichiers if name.startswith(f"{REF}/")}):
        _lay_ref(con, name, [depot for depot in lac.depots if name in depot.fichiers])
    finish(con)


def _lay_exports(con: duckdb.DuckDBPyConnection, lac: Lac, day: str) -> None:
    """``raw.fichier`` holds the exports on which every PLIE can be counted, ``journal.manque`` those that a PLIE lacks, or kept no line of."""
    rows = " UNION ALL ".join(
        f"SELECT {litteral(one.plie)} AS plie, requete, sum(nb_lues)::BIGINT AS nb_lues, sum(nb_retenues)::BIGINT AS nb_retenues,"
        f" sum(nb_rejetees)::BIGINT AS nb_rejetees FROM {_parquet([f'{one.place}/{RAW}/fichier.parquet'])} GROUP BY requete"
        for one in lac.depots
    )
    con.execute(f"CREATE TEMP TABLE exports AS FROM ({rows}) WHERE nb_retenues > 0 OR nb_lues = 0")
    con.execute(
        f"CREATE TABLE raw.fichier AS SELECT {day} AS photo, requete, sum(nb_lues)::BIGINT AS nb_lues, sum(nb_retenues)::BIGINT AS nb_retenues,"
        f" sum(nb_rejetees)::BIGINT AS nb_rejetees, NULL::TIMESTAMP AS charge_le FROM exports GROUP BY requete HAVING count(*) = {len(lac.depots)}"
    )
    con.execute(
        "CREATE TABLE journal.manque AS FROM (SELECT DISTINCT requete, unnest($plies::VARCHAR[]) AS plie FROM exports) ANTI JOIN exports USING (requete, plie)",
        {"plies": [one.plie for one in lac.depots]},
    )


def _lay_ref(con: duckdb.DuckDBPyConnection, name: str, depots: Sequence[DepotDuLac]) -> None:
    """One line a code. A code that two PLIE class otherwise is refused: what they count under it is not one thing."""
    table = name.split("/")[-1].removesuffix(".parquet")
    rows = " UNION ALL BY NAME ".join(
        f"SELECT {rank} AS depot, * FROM {_parquet([f'{one.place}/{name}'])}" for rank, one in enumerate(depots)
    )
    con.execute(f"CREATE TEMP TABLE lue AS FROM ({rows})")
    known = [column for (column,) in con.execute("SELECT column_name FROM (DESCRIBE lue)").fetchall()]
    kept = [column for column in known if column != "depot" and column not in _LOCAUX.get(table, ())]
    for attribut in sorted(set(kept) - set(COMMUNES)):
        column = identifiant(attribut)
        found = con.execute(
            f"SELECT code, arg_min(depot, depot), arg_max(depot, depot) FROM (SELECT DISTINCT ON (code, {column}) code, {column}, depot FROM lue ORDER BY depot)"
            " GROUP BY code HAVING count(*) > 1 ORDER BY code LIMIT 1"
        ).fetchone()
        if found:
            code, one, other = found
            raise PlieError(
                f"{guillemets(depots[one].plie)} et {guillemets(depots[other].plie)} ne classent pas pareil {guillemets(code)} (referentiels/{table}.csv, colonne {attribut}).\n"
                "Mettez-vous d'accord sur cette ligne, puis que l'un des deux charge et dépose de nouveau."
            )
    shown = ", ".join(map(identifiant, kept))
    con.execute(f"CREATE TABLE ref.{identifiant(table)} AS SELECT {shown} FROM (SELECT DISTINCT ON (code) * FROM lue ORDER BY code, depot)")
    con.execute("DROP TABLE lue")


def _unreadable(con: duckdb.DuckDBPyConnection, lac: Lac) -> PlieError:
    """Which file the engine cannot read."""
    for depot in lac.depots:
        for name in depot.fichiers:
            try:
                con.execute(f"SELECT count(*) FROM parquet_file_metadata({litteral(f'{depot.place}/{name}')})")
            except duckdb.Error:
                return PlieError(f"{depot} ne se lit pas : {name} est abîmé.\n{ENCORE}")
    return PlieError("Les dépôts de ce lac ne se lisent pas ensemble.\nDemandez à chaque PLIE de déposer de nouveau.")


def _parquet(paths: Sequence[str]) -> str:
    """The reading of these files as one table; what their path says is already in their lines."""
    return f"read_parquet([{', '.join(map(litteral, paths))}], union_by_name = true, hive_partitioning = false)"


def phrase(con: Any) -> str:
    """« Lac de 3 PLIE… »: what an engine opened on a lake reads together, and until when."""
    depots = con.execute("SELECT plie, departement, photo FROM journal.depot ORDER BY plie").fetchall()
    named = enumeration([f"{plie} ({departement}, photo du {date_longue(photo)})" for plie, departement, photo in depots])
    day = date_longue(min(photo for _, _, photo in depots))
    return f"Lac de {compte(len(depots), 'PLIE', 'PLIE')} : {named}. Ils sont lus ensemble au {day}, dernier jour que tous couvrent."
