"""« Ce qui se compare » over any period: the blocks of the annual report, asked on their own and protected together."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from .. import francais
from ..francais import INSECABLE as NB
from ..protection.resultats import Brut
from . import nationaux
from .annuel import comparaisons as partie
from .elements import MASQUE, Bloc, Cellule, Ligne, Tableau
from .pages import MASQUES, Page
from .reponses import Plage, Question, chiffre, part, questions_de, sans_detail, somme

EN = "en "
# A reading, what it counts, and the column of ``cohortes.lectures`` and its values that say so.
COMPTEES = (
    ("Insertion par l’activité économique", "Emploi durable", "iae", ("durable",)),
    ("Insertion par l’activité économique", "Emploi de transition", "iae", ("transition",)),
    ("Insertion par l’activité économique", "Sortie positive", "iae", ("positive",)),
    ("Insertion par l’activité économique", "Sorties dynamiques (les trois)", "iae", ("durable", "transition", "positive")),
    ("Étapes", "Critère du protocole rempli", "etapes", ("tenu",)),
)


@dataclass(frozen=True)
class PageComparaisons(Page):
    """The exits from ``debut`` to ``fin``, both included: their rates by denominator, their readings, the national figures beside.

    A period without exit is not refused: at a protected level, that there is none is a count like another.
    """

    debut: dt.date
    fin: dt.date

    NOM: ClassVar[str] = "comparaisons"
    PRESENCE: ClassVar[str] = ""

    @property
    def du(self) -> dt.date:
        """First day."""
        return self.debut

    @property
    def au(self) -> dt.date:
        """Last day."""
        return self.fin

    @property
    def dite(self) -> str:
        """« de 2017 », « d’octobre 2017 », « du 1er janvier au 31 mars 2017 »."""
        said = francais.periode(self.du, self.au)
        return francais.elision("de", said.removeprefix(EN)) if said.startswith(EN) else said

    @property
    def dans(self) -> str:
        """« dans la période »."""
        return "dans la période"

    @property
    def libelle(self) -> str:
        """« la période de 2017 »: in a refusal."""
        return f"la période {self.dite}"

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The period, once."""
        return {"periode": [self.periode(self.du, self.au)]}

    def questions(self) -> list[Question]:
        """What the blocks read; in the house, the rate of the letters besides."""
        more = [] if self.reponses.est_protegee else questions_de(f"{self.NOM}_interne", self.periodes())
        return [*super().questions(), *more]

    def autres(self) -> dict[str, Brut]:
        """The readings of the exits; the national figures besides, numbers of print that nothing hides."""
        self.reponses.porte.montres.ajouter(nationaux.nombres())
        return partie.lues(self)

    @property
    def resume(self) -> str:
        """« Sorties de 2017 : 588, dont 289 positives. »; that there is none, when nothing hides it."""
        exits, positive = self.cellule("sorties"), self.cellule("sorties_positives")
        if exits.masquee:
            return f"Sorties {self.dite}{NB}: {MASQUE}"
        if not exits.valeur:
            return f"Aucune sortie n’est connue {francais.periode(self.du, self.au)}{NB}: il n’y a rien à comparer."
        more = "" if positive.est_vide else f", dont {francais.compte(positive.connue, 'positive')}"
        return f"Sorties {self.dite}{NB}: {exits.texte}{more}."

    @property
    def reserves(self) -> list[str]:
        """What must be known before reading: what the photo does not show of the period, what was known, what is kept back."""
        reponses = self.reponses
        known = (
            []
            if reponses.connu_au == reponses.photo
            else [f"Seul est compté ce qui était saisi au {francais.date_longue(reponses.connu_au)}."]
        )
        return [*reponses.couverture.reserves(reponses.photo, self.du), *known, *([MASQUES] if reponses.est_protegee else [])]

    def chaque_lecture(self) -> Bloc:
        """What each reading counts among the exits; nothing where the exits are not read one by one, or their number is kept back.

        The counts are those of the table of the reasons, added up: one is kept back as soon as one of its rows is.
        """
        frame, whole = self.reponses.tables.get(partie.LECTURES), self.cellule("sorties")
        if frame is None or whole.masquee:
            return Bloc([])
        shares = [
            ("PLIE", "Motif d’une sortie positive", self.cellule(partie.TOUTES)),
            ("Alliance Villes Emploi", "Motif d’une sortie positive", self.cellule(partie.AVE)),
        ]
        for reading, counted, column, values in COMPTEES:
            rows = [chiffre(row, "sorties") for row in frame[frame[column].isin(values)].to_dict("records")]
            shares.append((reading, counted, part(somme(rows) if rows else Cellule(0.0), whole)))
        lines = [
            Ligne(name, [counted, share.autre(share.numerateur), share.autre(share.denominateur), sans_detail(share)])
            for name, counted, share in shares
        ]
        heads = ["Lecture", "Ce qu’elle compte", "Nombre", "Sorties", "Part"]
        return Bloc([Tableau(f"Les sorties {self.dite}, selon chaque lecture", heads, lines)])

    comparaisons = partie.comparaisons
    lectures = partie.lectures_des_sorties
