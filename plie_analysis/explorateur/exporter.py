"""Tab « Exporter » of the explorer: the answer as a workbook, a picture, a document, code, a command; the question kept under a name."""

import base64
import tempfile
from dataclasses import replace
from pathlib import Path

import ipywidgets as widgets

from .. import droits
from ..atelier import dessin, document
from ..atelier.questions import garder, nom_de
from ..ecriture import replacing
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..settings import load_settings
from .calendrier import inscrire
from .comparer import SEUL_CLASSEUR, Compare
from .pieces import Annonce, bouton, rendre, texte
from .question import Repondu
from .resultat import SANS_RESULTAT
from .session import NOUVEAU_RESULTAT, OUVERTE, Session

DOSSIER = "exports"
GENRES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
CALENDRIER = (("ne pas l’y mettre", ""), ("chaque mois", "mois"), ("chaque trimestre", "trimestre"), ("chaque année", "annee"))


class OngletExporter:
    """The tab. Each file is written in ``exports/``, and offered to the browser under the same name."""

    def __init__(self, session: Session):
        self.session = session
        self._fichier, self._garde, self._code = Annonce(), Annonce(), widgets.HTML()
        self.nom = widgets.Text(description="Nom", placeholder="ex. : taux par QPV et RSA")
        self.calendrier = widgets.Dropdown(description="Au calendrier", options=CALENDRIER)
        self.excel = bouton(session, "Classeur Excel", lambda: self._ecrire(".xlsx"), principal=True)
        self.mot = bouton(session, "Tableau pour traitement de texte", lambda: self._ecrire(".docx"))
        self.png = bouton(session, "Graphique en PNG", lambda: self._ecrire(".png"))
        self.svg = bouton(session, "Graphique en SVG", lambda: self._ecrire(".svg"))
        self.enregistrer = bouton(session, "Enregistrer la question", self._enregistrer)
        self._un_fichier = [
            texte("titre", "Un fichier"),
            widgets.HBox([self.excel, self.mot, self.png, self.svg]).add_class("plie-boutons"),
            self._fichier,
        ]
        self._contenu = [
            *self._un_fichier,
            texte("copie_tableau", "Copier le tableau de l’onglet Résultat"),
            texte("titre", "Garder la question"),
            widgets.VBox([self.nom, self.calendrier]),
            widgets.HBox([self.enregistrer]).add_class("plie-boutons"),
            self._garde,
            self._code,
        ]
        self.vue = widgets.VBox([])
        session.quand(NOUVEAU_RESULTAT, session.garde(self.rafraichir))

    def rafraichir(self) -> None:
        """Show the ways out of the last answer, if there is one."""
        found: Repondu | Compare | None = self.session.resultat
        self._fichier.value = self._garde.value = self._code.value = ""
        if found is None:
            self.vue.children = [texte("phrases", [SANS_RESULTAT])]
            return
        for other in (self.mot, self.png, self.svg):
            other.layout.display = "none" if isinstance(found, Compare) else None
        if isinstance(found, Compare):
            self.vue.children = self._un_fichier
            return
        asked = found.reponse.question
        self._code.value = rendre("programme", asked.code(), asked.commande())
        self.vue.children = self._contenu

    def contenu(self, suffixe: str) -> bytes:
        """The file of that kind. Raises ``PlieError`` when there is no answer, or when it cannot be drawn."""
        found = self._donne()
        if suffixe == ".xlsx":
            answer = found if isinstance(found, Compare) else found.reponse
            with droits.prives(), tempfile.TemporaryDirectory(dir=self.session.settings.curated) as folder:
                return answer.excel(Path(folder) / "classeur.xlsx").read_bytes()
        if isinstance(found, Compare):
            raise PlieError(SEUL_CLASSEUR)
        make = {".docx": document.docx, ".png": dessin.png, ".svg": lambda *both: dessin.svg(*both).encode("utf-8")}[suffixe]
        return make(found.reponse, found.table)

    @droits.prives()
    def _ecrire(self, suffixe: str) -> None:
        content = self.contenu(suffixe)
        folder = self.session.settings.racine / DOSSIER
        folder.mkdir(exist_ok=True)
        path = _free(folder / f"{_court(self._donne())}{suffixe}")
        with replacing(path) as aside:
            aside.write_bytes(content)
        encoded = base64.b64encode(content).decode("ascii")
        link = rendre("telechargement", path.name, GENRES[suffixe], encoded, f"Télécharger {path.name}")
        said = f"Le fichier est prêt{NB}: téléchargez-le, ou prenez-le dans le dossier {DOSSIER} sous ce nom."
        self._fichier.value = rendre("phrases", [said]) + link
        self.session.cible = self._fichier

    def _enregistrer(self) -> None:
        found = self._donne()
        if isinstance(found, Compare):
            raise PlieError(SEUL_CLASSEUR)
        kept = found.gardee
        if not self.nom.value.strip():
            raise PlieError("Donnez un nom à la question.")
        path = garder(self.session.settings, replace(kept, titre=self.nom.value.strip()))
        said = [f"Enregistrée{NB}: questions/{path.name}. Elle se rouvre dans l’onglet Question."]
        if self.calendrier.value:
            inscrire(self.session.settings, path.stem, self.calendrier.value, self.session.niveau)
            said.append("Elle est au calendrier : l’onglet Publier dit quand elle est due.")
        # The other tabs offer it at once: the list of « Question », what is due in « Publier ».
        self.session.settings = load_settings(self.session.settings.racine)
        self.session.dire(OUVERTE)
        self._garde.value = rendre("phrases", said)
        self.session.cible = self._garde

    def _donne(self) -> Repondu | Compare:
        if self.session.resultat is None:
            raise PlieError(SANS_RESULTAT)
        return self.session.resultat


def _court(found: Repondu | Compare) -> str:
    """« taux-de-sorties-positives-qpv-rsa-2016 »: a name that says what the file holds."""
    if isinstance(found, Compare):
        return found.nom
    kept = found.gardee
    period = kept.valeur or f"{kept.du}-{kept.au}"
    return "-".join([nom_de(kept.titre), *map(nom_de, kept.par), nom_de(period)])


def _free(path: Path) -> Path:
    """The path, or the same with a number when a file is there: nothing is written over."""
    found, rank = path, 1
    while found.exists():
        rank += 1
        found = path.with_stem(f"{path.stem}-{rank}")
    return found
