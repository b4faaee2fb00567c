"""What the tabs are made of: text written by the templates of ``gabarits/``, buttons whose callbacks go through the session."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import ipywidgets as widgets
from markupsafe import Markup

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


def bouton(session: Session, intitule: str, action: Callable[[], object], *, principal: bool = False) -> widgets.Button:
    """A button that runs an action, and cannot be pressed again while it runs; what the action raises is told by the session."""
    made = widgets.Button(description=intitule, layout=widgets.Layout(width="auto"))
    if principal:
        made.add_class("plie-principal")

    def pressed(_button) -> None:
        made.disabled = True
        try:
            session.garde(action)()
        finally:
            made.disabled = False

    made.on_click(pressed)
    return made


@cache
def _pieces():
    return environnement(ICI / "gabarits").get_template("explorateur.html.j2").module
