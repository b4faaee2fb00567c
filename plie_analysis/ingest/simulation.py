"""A load that writes nothing of the working folder: it is done for good on a copy of the base, in a temporary folder."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import temporaire
from ..settings import Settings
from .chargement import refuser_listes


@dataclass(frozen=True, kw_only=True)
class _Ailleurs(Settings):
    """The same settings, with the base elsewhere, and the photos too when they are not in place yet."""

    place: Path
    photos: Path | None = None

    @property
    def raw(self) -> Path:
        """Folder of the photos."""
        return self.photos or super().raw

    @property
    def curated(self) -> Path:
        """Folder of the DuckDB file and of its copies."""
        return self.place


@contextlib.contextmanager
def simulation(settings: Settings, photos: Path | None = None) -> Iterator[Settings]:
    """Settings whose base is a copy, readable by its owner alone, gone with the block; reports are the true ones, and photos but for ``photos``."""
    with temporaire.dossier(temporaire.abri_sans_dossier(), "simulation") as folder:
        there = _Ailleurs(settings.racine, settings.config, place=folder, photos=photos)
        for suffix in ("", ".wal"):
            if (source := settings.base.with_name(settings.base.name + suffix)).is_file():
                shutil.copyfile(source, there.base.with_name(source.name))
        yield there


__all__ = ["refuser_listes", "simulation"]
