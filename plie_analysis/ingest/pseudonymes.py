"""Numbers of dossier, parcours, étape… replaced as they are read by pseudonyms that only the holder of a key can compute.

A pseudonym is HMAC-SHA256 of the number under a key that is never in the base, cut to 64 bits: the same number gives the same
pseudonym in every photo, and links hold. The way back exists for the correction lists only: the raw photo is read again.
"""

import datetime as dt
import hmac
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from .. import chiffrement, database
from ..chiffrement import Cle
from ..contrat import queries
from ..settings import Settings
from .messages import erreur
from .reprise import JOURNAL

REGLAGE, VARIABLE = "cle_pseudonymes", "PLIE_CLE_PSEUDONYMES"
# Every number that leads to a person; a référent's code does not.
CLES = ("id_dossier", "id_prescription", "id_parcours", "id_etape", "id_entretien", "id_contrat")
PREFIXE, LONGUEUR = "ps-", 16
MOTIF = f"{PREFIXE}[0-9a-f]{{{LONGUEUR}}}"
# The journal says of persons nothing but this table; it is made again by a control.
CONSTATS = "constat"


def est_demande(settings: Settings) -> bool:
    """Whether this PLIE wants pseudonyms."""
    return bool(settings.config.get("securite", {}).get("pseudonymes", False))


def cle(settings: Settings) -> Cle | None:
    """The key of the pseudonyms, or ``None`` when there are none. Raises ``PlieError`` when it is missing or unfit."""
    return chiffrement.lire(settings, REGLAGE, VARIABLE) if est_demande(settings) else None


def regle(settings: Settings) -> str:
    """What tells that photos were read with the same pseudonyms: nothing can be learnt of the key from it."""
    secret = cle(settings)
    return secret.derive(b"plie: empreinte").hex() if secret else ""


def pseudonyme(secret: Cle, colonne: str, numero: str) -> str:
    """The pseudonym of a number; two columns never share one, so that a number of dossier does not tell that of a parcours."""
    return PREFIXE + hmac.new(secret.derive(b"plie: pseudonymes"), f"{colonne}\0{numero}".encode(), "sha256").hexdigest()[:LONGUEUR]


def appliquer(con: duckdb.DuckDBPyConnection, requete: str, secret: Cle) -> None:
    """Replace the numbers of ``brouillon.lu``, before anything of them is written into the base.

    Raises ``PlieError`` when two numbers have one pseudonym.
    """
    for column in queries()[requete]:
        name = column.colonne
        if name not in CLES:
            continue
        numbers = [number for (number,) in con.execute(f"SELECT DISTINCT {name} FROM brouillon.lu WHERE {name} IS NOT NULL").fetchall()]
        given = [pseudonyme(secret, name, number) for number in numbers]
        if len(set(given)) < len(given):
            raise erreur(
                f"Deux numéros de la colonne « {column.entete} » de {requete} reçoivent le même pseudonyme.",
                "Rien n'a été chargé. Faites une autre clé des pseudonymes, puis relisez toutes les photos.",
            )
        con.register("pseudonymes", pa.table({"numero": pa.array(numbers, pa.string()), "pseudonyme": pa.array(given, pa.string())}))
        con.execute(f"UPDATE brouillon.lu SET {name} = p.pseudonyme FROM pseudonymes AS p WHERE p.numero = lu.{name}")
        con.unregister("pseudonymes")


def refuser_melange(settings: Settings, con: duckdb.DuckDBPyConnection, gardees: Iterable[dt.date]) -> None:
    """Raise ``PlieError`` when a load would leave photos with numbers in clear beside photos with pseudonyms."""
    wanted, kept = est_demande(settings), set(gardees)
    rows = con.execute(
        f"SELECT DISTINCT photo FROM raw.participants WHERE regexp_full_match(id_dossier, '{MOTIF}') <> ? ORDER BY 1", [wanted]
    ).fetchall()
    others = [f"{photo:%d/%m/%Y}" for (photo,) in rows if photo in kept]
    if others:
        raise erreur(
            f"La base garde des photos {'aux numéros en clair' if wanted else 'aux numéros remplacés par des pseudonymes'} ({', '.join(others)}), ce que plie.toml ne demande plus.",
            "Relisez toutes les photos à la fois (plie charger, sans argument) ; celles dont les exports n'existent plus se retirent par « plie purger ».",
        )


def journal_sans_numeros(settings: Settings, copies: Path) -> None:
    """When the journal names persons by their numbers, make one that names nobody: the next control finds the rest again."""
    journal, secret = settings.curated / JOURNAL, chiffrement.cle(settings)
    if not journal.is_file():
        return
    with database.connect(journal, read_only=True, cle=secret) as con:
        if not con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [CONSTATS]).fetchall()[0][0]:
            return
        (clear,) = con.execute(
            f"SELECT count(*) FROM {CONSTATS} WHERE NOT coalesce(regexp_full_match(coalesce(dossier, parcours), '{MOTIF}'), regexp_matches(cle, '{MOTIF}'), false)"
        ).fetchall()[0]
        tables = con.execute("SELECT table_name, sql FROM duckdb_tables() WHERE schema_name = 'main' ORDER BY table_oid").fetchall()
    if clear:
        with database.connect(copies / JOURNAL, cle=secret) as con:
            database.attach(con, journal, "ancien", read_only=True, cle=secret)
            for table, sql in tables:
                con.execute(sql)
                if table not in (CONSTATS, "controle"):
                    con.execute(f"INSERT INTO {table} FROM ancien.main.{table}")
            con.execute("DETACH ancien")
            con.execute("CHECKPOINT")
