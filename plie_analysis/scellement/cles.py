"""Fresh keys in place of those of the software. The mapping lives in the memory of one connection and is never written."""

import base64
import hashlib
import hmac
import random
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from ..chiffrement import Cle
from .colonnes import Colonne

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LONGUEUR = 12


def install(
    con: duckdb.DuckDBPyConnection, columns: Iterable[Colonne], photo, graine: int | None = None, *, cle: Cle | None = None
) -> None:
    """Create ``cles_<espace>(ancienne, nouvelle)`` in memory for every set of keys of one photo.

    Keys are drawn from the random source of the system; with a secret ``cle``, they are its own (HMAC) and stay the same from one
    photo to the next. ``graine`` makes them reproducible, for tests only: whoever knows
    it could try to find the former keys back.
    """
    alea = random.SystemRandom() if graine is None else random.Random(graine)
    spaces: dict[str, list[Colonne]] = {}
    for column in columns:
        if column.traitement == "cle":
            spaces.setdefault(column.espace, []).append(column)
    for espace, group in sorted(spaces.items()):
        union = " UNION ".join(f"SELECT {c.nom} AS cle FROM curated.{c.table} WHERE photo = DATE '{photo}'" for c in group)
        old = [cle for (cle,) in con.execute(f"SELECT cle FROM ({union}) WHERE cle IS NOT NULL ORDER BY cle").fetchall()]
        mapping = pa.table(
            {
                "ancienne": pa.array(old, pa.string()),
                "nouvelle": pa.array(_derived(old, espace, cle) if cle else _draw(len(old), espace, alea), pa.string()),
            }
        )
        con.register("cles_tirees", mapping)
        con.execute(f"CREATE OR REPLACE TEMP TABLE cles_{espace} AS SELECT * FROM cles_tirees")
        con.unregister("cles_tirees")


def translation(con: duckdb.DuckDBPyConnection, espace: str) -> dict[str, str]:
    """The mapping of one set of keys, for the modalities of an axis."""
    return dict(con.execute(f"SELECT ancienne, nouvelle FROM cles_{espace}").fetchall())


def _draw(count: int, espace: str, alea: random.Random) -> list[str]:
    """So many different keys, in no order."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[f"{espace[0]}-{''.join(alea.choices(ALPHABET, k=LONGUEUR))}"] = None
    return list(drawn)


def _derived(old: list[str], espace: str, cle: Cle) -> list[str]:
    """The keys that a secret gives: 120 bits each, from which neither the former key nor the secret can be found again."""
    secret = cle.derive(f"plie: lac: {espace}".encode())
    found = (base64.b32encode(hmac.new(secret, one.encode(), hashlib.sha256).digest()[:15]).decode().lower() for one in old)
    return [f"{espace[0]}-{one}" for one in found]
