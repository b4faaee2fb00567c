"""A picture of a page: its title, the sentence computed from it, its drawing, the table of its values."""

from html import escape

from .. import francais
from .elements import Bloc, Tableau, ancre
from .plotly_maison import MIME
from .rendu import CARNET_SEUL, tableau_html, vide_html
from .toile import Toile
from .toile_plotly import figure
from .toile_svg import dessin


class Image(Bloc):
    """A drawing that shows itself: plotly over an SVG in the pages, plotly then its table in JupyterLab.

    ``toile`` is ``None`` when there is nothing to draw: a line says so. ``note``: what must be read under the drawing.
    """

    def __init__(self, titre: str, phrase: str, toile: Toile | None, tableau: Tableau, *, note: str = ""):
        super().__init__(())
        object.__setattr__(self, "titre", titre)
        object.__setattr__(self, "phrase", phrase)
        object.__setattr__(self, "toile", toile)
        object.__setattr__(self, "tableau", tableau)
        object.__setattr__(self, "note", note)

    @property
    def identifiant(self) -> str:
        """Anchor of the picture in the page."""
        return f"image-{ancre(self.titre)}"

    def html(self) -> str:
        """The figure: title, sentence, a drawing that needs no script, note, table."""
        name = self.identifiant
        words = f"{self.titre}. {self.phrase}"
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="graphique vertical large" id="{name}"><figcaption><strong class="titre">{escape(self.titre)}</strong>'
            f'<span class="phrase">{escape(self.phrase)}</span></figcaption>'
            f'<div class="dessin"><div class="statique">{dessin(self.toile, name, words)}</div><div class="interactif" hidden></div>{note}</div>'
            f"{tableau_html(self.tableau)}</figure>"
        )

    def _ipython_display_(self) -> None:
        from IPython.display import publish_display_data

        if self.toile is None:
            publish_display_data(
                {
                    "text/html": f"{vide_html(self.titre)}<p>{escape(self.phrase)}</p>" if self.phrase else vide_html(self.titre),
                    "text/plain": self.titre,
                }
            )
            return
        publish_display_data(
            {MIME: figure(self.toile), "text/html": self.html(), "text/plain": self.phrase},
            metadata={"plie": {"graphique": self.identifiant}},
        )
        below = f"<p>{escape(self.phrase)}</p><p>{escape(self.note)}</p>{tableau_html(self.tableau)}"
        publish_display_data({"text/html": below, "text/plain": ""}, metadata=CARNET_SEUL)


def vide(titre: str, raison: str = "") -> Image:
    """A picture without anything to draw, and why."""
    return Image(titre, raison, None, Tableau(titre, [""], []))


def mois(valeur: float, decimales: int = 1) -> str:
    """« 12,9 mois »."""
    return francais.quantite(valeur, "mois", decimales)
