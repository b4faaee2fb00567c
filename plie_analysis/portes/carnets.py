"""Shipped notebooks, laid as copies in ``carnets/``: hers to run and change, while the ones of the project stay as they are.

``carnets/.livres.json`` remembers what each copy said when it was laid. One that still says it is replaced when a newer version is
shipped; one that she changed is hers, and stays. What a notebook says is its cells: to have run it, or saved it, changes nothing.

The guides are laid in the same way in ``carnets/guides/``, where the welcome notebook leads to them: JupyterLab shows nothing else
of the project.
"""

import hashlib
import json
from pathlib import Path

from .. import droits
from ..ecriture import replacing
from ..settings import Settings, house

DOSSIER = "carnets"
GUIDES = "guides"
MEMOIRE = ".livres.json"


@droits.prives()
def poser(settings: Settings) -> list[str]:
    """Lay the shipped notebooks and guides in ``carnets/``; the names of those that she changed and of which a newer version is shipped."""
    folder = settings.racine / DOSSIER
    folder.mkdir(exist_ok=True)
    laid = _memory(folder)
    kept = []
    for name, shipped in _shipped().items():
        copy, key = folder / name, name.removesuffix(".ipynb")
        known = laid.get(key)
        said = _said(shipped)
        now = _said(copy) if copy.is_file() else None
        if now not in (None, said, known):
            kept += [name] if known not in (None, said) else []
            continue
        if now != said:
            copy.parent.mkdir(parents=True, exist_ok=True)
            with replacing(copy) as aside:
                aside.write_bytes(shipped.read_bytes())
        laid[key] = said
    with replacing(folder / MEMOIRE) as aside:
        aside.write_text(json.dumps(laid, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return kept


def _shipped() -> dict[str, Path]:
    """What is laid, by its name in ``carnets/``."""
    docs = house("docs")
    guides = {f"{GUIDES}/{path.relative_to(docs).as_posix()}": path for path in sorted([*docs.glob("*.md"), *docs.glob("images/*.png")])}
    return {path.name: path for path in sorted(house("notebooks").glob("*.ipynb"))} | guides


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
