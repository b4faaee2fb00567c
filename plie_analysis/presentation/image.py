"""A figure of a page: its title, the sentence computed from it, its drawing, the table of its values."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..gabarits import rendre
from .elements import Cellule, Piece, Tableau, ancre, publier
from .nombres import declarer
from .toile import Toile
from .toile_svg import dessin


@dataclass(frozen=True)
class Image(Piece):
    """A figure: its title, the sentence that says what it shows, its drawing, the table of its values, what must be read under it.

    ``toile`` is ``None`` when there is nothing to draw: a line says so, and ``phrase`` why, or that it is kept back (``est_masque``).
    ``sens`` is ``horizontal`` when the labels stand above their bars; ``cites``: the figures drawn or told besides those of the table.
    """

    titre: str
    phrase: str
    toile: Toile | None
    tableau: Tableau
    note: str = ""
    sens: str = "vertical"
    genre: str = "image"
    cites: Sequence[Cellule] = ()
    est_masque: bool = False

    @property
    def identifiant(self) -> str:
        """Anchor of the figure in the page."""
        return f"{self.genre}-{ancre(self.titre)}"

    def html(self) -> str:
        """The figure as a page shows it: its drawing needs no script."""
        if self.toile is None:
            return rendre("masque", self.titre) if self.est_masque else rendre("absente", self.titre, self.phrase)
        drawn = dessin(self.toile, self.identifiant, f"{self.titre}. {self.phrase}")
        return rendre("image", self, Markup(drawn))

    def _repr_html_(self) -> str:
        return self.html()

    def _ipython_display_(self) -> None:
        publier(self.html(), self.phrase if self.toile else self.titre, declarer(self))


def vide(titre: str, raison: str = "", *, masque: bool = False) -> Image:
    """A figure without anything to draw, and why; ``masque``: because all of it is kept back."""
    return Image(titre, raison, None, Tableau(titre, [""], []), est_masque=masque)
