"""Shipped notebooks, laid as copies in ``carnets/``, and the guides beside them: hers to run and change, while the ones of the project stay as they are.

``carnets/.livres.json`` remembers what each copy said when it was laid. One that still says it is replaced when a newer version is
shipped; one that she changed is hers, and stays. What a notebook says is its cells: to have run it, or saved it, changes nothing.
"""

import hashlib
import json
from pathlib import Path

from .. import droits
from ..ecriture import replacing
from ..settings import Settings, house
from .guides import guides

DOSSIER = "carnets"
GUIDES = "guides"
MEMOIRE = ".livres.json"


@droits.prives()
def poser(settings: Settings) -> list[str]:
    """Lay the shipped notebooks in ``carnets/``; the names of those that she changed and of which a newer version is shipped."""
    folder = settings.racine / DOSSIER
    folder.mkdir(exist_ok=True)
    laid = _memory(folder)
    kept = []
    for copy, shipped in _shipped(folder):
        key = copy.relative_to(folder).with_suffix("").as_posix()
        known = laid.get(key)
        copy.parent.mkdir(exist_ok=True)
        said = _said(shipped)
        now = _said(copy) if copy.is_file() else None
        if now not in (None, said, known):
            kept += [copy.name] if known not in (None, said) else []
            continue
        if now != said:
            with replacing(copy) as aside:
                aside.write_bytes(shipped.read_bytes())
        laid[key] = said
    with replacing(folder / MEMOIRE) as aside:
        aside.write_text(json.dumps(laid, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return kept


def _shipped(folder: Path) -> list[tuple[Path, Path]]:
    """(copy, shipped file) of each notebook, of each guide and of the pictures that guides show."""
    books = [(folder / path.name, path) for path in sorted(house("notebooks").glob("*.ipynb"))]
    texts = [(folder / GUIDES / f"{name}.md", house("docs") / f"{name}.md") for name in guides()]
    pictures = [(folder / GUIDES / "images" / path.name, path) for path in sorted((house("docs") / "images").glob("*.png"))]
    return [(copy, path) for copy, path in (*books, *texts, *pictures) if path.is_file()]


def _said(path: Path) -> str:
    """A print of the cells of a notebook: their kinds and their texts. A file that is no notebook says its bytes."""
    content = path.read_bytes()
    try:
        cells = [
            [cell["cell_type"], text if isinstance(text := cell["source"], str) else "".join(text)] for cell in json.loads(content)["cells"]
        ]
        content = json.dumps(cells, ensure_ascii=False).encode()
    except (ValueError, KeyError, TypeError):
        pass
    return hashlib.sha256(content).hexdigest()


def _memory(folder: Path) -> dict[str, str]:
    try:
        read = json.loads((folder / MEMOIRE).read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in read.items()}
    except (OSError, ValueError, AttributeError):
        return {}
