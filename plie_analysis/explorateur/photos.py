"""Tab « Photos » of the explorer: deposit exports, read them before anything is written, mend, load."""

import datetime as dt
import re

import ipywidgets as widgets

from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import compte, date_longue, espaces, nombre
from ..protection.niveaux import INTERNE
from ..settings import load_settings
from . import depot, variantes
from .chargees import Chargees
from .commande import CommandeLancee, existe
from .lecture import Inconnu, LectureDuDepot
from .pieces import Annonce, bouton, rendre, texte
from .session import PHOTOS, QUESTION, Session

ENTETES = ("Export", "Lignes", "Retenues", "Rejetées", "Hors données", "Valeurs laissées vides")
DEPOSER = "Déposer ici les exports, ou cliquer pour les choisir"
JOUR = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
RESERVE = "Les rejets et leurs valeurs ne se montrent qu’au niveau « interne »."
RIEN = "Rien n’est écrit tant que vous n’avez pas cliqué sur « Charger cette photo »."
SANS_DEPOT = "Déposez d’abord les exports, puis choisissez la date de la photo : le jour où ils ont été extraits."
DEMONSTRATION = "Pas encore d’exports ? L’année de démonstration montre tout l’atelier sur des personnes inventées (une à deux minutes)."


class OngletPhotos:
    """The tab. ``vue`` is its widget; ``lecture`` what the last reading found, ``None`` when the deposit has changed since."""

    def __init__(self, session: Session):
        self.session = session
        self.depot = depot.Depot(session.settings)
        self.lecture: LectureDuDepot | None = None
        self.commande = CommandeLancee()
        self.fichiers = widgets.FileUpload(
            multiple=True,
            description=DEPOSER,
            icon="",
            tooltip=DEPOSER,  # what the button shows: the library adds a count to its description
        )
        self.date = widgets.DatePicker(description="Date de la photo", style={"description_width": "initial"})
        self.lire = bouton(session, "Lire, sans rien écrire", self._lire, principal=True)
        self.vider = bouton(session, "Retirer ces fichiers", self._vider)
        self.charger = bouton(session, "Charger cette photo", self._charger, principal=True)
        self.relire = bouton(session, "Relire les photos du dossier data/raw", self._relire)
        self.demonstration = bouton(session, "Essayer avec l’année de démonstration", self._demontrer)
        self._deposes, self._avancement, self._compte = widgets.HTML(), widgets.HTML(), Annonce()
        self.variantes = widgets.VBox()
        self._resultat = widgets.VBox()
        self._debut = widgets.VBox()
        self.chargees = Chargees(session, self._dire)
        self.fichiers.observe(session.garde(self._deposer), names="value")
        self.date.observe(session.garde(lambda _change: self._oublier()), names="value")
        self.vue = widgets.VBox(
            [
                texte("titre", "Déposer une photo"),
                texte("phrases", [espaces(SANS_DEPOT), espaces(RIEN)]),
                self.fichiers,
                self._deposes,
                self.date,
                widgets.HBox([self.lire, self.vider]).add_class("plie-boutons"),
                self._avancement,
                self._compte,
                self._resultat,
                self._debut,
                self.chargees.vue,
            ]
        )

    def rafraichir(self) -> None:
        """Show what the session now holds."""
        self.depot.settings = self.session.settings
        folders = self.session.settings.raw.is_dir() and any(
            one.is_dir() and one.name[:1] != "." for one in self.session.settings.raw.iterdir()
        )
        demonstration = [texte("phrases", [espaces(DEMONSTRATION)]), self.demonstration] if not folders and existe("demo") else []
        self._debut.children = [*([self.relire] if folders else []), *demonstration]
        self._montrer_depot()
        if self.lecture:
            self._montrer_lecture(self.lecture)
        self.chargees.rafraichir()

    def _deposer(self, _change) -> None:
        given = self.fichiers.value
        if not given:
            return
        try:
            for one in given:
                self.depot.deposer(one["name"], one["content"])
            if self.date.value is None:
                self.date.value = _jour_dit([one["name"] for one in given]) or max(one["last_modified"] for one in given).date()
        finally:
            self.fichiers.value = ()  # what a page deposited is not kept twice in memory
            self._oublier()

    def _vider(self) -> None:
        self.depot.vider()
        self._oublier()

    def _oublier(self) -> None:
        """What was read no longer says what would be loaded."""
        self.lecture, self._resultat.children, self._compte.value = None, [], ""
        self._dire("")
        self._montrer_depot()

    def _montrer_depot(self) -> None:
        self._deposes.value = rendre("liste", sorted(self.depot.fichiers))
        self.vider.layout.display = None if self.depot.fichiers else "none"

    def _jour(self) -> dt.date:
        if not self.depot.fichiers:
            raise PlieError(espaces(SANS_DEPOT))
        if self.date.value is None:
            raise PlieError("La date de la photo manque.\nChoisissez le jour où les exports ont été extraits.")
        return self.date.value

    def _lire(self) -> None:
        self._oublier()
        try:
            self.lecture = self.depot.lire(self._jour(), self._avancer)
        finally:
            self._dire("")
        self._montrer_lecture(self.lecture)

    def _montrer_lecture(self, lecture: LectureDuDepot) -> None:
        photo = lecture.photo
        said = [f"{one.fichier}{NB}: {remark}" for one in photo.fichiers for remark in one.remarques]
        said += [
            f"{one.fichier}{NB}: colonnes non lues, {', '.join(one.colonnes_inconnues)}" for one in photo.fichiers if one.colonnes_inconnues
        ]
        said += [f"Fichier laissé de côté{NB}: {name}" for name in photo.ignores]
        comptes = [(name, *map(nombre, counts)) for name, *counts in lecture.comptes]
        lines = [rendre("tableau", f"Ce qui est lu de la photo du {date_longue(photo.photo)}", ENTETES, comptes, (1, 2, 3, 4, 5))]
        lines.append(rendre("liste", said))
        open_ = self.session.niveau == INTERNE
        rejected = rendre("rejets", lecture.groupes) if open_ else rendre("phrases", [espaces(RESERVE)])
        lines.append(rejected if len(lecture.rejets) else rendre("phrases", ["Aucun rejet."]))
        self._compte.value = "".join(lines)
        self.variantes.children = [self._variante(one) for one in lecture.inconnus if open_]
        title = [texte("titre", "Libellés inconnus")] if self.variantes.children else []
        moved = widgets.HTML(self.chargees.dire_mouvements(lecture.mouvements))
        self._resultat.children = [*title, self.variantes, moved, self.charger]
        self.session.cible = self._compte

    def _variante(self, inconnu: Inconnu) -> widgets.Widget:
        """One unknown label: which code it may mean, and the button that says so in plie.toml."""
        label = f"«{NB}{inconnu.valeur}{NB}» ({inconnu.colonne}, {compte(inconnu.nombre, 'fois', 'fois')})"
        hint = (
            f"{label}{NB}: vouliez-vous dire «{NB}{inconnu.propose}{NB}»{NB}?" if inconnu.propose else f"{label}{NB}: que veut-il dire{NB}?"
        )
        choice = widgets.Dropdown(
            options=[("À choisir", None), *inconnu.codes],
            value=inconnu.propose,
            description="Il veut dire",
            style={"description_width": "initial"},
        )

        def add() -> None:
            if choice.value is None:
                raise PlieError(f"Choisissez d'abord ce que veut dire «{NB}{inconnu.valeur}{NB}».")
            written = variantes.ajouter(self.session.settings, inconnu.nomenclature, inconnu.valeur, choice.value)
            self._relire_reglages()
            self._lire()

            def undo() -> None:
                written.defaire()
                self._relire_reglages()
                self._lire()

            self.session.montrer(
                f"plie.toml dit maintenant que «{NB}{inconnu.valeur}{NB}» veut dire «{NB}{choice.value}{NB}»{NB}: la photo a été relue.",
                (("Annuler cet ajout", undo),),
            )

        return widgets.VBox([texte("phrases", [hint]), widgets.HBox([choice, bouton(self.session, "Ajouter cette variante", add)])])

    def _relire_reglages(self) -> None:
        self.session.settings = self.depot.settings = load_settings(self.session.settings.racine)

    def _charger(self) -> None:
        day = self._jour()
        if self.lecture is None:
            raise PlieError("Lisez d'abord ces fichiers, puis chargez.")
        self.session.fermer()
        try:
            bilan = self.depot.charger(day, self._avancer)
        finally:
            self._apres()
        told = f"Photo du {date_longue(day)} {'chargée' if bilan.est_change else 'déjà chargée, rien n’a changé'}."
        self.date.value = None
        self._oublier()
        self.session.montrer("\n".join([told, *bilan.avis]), (("Poser une question", lambda: self.session.aller(QUESTION)),))

    def _relire(self) -> None:
        self.session.fermer()
        try:
            bilan = depot.charger(self.session.settings, None, self._avancer)
        finally:
            self._apres()
        self.session.montrer("\n".join([f"{compte(len(bilan.photos), 'photo relue', 'photos relues')}.", *bilan.avis]), ())

    def _apres(self) -> None:
        self._dire("")
        self.session.ouvrir()
        self.session.aller(PHOTOS)

    def _demontrer(self) -> None:
        if self.commande.tourne:
            raise PlieError("La démonstration est déjà en cours.")

        def done(code: int, said: str) -> None:
            self._dire("")
            self.session.garde(self.session.ouvrir)()
            if code not in (0, 1):
                self.session.montrer(said.splitlines()[-1] if said else "La démonstration s’est arrêtée.", ())

        self._dire("La démonstration se prépare…")
        self.commande.lancer(self.session.settings, ["demo"], self._dire, done)

    def _avancer(self, what: str, done: int, total: int) -> None:
        self._dire(f"{what} ({done + 1} sur {total})" if total else what)

    def _dire(self, said: str) -> None:
        self._avancement.value = rendre("avancement", said)


def _jour_dit(noms: list[str]) -> dt.date | None:
    """The day that the names of the files give, when those that give one give the same: ``parcours_2018-01-31.csv``."""
    said = {found[0] for name in noms if (found := JOUR.search(name))}
    try:
        return dt.date.fromisoformat(said.pop()) if len(said) == 1 else None
    except ValueError:  # the 31st of February
        return None
