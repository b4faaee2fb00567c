"""``plie.toml`` completed from the page: what the new text says is read again before it takes the place of the former one."""

import shutil
import tomllib
from pathlib import Path

from ..ecriture import check_free, replacing

FICHIER = "plie.toml"
BOM = "\ufeff"


def dit(texte: str, voulu: dict) -> bool:
    """Whether a text, read again, says what is wanted and nothing else."""
    try:
        return tomllib.loads(texte.removeprefix(BOM)) == voulu
    except tomllib.TOMLDecodeError:
        return False


def ecrire(path: Path, content: bytes) -> None:
    """Put a new content in place, whole or not at all, with the rights of the former one. Raises ``PlieError`` when it cannot be replaced."""
    check_free([path])
    with replacing(path) as aside:
        aside.write_bytes(content)
        if path.is_file():
            shutil.copymode(path, aside)
