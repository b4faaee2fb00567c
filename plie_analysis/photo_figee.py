"""One run, one photo: the base as it is when a run begins, under a name that no load replaces.

A load puts a new file in the place of the base; the run keeps the former one by a hard link (a copy where the disk has none),
in ``data/curated/.figee/``, removed at the end. A lock beside tells the links of the living from those that a kill left.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from . import verrou
from .errors import PlieError
from .settings import Settings

DOSSIER = ".figee"


@contextlib.contextmanager
def figer(settings: Settings, operation: str) -> Iterator[Settings]:
    """The settings of a run whose ``base`` stays the same whatever is loaded meanwhile.

    ``operation`` is what the lock tells (« plie rapports »). Without a base, or when it is frozen already, the
    settings as they are: whoever opens the base says what lacks.
    """
    if not settings.base.is_file() or settings.figee:
        yield settings
        return
    folder = _folder(settings)
    with contextlib.ExitStack() as held:
        with _alone(folder):
            _sweep(folder)
            own = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
            held.callback(shutil.rmtree, own, ignore_errors=True)
            held.enter_context(verrou.hold(own / verrou.NOM, operation, attente=0))
        frozen = own / settings.base.name
        try:
            os.link(settings.base, frozen)
        except OSError:
            shutil.copyfile(settings.base, frozen)
        yield replace(settings, figee=frozen)


def balayer(settings: Settings) -> None:
    """Remove what killed runs left; what a living run reads stays."""
    if (settings.curated / DOSSIER).is_dir():
        with _alone(settings.curated / DOSSIER):
            _sweep(settings.curated / DOSSIER)


def _alone(folder: Path):
    return verrou.hold(folder / verrou.NOM, "préparation d'un rapport", attente=30)


def _sweep(folder: Path) -> None:
    for left in sorted(folder.glob("run-*")):
        with contextlib.suppress(PlieError), verrou.hold(left / verrou.NOM, "balayage", attente=0):
            shutil.rmtree(left, ignore_errors=True)


def _folder(settings: Settings) -> Path:
    folder = settings.curated / DOSSIER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
