"""The monthly letter as an object: one method by section, each giving pieces to show."""

from dataclasses import dataclass

from ... import francais
from ...cohortes import exiger_photo
from ...errors import PlieError
from ..elements import Bloc, Carte, Cartes, Texte
from ..page import entete, pied
from ..periodes import Mois
from ..publies import Publies
from ..source import Source
from . import etapes, flux, prescriptions, sorties

MEME_RECUL = "Les chiffres de l’année précédente sont ceux qui étaient connus un an plus tôt, avec le même délai de saisie."


@dataclass(frozen=True)
class Lettre:
    """The letter of one month. ``source`` is fixed to a photo, a known date and possibly one référent."""

    source: Source
    publies: Publies
    mois: Mois
    organisme: str
    parametres: dict

    def entete(self) -> Texte:
        """Heading of the page."""
        who = f" – référent {self.parametres['referent']}" if self.parametres.get("referent") else ""
        known = (
            "telle qu’elle était connue ce jour-là"
            if self.source.connu_au == self.mois.fin
            else f"telle qu’elle était connue au {francais.date_longue(self.source.connu_au)}"
        )
        return entete(
            self.organisme,
            f"Lettre mensuelle – {self.mois.libelle}{who}",
            f"Situation au {francais.date_longue(self.mois.fin)}, {known}.",
            self.source.couverture.reserves(self.source.photo, self.mois.janvier),
        )

    def chiffres_cles(self) -> Bloc:
        """The five figures of the month, as cards."""
        du, au, mois, source = self.mois.janvier, self.mois.fin, self.mois, self.source
        source.prevoir(flux.CUMUL, du, au)
        in_month = source.cellule("entrees", mois.debut, au)
        positive_month = source.cellule("sorties_positives", mois.debut, au)
        active = source.cellule("taux_objectif_file_active", du, au)
        return Bloc(
            [
                Cartes(
                    [
                        Carte(f"Entrées depuis janvier {mois.annee}", source.cellule("entrees", du, au), _dont(in_month, mois)),
                        Carte(
                            f"File active au {francais.jour(au)}",
                            source.cellule("file_active", du, au),
                            "" if active.est_vide else f"{active.texte} de l’objectif",
                        ),
                        Carte(f"Personnes accompagnées depuis janvier {mois.annee}", source.cellule("accompagnes", du, au)),
                        Carte("Sorties positives depuis janvier", source.cellule("sorties_positives", du, au), _dont(positive_month, mois)),
                        Carte("Part des sorties positives", source.cellule("taux_sorties_positives", du, au)),
                        Carte(f"Étapes de parcours en cours en {mois.nom}", source.cellule("etapes", mois.debut, au)),
                    ]
                )
            ]
        )

    def entrees(self) -> Bloc:
        """Prescriptions, entries, non-entries and persons accompanied, with their objective and the same month a year before."""
        return flux.entrees(self)

    def file_active(self) -> Bloc:
        """The stock at the end of the month, its objective, and its course since January."""
        return flux.file_active(self)

    def preaffectation(self) -> Bloc:
        """Mean days from prescription to entry, by month."""
        return flux.preaffectation(self)

    def non_entrees(self) -> Bloc:
        """Motives of non-entry, by month."""
        return prescriptions.non_entrees(self)

    def prescripteurs(self) -> Bloc:
        """Prescriptions and entries by prescripteur, and the objectives of the two main ones."""
        return prescriptions.prescripteurs(self)

    def etapes(self) -> Bloc:
        """Étapes by class and operation."""
        return etapes.etapes(self)

    def sorties(self) -> Bloc:
        """Exits by motive and nature, their objective, the rates."""
        return sorties.sorties(self)

    def pied(self) -> Texte:
        """Facts at the foot of the page."""
        return pied(
            du=self.mois.janvier,
            au=self.mois.fin,
            connu_au=self.source.connu_au,
            photo=self.source.photo,
            parametres=self.parametres,
            notes=(MEME_RECUL,),
        )


def preparer(source: Source, publies: Publies, mois: Mois, *, organisme: str, parametres: dict) -> Lettre:
    """The letter of a month. Raises ``PlieError`` when the photo does not cover the month or holds nothing of it."""
    exiger_photo(source.photo, mois.fin, mois.libelle)
    letter = Lettre(source, publies, mois, organisme, parametres)
    source.prevoir(flux.DU_MOIS, mois.debut, mois.fin)
    active = source.cellule("parcours_actifs", mois.debut, mois.fin)
    if active.est_vide or not active.valeur:
        who = f" pour le référent {parametres['referent']}" if parametres.get("referent") else ""
        raise PlieError(f"Aucun parcours n'est connu en {mois.libelle}{who}.\nVérifiez le mois demandé et la photo chargée.")
    source.couverture.exiger(source.photo, mois.fin, mois.libelle)
    return letter


def _dont(cellule, mois: Mois) -> str:
    return "" if cellule.est_vide else f"dont {cellule.texte} en {mois.nom}"
