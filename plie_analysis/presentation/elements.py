"""The pieces of a page, as data: key figures, tables, graphs, comments. They know how to show themselves.

A piece keeps its figures (value, unit, numerator, denominator) up to the moment it is written, so that what is
printed in a table, a graph or a sentence can be traced, and hidden if need be, in one place.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import francais
from ..gabarits import rendre
from .nombres import declarer

MASQUE = "n. c."
# Units that the label of a key figure already says.
COMPTES = ("parcours", "personnes", "etapes", "prescriptions")


class Piece:
    """What a cell of a notebook shows, written by the macro that bears the name of its class."""

    def _repr_html_(self) -> str:
        return rendre(type(self).__name__.lower(), self)

    def _ipython_display_(self) -> None:
        if html := self._repr_html_():
            publier(html, plie=declarer(self))


@dataclass(frozen=True)
class Cellule:
    """One figure: ``valeur`` (``None`` when unknown), its unit, and what a share is made of.

    ``muette``: numerator and denominator already stand in the same row, they are not printed again. ``de``: the figures that
    it was worked out from, when the door did not give it as it is (see ``nombres.derives``).
    """

    valeur: float | None = None
    unite: str = ""
    numerateur: float | None = None
    denominateur: float | None = None
    decimales: int = 0
    masquee: bool = False
    muette: bool = False
    de: tuple["Cellule", ...] = ()

    @property
    def est_vide(self) -> bool:
        """Whether there is nothing to print, and so nothing to say."""
        return self.masquee or francais.is_empty(self.valeur)

    @property
    def est_inconnue(self) -> bool:
        """Whether there is no figure at all: one that is kept back exists, and the page says that it is."""
        return self.est_vide and not self.masquee

    @property
    def connue(self) -> float:
        """The value of a figure that is not empty: for whoever has looked at ``est_vide``."""
        assert self.valeur is not None
        return self.valeur

    def autre(self, valeur: float | None, unite: str = "", decimales: int = 0) -> "Cellule":
        """Another figure of the same result (what it is made of, a multiple): kept back when this one is."""
        if self.masquee or valeur is None:
            return Cellule(None, unite, decimales=decimales, masquee=self.masquee)
        return Cellule(valeur, unite, decimales=decimales, de=(self,))

    @property
    def texte(self) -> str:
        """The figure as a table prints it: the sign % is kept, other units stand in the headers."""
        if self.masquee:
            return MASQUE
        return francais.pourcentage(self.valeur, self.decimales) if self.unite == "%" else francais.nombre(self.valeur, self.decimales)

    @property
    def complet(self) -> str:
        """The figure with its unit, as a sentence prints it."""
        return MASQUE if self.masquee else francais.quantite(self.valeur, self.unite, self.decimales)

    @property
    def montree(self) -> float:
        """The value as it is printed, for whoever draws it: a page holds no digit that it does not show."""
        return float(francais.arrondi(self.connue, self.decimales)) + 0.0

    @property
    def brute(self) -> str:
        """The value as it is printed, written for a program."""
        return f"{self.montree:.{self.decimales}f}"

    @property
    def detail(self) -> str:
        """« 289 sur 588 » for a share, else nothing."""
        if self.est_vide or self.muette or francais.is_empty(self.numerateur) or francais.is_empty(self.denominateur):
            return ""
        return f"{_short(self.numerateur)}{francais.INSECABLE}sur{francais.INSECABLE}{_short(self.denominateur)}"


def _short(valeur: float | None) -> str:
    """A numerator or a denominator: decimals only when it has some."""
    return francais.nombre(valeur, 0 if valeur is not None and float(valeur).is_integer() else 1)


@dataclass(frozen=True)
class Ligne:
    """One row: its header, its cells (``Cellule`` or text), its kind (``""``, ``total``, ``groupe``)."""

    libelle: str
    cellules: Sequence[Cellule | str] = ()
    genre: str = ""


@dataclass(frozen=True)
class Tableau(Piece):
    """A table with its caption; the first header is that of the row headers. ``cites``: the figures of its texts.

    ``est_repli``: it repeats what a drawing shows, or is for who asks; it is folded on the screen and left out on paper.
    """

    titre: str
    entetes: Sequence[str]
    lignes: Sequence[Ligne]
    note: str = ""
    cites: Sequence[Cellule] = ()
    est_repli: bool = False

    def _repr_html_(self) -> str:
        return rendre("replie" if self.est_repli else "tableau", self)

    @property
    def identifiant(self) -> str:
        """Anchor of the table in the page."""
        return f"tableau-{ancre(self.titre)}"

    @property
    def est_vide(self) -> bool:
        """Whether there is nothing to read: no row, or none of the figures is known. A table of text alone is read as it is."""
        return all(cellule.est_vide for cellule in self._figures) if self._figures else not self.lignes

    @property
    def est_masque(self) -> bool:
        """Whether it holds no figure because they are kept back."""
        return self.est_vide and any(cellule.masquee for cellule in self._figures)

    @property
    def _figures(self) -> list[Cellule]:
        return [cellule for ligne in self.lignes for cellule in ligne.cellules if isinstance(cellule, Cellule)]

    @property
    def groupes(self) -> list[list[Ligne]]:
        """The rows, cut before each header of a group: such a header is that of its rows only."""
        cut: list[list[Ligne]] = []
        for ligne in self.lignes:
            if ligne.genre == "groupe" or not cut:
                cut.append([])
            cut[-1].append(ligne)
        return cut

    def est_numerique(self, rang: int) -> bool:
        """Whether a column holds figures; its header then stands on their side."""
        return rang > 0 and any(isinstance(one, Cellule) for ligne in self.lignes for one in ligne.cellules[rang - 1 : rang])


def donnees(titre: str, entetes: Sequence[str], lignes: Sequence[Ligne]) -> Tableau:
    """The table of the values of a figure, which repeats it."""
    return Tableau(f"Données{francais.INSECABLE}: {titre}", entetes, lignes, est_repli=True)


@dataclass(frozen=True)
class Carte:
    """A key figure: what it is, the figure, and what it rests on; ``cites``: the figures of ``precision``."""

    libelle: str
    cellule: Cellule
    precision: str = ""
    cites: Sequence[Cellule] = ()

    @property
    def en_grand(self) -> tuple[str, str]:
        """What is printed in large, and its unit in small when the label does not say it."""
        if self.cellule.unite in (*COMPTES, "%"):
            return self.cellule.texte if self.cellule.unite in COMPTES else self.cellule.complet, ""
        number, space, unit = self.cellule.complet.partition(francais.INSECABLE)
        return (number + space, unit) if unit else (self.cellule.complet, "")


@dataclass(frozen=True)
class Cartes(Piece):
    """A row of key figures; those that nobody knows are left out, those that are kept back say so."""

    cartes: Sequence[Carte]


@dataclass(frozen=True)
class Phrase:
    """A computed sentence, the rule that made it, and the figures it rests on."""

    regle: str
    texte: str
    chiffres: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Commentaires(Piece):
    """The sentences of a section; rules that had nothing to say gave ``None`` and are dropped."""

    phrases: Sequence[Phrase | None]
    introduction: str = ""


@dataclass(frozen=True)
class Texte(Piece):
    """HTML written by a template; ``dit``: what the page needs to know of it (its ``role``, the ``photos`` it rests on)."""

    html: str
    dit: dict = field(default_factory=dict)

    def _repr_html_(self) -> str:
        return self.html

    def _ipython_display_(self) -> None:
        publier(self.html, plie=self.dit)


@dataclass(frozen=True)
class Repli(Piece):
    """What is read by who asks for it: a title, and the sentences folded under it; ``chiffres``: the figures that they quote."""

    titre: str
    phrases: Sequence[str]
    chiffres: Sequence[float] = ()


def absent(phrase: str) -> Texte:
    """A line that says why there is nothing to show."""
    return Texte(rendre("paragraphe", phrase, "absent"))


def remarque(phrase: str) -> Texte:
    """A line in small, about what stands above."""
    return Texte(rendre("paragraphe", phrase, "note"))


@dataclass(frozen=True)
class Bloc:
    """Pieces shown one after the other by one cell; empty tables and graphs are replaced by one line that says so, and why."""

    elements: Sequence

    def _ipython_display_(self) -> None:
        for element in self.elements:
            if not getattr(element, "est_vide", False):
                element._ipython_display_()
            elif not element.est_masque:
                publier(rendre("absente", element.titre), element.titre)
            else:
                publier(rendre("masque", element.titre), element.titre)
                table = getattr(element, "donnees", None)
                if table and not table.est_vide:  # nothing to draw, but a total that is known
                    table._ipython_display_()


def publier(html: str, texte: str = "", plie: dict | None = None, autres: dict | None = None) -> None:
    """Show one output in a notebook; ``plie``: what the page needs to know of it; ``autres``: the same thing in other formats."""
    from IPython.display import publish_display_data

    publish_display_data({**(autres or {}), "text/html": str(html), "text/plain": texte}, metadata={"plie": plie} if plie else {})


def ancre(texte: str) -> str:
    """An anchor made of a title: lower case, no accent, hyphens."""
    plain = unicodedata.normalize("NFKD", texte.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
