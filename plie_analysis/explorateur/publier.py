"""Tab « Publier » of the explorer: one report for one period, or all that the calendar says is due."""

import datetime as dt
import os

import ipywidgets as widgets

from ..atelier.questions import lister
from ..database import open_database
from ..errors import PlieError
from ..exercice import CIVIL, Exercice, exercice_de
from ..francais import INSECABLE as NB
from ..francais import compte, espaces, majuscule, mois_annee
from ..libelles import propre
from ..portes.lancement import PAGES
from ..presentation.prescripteur_page import prescripteurs
from ..protection.niveaux import INTERNE
from ..rapports.calendrier import echeances, trier
from ..rapports.mots_de_page import periode_de
from ..rapports.rapport import Edition, carnets, niveaux
from ..rapports.verification import completer
from .commande import CommandeLancee
from .mots import ZoneDeMots
from .pieces import bouton, rendre, texte
from .session import SANS_BASE, Session

MOIS, TRIMESTRES, ANNEES = 36, 12, 6
DUS_MONTRES = 30
SANS_QUESTION = "Choisissez la question à publier.\nOn enregistre une question dans l’onglet Exporter."
LARGE = {"description_width": "initial"}


class OngletPublier:
    """The tab. A report runs in a process of its own: the page stays alive, and shows what it says."""

    def __init__(self, session: Session):
        self.session = session
        self.commande = CommandeLancee()
        self.rapport = widgets.Dropdown(description="Rapport", options=[])
        self.periode = widgets.Dropdown(description="Période", options=[])
        self.referent = widgets.Dropdown(description="Référent", options=[])
        self.question = widgets.Dropdown(description="Question", options=[])
        self.prescripteur = widgets.Dropdown(description="Prescripteur", options=[])
        # Typed, never shown nor kept: a repère stands for it in the command. A field of text for the browser, which would offer to
        # keep a password; the style hides what is typed, and the widget keeps it out of what it says of itself.
        self.dossier = widgets.Password(description="Dossier", placeholder="son numéro", _view_name="TextView").add_class("plie-masque")
        self.diffusion = widgets.Dropdown(description="Diffusion", options=[])
        self.forcer = widgets.Checkbox(
            description="Publier malgré des constats bloquants de la charte (la page le dira)", style=LARGE, indent=False
        )
        self.remplacer = widgets.Checkbox(description="Remplacer la page même si elle a été retouchée à la main", style=LARGE, indent=False)
        self._champs = {"referent": self.referent, "prescripteur": self.prescripteur, "repere": self.dossier}
        self.publier = bouton(session, "Publier", self._publier, principal=True)
        self.arreter = bouton(session, "Arrêter", self.commande.arreter)
        self.produire = bouton(session, "Produire ce qui est dû", self._produire)
        self._avancement, self._lien, self._dus = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.mots = ZoneDeMots(session)
        self.arreter.layout.display = "none"
        for field in (self.periode, self.referent):
            field.observe(session.garde(lambda _change: self._montrer_mots()), names="value")
        self.rapport.observe(session.garde(lambda _change: self._choisir()), names="value")
        self._contenu = [
            texte("titre", "Publier un rapport"),
            widgets.VBox([self.rapport, self.question, self.periode, *self._champs.values(), self.diffusion, self.forcer, self.remplacer]),
            self.mots.vue,
            widgets.HBox([self.publier, self.arreter]).add_class("plie-boutons"),
            self._avancement,
            self._lien,
            texte("titre", "Ce qui est dû au calendrier"),
            self._dus,
            self.produire,
        ]
        self.vue = widgets.VBox([])

    def rafraichir(self) -> None:
        """Show what the session now holds."""
        if self.session.atelier is None:
            self.vue.children = [texte("phrases", [espaces(SANS_BASE)])]
            return
        with open_database(self.session.settings) as con:
            query = "SELECT DISTINCT code_referent FROM curated.referent WHERE photo = ? ORDER BY 1"
            codes = [code for (code,) in con.execute(query, [self.session.photo]).fetchall()]
            names = prescripteurs(con, self.session.photo) if self.session.photo else []
        self.prescripteur.options = [("À choisir", ""), *((propre(name), name) for name in names)]
        self.prescripteur.index = 0
        self.referent.options = [("À choisir", ""), *((propre(code), code) for code in codes)]
        self.referent.index = 0
        self.question.options = [("À choisir", ""), *((name, name) for name in lister(self.session.settings))]
        known = carnets(self.session.settings)
        former = self.rapport.value
        self.rapport.options = sorted((carnet.metadonnees.get("titre", nom), nom) for nom, carnet in known.items())
        self.rapport.value = former if former in known else "lettre" if "lettre" in known else next(iter(known), None)
        self._choisir()
        self._montrer_dus(codes)
        self.vue.children = self._contenu

    def _choisir(self) -> None:
        """Offer what the report takes: its periods, the last complete one first; its levels."""
        if self.rapport.value is None or self.session.photo is None:
            return
        carnet = carnets(self.session.settings)[self.rapport.value]
        exercice, quarterly = exercice_de(self.session.settings.config), periode_de(carnet) == "trimestre"
        self.periode.options = _periodes(self.session.photo, carnet.parametres, exercice, annees=not quarterly)
        self.periode.index = 0 if self.periode.options else None
        self.periode.layout.display = None if self.periode.options else "none"
        for name, field in self._champs.items():
            field.layout.display = None if name in carnet.metadonnees.get("obligatoires", ()) else "none"
        self.question.layout.display = None if "question" in carnet.metadonnees.get("obligatoires", ()) else "none"
        levels = niveaux(carnet)
        self.diffusion.options = levels
        self.diffusion.value = self.session.niveau if self.session.niveau in levels else INTERNE
        self._montrer_mots()

    def _montrer_mots(self) -> None:
        if self.rapport.value is None:
            return
        referent = self.referent.value if self.referent.layout.display is None else ""
        period = self.periode.value or ""
        if periode_de(carnets(self.session.settings)[self.rapport.value]) != "trimestre":
            period = period.partition("-T")[0]
        self.mots.montrer(self.rapport.value, period, referent or "")

    def edition(self) -> Edition:
        """The report asked for. Raises ``PlieError`` when it cannot be made."""
        if self.rapport.value is None or self.session.photo is None:
            raise PlieError(SANS_BASE)
        settings = self.session.settings
        accepted = carnets(settings)[self.rapport.value].parametres
        given = {name: self.periode.value for name in ("mois", "annee") if name in accepted and self.periode.value}
        if "trimestre" in accepted and (cut := given["annee"].partition("-"))[1]:
            given |= {"annee": cut[0], "trimestre": cut[2]}
        if self.referent.layout.display is None:
            given["referent"] = self.referent.value
        if self.prescripteur.layout.display is None:
            given["prescripteur"] = self.prescripteur.value
        if self.question.layout.display is None:
            given["question"] = self.question.value
            if not self.question.value:
                raise PlieError(SANS_QUESTION)
        if self.diffusion.value != INTERNE:
            given["diffusion"] = self.diffusion.value
        with open_database(settings) as con:
            number = self.dossier.value if self.dossier.layout.display is None else ""
            return completer(settings, con, self.session.photo, self.rapport.value, given, number)

    def _publier(self) -> None:
        edition = self.edition()
        if self.mots.a_change:
            self.mots.enregistrer()
        self.dossier.value = ""
        asked = {name: value for name, value in edition.parametres.items() if value}
        options = [f"--{name}={asked[name]}" for name in ("mois", "annee", "referent", "prescripteur", "diffusion") if name in asked]
        options += [f"--parametre={name}={asked[name]}" for name in ("question", "trimestre", "repere") if name in asked]
        options += ["--forcer"] * self.forcer.value + ["--remplacer"] * self.remplacer.value
        self._lancer(["rapport", self.rapport.value, *options], edition.nom, edition.titre)

    def _produire(self) -> None:
        self._lancer(["rapports", "--dus", *["--forcer"] * self.forcer.value], "index", "Tous les rapports publiés")

    def _lancer(self, arguments: list[str], page: str, titre: str) -> None:
        if self.commande.tourne:
            raise PlieError("Un rapport est déjà en cours.\nAttendez qu'il finisse, ou arrêtez-le.")
        self._lien.value, self.arreter.layout.display = "", None
        self.session.taire()

        def done(code: int, said: str) -> None:
            self.arreter.layout.display = "none"
            self.rafraichir()
            self._dire("Publié." if code == 0 else "Ce n’est pas publié." if code > 1 or code < 0 else "Terminé, à regarder.")
            if code:
                self.session.montrer(said or "La commande a été arrêtée.", ())
            if (self.session.settings.rapports / f"{page}.html").is_file() and (code == 0 or page == "index"):
                self._lien.value = rendre("lien", adresse(self.session, page), f"Ouvrir{NB}: {titre}")

        self._dire("Préparation…")
        self.commande.lancer(self.session.settings, arguments, self._dire, self.session.garde(done))

    def _montrer_dus(self, codes: list[str]) -> None:
        settings = self.session.settings
        assert self.session.photo
        try:
            waiting, there, todo = trier(settings, self.session.photo, echeances(settings, dt.date.today(), codes))
        except PlieError as error:
            self._dus.value, self.produire.layout.display = rendre("phrases", error.message.splitlines()), "none"
            return
        self.produire.layout.display = None if todo else "none"
        said = f"{compte(len(todo), 'rapport')} à produire, {compte(len(there), 'déjà là', 'déjà là')}, {len(waiting)} en attente d’une photo plus récente."
        names = [f"{one.edition.titre}{NB}: {one.edition.nom} ({one.diffusion})" for one in todo[:DUS_MONTRES]]
        more = [f"et {compte(len(todo) - DUS_MONTRES, 'autre')}"] if len(todo) > DUS_MONTRES else []
        self._dus.value = rendre("phrases", [said]) + rendre("liste", names + more)

    def _dire(self, said: str) -> None:
        self._avancement.value = rendre("avancement", said)


