"""A file, opened: an SQL relation whose columns are the texts of the columns asked for, whatever the format."""

from dataclasses import dataclass, field

from ..contrat import queries
from ..libelles import litteral

# While a workbook is read, the lines of its second sheet are numbered from here, those of the third from twice as far: no sheet is longer.
PAS_DE_FEUILLE = 10_000_000


@dataclass(frozen=True)
class Source:
    """What the next step reads.

    ``relation`` gives one row per record, in order, one VARCHAR column per entry of ``colonnes``, and a column ``ligne`` when
    ``base`` is None; else the line of a record is its rank (from 0) + ``base``. Only columns of the contract are ever in it.
    ``a_blancs_rares`` says that cells may be edged with more than spaces (tabs, blanks of no width).
    ``nb_attendues`` records are to be found, as counted apart from what cuts and judges them (None: the text must be put in order first). ``illisibles`` are the lines rejected whole, of which no value goes on, with the reason;
    ``ecartees`` those that are surely no data, with what they are; ``remarques`` what a person should know of the file, in French, without any value of it.
    ``suites`` are the sheets read after ``feuille``; their lines are numbered from ``PAS_DE_FEUILLE`` on, until ``classeurs.locate``.
    """

    requete: str
    fichier: str
    feuille: str | None
    relation: str
    colonnes: tuple[str, ...]
    base: int | None
    nb_attendues: int | None
    encodage: str | None
    separateur: str | None
    ligne_entete: int
    inconnues: tuple[str, ...]
    a_blancs_rares: bool = True
    illisibles: tuple[tuple[int, str], ...] = field(default=())
    ecartees: tuple[tuple[int, str], ...] = field(default=())
    remarques: tuple[str, ...] = field(default=())
    suites: tuple[str, ...] = field(default=())

    @property
    def ou(self) -> str:
        """The file and its sheet, as errors name them."""
        return place(self.fichier, self.feuille)

    def said(self, ligne: str) -> str:
        """The SQL text of a line's number, with its sheet when the file has several."""
        if not self.suites:
            return ligne
        names = ", ".join(litteral(nom) for nom in (self.feuille or "", *self.suites))
        return f"({ligne} % {PAS_DE_FEUILLE} || ' de la feuille « ' || [{names}][{ligne} // {PAS_DE_FEUILLE} + 1] || ' »')"

    @property
    def ligne(self) -> str:
        """The line of a row of ``brouillon.lu``, in SQL."""
        return "brouillon.lu.ligne" if self.base is None else f"brouillon.lu.rowid + {self.base}"


def place(fichier: str, feuille: str | None = None) -> str:
    """« parcours.xlsx, feuille « Export » »."""
    return fichier if feuille is None else f"{fichier}, feuille « {feuille} »"


def wanted(requete: str) -> list[str]:
    """Names of the columns of the contract, in order."""
    return [column.colonne for column in queries()[requete]]
