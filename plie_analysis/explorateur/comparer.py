"""« Ce qui se compare » in the explorer: the blocks of the annual report over the period chosen, as the page shows them and as a workbook."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from .. import gabarits
from ..atelier import classeur
from ..atelier.periodes import COHORTE
from ..atelier.provenance import Provenance
from ..atelier.questions import Gardee, nom_de
from ..atelier.tableaux import croise
from ..errors import PlieError
from ..presentation.comparaisons_page import PageComparaisons
from ..presentation.elements import Commentaires, Piece, Tableau
from .session import Session

TITRE = "Ce qui se compare"
AIDE = (
    "Les sorties de la période choisie plus haut, lues de quatre façons (PLIE, Alliance Villes Emploi, insertion par l’activité économique, étapes), "
    "la raison de chaque désaccord, et les taux nationaux publiés. Ni répartition ni filtre n’y jouent."
)
SANS_COHORTE = "Ce qui se compare, ce sont les sorties d'une période, quelle que soit l'année d'entrée.\nChoisissez une année, un trimestre, un mois ou deux dates."
SEUL_CLASSEUR = "« Ce qui se compare » ne s'exporte qu'en classeur Excel."
FEUILLES = ("Taux", "Taux nationaux", "Lectures", "Raisons")


@dataclass(frozen=True)
class Compare:
    """What the session keeps as its result: the page over the period, whose photo it is, how long it took."""

    page: PageComparaisons
    source: Provenance
    secondes: float

    @property
    def nom(self) -> str:
        """« ce-qui-se-compare-2017-01-01-2017-12-31 »: how its file is called."""
        return f"{nom_de(TITRE)}-{self.page.du}-{self.page.au}"

    @property
    def pieces(self) -> list[Piece]:
        """The sentence, the rates, the national ones, what each reading counts, the reasons: but for the last but one, as in the annual report."""
        page = self.page
        return [*page.comparaisons().elements, *page.chaque_lecture().elements, *page.lectures().elements]

    @property
    def html(self) -> str:
        """What the page shows: each piece, or one line in place of a table that holds nothing."""
        return "".join(_html(piece) for piece in self.pieces)

    def excel(self, chemin: Path) -> Path:
        """Write the workbook: a sheet per table, its sentences under it, then the method. Raises ``PlieError`` as ``classeur.ecrire``."""
        said = list(filter(None, map(_lu, self.pieces)))
        notes = [self.page.resume, *said, *self.page.reserves]
        tables = [piece for piece in self.pieces if isinstance(piece, Tableau)]
        sheets = {
            name: (table.titre, croise(table), tuple(filter(None, [table.note, *([] if rank else notes)])))
            for rank, (name, table) in enumerate(zip(FEUILLES, tables, strict=False))
            if not table.est_vide
        }
        method = "\n".join([f"# {TITRE}", "", AIDE.partition(". ")[0] + ".", "", f"{self.source.phrase}.", "", *notes])
        return classeur.ecrire_tableaux(chemin, TITRE, self.source, sheets, method)


def comparer(session: Session, demandee: Gardee) -> Compare:
    """The exits of the period of a question (which else it does not ask). Raises ``PlieError``: no base, a period that the photo does not cover."""
    if demandee.genre == COHORTE:
        raise PlieError(SANS_COHORTE)
    atelier = session.ouvert
    start = time.perf_counter()
    asked = demandee.interrogation(session.settings.config, atelier.photo)
    page = atelier.rapports.comparaisons(du=asked.du, au=asked.au, connu_au=asked.connu_au or "")
    return Compare(page, Provenance(session.organisme, atelier.photo, session.avis), time.perf_counter() - start)


def _html(piece: Piece) -> str:
    if isinstance(piece, Tableau) and piece.est_vide:
        return gabarits.rendre("masque" if piece.est_masque else "absente", piece.titre)
    return piece._repr_html_()


def _lu(piece: Piece) -> str:
    """The sentences of a piece that is not a table, as text; of a table that is left out of the workbook, why."""
    if isinstance(piece, Tableau):
        return _texte([_html(piece)]) if piece.est_vide else ""
    if isinstance(piece, Commentaires):
        return " ".join(phrase.texte for phrase in piece.phrases if phrase)
    return _texte([piece._repr_html_()])


def _texte(html: Iterable[str]) -> str:
    return unescape(re.sub(r"<[^>]+>", "", " ".join(html))).strip()
