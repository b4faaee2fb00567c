"""One run, one photo: the base as it is when a run begins, under a name that no load replaces.

A load puts a new file in the place of the base; the run keeps the former one by a hard link (a copy where the disk has none),
in a temporary folder of its own (see ``temporaire``): a living run's stays, a killed one's is swept.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace

from . import temporaire
from .settings import Settings

NOM = "figee"


@contextlib.contextmanager
def figer(settings: Settings) -> Iterator[Settings]:
    """The settings of a run whose ``base`` stays the same whatever is loaded meanwhile.

    Without a base, or when it is frozen already, the settings as they are: whoever opens the base says what lacks.
    """
    if not settings.base.is_file() or settings.figee:
        yield settings
        return
    balayer(settings)
    with temporaire.dossier(temporaire.abri(settings), NOM) as own:
        frozen = own / settings.base.name
        try:
            os.link(settings.base, frozen)
        except OSError:
            shutil.copyfile(settings.base, frozen)
        yield replace(settings, figee=frozen)


def balayer(settings: Settings) -> None:
    """Remove what killed runs left; what a living run reads stays."""
    temporaire.balayer(temporaire.abri(settings))
