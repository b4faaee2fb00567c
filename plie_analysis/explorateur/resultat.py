"""Tab « Résultat » of the explorer: the table, its chart, a sentence, the sheet, the dossiers behind a number."""

import ipywidgets as widgets
from markdown_it import MarkdownIt
from markupsafe import Markup

from ..atelier.croisement import ENSEMBLE, Case, Cle, Croisement
from ..atelier.mots import INDICATEUR
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import VIDE as TIRET
from ..francais import compte, majuscule, nombre
from ..presentation.modele_plotly import CONFIG, MIME
from ..presentation.pages import MASQUES
from ..protection.niveaux import INTERNE
from .comparer import Compare
from .pieces import Annonce, bouton, rendre
from .question import Repondu
from .session import EXPORTER, NOUVEAU_RESULTAT, QUESTION, Session

SANS_RESULTAT = "Posez d’abord une question, dans l’onglet Question."
MONTRES = 500
HAUTEUR = 420
VIDE = f"«{NB}{TIRET}{NB}»{NB}: personne à compter, il n’y a pas de chiffre."
RIEN = "Rien n’a été compté sur cette période."


class OngletResultat:
    """The tab. ``choisie`` names the cell whose dossiers are shown: « row/column », then anything (a second click on the same is told too)."""

    def __init__(self, session: Session):
        self.session = session
        self.phrase, self._dossiers = Annonce(), Annonce()
        self._tableau, self._notes, self._fiche = (widgets.HTML() for _ in range(3))
        self.graphique = widgets.Output().add_class("plie-graphique")
        self.choisie = widgets.Text(description="Case choisie", continuous_update=False).add_class("plie-choix")
        self.choisie.observe(session.garde(lambda _change: self._montrer_dossiers()), names="value")
        self._suite = widgets.HBox(
            [
                bouton(session, "Exporter", lambda: session.aller(EXPORTER), principal=True),
                bouton(session, "Changer la question", lambda: session.aller(QUESTION)),
            ]
        ).add_class("plie-boutons")
        self._contenu = [
            self.phrase,
            self._tableau,
            self.choisie,
            self._dossiers,
            self._notes,
            self.graphique,
            self._suite,
            self._fiche,
        ]
        self.vue = widgets.VBox([])
        session.quand(NOUVEAU_RESULTAT, session.garde(self.rafraichir))

    def rafraichir(self) -> None:
        """Show the last answer, if there is one."""
        found: Repondu | Compare | None = self.session.resultat
        self.choisie.value = self._dossiers.value = ""
        if found is None:
            # What another level showed is not kept in what cannot be seen.
            for shown in (self._tableau, self._notes, self._fiche):
                shown.value = ""
            self.graphique.outputs = ()
            self.phrase.value = rendre("phrases", [SANS_RESULTAT])
            self.vue.children = [self.phrase]
            return
        took = f"Réponse en {nombre(found.secondes, 2)}{NB}s."
        if isinstance(found, Compare):
            self.phrase.value = rendre("phrases", [found.page.resume], "resultat")
            self._tableau.value, self._fiche.value, self.graphique.outputs = found.html, "", ()
            self._notes.value = rendre("phrases", [*found.page.reserves, took], "note")
            self.vue.children = [self.phrase, self._tableau, self._notes, self._suite]
            return
        answer, table = found.reponse, found.table
        self._tableau.value = rendre("tri", majuscule(answer.titre), table, self.session.niveau == INTERNE, ENSEMBLE)
        self.phrase.value = rendre("phrases", [phrase(table).replace("'", "’")], "resultat")
        self._notes.value = rendre("phrases", [*legende(table), *answer.suites, took], "note")
        self._fiche.value = rendre("fiche", Markup(_html(answer.fiche().texte)))
        self.graphique.outputs = _drawn(found)
        self.vue.children = self._contenu

    def _montrer_dossiers(self) -> None:
        """The dossiers of the cell chosen, for the house only."""
        found: Repondu | Compare | None = self.session.resultat
        if not isinstance(found, Repondu) or not self.choisie.value:
            return
        row, column, *_ = self.choisie.value.split("/")
        line, head = found.table.lignes[int(row)], found.table.colonnes[int(column)]
        behind = found.reponse.dossiers(found.table, line, head)
        lists = []
        for name, pairs in behind.items():
            dossiers = list(dict.fromkeys(dossier for dossier, _ in pairs))
            parcours = len({one for _, one in pairs if one})
            said = compte(len(dossiers), "dossier") + (f", {parcours}{NB}parcours" if parcours else "")
            title = {"numerateur": "Comptés", "denominateur": "Parmi"}[name] if len(behind) > 1 else "Comptés"
            lists.append((f"{title}{NB}: {said}", dossiers[:MONTRES], max(0, len(dossiers) - MONTRES)))
        where = " · ".join(label for label in (*line, *head) if label)
        self._dossiers.value = rendre("dossiers", f"Dossiers{NB}: {where}", lists)
        self._dossiers.focus()


