"""The frame of the explorer: its heading, its box of messages, its five tabs."""

import html
from pathlib import Path
from typing import Protocol

import ipywidgets as widgets
from IPython.display import display

from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import date_longue, espaces
from ..gabarits import variables
from ..protection.niveaux import NIVEAUX
from .exporter import Exporter
from .photos import Photos
from .publier import Publier
from .question import Question
from .resultat import Resultat
from .session import ONGLET, ONGLETS, OUVERTE, PHOTOS, Issue, Session

STYLE = Path(__file__).with_name("style.css")
NIVEAUX_DITS = {
    "interne": "interne : pour la maison, tout est montré",
    "partenaires": "partenaires : les petits effectifs sont masqués",
    "publique": "publique : les petits effectifs sont masqués",
}
SANS_BASE = "Aucune photo n’est chargée : déposez ici les exports de votre logiciel, lisez ce qui en est compris, puis chargez."


class Onglet(Protocol):
    """What a tab is to the frame: made of a ``Session``, it has a widget and shows again what it shows when the base was opened anew."""

    vue: widgets.Widget

    def rafraichir(self) -> None:
        """Show what the session now holds: called when the base was opened again, or could not be."""


def explorer(racine: str | Path | None = None) -> None:
    """Show the explorer under the cell that calls it, on the working folder ``racine`` (default: that of ``PLIE_RACINE``)."""
    try:
        cadre = Cadre(Session(racine))
    except PlieError as error:
        display(widgets.VBox([style(), widgets.HTML(_alerte(error.message))]).add_class("plie-explorateur"))
        return
    display(cadre.vue)


def style() -> widgets.HTML:
    """The rules of the explorer, in the colours of the house, light or dark as the system or JupyterLab is."""
    colours = (
        f".plie-explorateur {{ {variables('clair')} }}\n"
        f"@media (prefers-color-scheme: dark) {{ [data-voila] .plie-explorateur {{ {variables('sombre')} }} }}\n"
        f"[data-jp-theme-light='false'] .plie-explorateur {{ {variables('sombre')} }}\n"
    )
    return widgets.HTML(f"<style>{colours}{STYLE.read_text(encoding='utf-8')}</style>").add_class("plie-style")


class Cadre:
    """The whole page: ``vue`` is its widget, ``onglets`` its tabs by name."""

    def __init__(self, session: Session):
        self.session = session
        session.montrer = self.montrer
        self._entete = widgets.HTML()
        self._niveau = widgets.Dropdown(options=[(espaces(text), name) for name, text in NIVEAUX_DITS.items()], description="Diffusion")
        self._boite = widgets.VBox().add_class("plie-boite")
        self.onglets: dict[str, Onglet] = {
            name: kind(session) for name, kind in zip(ONGLETS, (Question, Resultat, Exporter, Photos, Publier), strict=True)
        }
        self._onglets = widgets.Tab([onglet.vue for onglet in self.onglets.values()], titles=ONGLETS)
        self.vue = widgets.VBox([style(), self._entete, self._niveau, self._boite, self._onglets]).add_class("plie-explorateur")
        session.quand(OUVERTE, self._montrer_base)
        session.quand(ONGLET, self._montrer_onglet)
        self._onglets.observe(session.garde(self._onglet_choisi), names="selected_index")
        self._niveau.observe(session.garde(self._niveau_choisi), names="value")
        session.garde(session.ouvrir)()
        if session.atelier is None:
            session.aller(PHOTOS)

    def montrer(self, message: str, issues: tuple[Issue, ...] = ()) -> None:
        """Show a message above the tabs, with a button for each way out and one to close it; it takes the place of the one before."""
        buttons = [widgets.Button(description=label) for label, _ in issues]
        for button, (_, action) in zip(buttons, issues, strict=True):
            button.on_click(lambda _button, action=action: (self.taire(), action()))
        close = widgets.Button(description="Fermer ce message")
        close.on_click(lambda _button: self.taire())
        self._boite.children = [widgets.HTML(_alerte(message)), widgets.HBox([*buttons, close])]

    def taire(self) -> None:
        """Take the message away."""
        self._boite.children = []

    def _montrer_base(self) -> None:
        session = self.session
        said = f"Photo du {date_longue(session.photo)}" if session.photo else "Aucune photo ouverte"
        notices = "".join(f"<p class='plie-avis'><strong>{html.escape(avis)}</strong></p>" for avis in session.avis)
        self._entete.value = (
            f"<header class='plie-entete'><p>{html.escape(session.organisme)}</p><h1>Explorer</h1>"
            f"<p>{said}. Diffusion{NB}: {html.escape(session.niveau)}.</p>{notices}</header>"
        )
        self._niveau.value = session.niveau
        self.taire()
        if session.empechement:
            absent = not session.settings.base.exists()
            self.montrer(espaces(SANS_BASE) if absent else session.empechement.message)
        for onglet in self.onglets.values():
            onglet.rafraichir()

    def _montrer_onglet(self) -> None:
        self._onglets.selected_index = ONGLETS.index(self.session.onglet)

    def _onglet_choisi(self, _change) -> None:
        if (rank := self._onglets.selected_index) is not None and ONGLETS[rank] != self.session.onglet:
            self.session.aller(ONGLETS[rank])

    def _niveau_choisi(self, _change) -> None:
        if self._niveau.value != self.session.niveau and self._niveau.value in NIVEAUX:
            self.session.ouvrir(self._niveau.value)


def _alerte(message: str) -> str:
    lines = "<br>".join(html.escape(line) for line in message.splitlines())
    return f"<div class='plie-alerte' role='alert'>{lines}</div>"
