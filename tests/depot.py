"""The explorer driven as a person does, without a browser: files deposited, buttons pressed, what the page says."""

import datetime as dt
import html
import re
from collections.abc import Iterable
from pathlib import Path

import ipywidgets as widgets

from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.session import Session


def page(racine: Path) -> Cadre:
    """The explorer on a working folder."""
    return Cadre(Session(racine))


def deposer(cadre: Cadre, fichiers: dict[str, str | bytes], jour: dt.date = dt.date(2017, 12, 31)) -> None:
    """Drop files on the tab « Photos », last changed on a day."""
    moment = dt.datetime.combine(jour, dt.time(12), tzinfo=dt.UTC)
    contents = {nom: texte.encode() if isinstance(texte, str) else texte for nom, texte in fichiers.items()}
    cadre.onglets["Photos"].fichiers.value = tuple(
        {"name": nom, "type": "text/csv", "size": len(content), "content": memoryview(content), "last_modified": moment}
        for nom, content in contents.items()
    )


def dit(widget: widgets.Widget) -> str:
    """All the text that a widget shows, without its tags, spaces made ordinary."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", " ".join(_textes(widget))))).strip()


def boutons(widget: widgets.Widget) -> dict[str, widgets.Button]:
    """The buttons of a widget that can be seen, by what they say."""
    return {one.description: one for one in _tous(widget) if isinstance(one, widgets.Button) and one.layout.display != "none"}


def _textes(widget: widgets.Widget) -> Iterable[str]:
    for one in _tous(widget):
        if isinstance(one, widgets.HTML) and "plie-style" not in one._dom_classes:
            yield one.value


def _tous(widget: widgets.Widget) -> Iterable[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _tous(child)