def phrase(table: Croisement) -> str:
    """What the table says, in one sentence: the whole, then the highest and the lowest of its cells when they can be compared.

    Of several indicators, the whole of each, under its name.
    """
    if INDICATEUR in (*table.noms_lignes, *table.noms_colonnes):
        return _ensembles(table)
    last = table.cases[table.lignes[-1], table.colonnes[-1]]
    cells = {
        (row, column): table.cases[row, column]
        for row in table.lignes
        for column in table.colonnes
        if ENSEMBLE not in (*row, *column) and not table.cases[row, column].est_vide
    }
    said = ""
    if ENSEMBLE in (*table.lignes[-1], *table.colonnes[-1]) and not last.est_inconnue:
        said = f"Ensemble{NB}: {_dit(last)}. "
    elif len(table.cases) == 1:
        said = f"{table.lignes[0][0]}{NB}: {_dit(last)}. "
    if len(cells) > 1 and len({cell.unite for cell in cells.values()}) == 1:
        ranked = sorted(cells, key=lambda place: cells[place].connue)
        low, high = ranked[0], ranked[-1]
        if cells[low].connue < cells[high].connue:
            said += f"Le plus haut{NB}: {_dit(cells[high])} ({_place(high)}) ; le plus bas{NB}: {_dit(cells[low])} ({_place(low)})."
    return said.strip() or RIEN


def legende(table: Croisement) -> list[str]:
    """What the signs of the table mean, those that it has."""
    cells = table.cases.values()
    masked = any(cell.masquee for cell in cells)
    empty = any(cell.est_inconnue and not cell.raison for cell in cells)
    return [said for said, shown in ((MASQUES, masked), (VIDE, empty)) if shown]


def _ensembles(table: Croisement) -> str:
    """« Entrées : 382 ; sorties : 588. »."""
    rows = [row for row in table.lignes if _hors_indicateur(row, table.noms_lignes) <= {ENSEMBLE}]
    columns = [column for column in table.colonnes if _hors_indicateur(column, table.noms_colonnes) <= {ENSEMBLE}]
    labels = dict.fromkeys(label for key in (*rows, *columns) for label in key if label != ENSEMBLE)
    cells = [table.cases[row, column] for row in rows for column in columns]
    said = [f"{label}{NB}: {_dit(cell)}" for label, cell in zip(labels, cells, strict=True) if not cell.est_inconnue]
    return f"{' ; '.join(said)}." if said else RIEN


def _hors_indicateur(key: Cle, names: Cle) -> set[str]:
    return {label for name, label in zip(names, key, strict=True) if name != INDICATEUR}


def _dit(cell: Case) -> str:
    return f"{cell.complet}, {cell.detail}" if cell.detail else cell.complet


def _place(place: tuple[Cle, Cle]) -> str:
    return ", ".join(label for label in (*place[0], *place[1]) if label)


def _html(markdown: str) -> str:
    """The sheet as HTML; what it holds of HTML is shown, never run; it leads nowhere and fetches nothing."""
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "reference"]).render(markdown)


def _drawn(found: Repondu) -> tuple[dict, ...]:
    """The chart as an output, one per indicator when they do not go together; or the sentence that says why there is none."""
    answer = found.reponse
    try:
        figures = [answer.graphique()]
    except PlieError:
        try:
            figures = [answer.graphique(name) for name in answer.question.ids]
        except PlieError as error:
            said = {"text/html": rendre("phrases", error.message.splitlines(), "note")}
            return ({"output_type": "display_data", "data": said, "metadata": {}},)
    drawn = []
    for figure in figures:
        # Above the table, the title says the rest; the picture to keep is made in the tab « Exporter ».
        figure.update_layout(height=HAUTEUR, title_subtitle_text="", margin_t=100)
        data = {
            MIME: figure.to_plotly_json() | {"config": {**CONFIG, "displayModeBar": False}},
            "text/plain": f"Graphique{NB}: {answer.titre}",
        }
        drawn.append({"output_type": "display_data", "data": data, "metadata": {}})
    return tuple(drawn)
