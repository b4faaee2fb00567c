"""What stands for a number of dossier wherever a trace remains: name of a page, log of runs, parameters of a notebook, register.

A repère is HMAC-SHA256 of the number under a key of the house: whoever finds one cannot tell the dossier, even by trying every
number, and the page of a dossier takes the place of its former one. The key comes from that of the base when it is encrypted;
else it is drawn once and kept beside the base, which tells more than it does.
"""

import datetime as dt
import hmac
import re

import duckdb

from . import chiffrement, francais
from .chiffrement import Cle
from .errors import PlieError
from .settings import Settings

CLE = ".reperes"
MOTIF = re.compile(r"r[0-9a-f]{12}")


def repere(settings: Settings, dossier: str) -> str:
    """The repère of a number of dossier, as the base writes it."""
    return _of(_key(settings), dossier)


def retrouver(settings: Settings, con: duckdb.DuckDBPyConnection, photo: dt.date, marque: str) -> str:
    """The number of dossier of a repère, among those of a photo. Raises ``PlieError``, without repeating it, when there is none."""
    key = _key(settings)
    for (dossier,) in con.execute("SELECT DISTINCT id_dossier FROM curated.parcours WHERE photo = ?", [photo]).fetchall():
        if _of(key, dossier) == marque:
            return dossier
    raise inconnu(photo)


def inconnu(photo: dt.date) -> PlieError:
    """The refusal of a dossier that has no parcours; the number is not repeated, as refusals are logged."""
    return PlieError(
        f"Ce dossier n'a pas de parcours dans la photo du {francais.date_longue(photo)}.\nVérifiez son numéro dans le logiciel, puis redemandez la page : plie rapport parcours --dossier NUMERO."
    )


def _of(key: Cle, dossier: str) -> str:
    return f"r{hmac.new(key.derive(b'plie: reperes'), dossier.encode(), 'sha256').hexdigest()[:12]}"


def _key(settings: Settings) -> Cle:
    if known := chiffrement.cle(settings):
        return known
    path = settings.curated / CLE
    try:
        chiffrement.ecrire(path, chiffrement.nouvelle())
    except FileExistsError:
        pass  # drawn by an earlier run, or by one that runs beside this one
    except OSError as error:
        raise PlieError(
            f"La clé des repères ne peut pas être écrite ({type(error).__name__}).\nVérifiez les droits de data/curated/."
        ) from error
    return Cle(path.read_text(encoding="ascii").strip())
