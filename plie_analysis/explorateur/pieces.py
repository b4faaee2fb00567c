"""What the tabs are made of: text written by the templates of ``gabarits/``, buttons whose callbacks go through the session."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import ipywidgets as widgets
from markupsafe import Markup

from ..francais import INSECABLE as NB
from ..gabarits import environnement, variables
from ..libelles import sans_marques
from .session import Session

ICI = Path(__file__).parent


def rendre(piece: str, *valeurs) -> str:
    """What a macro of ``explorateur.html.j2`` writes of these values, each escaped, without marks that reorder or hide what follows them."""
    return sans_marques(str(getattr(_pieces(), piece)(*valeurs)))


def texte(piece: str, *valeurs) -> widgets.HTML:
    """A widget that shows a piece."""
    return widgets.HTML(rendre(piece, *valeurs))


def style() -> widgets.HTML:
    """The rules of the explorer, in the colours of the house, light or dark as the system or JupyterLab is."""
    rules = (ICI / "style.css").read_text(encoding="utf-8")
    return texte("style", *map(Markup, (variables("clair"), variables("sombre"), rules))).add_class("plie-style")


class Annonce(widgets.VBox):
    """A text (``value``, HTML) to which the keyboard can be sent: ``focus`` goes to a mark just before it, which no Tab key stops on."""

    def __init__(self):
        self._repere = widgets.Label(tabbable=False).add_class("plie-repere")
        self._texte = widgets.HTML()
        super().__init__([self._repere, self._texte])

    @property
    def value(self) -> str:
        """What it says."""
        return self._texte.value

    @value.setter
    def value(self, said: str) -> None:
        self._texte.value = said

    def focus(self) -> None:
        """Send the keyboard here."""
        self._repere.focus()


def bouton(session: Session, intitule: str, action: Callable[[], object], *, principal: bool = False) -> widgets.Button:
    """A button that runs an action: it says so at once, and cannot be pressed again meanwhile; what the action raises is told by the session.

    The message of the action before goes; the keyboard goes where the action says (``session.cible``), else comes back here.
    """
    made = widgets.Button(description=intitule, layout=widgets.Layout(width="auto"))
    if principal:
        made.add_class("plie-principal")

    def pressed(_button) -> None:
        made.disabled, made.description = True, f"{intitule}{NB}: un instant…"
        session.cible = None
        session.taire()
        try:
            session.garde(action)()
        finally:
            made.disabled, made.description = False, intitule
            (session.cible or made).focus()

    made.on_click(pressed)
    return made


@cache
def _pieces():
    return environnement(ICI / "gabarits").get_template("explorateur.html.j2").module
