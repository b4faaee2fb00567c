"""The sheet of a result, in Markdown: what was counted, on whom, with what limits, by which query."""

from collections.abc import Iterable

from ..database import newest_photo
from ..indicateurs import definitions
from ..indicateurs.fiche import fiche, sheet_plan
from .question import Interrogation


class Notice:
    """A text in Markdown that a notebook shows set, and a terminal as it is."""

    def __init__(self, texte: str):
        self.texte = texte

    def __repr__(self) -> str:
        return self.texte

    def _repr_markdown_(self) -> str:
        return self.texte


def notice_de(con, config: dict, question: Interrogation) -> Notice:
    """The sheets of the indicators of a question, with the queries that it ran."""
    return Notice("\n".join(_sheets(con, config, question)))


def _sheets(con, config: dict, question: Interrogation) -> Iterable[str]:
    known = definitions(config)
    for name in question.ids:
        asked = {**question.arguments(), "part": (), "photo": newest_photo(con), "parametres": {}}
        plan, offered = sheet_plan(con, known[name], config, asked)
        yield fiche(known[name], config, plan, offered)
