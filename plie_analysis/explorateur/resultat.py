"""Tab « Résultat » of the explorer: the table, its chart, a sentence, the sheet, the dossiers behind a number."""

import ipywidgets as widgets
from markdown_it import MarkdownIt
from markupsafe import Markup

from ..atelier.croisement import ENSEMBLE, Case, Cle, Croisement
from ..errors import PlieError
from ..francais import INSECABLE as NB
from ..francais import compte, majuscule, nombre
from ..presentation.toile_plotly import CONFIG, MIME
from ..protection.niveaux import INTERNE
from .pieces import bouton, rendre, texte
from .question import Repondu
from .session import EXPORTER, NOUVEAU_RESULTAT, QUESTION, Session

SANS_RESULTAT = "Posez d’abord une question, dans l’onglet Question."
MONTRES = 500
CASE = "{ligne}/{colonne}"


class OngletResultat:
    """The tab. ``choisie`` names the cell whose dossiers are shown: « row/column », then anything (a second click on the same is told too)."""

    def __init__(self, session: Session):
        self.session = session
        self._tableau, self._phrase, self._notes, self._fiche, self._dossiers = (widgets.HTML() for _ in range(5))
        self.graphique = widgets.Output().add_class("plie-graphique")
        self.choisie = widgets.Text(description="Case choisie", continuous_update=False).add_class("plie-choix")
        self.choisie.observe(session.garde(lambda _change: self._montrer_dossiers()), names="value")
        self._contenu = [
            self._phrase,
            self._tableau,
            self.choisie,
            self._dossiers,
            self._notes,
            self.graphique,
            widgets.HBox(
                [
                    bouton(session, "Exporter", lambda: session.aller(EXPORTER), principal=True),
                    bouton(session, "Changer la question", lambda: session.aller(QUESTION)),
                ]
            ).add_class("plie-boutons"),
            self._fiche,
        ]
        self.vue = widgets.VBox([])
        session.quand(NOUVEAU_RESULTAT, session.garde(self.rafraichir))

    def rafraichir(self) -> None:
        """Show the last answer, if there is one."""
        found: Repondu | None = self.session.resultat
        self.choisie.value = self._dossiers.value = ""
        if found is None:
            # What another level showed is not kept in what cannot be seen.
            for shown in (self._phrase, self._tableau, self._notes, self._fiche):
                shown.value = ""
            self.graphique.outputs = ()
            self.vue.children = [texte("phrases", [SANS_RESULTAT])]
            return
        answer, table = found.reponse, found.table
        self._tableau.value = rendre("tri", majuscule(answer.titre), table, self.session.niveau == INTERNE, ENSEMBLE)
        self._phrase.value = rendre("phrases", [phrase(table)], "resultat")
        took = f"Réponse en {nombre(found.secondes, 2)}{NB}s."
        self._notes.value = rendre("phrases", [*answer.suites, took], "note")
        self._fiche.value = rendre("fiche", Markup(_html(answer.fiche().texte)))
        self.graphique.outputs = _drawn(found)
        self.vue.children = self._contenu

    def _montrer_dossiers(self) -> None:
        """The dossiers of the cell chosen, for the house only."""
        found: Repondu | None = self.session.resultat
        if found is None or not self.choisie.value:
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


def phrase(table: Croisement) -> str:
    """What the table says, in one sentence: the whole, then the highest and the lowest of its cells when they can be compared."""
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
    return said.strip() or "Rien n’a été compté sur cette période."


def _dit(cell: Case) -> str:
    return f"{cell.complet}, {cell.detail}" if cell.detail else cell.complet


def _place(place: tuple[Cle, Cle]) -> str:
    return ", ".join(label for label in (*place[0], *place[1]) if label)


def _html(markdown: str) -> str:
    """The sheet as HTML; what it holds of HTML is shown, never run; it leads nowhere and fetches nothing."""
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "reference"]).render(markdown)


def _drawn(found: Repondu) -> tuple[dict, ...]:
    """The chart as an output, or the sentence that says why there is none; both as a page that may be left without plotly."""
    try:
        figure = found.reponse.graphique()
    except PlieError as error:
        return (
            {"output_type": "display_data", "data": {"text/html": rendre("phrases", error.message.splitlines(), "note")}, "metadata": {}},
        )
    figure.update_layout(height=420)
    data = {MIME: figure.to_plotly_json() | {"config": CONFIG}, "text/plain": f"Graphique{NB}: {found.reponse.titre}"}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)
