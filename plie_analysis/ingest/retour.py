"""From pseudonyms back to the numbers of the exports, for whoever holds the photos."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from .. import chiffrement, database, temporaire
from ..errors import PlieError
from ..settings import Settings
from .chargement import load_photos
from .pseudonymes import CLES, cle, pseudonyme, queries


@dataclass(frozen=True, kw_only=True)
class _Relecture(Settings):
    """The raw photos of a working folder read into a temporary one."""

    photos: Path

    @property
    def raw(self) -> Path:
        """Where the photos are."""
        return self.photos


def retour(settings: Settings, photo: dt.date) -> dict[str, str] | None:
    """Pseudonym → number, from the raw photo read again; ``None`` when it is gone or can no longer be read."""
    secret = cle(settings)
    if secret is None:
        return {}
    if not (settings.raw / photo.isoformat()).is_dir():
        return None
    security = {**settings.config["securite"], "pseudonymes": False, "cle": str(chiffrement.chemin(settings, "cle"))}
    with temporaire.dossier(temporaire.abri(settings), "retour") as folder:
        own = _Relecture(folder, {**settings.config, "securite": security}, photos=settings.raw)
        try:
            load_photos(own, [photo], charge_le=dt.datetime.combine(photo, dt.time()))
        except PlieError:
            return None
        with database.open_database(own) as con:
            found: dict[str, str] = {}
            for requete, columns in queries().items():
                for name in {column.colonne for column in columns} & set(CLES):
                    rows = con.execute(f"SELECT DISTINCT {name} FROM raw.{requete} WHERE {name} IS NOT NULL").fetchall()
                    found |= {pseudonyme(secret, name, number): number for (number,) in rows}
    return found
