"""The settings that a bundle carries: those that bear on the figures, as TOML."""

import datetime as dt
import json
import re
from pathlib import Path

from ..errors import PlieError

FICHIER = "parametres/reglages.toml"
# Section → keys kept (none named: all). Whatever else plie.toml holds (addresses, schedule, headers) stays out.
GARDEES = {
    "plie": ("nom", "territoire"),
    "territoire": (),
    "exercice": (),
    "ages": (),
    "protocole": (),
    "couverture": (),
    "budget": (),
    "fse": (),
    "objectifs": (),
    "diffusion": (),
    "charte": ("seuils", "personnel_exige_pour", "poids"),
    "indicateurs": (),
}
_NUE = re.compile(r"[A-Za-z0-9_-]+")


def kept(config: dict) -> dict:
    """The sections and keys that the bundle carries."""
    sections = {name: config[name] for name in GARDEES if name in config}
    return {
        name: {key: value for key, value in section.items() if not GARDEES[name] or key in GARDEES[name]}
        for name, section in sections.items()
    }


def write_settings(config: dict, path: Path) -> None:
    """Write the settings as a ``plie.toml`` that gives them back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml(config), encoding="utf-8", newline="\n")


def toml(sections: dict) -> str:
    """A nested dict as TOML. Raises ``PlieError`` for a value that TOML cannot hold."""
    return "\n".join(_section(sections, ())).lstrip("\n") + "\n"


def _section(content: dict, path: tuple[str, ...]):
    plain = {key: value for key, value in content.items() if not isinstance(value, dict)}
    if path and (plain or not content):
        yield f"\n[{'.'.join(map(_key, path))}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in plain.items())
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _section(value, (*path, key))


def _key(key: str) -> str:
    return key if _NUE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _value(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_value(inner)}' for key, inner in value.items())} }}"
    raise PlieError(f"plie.toml\u00a0: une valeur de type {type(value).__name__} ne peut pas être scellée.")
