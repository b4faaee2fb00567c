"""French texts for click, whose own messages are English and ship no catalogue."""

import importlib
import json
from pathlib import Path

MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def speak_french() -> None:
    """Give click the French of ``francais.json``; a text that is not there stays as it is."""
    catalogue = json.loads((Path(__file__).with_name("francais.json")).read_text(encoding="utf-8"))

    def one(message: str) -> str:
        return catalogue.get(message, message)

    def many(singular: str, plural: str, n: int) -> str:
        return one(singular if abs(n) < 2 else plural)

    for name in MODULES:
        module = importlib.import_module(f"click.{name}")
        for attribute, replacement in (("_", one), ("ngettext", many)):
            if hasattr(module, attribute):
                setattr(module, attribute, replacement)
