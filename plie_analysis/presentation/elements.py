"""The pieces of a page, as data: key figures, tables, graphs, comments. They know how to show themselves.

A piece keeps its figures (value, unit, numerator, denominator) up to the moment it is written, so that what is
printed in a table, a graph or a sentence can be traced, and hidden if need be, in one place.
"""

import datetime as dt
import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import francais

MASQUE = "n. c."


@dataclass(frozen=True)
class Cellule:
    """One figure: ``valeur`` (``None`` when unknown), its unit, and what a share is made of.

    ``muette``: numerator and denominator already stand in the same row, they are not printed again.
    """

    valeur: float | None = None
    unite: str = ""
    numerateur: float | None = None
    denominateur: float | None = None
    decimales: int = 0
    masquee: bool = False
    muette: bool = False

    @property
    def est_vide(self) -> bool:
        """Whether there is nothing to print, and so nothing to say."""
        return self.masquee or francais.is_empty(self.valeur)

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
    def detail(self) -> str:
        """« 289 sur 588 » for a share, else nothing."""
        if self.est_vide or self.muette or francais.is_empty(self.numerateur) or francais.is_empty(self.denominateur):
            return ""
        return f"{_short(self.numerateur)}{francais.INSECABLE}sur{francais.INSECABLE}{_short(self.denominateur)}"


def _short(valeur: float) -> str:
    """A numerator or a denominator: decimals only when it has some."""
    return francais.nombre(valeur, 0 if float(valeur).is_integer() else 1)


@dataclass(frozen=True)
class Ligne:
    """One row: its header, its cells (``Cellule`` or text), its kind (``""``, ``total``, ``groupe``)."""

    libelle: str
    cellules: Sequence[Cellule | str] = ()
    genre: str = ""


@dataclass(frozen=True)
class Tableau:
    """A table with its caption; the first header is that of the row headers."""

    titre: str
    entetes: Sequence[str]
    lignes: Sequence[Ligne]
    note: str = ""

    @property
    def identifiant(self) -> str:
        """Anchor of the table in the page."""
        return f"tableau-{ancre(self.titre)}"

    @property
    def est_vide(self) -> bool:
        """Whether no cell holds a figure."""
        return all(cellule.est_vide for ligne in self.lignes for cellule in ligne.cellules if isinstance(cellule, Cellule))

    def _repr_html_(self) -> str:
        from .rendu import tableau_html

        return tableau_html(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self._repr_html_(), "text/plain": self.titre}


@dataclass(frozen=True)
class Carte:
    """A key figure: what it is, the figure, and what it rests on."""

    libelle: str
    cellule: Cellule
    precision: str = ""


@dataclass(frozen=True)
class Cartes:
    """A row of key figures; those without a value are left out."""

    cartes: Sequence[Carte]

    def _repr_html_(self) -> str:
        from .rendu import cartes_html

        return cartes_html(self)


@dataclass(frozen=True)
class Phrase:
    """A computed sentence, the rule that made it, and the figures it rests on."""

    regle: str
    texte: str
    chiffres: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Commentaires:
    """The sentences of a section; rules that had nothing to say gave ``None`` and are dropped."""

    phrases: Sequence[Phrase | None]
    introduction: str = ""

    def _repr_html_(self) -> str:
        from .rendu import commentaires_html

        return commentaires_html(self)


@dataclass(frozen=True)
class Serie:
    """The values of a graph, one per category; ``genre`` is ``barres``, ``ligne`` or ``repere`` (dashed line)."""

    nom: str
    cellules: Sequence[Cellule]
    genre: str = "barres"


@dataclass(frozen=True)
class Graphique:
    """A graph, the sentence that says what it shows, and the table of its values.

    ``sens`` is ``vertical`` (categories along the bottom, as months) or ``horizontal`` (long labels).
    """

    titre: str
    categories: Sequence[str]
    series: Sequence[Serie]
    phrase: str
    entete: str = "Mois"
    unite: str = ""
    sens: str = "vertical"
    tableau: Tableau | None = None

    @property
    def identifiant(self) -> str:
        """Anchor of the graph in the page."""
        return f"graphique-{ancre(self.titre)}"

    @property
    def est_vide(self) -> bool:
        """Whether no value is known."""
        return all(cellule.est_vide for serie in self.series for cellule in serie.cellules)

    @property
    def donnees(self) -> Tableau:
        """The values drawn, as a table."""
        if self.tableau:
            return self.tableau
        lignes = [Ligne(categorie, [serie.cellules[rang] for serie in self.series]) for rang, categorie in enumerate(self.categories)]
        return Tableau(
            f"Données du graphique : {self.titre}".replace(" :", f"{francais.INSECABLE}:"),
            [self.entete, *(serie.nom for serie in self.series)],
            lignes,
        )

    def _ipython_display_(self) -> None:
        from .rendu import montrer_graphique

        montrer_graphique(self)


@dataclass(frozen=True)
class Texte:
    """HTML written by the house (never a value of the data that was not escaped); ``photos``: those its page rests on."""

    html: str
    role: str = ""
    photos: tuple[dt.date, ...] = ()

    @property
    def metadonnees(self) -> dict:
        """What the page needs to know of this piece."""
        told = {"role": self.role} if self.role else {}
        return {"plie": told | ({"photos": [day.isoformat() for day in self.photos]} if self.photos else {})} if told else {}

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": ""}, self.metadonnees


@dataclass(frozen=True)
class Bloc:
    """Pieces shown one after the other by one cell; empty tables and graphs are replaced by one line that says so."""

    elements: Sequence

    def _ipython_display_(self) -> None:
        from .rendu import montrer

        for element in self.elements:
            montrer(element)


def couper(libelle: str, largeur: int = 40) -> list[str]:
    """A long label in lines of about ``largeur`` characters, cut at spaces."""
    return textwrap.wrap(libelle, largeur, break_long_words=False, break_on_hyphens=False) or [libelle]


def ancre(texte: str) -> str:
    """An anchor made of a title: lower case, no accent, hyphens."""
    plain = unicodedata.normalize("NFKD", texte.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