def adresse(session: Session, page: str) -> str:
    """Where a published page is opened from: what the door serves, or the file itself where no door is."""
    served = os.environ.get(PAGES)
    return f"{served}{page}.html" if served else (session.settings.rapports / f"{page}.html").as_uri()


def _periodes(photo: dt.date, accepted: dict, exercice: Exercice = CIVIL, *, annees: bool = True) -> list[tuple[str, str]]:
    """The whole months, or years (unless ``annees`` is false) and quarters, that a photo covers, the last one first: what is shown, what is given."""
    tomorrow = photo + dt.timedelta(days=1)
    if "mois" in accepted:
        rank = tomorrow.year * 12 + tomorrow.month - 2
        months = [dt.date((rank - back) // 12, (rank - back) % 12 + 1, 1) for back in range(MOIS)]
        return [(mois_annee(month), f"{month:%Y-%m}") for month in months]
    if "annee" in accepted:
        last = exercice.derniere_finie(photo).numero
        years = [exercice.annee(last - back) for back in range(ANNEES if annees else 0)]
        year, quarter = exercice.dernier_trimestre(photo)
        ranks = [year.numero * 4 + quarter - 1 - back for back in range(TRIMESTRES if "trimestre" in accepted else 0)]
        quarters = [(exercice.annee(rank // 4), rank % 4 + 1) for rank in ranks]
        return [
            *((str(one) if one.est_civile else majuscule(one.nom), str(one.numero)) for one in years),
            *((f"T{rank} {one}", f"{one.numero}-T{rank}") for one, rank in quarters),
        ]
    return []
