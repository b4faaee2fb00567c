"""A question put in the calendar of ``plie.toml``: one section at its end, the rest of the file as it was."""

import json
import tomllib

from ..errors import PlieError
from ..protection.niveaux import INTERNE
from ..settings import Settings
from .plie_toml import BOM, FICHIER, dit, ecrire

RAPPORT = "question"
AUTREMENT = "plie.toml est écrit d'une façon que l'atelier ne sait pas compléter sans le refaire : rien n'a été écrit.\nAjoutez-y vous-même cette section :\n{section}"
DEJA = "La question « {nom} » est déjà au calendrier.\nPour changer son rythme, modifiez sa section dans plie.toml."


def inscrire(settings: Settings, nom: str, chaque: str, diffusion: str = INTERNE) -> None:
    """Add the report of a question, every ``chaque`` (« mois », « trimestre », « annee »).

    Raises ``PlieError``, with nothing written, when it is there already or when the file cannot take one more section.
    """
    path = (settings.racine / FICHIER).resolve()
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    content = tomllib.loads(before.removeprefix(BOM))
    entries = content.get("calendrier", [])
    if any(one.get("rapport") == RAPPORT and one.get("parametres", {}).get("question") == nom for one in entries):
        raise PlieError(DEJA.format(nom=nom))
    entry = {
        "rapport": RAPPORT,
        "chaque": chaque,
        **({"diffusion": diffusion} if diffusion != INTERNE else {}),
        "parametres": {"question": nom},
    }
    section = _section(entry)
    end = "\r\n" if "\r\n" in before else "\n"
    after = before + (end if before and not before.endswith("\n") else "") + end + section.replace("\n", end)
    if not dit(after, {**content, "calendrier": [*entries, entry]}):
        raise PlieError(AUTREMENT.format(section=section))
    ecrire(path, after.encode("utf-8"))


def _section(entry: dict) -> str:
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items() if isinstance(value, str)]
    return "\n".join(["[[calendrier]]", *lines, f"parametres = {{ question = {json.dumps(entry['parametres']['question'])} }}", ""])
