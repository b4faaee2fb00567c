"""A label of the exports added to ``plie.toml`` as a variant of a code: one line, the rest of the file as it was, and the way back."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .. import schema
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..libelles import propre
from ..settings import Settings
from .plie_toml import FICHIER, dit, ecrire

DEJA = "plie.toml dit déjà ce que veut dire «{nb}{libelle}{nb}».\nRelisez la photo ; si ce libellé est encore refusé, corrigez cette ligne dans plie.toml."
REFUSE = (
    "Le libellé «{nb}{libelle}{nb}» contient un caractère invisible, que plie.toml ne prend pas{nb}: rien n'a été écrit.\n"
    "Corrigez-le dans le logiciel ou dans l'export, puis déposez-le à nouveau."
)
AUTREMENT = (
    "plie.toml est écrit d'une façon que l'atelier ne sait pas compléter sans le refaire{nb}: rien n'a été écrit.\n"
    "Ajoutez-y cette ligne vous-même, dans {section}{nb}: {ligne}"
)
ENTRE_TEMPS = (
    "plie.toml a été modifié depuis{nb}: il n'est pas touché.\nRetirez vous-même la ligne de la variante, si vous n'en voulez plus."
)


@dataclass(frozen=True)
class Ajout:
    """A variant that was written: the file, what it held before (``None`` when it was not there) and what it holds since."""

    fichier: Path
    avant: bytes | None
    apres: bytes

    def defaire(self) -> None:
        """Put the file back as it was. Raises ``PlieError`` when it has been changed since."""
        if not self.fichier.is_file() or self.fichier.read_bytes() != self.apres:
            raise PlieError(ENTRE_TEMPS.format(nb=NB))
        if self.avant is None:
            self.fichier.unlink()
        else:
            ecrire(self.fichier, self.avant)


def ajouter(settings: Settings, nomenclature: str, libelle: str, code: str) -> Ajout:
    """Say in ``[ingestion.valeurs.<nomenclature>]`` that a label means a code; comments and layout stay.

    Raises ``PlieError``, with nothing written, when the label is there already, or when the file is laid out in a way that one line
    cannot complete.
    """
    path = (settings.racine / FICHIER).resolve()
    before = path.read_bytes() if path.is_file() else None
    text = (before or b"").decode("utf-8-sig")
    content = tomllib.loads(text)
    section = f"[ingestion.valeurs.{nomenclature}]"
    line = f"{json.dumps(libelle, ensure_ascii=False)} = {json.dumps(code, ensure_ascii=False)}"
    values = content.get("ingestion", {}).get("valeurs", {}).get(nomenclature, {})
    if libelle in values:
        raise PlieError(DEJA.format(nb=NB, libelle=libelle))
    try:
        schema.check({"ingestion": {"valeurs": {nomenclature: {libelle: code}}}}, FICHIER)
    except PlieError as error:
        raise PlieError(REFUSE.format(nb=NB, libelle=propre(libelle))) from error
    after = _completed(text, nomenclature, section, line)
    if not _says_one_more(after, content, nomenclature, libelle, code):
        raise PlieError(AUTREMENT.format(nb=NB, section=section, ligne=line))
    bom = b"\xef\xbb\xbf" if (before or b"").startswith(b"\xef\xbb\xbf") else b""
    ecrire(path, bom + after.encode("utf-8"))
    return Ajout(path, before, path.read_bytes())


def _completed(text: str, nomenclature: str, section: str, line: str) -> str:
    """The text with one line more: under the last line of its section, or at the end with the section."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    header = re.compile(rf"\s*\[\s*ingestion\s*\.\s*valeurs\s*\.\s*{re.escape(nomenclature)}\s*\]\s*(#.*)?$")
    rank = next((rank for rank, one in enumerate(lines) if header.match(one.rstrip("\r\n"))), None)
    if rank is None:
        start = text + (end if text and not text.endswith("\n") else "") + (end if text else "")
        return f"{start}{section}{end}{line}{end}"
    below = next((later for later in range(rank + 1, len(lines)) if lines[later].lstrip().startswith("[")), len(lines))
    last = max([rank, *(one for one in range(rank + 1, below) if lines[one].strip() and not lines[one].lstrip().startswith("#"))])
    if not lines[last].endswith("\n"):
        lines[last] += end
    return "".join([*lines[: last + 1], line + end, *lines[last + 1 :]])


def _says_one_more(after: str, content: dict, nomenclature: str, libelle: str, code: str) -> bool:
    """Whether the new text, read again, holds all that the former one did and the variant, nothing else."""
    wanted = {**content, "ingestion": {**content.get("ingestion", {})}}
    valeurs = wanted["ingestion"]["valeurs"] = {**wanted["ingestion"].get("valeurs", {})}
    valeurs[nomenclature] = {**valeurs.get(nomenclature, {}), libelle: code}
    return dit(after, wanted)
