"""The words of the team, in the tab « Publier »: a text area for each section of a report, kept in ``commentaires/``."""

import ipywidgets as widgets

from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import espaces
from ..marque import montrer
from ..rapports import mots
from .pieces import bouton, rendre, texte
from .session import Session

AIDE = "Ce que vous écrivez ici se lit dans la page, sous la section, pour cette période seulement. Vous pouvez écrire en **gras** et faire des listes."
TITRE = "## "
ENTIER = "Tout le texte"
Cle = tuple[str, str, str]


class ZoneDeMots:
    """``vue`` shows the words of one report and period; what was typed and not saved comes back with them, as long as the page lives."""

    def __init__(self, session: Session):
        self.session = session
        self.zones: dict[str, widgets.Textarea] = {}
        self._cle: Cle | None = None
        self._avant: dict[Cle, str] = {}
        self._brouillons: dict[Cle, str] = {}
        self._etat = widgets.HTML()
        self.sauver = bouton(session, "Enregistrer les mots", self.enregistrer)
        self.vue = widgets.VBox([])

    def montrer(self, rapport: str | None, periode: str, referent: str = "") -> None:
        """Show the words of a report and period; nothing for a report that takes none, or as long as none is chosen."""
        self._retenir()
        self._cle, self.zones, self._etat.value = None, {}, ""
        if rapport is None:
            self.vue.children = []
            return
        try:
            mots.chemin(self.session.settings, rapport, periode, referent)
        except PlieError:
            self.vue.children = []
            return
        key = self._cle = (rapport, periode, referent)
        saved = mots.texte(self.session.settings, *key)
        self._avant.setdefault(key, saved)
        if key not in self._brouillons:
            self._avant[key] = saved
        said = self._brouillons.get(key, saved)
        self.zones = {
            title: widgets.Textarea(value=part, description=title, layout=widgets.Layout(width="100%"), rows=3)
            for title, part in _decoupe(said, self._titres()).items()
        }
        self.vue.children = [
            texte("titre", "Les mots de l’équipe"),
            texte("phrases", [espaces(AIDE)]),
            *self.zones.values(),
            widgets.HBox([self.sauver]).add_class("plie-boutons"),
            self._etat,
        ]

    def enregistrer(self) -> None:
        """Check and write what is typed. Raises ``PlieError``, naming the line, for what no page takes; nothing is then written."""
        if self._cle is None:
            return
        path = mots.enregistrer(
            self.session.settings, self._cle[0], self._cle[1], self.texte(), avant=self._avant[self._cle], referent=self._cle[2]
        )
        self._avant[self._cle] = mots.texte(self.session.settings, *self._cle)
        self._brouillons.pop(self._cle, None)
        self._etat.value = rendre(
            "avancement", f"Enregistré{NB}: {montrer(self.session.settings, path)}" if path.is_file() else "Aucun mot."
        )

    def texte(self) -> str:
        """What is typed, as the file holds it."""
        if list(self.zones) == [ENTIER]:
            return self.zones[ENTIER].value
        return _compose({title: zone.value for title, zone in self.zones.items()})

    @property
    def a_change(self) -> bool:
        """Whether something is typed that is not saved."""
        return self._cle is not None and self.texte() != _compose(_decoupe(self._avant[self._cle], self._titres()))

    def _retenir(self) -> None:
        if self._cle is not None and self.a_change:
            self._brouillons[self._cle] = self.texte()

    def _titres(self) -> list[str]:
        assert self._cle
        return [
            line.removeprefix(TITRE).strip()
            for line in mots.modele(self.session.settings, self._cle[0]).splitlines()
            if line.startswith(TITRE)
        ]


def _decoupe(said: str, titres: list[str]) -> dict[str, str]:
    """A text by section; whole, under ``ENTIER``, when it is not laid out as the page writes it (another title, one twice, words before)."""
    parts: dict[str, list[str]] = {}
    for line in said.splitlines():
        if line.startswith(TITRE):
            title = line.removeprefix(TITRE).strip()
            if title not in titres or title in parts:
                return {ENTIER: said}
            parts[title] = []
        elif parts:
            parts[next(reversed(parts))].append(line)
        elif line.strip():
            return {ENTIER: said}
    return {title: "\n".join(parts.get(title, [])).strip("\n") for title in titres}


def _compose(parts: dict[str, str]) -> str:
    if list(parts) == [ENTIER]:
        return parts[ENTIER]
    return "\n".join(f"{TITRE}{title}\n\n{part.strip()}\n" for title, part in parts.items() if part.strip())
