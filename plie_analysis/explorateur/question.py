"""Tab « Question » of the explorer: which indicators, over which period, crossed by what, for whom."""

import time
from dataclasses import dataclass
from functools import partial

import ipywidgets as widgets

from ..atelier.croisement import Croisement
from ..atelier.offre import axes_offerts, manque, modalites_offertes, periodes, themes
from ..atelier.periodes import ANNEE, COHORTE, DATES, GENRES_DITS
from ..atelier.questions import Gardee, lister, relire
from ..atelier.resultat import Reponse
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import enumeration, espaces
from ..indicateurs import axes, definitions
from ..indicateurs.choix import normalise
from ..libelles import propre
from .comparer import AIDE, TITRE, comparer
from .pieces import bouton, rendre, texte
from .session import RESULTAT, SANS_BASE, Session

TOUS = "Tous les thèmes"
CONNU = (("jour de la photo (tout ce qui est saisi)", "photo"), ("dernier jour de la période", "fin"), ("une autre date…", "jour"))
AUCUN, A_CHOISIR = ("aucun", ""), ("à choisir…", "")
RIEN = "Cochez au moins un indicateur."
MONTRES = 24


@dataclass(frozen=True)
class Repondu:
    """What the session keeps as its result: the answer, its table, how long it took, the question as it can be kept."""

    reponse: Reponse
    table: Croisement
    secondes: float
    gardee: Gardee


