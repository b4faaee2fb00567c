"""The frame of the explorer: its heading, its box of messages, its five tabs."""

import os
from pathlib import Path
from typing import Protocol

import ipywidgets as widgets
from IPython.display import display

from ..atelier.figure import preparer
from ..errors import PlieError
from ..francais import espaces
from ..portes.guides import EN_TETE, guides
from ..portes.lancement import GUIDES
from ..protection.niveaux import NIVEAUX
from .exporter import OngletExporter
from .photos import OngletPhotos
from .pieces import bouton, rendre, style, texte
from .publier import OngletPublier
from .question import OngletQuestion
from .resultat import OngletResultat
from .session import EXPORTER, ONGLET, ONGLETS, OUVERTE, PHOTOS, PUBLIER, QUESTION, RESULTAT, Issue, Session

NIVEAUX_DITS = {
    "interne": "interne : pour la maison",
    "partenaires": "partenaires : petits effectifs masqués",
    "publique": "publique : petits effectifs masqués",
}
SANS_BASE = "Aucune photo n’est chargée.\nDéposez ici les exports de votre logiciel, lisez ce qui en est compris, puis chargez."
ANCIENNE = "La base a été faite par une autre version de l’atelier.\nDans l’onglet Photos, « Relire les photos de data/raw/ » la refait."


class Onglet(Protocol):
    """What a tab is to the frame: made of a ``Session``, it has a widget and shows again what it shows when the base was opened anew."""

    vue: widgets.Widget

    def rafraichir(self) -> None:
        """Show what the session now holds: called when the base was opened again, or could not be."""


def explorer(racine: str | Path | None = None) -> None:
    """Show the explorer under the cell that calls it, on the working folder ``racine`` (default: that of ``PLIE_RACINE``)."""
    try:
        vue = Cadre(Session(racine)).vue
        preparer()
    except PlieError as error:
        vue = widgets.VBox([style(), texte("alerte", error.message.splitlines())]).add_class("plie-explorateur")
    display(vue)


class Cadre:
    """The whole page: ``vue`` is its widget, ``onglets`` its tabs by name."""

    def __init__(self, session: Session):
        self.session = session
        session.montrer, session.taire = self.montrer, self.taire
        self._entete = widgets.HTML()
        self.niveau = widgets.Dropdown(options=[(espaces(said), name) for name, said in NIVEAUX_DITS.items()], description="Diffusion")
        self.boite = widgets.VBox().add_class("plie-boite")
        self.onglets: dict[str, Onglet] = {
            QUESTION: OngletQuestion(session),
            RESULTAT: OngletResultat(session),
            EXPORTER: OngletExporter(session),
            PHOTOS: OngletPhotos(session),
            PUBLIER: OngletPublier(session),
        }
        self.barre = widgets.Tab([onglet.vue for onglet in self.onglets.values()], titles=ONGLETS)
        self.vue = widgets.VBox([style(), self._entete, self.niveau, self.boite, self.barre]).add_class("plie-explorateur")
        session.quand(OUVERTE, self._montrer_base)
        session.quand(ONGLET, self._montrer_onglet)
        self.barre.observe(session.garde(self._onglet_choisi), names="selected_index")
        self.niveau.observe(session.garde(self._niveau_choisi), names="value")
        session.garde(session.ouvrir)()
        if session.atelier is None:
            session.aller(PHOTOS)

    def montrer(self, message: str, issues: tuple[Issue, ...] = ()) -> None:
        """Show a message above the tabs, with a button for each way out and one to close it; it takes the place of the one before."""
        buttons = [bouton(self.session, label, self._fermant(action)) for label, action in issues]
        close = bouton(self.session, "Fermer ce message", self.taire)
        self.boite.children = [texte("alerte", message.splitlines()), widgets.HBox([*buttons, close])]

    def taire(self) -> None:
        """Take the message away."""
        self.boite.children = []

    def _fermant(self, action):
        """An action that first takes the message away."""

        def closing() -> None:
            self.taire()
            action()

        return closing

    def _montrer_base(self) -> None:
        session = self.session
        self._entete.value = rendre("entete", session.organisme, session.photo, session.niveau, session.avis, _guides())
        self.niveau.value = session.niveau
        self.taire()
        if session.empechement:
            absent = not session.settings.base.exists()
            old = "autre version" in session.empechement.message
            self.montrer(espaces(SANS_BASE if absent else ANCIENNE if old else session.empechement.message))
        for onglet in self.onglets.values():
            onglet.rafraichir()

    def _montrer_onglet(self) -> None:
        self.barre.selected_index = ONGLETS.index(self.session.onglet)

    def _onglet_choisi(self, _change) -> None:
        if (rank := self.barre.selected_index) is not None and ONGLETS[rank] != self.session.onglet:
            self.session.aller(ONGLETS[rank])

    def _niveau_choisi(self, _change) -> None:
        if self.niveau.value != self.session.niveau and self.niveau.value in NIVEAUX:
            self.session.ouvrir(self.niveau.value)


def _guides() -> list[tuple[str, str]]:
    """(title, address) of the guides of the heading, where a door serves them."""
    served = os.environ.get(GUIDES)
    known = guides()
    return [(known[name], served.format(name)) for name in EN_TETE if name in known] if served else []
