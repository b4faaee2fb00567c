"""Tab « Resultat » of the explorer."""

import ipywidgets as widgets

from .pieces import rendre
from .session import Session


class Resultat:
    """The tab: its widget (``vue``), made of the session that all tabs share."""

    def __init__(self, session: Session):
        self.session = session
        self._texte = widgets.HTML()
        self.vue = widgets.VBox([self._texte])

    def rafraichir(self) -> None:
        """Show what the session now holds."""
        self._texte.value = rendre("phrases", ["Cet onglet n’est pas encore écrit."])
