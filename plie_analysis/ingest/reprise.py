"""After a command killed in the midst of a load or of a purge: what it had decided is finished, the rest is undone.

A load or a purge is decided once the new base has taken its place: its temporary folder then has copies, and no base any more.
A purge that rebuilt nothing is decided once its folders are condemned.
"""

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from .. import chiffrement, marque, secours
from ..settings import Settings
from .messages import erreur
from .photos import _date

ATELIER, COPIES = ".chargement", "copies"
CORBEILLE, CONDAMNES = ".purge", ".purge-faite"
A_OUBLIER = "listes.txt"
JOURNAL = "journal.duckdb"


def est_a_finir(settings: Settings) -> bool:
    """Whether a load or a purge left something: it may be at work still."""
    return any(path.exists() for path in (settings.curated / ATELIER, settings.raw / CORBEILLE, settings.raw / CONDAMNES))


def finir(settings: Settings) -> bool:
    """For whoever holds the lock of the base: finish or undo; whether there was anything left.

    Raises ``PlieError`` when a folder set aside cannot go back, since another has taken its place.
    """
    raw, left = settings.raw, est_a_finir(settings)
    if (raw / CORBEILLE).is_dir() and _is_decided(settings):
        condemn(raw)
    finish_or_clear(settings)
    if (raw / CONDAMNES).is_dir():
        forget(settings, _lists(raw / CONDAMNES))
    put_back(raw)
    return left


def finish_or_clear(settings: Settings) -> None:
    """After a swap, move the copies that go with it; then remove everything temporary."""
    atelier = settings.curated / ATELIER
    if _is_decided(settings):
        for copy in sorted((atelier / COPIES).iterdir()):
            if copy.suffix == ".csv":
                marque.signer(settings, settings.curated / copy.name, marque.empreinte(copy))
            os.replace(copy, settings.curated / copy.name)
    if atelier.exists():
        shutil.rmtree(atelier)


def set_aside(raw: Path, photos: Iterable[dt.date], rejets: Iterable[str]) -> None:
    """Move raw folders out of the photos, still whole, beside the names of the lists of rejects that go with them."""
    (raw / CORBEILLE).mkdir(mode=0o700, parents=True)
    (raw / CORBEILLE / A_OUBLIER).write_text("\n".join(rejets), encoding="ascii")
    for photo in photos:
        if (raw / photo.isoformat()).is_dir():
            os.rename(raw / photo.isoformat(), raw / CORBEILLE / photo.isoformat())


def rejets_avant(settings: Settings, avant: dt.date) -> list[str]:
    """Names of the lists of rejects of the photos before a date."""
    return sorted(
        path.name for path in settings.curated.glob("rejets-*.csv") if (_date(path.stem.removeprefix("rejets-")) or dt.date.max) < avant
    )


def condemn(raw: Path) -> None:
    """The raw folders set aside will not come back."""
    if (raw / CORBEILLE).is_dir():
        os.rename(raw / CORBEILLE, raw / CONDAMNES)


def forget(settings: Settings, rejets: Iterable[str]) -> None:
    """Remove what goes with a purge: the lists of rejects named, the spare copy of the journal, then the folders condemned."""
    (settings.curated / f"{JOURNAL}.wal").unlink(missing_ok=True)
    for name in rejets:
        marque.oublier(settings, settings.curated / name)
    secours.refaire(settings.curated / JOURNAL, chiffrement.cle(settings))
    if (settings.raw / CONDAMNES).is_dir():
        shutil.rmtree(settings.raw / CONDAMNES)


def put_back(raw: Path) -> None:
    """Put the raw folders set aside back among the photos."""
    (raw / CORBEILLE / A_OUBLIER).unlink(missing_ok=True)
    for folder in sorted((raw / CORBEILLE).glob("*")):
        if (raw / folder.name).exists():
            raise erreur(
                f"data/raw/{folder.name}/ existe aussi dans data/raw/{CORBEILLE}/, où une purge interrompue l'avait mis.",
                f"Comparez les deux, gardez le bon, puis supprimez data/raw/{CORBEILLE}/{folder.name}/.",
            )
        os.rename(folder, raw / folder.name)
    if (raw / CORBEILLE).is_dir():
        (raw / CORBEILLE).rmdir()


def _is_decided(settings: Settings) -> bool:
    atelier = settings.curated / ATELIER
    return (atelier / COPIES).is_dir() and not (atelier / settings.base.name).exists()


def _lists(folder: Path) -> list[str]:
    """The lists of rejects that a decided purge takes along; none when it does not say."""
    try:
        named = (folder / A_OUBLIER).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []
    return [name for name in named if re.fullmatch(r"rejets-[0-9-]{10}\.csv", name)]
