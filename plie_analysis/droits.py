"""Who may read what the project writes under ``data/``: its owner alone, and a group for the pages where ``plie.toml`` says so.

A process that writes runs under a mask that takes everything from the others, so that no file, of ours or of the engine, is
ever open to them, even for an instant. What an older version left wider is tightened. Windows keeps the rights of the folder.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .settings import Settings

MASQUE = 0o077
AUTRES = stat.S_IRWXG | stat.S_IRWXO
PAGES = {".html", ".pdf"}
# Folders of data/rapports/ that hold no page for a group: correction lists of one référent each, failed notebooks.
RESERVES = {"listes", "echecs"}


@contextlib.contextmanager
def prives() -> Iterator[None]:
    """While it runs (a block, or a function that it decorates), what is created is the owner's alone, whatever the mask was."""
    former = os.umask(MASQUE)
    try:
        yield
    finally:
        os.umask(former)


def resserrer(settings: Settings) -> tuple[int, int]:
    """Give everything under ``data/curated/`` and ``data/rapports/`` its rights, the pages those of ``[securite] pages``.

    Returns how many files and folders were open to others and no longer are, and how many belong to another account, and stay.
    """
    tightened = refused = 0
    if os.name == "nt":
        return 0, 0
    for path, is_folder in _everything(settings):
        mode = stat.S_IMODE(path.lstat().st_mode)
        wanted = _wanted(settings, path, is_folder)
        if mode == wanted or not (mode ^ wanted) & AUTRES:
            continue
        try:
            os.chmod(path, wanted)
        except PermissionError:
            refused += 1
        else:
            tightened += bool(mode & AUTRES & ~wanted)
    _let_through(settings)
    return tightened, refused


def en_groupe(settings: Settings) -> bool:
    """Whether the pages are for the group of their folder too."""
    return settings.config.get("securite", {}).get("pages", "proprietaire") == "groupe"


def _everything(settings: Settings) -> Iterator[tuple[Path, bool]]:
    """Every folder and file of ours, each once; links are left alone."""
    for top in (settings.curated, settings.rapports):
        if top.is_dir() and not top.is_symlink():
            yield top, True
            for folder, folders, files in os.walk(top):
                for names, is_folder in ((folders, True), (files, False)):
                    yield from ((path, is_folder) for name in names if not (path := Path(folder, name)).is_symlink())


def _wanted(settings: Settings, path: Path, is_folder: bool) -> int:
    own = 0o700 if is_folder else 0o600
    if not en_groupe(settings) or not path.is_relative_to(settings.rapports):
        return own
    parts = path.relative_to(settings.rapports).parts
    if RESERVES.intersection(parts) or any(part.startswith(".") for part in parts):
        return own
    if is_folder:
        return 0o750
    return 0o640 if path.suffix in PAGES else own


def _let_through(settings: Settings) -> None:
    """A group that reads the pages must be able to cross ``data/``, without seeing what else is in it."""
    data = settings.rapports.parent
    if en_groupe(settings) and data.is_dir() and not (mode := stat.S_IMODE(data.stat().st_mode)) & stat.S_IXGRP:
        with contextlib.suppress(PermissionError):
            os.chmod(data, mode | stat.S_IXGRP)