class OngletQuestion:
    """The tab. ``gardee()`` is the question as the widgets say it, ``poser()`` asks it."""

    def __init__(self, session: Session):
        self.session = session
        self.choisis: list[str] = []
        self._cases: dict[str, widgets.Checkbox] = {}
        self.cherche = widgets.Text(description="Chercher", placeholder="un mot du titre : durée, étape…")
        self.theme = widgets.Dropdown(description="Thème", options=[TOUS])
        self.liste = widgets.VBox().add_class("plie-liste")
        self._choisis = widgets.HTML()
        self.genre = widgets.Dropdown(description="Période", options=[(said, genre) for genre, said in GENRES_DITS.items()])
        self.valeur = widgets.Dropdown(description="Laquelle", options=[])
        self.du, self.au = widgets.DatePicker(description="Du"), widgets.DatePicker(description="Au")
        self.connu = widgets.Dropdown(description="Connu au", options=CONNU)
        self.connu_jour = widgets.DatePicker(description="Date")
        self.lignes = widgets.Dropdown(description="En lignes", options=[AUCUN])
        self.colonnes = widgets.Dropdown(description="En colonnes", options=[AUCUN])
        self.filtrer = widgets.Dropdown(description="Filtrer par", options=[A_CHOISIR])
        self.filtres: dict[str, dict[str, widgets.Checkbox]] = {}
        self._filtres = widgets.VBox()
        self.repondre = bouton(session, "Répondre", self.poser, principal=True)
        self.comparer = bouton(session, "Comparer les lectures des sorties", self._comparer)
        self.enregistrees = widgets.Dropdown(description="Enregistrées", options=[A_CHOISIR])
        self.ouvrir = bouton(session, "Ouvrir la question enregistrée", self._ouvrir)
        for widget, action in (
            (self.cherche, self._montrer_liste), (self.theme, self._montrer_liste), (self.genre, self._montrer_periode),
            (self.connu, self._montrer_connu), (self.filtrer, self._ajouter_filtre),
        ):  # fmt: skip
            widget.observe(session.garde(lambda _change, action=action: action()), names="value")
        self._contenu = [
            texte("titre", "Que voulez-vous compter ?"),
            widgets.VBox([self.cherche, self.theme]),
            self.liste,
            self._choisis,
            texte("titre", "Quand ?"),
            widgets.VBox([self.genre, self.valeur, self.du, self.au, self.connu, self.connu_jour]),
            texte("titre", "Réparti comment ?"),
            widgets.VBox([self.lignes, self.colonnes]),
            texte("titre", "Pour qui ?"),
            widgets.VBox([self.filtrer, self._filtres]),
            widgets.HBox([self.repondre]).add_class("plie-boutons"),
            texte("titre", TITRE),
            texte("phrases", [AIDE]),
            self.comparer,
            texte("titre", "Reprendre une question"),
            self.enregistrees,
            self.ouvrir,
        ]
        self.vue = widgets.VBox([])

    def rafraichir(self) -> None:
        """Show what the session now holds; what was chosen stays chosen as long as it can be."""
        if self.session.atelier is None:
            self.vue.children = [texte("phrases", [espaces(SANS_BASE)])]
            return
        known = definitions(self.session.settings.config)
        self.choisis = [name for name in self.choisis if name in known]
        self._cases = {}
        former = self.theme.value
        self.theme.options = [*themes(self.session.settings.config), TOUS]
        self.theme.value = former if former in self.theme.options and len(self.vue.children) > 1 else self.theme.options[0]
        self._montrer_liste()
        self._montrer_periode()
        self._montrer_connu()
        self._montrer_axes()
        self._montrer_enregistrees()
        self.vue.children = self._contenu

    def poser(self) -> None:
        """Ask the question, and show the answer. Raises ``PlieError``."""
        atelier = self.session.ouvert
        start = time.perf_counter()
        kept = self.gardee()
        asked = kept.interrogation(self.session.settings.config, atelier.photo)
        answer = atelier.indicateurs(asked.ids, du=asked.du, au=asked.au, connu_au=asked.connu_au, par=asked.par, filtres=asked.filtres)
        table = answer.tri()
        self.session.donner(Repondu(answer, table, time.perf_counter() - start, kept))
        self.session.aller(RESULTAT)

    def _comparer(self) -> None:
        self.session.donner(comparer(self.session, Gardee(TITRE, (), *self._quand())))
        self.session.aller(RESULTAT)

    def _quand(self) -> tuple[str, str, str, str, str]:
        """The period as a ``Gardee`` says it: ``genre``, ``valeur``, ``du``, ``au``, ``connu_au``. Raises ``PlieError`` for a date that misses."""
        if self.genre.value == DATES and not (self.du.value and self.au.value):
            raise PlieError("Donnez les deux dates de la période.")
        if self.connu.value == "jour" and not self.connu_jour.value:
            raise PlieError("Donnez la date de ce qui était connu, ou choisissez « jour de la photo ».")
        dates = self.genre.value == DATES
        return (
            self.genre.value,
            "" if dates else self.valeur.value,
            str(self.du.value) if dates else "",
            str(self.au.value) if dates else "",
            str(self.connu_jour.value) if self.connu.value == "jour" else self.connu.value,
        )

    def gardee(self) -> Gardee:
        """What the widgets say. Raises ``PlieError`` when something is missing."""
        if not self.choisis:
            raise PlieError(RIEN)
        when = self._quand()
        by = tuple(name for name in dict.fromkeys((self.lignes.value, self.colonnes.value)) if name)
        ticked = {axe: tuple(code for code, box in boxes.items() if box.value) for axe, boxes in self.filtres.items()}
        if empty := [axes()[axe].nom for axe, codes in ticked.items() if not codes]:
            raise PlieError(f"Le filtre « {empty[0]} » ne garde personne : cochez-y au moins une case, ou retirez-le.")
        title = enumeration([definitions(self.session.settings.config)[name].titre for name in self.choisis])
        return Gardee(title, tuple(self.choisis), *when, by, ticked)

    def montrer(self, kept: Gardee) -> None:
        """Set the widgets as a question kept says it. Raises ``PlieError`` for one that this photo cannot answer."""
        known = definitions(self.session.settings.config)
        if unknown := [name for name in kept.ids if name not in known]:
            raise PlieError(f"La question demande « {unknown[0]} », un indicateur qui n'existe plus.")
        self.choisis = list(kept.ids)
        self._cases = {}
        self.theme.value = TOUS if TOUS in self.theme.options and len(kept.ids) > 1 else self._theme_de(kept.ids[0])
        self._montrer_liste()
        self.genre.value = kept.genre
        if kept.genre == DATES:
            asked = kept.interrogation(self.session.settings.config, self.session.ouvert.photo)
            self.du.value, self.au.value = asked.du, asked.au
        elif kept.valeur in [value for _, value in self.valeur.options]:
            self.valeur.value = kept.valeur
        else:
            raise PlieError(f"La question porte sur {kept.valeur}, que la photo ne montre pas : choisissez une autre période.")
        self.connu.value = kept.connu_au if kept.connu_au in ("photo", "fin") else "jour"
        self._montrer_axes()
        offered = {value for _, value in self.lignes.options}
        rows, columns = (*kept.par, "", "")[:2]
        self.lignes.value, self.colonnes.value = (name if name in offered else "" for name in (rows, columns))
        self.filtres = {}
        for axe, codes in kept.filtres.items():
            self._filtre(axe, set(codes))
        self._montrer_filtres()

    def _montrer_enregistrees(self) -> None:
        """Offer the questions kept in the working folder."""
        self.enregistrees.options = [A_CHOISIR, *((propre(name), name) for name in lister(self.session.settings))]

    def _ouvrir(self) -> None:
        if not self.enregistrees.value:
            raise PlieError("Choisissez une question dans la liste.\nOn enregistre une question dans l'onglet Exporter.")
        self.montrer(relire(self.session.settings, self.enregistrees.value))
        self.session.cible = self.repondre

    def _theme_de(self, name: str) -> str:
        return next((theme for theme, ids in themes(self.session.settings.config).items() if name in ids), TOUS)

    def _montrer_liste(self) -> None:
        """Tick boxes of the theme, or of the titles that hold the word looked for."""
        config, atelier = self.session.settings.config, self.session.atelier
        if atelier is None:
            return
        wanted = normalise(self.cherche.value)
        every = themes(config)
        names = every[self.theme.value] if self.theme.value in every else [name for ids in every.values() for name in ids]
        if wanted:
            known = definitions(config)
            names = [name for ids in every.values() for name in ids if wanted in normalise(f"{known[name].titre} {known[name].definition}")]
        shown = list(names if self.theme.value == TOUS and not wanted else names[:MONTRES])
        more = [texte("phrases", [f"Et {len(names) - len(shown)} autres : précisez le mot cherché."])] if len(names) > len(shown) else []
        self.liste.children = [
            *(self._case(name) for name in shown),
            *(more if names else [texte("phrases", ["Aucun titre ne contient ce mot."])]),
        ]
        self._dire_choisis()

    def _case(self, name: str) -> widgets.Checkbox:
        """The tick box of an indicator; one that the photo cannot answer says why, and cannot be ticked."""
        if name not in self._cases:
            definition = definitions(self.session.settings.config)[name]
            missing = manque(self.session.ouvert, name)
            box = widgets.Checkbox(
                description=definition.titre.replace("'", "’") + (f" ({missing})" if missing else ""),
                value=name in self.choisis,
                disabled=bool(missing),
                indent=False,
                tooltip=definition.definition,
            )
            box.observe(self.session.garde(lambda change, name=name: self._cocher(name, change["new"])), names="value")
            self._cases[name] = box
        return self._cases[name]

    def _cocher(self, name: str, ticked: bool) -> None:
        self.choisis = [one for one in self.choisis if one != name] + ([name] if ticked else [])
        self._dire_choisis()
        self._montrer_axes()

    def _dire_choisis(self) -> None:
        known = definitions(self.session.settings.config)
        said = [known[name].titre.replace("'", "’") for name in self.choisis]
        self._choisis.value = rendre("phrases", [f"Choisi{'s' * (len(said) > 1)}{NB}: {enumeration(said)}." if said else RIEN], "choisis")

    def _montrer_periode(self) -> None:
        """Offer the periods of the kind chosen, or two dates."""
        if self.session.atelier is None:
            return
        dates = self.genre.value == DATES
        for widget, shown in ((self.valeur, not dates), (self.du, dates), (self.au, dates)):
            widget.layout.display = None if shown else "none"
        if not dates:
            former = self.valeur.value
            self.valeur.options = periodes(self.session.atelier, self.genre.value)
            values = [value for _, value in self.valeur.options]
            self.valeur.value = former if former in values else values[0] if values else None
        self.valeur.description = {COHORTE: "Entrés en", ANNEE: "Laquelle"}.get(self.genre.value, "Lequel")

    def _montrer_connu(self) -> None:
        self.connu_jour.layout.display = None if self.connu.value == "jour" else "none"

    def _montrer_axes(self) -> None:
        """Offer the axes that all the indicators chosen have."""
        if self.session.atelier is None:
            return
        offered = axes_offerts(self.session.atelier, self.choisis or ["accompagnes"])
        options = [AUCUN, *((axe.titre.replace("'", "’"), axe.id) for axe in offered)]
        known = {value for _, value in options}
        for widget in (self.lignes, self.colonnes):
            former = widget.value
            widget.options = options
            widget.value = former if former in known else ""
        self.filtrer.options = [A_CHOISIR, *options[1:]]
        self.filtrer.value = ""
        self.filtres = {axe: boxes for axe, boxes in self.filtres.items() if axe in known}
        self._montrer_filtres()

    def _ajouter_filtre(self) -> None:
        if (axe := self.filtrer.value) and axe not in self.filtres:
            self._filtre(axe, set())
            self._montrer_filtres()
        self.filtrer.value = ""

    def _filtre(self, axe: str, codes: set[str]) -> None:
        options = modalites_offertes(self.session.ouvert, axes(self.session.settings.config)[axe], self.choisis)
        self.filtres[axe] = {
            code: widgets.Checkbox(description=propre(label), value=code in codes, indent=False) for label, code in options
        }

    def _montrer_filtres(self) -> None:
        shown: list[widgets.Widget] = []
        for axe, boxes in self.filtres.items():
            title = axes()[axe].titre.replace("'", "’")
            remove = bouton(self.session, f"Retirer ce filtre ({title})", partial(self._retirer, axe))
            shown.append(widgets.VBox([texte("sous_titre", title), widgets.HBox(list(boxes.values())).add_class("plie-cases"), remove]))
        self._filtres.children = shown

    def _retirer(self, axe: str) -> None:
        self.filtres.pop(axe, None)
        self._montrer_filtres()
