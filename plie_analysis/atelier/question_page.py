"""The page of a question kept: its table, its picture, its method; asked again over the period of a month by the calendar."""

from dataclasses import dataclass

from ..errors import PlieError
from ..francais import majuscule
from ..indicateurs import definitions
from ..presentation import page
from ..presentation.elements import Bloc, Ligne, Tableau, Texte, absent, remarque
from . import dessin
from .croisement import ENSEMBLE, Croisement
from .questions import Gardee
from .resultat import Reponse


@dataclass(frozen=True)
class PageQuestion:
    """``gardee`` as it is kept, ``reponse`` over the period of this page, ``parametres`` as the foot repeats them."""

    gardee: Gardee
    reponse: Reponse
    parametres: dict[str, str]

    @property
    def table(self) -> Croisement:
        """The answer with two entries, its totals included."""
        return self.reponse.tri()

    def entete(self) -> Texte:
        """Heading of the page."""
        source = self.reponse.source
        return page.entete(source.organisme, self.gardee.titre, f"{majuscule(self.reponse.titre)}.")

    def tableau(self) -> Bloc:
        """The table, and what must be said under it."""
        table = self.table
        heads = [" · ".join(table.noms_lignes), *(" · ".join(column) or "Valeur" for column in table.colonnes)]
        rows = [
            Ligne(" · ".join(row), [table.cases[row, column] for column in table.colonnes], "total" if row[0] == ENSEMBLE else "")
            for row in table.lignes
        ]
        return Bloc([Tableau(majuscule(self.reponse.titre), heads, rows), *map(remarque, self.reponse.suites)])

    def graphique(self) -> Bloc | Texte:
        """The picture, or why there is none."""
        try:
            return Bloc([dessin.graphique(self.reponse, self.table)])
        except PlieError as error:
            return absent(error.message.splitlines()[0])

    def methode(self) -> Bloc:
        """Definition and limits of each indicator."""
        known = definitions(self.reponse.config)
        said = []
        for name in self.reponse.question.ids:
            one = known[name]
            limits = f" {one.limites}" if one.limites else ""
            said.append(remarque(f"{one.titre} : {one.definition}{limits}".replace("'", "’")))
        return Bloc(said)

    def pied(self) -> Texte:
        """The facts at the foot."""
        asked = self.reponse.question
        photo = self.reponse.source.photo
        return page.pied(du=asked.du, au=asked.au, connu_au=asked.connu_au or photo, photo=photo, parametres=self.parametres)
