"""The photos of the base, in the tab « Photos »: what the newest one changed, and the way to remove one."""

from collections.abc import Callable

import ipywidgets as widgets

from ..curate import write_parquet
from ..database import open_database
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import compte, date_courte, date_longue, enumeration, espaces, nombre
from ..ingest.purge import Retention, examiner_seule, purger, refuser_etrangers
from ..protection.niveaux import INTERNE
from .mouvements import Mouvements, mouvements
from .pieces import Annonce, bouton, rendre, texte
from .session import Session

NATURES = {
    "entree": "Parcours entrés",
    "sortie": "Parcours sortis",
    "disparition": "Parcours disparus de l’export",
    "correction": "Corrections",
}
PREMIERE = "C’est la première photo : il n’y a rien à quoi la comparer."
RESERVE = "Ce que change une photo ne se montre qu’au niveau « interne »."
DOSSIERS_MAX = 200


class Chargees:
    """``vue`` shows the photos loaded; ``dire`` is where the page tells how far a removal is."""

    def __init__(self, session: Session, dire: Callable[[str], None]):
        self.session, self._dire = session, dire
        self.photos = widgets.Dropdown(description="Photo", options=[])
        self.retirer = bouton(session, "Retirer de la base…", self._demander)
        self.confirmer = bouton(session, "Oui, retirer cette photo", self._retirer)
        self.renoncer = bouton(session, "Non, la garder", self._renoncer)
        self._demande, self._question = Annonce(), widgets.VBox()
        self._change = widgets.HTML()
        self._retention: Retention | None = None
        self.vue = widgets.VBox([])
        self._contenu = [
            texte("titre", "Photos chargées"),
            widgets.HBox([self.photos, self.retirer]).add_class("plie-boutons"),
            self._demande,
            self._question,
            self._change,
        ]

    def rafraichir(self) -> None:
        """List the photos of the base, the newest first, and say what it changed."""
        self._renoncer()
        if self.session.atelier is None or self.session.photo is None:
            self.vue.children = []
            return
        with open_database(self.session.settings) as con:
            days = [day for (day,) in con.execute("SELECT DISTINCT photo FROM raw.fichier ORDER BY photo DESC").fetchall()]
            self.photos.options = [(date_longue(day), day) for day in days]
            self.photos.index = 0
            self._change.value = self.dire_mouvements(mouvements(con, self.session.photo))
        self.vue.children = self._contenu

    def dire_mouvements(self, moved: Mouvements | None) -> str:
        """What a photo changes since the one before: numbers, and for the house the numbers of dossiers."""
        if moved is None:
            return rendre("phrases", [espaces(PREMIERE)])
        if self.session.niveau != INTERNE:
            return rendre("phrases", [espaces(RESERVE)])
        rows = []
        for nature, title in NATURES.items():
            found = moved.de(nature)
            what = found["id_dossier"] if nature != "correction" else found["id_dossier"] + " (" + found["champ"] + ")"
            shown = list(dict.fromkeys(what))
            more = f" et {compte(len(shown) - DOSSIERS_MAX, 'autre')}" if len(shown) > DOSSIERS_MAX else ""
            rows.append((title, nombre(len(found)), ", ".join(shown[:DOSSIERS_MAX]) + more))
        return rendre(
            "tableau",
            f"Ce que change la photo du {date_longue(moved.apres)} depuis celle du {date_longue(moved.avant)}",
            ("Changement", "Nombre", "Dossiers"),
            rows,
            (1,),
        )

    def _demander(self) -> None:
        if self.photos.value is None:
            raise PlieError("Aucune photo n'est chargée.")
        found = self._retention = examiner_seule(self.session.settings, self.photos.value)
        kept = enumeration(map(date_courte, found.photos_gardees)) if found.photos_gardees else ""
        said = [
            f"Retirer la photo du {date_longue(self.photos.value)}{NB}: ses lignes de la base et de ses copies, ses constats de la charte, sa liste de rejets.",
            f"Photos gardées{NB}: {kept}." if kept else f"Attention{NB}: la base n’aura plus aucune photo.",
            f"Le dossier data/raw/{self.photos.value}/ et les rapports publiés ne sont pas touchés.",
        ]
        refuser_etrangers(self.session.settings, found)
        self._demande.value = rendre("alerte", said)
        self._question.children = [widgets.HBox([self.confirmer, self.renoncer]).add_class("plie-boutons")]
        self.session.cible = self._demande

    def _renoncer(self) -> None:
        self._retention, self._question.children, self._demande.value = None, [], ""

    def _retirer(self) -> None:
        found = self._retention
        if found is None or found.seule is None:
            return
        self.session.fermer()
        try:
            purger(self.session.settings, found, export=write_parquet, progress=lambda what, _done, _total: self._dire(what))
        finally:
            self._dire("")
            self.session.ouvrir()
        self.session.montrer(f"Photo du {date_longue(found.seule)} retirée de la base.", ())
