"""The monthly letter as an object: one method by section, each giving pieces to show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ... import francais
from ..elements import Bloc, Carte, Cartes, Cellule, Texte
from ..pages import PageMensuelle
from ..periodes import Moment, Trimestre, tranches, un_an_plus_tot
from ..reponses import Plage, Question, questions_de
from . import etapes as partie_etapes
from . import flux as partie_flux
from . import prescriptions as partie_prescriptions
from . import sorties as partie_sorties

MEME_RECUL = "Les chiffres de l’{avant} sont ceux qui étaient connus un an plus tôt, avec le même délai de saisie."
TELS_QUE_CONNUS = (
    "Les {unite} passés sont tels qu’ils sont connus au {jour}{nb}: une saisie tardive a pu changer un peu ce que disait leur lettre."
)


@dataclass(frozen=True)
class Lettre(PageMensuelle):
    """The letter of one month, perhaps of one référent."""

    NOM = "lettre"

    @property
    def manque(self) -> str:
        """« en mars 2017 pour le référent R01 »."""
        who = f" pour le référent {self.parametres['referent']}" if self.parametres.get("referent") else ""
        return f"{self.mois.de_libelle}{who}"

    @property
    def presence(self) -> tuple[dt.date, dt.date]:
        """The month."""
        return self.mois.debut, self.mois.fin

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The month, its year up to it, what came before."""
        mois, past = self.mois, self.mois.un_an_avant
        past_months = [Plage(one.debut, one.fin, one.fin) for one in mois.ecoules if one.fin < self.reponses.connu_au]
        return {
            "cumul": [self.periode(self.du, self.au)],
            "mois": [self.periode(mois.debut, mois.fin)],
            "precedent": [self.periode(mois.precedent.debut, mois.precedent.fin)] if mois.precedent else [],
            "fins_de_mois": [self.periode(one.debut, one.fin) for one in mois.ecoules[:-1]],
            "tranches": [self.periode(one.debut, one.fin) for one in tranches(mois)],
            "depart": [self.periode(mois.depart, mois.depart)],
            "avant_mois": self.passe(past.debut, past.fin),
            "avant_cumul": self.passe(past.depart, past.fin),
            "alors_mois": past_months,
            "alors_cumul": [one._replace(du=mois.depart) for one in past_months],
            "alors_tranches": [Plage(one.debut, one.fin, one.fin) for one in tranches(mois) if one.fin < self.reponses.connu_au],
            "avant_revu": [self.periode(past.depart, past.fin)] if self.reponses.couvre(past.depart) else [],
            "annee_avant": [self.periode(past.an.debut, past.an.fin)] if self.reponses.couvre(past.depart) else [],
        }

    def questions(self) -> list[Question]:
        """What the page asks of the indicators: in the house, the motives of each month besides, and what was known of past ones."""
        more = [] if self.reponses.est_protegee else questions_de("lettre_interne", self.periodes())
        return [*super().questions(), *more]

    @property
    def connu_un_an_avant(self) -> dt.date:
        """The day of the knowledge with which the year before is read."""
        return un_an_plus_tot(self.reponses.connu_au)

    def alors(self, indicateur: str, du: dt.date, au: dt.date) -> Cellule:
        """A figure of a period gone by, as it was known when it ended: what its own letter said.

        Empty at a protected level: what was keyed in between is often a small count.
        """
        past = Plage(du, au, au)
        return self.reponses.cellule(indicateur, *past) if self.reponses.a_pose(indicateur, past) else Cellule()

    def revu(self, indicateur: str, du: dt.date, au: dt.date) -> Cellule:
        """A figure of the year before, as it is known now; empty at a protected level or when the photo does not go back that far."""
        now = self.periode(du, au)
        return self.reponses.cellule(indicateur, *now) if self.reponses.a_pose(indicateur, now) else Cellule()

    def avant(self, indicateur: str, du: dt.date, au: dt.date) -> Cellule:
        """A figure of the year before, as known a year before: computed when the photo goes back that far, else as published, else empty."""
        for _, _, connu_au in self.passe(du, au):
            return self.reponses.cellule(indicateur, du, au, connu_au)
        return Cellule() if self.reponses.filtres else self.reponses.publies.cellule(indicateur, du, au)

    def notes(self) -> tuple[str, ...]:
        """With which knowledge the year before and past months are read."""
        before = MEME_RECUL.format(avant="année précédente" if self.mois.an.est_civile else "exercice précédent")
        day = francais.date_longue(self.reponses.connu_au)
        known = TELS_QUE_CONNUS.format(unite=self.mois.unites, jour=day, nb=francais.INSECABLE)
        return (before, known) if self.mois.precedent else (before,)

    @property
    def quand(self) -> str:
        """What opens the sentence under the title: nothing, a month says it all."""
        return ""

    def entete(self) -> Texte:
        """Heading of the page."""
        who = f" – référent {self.parametres['referent']}" if self.parametres.get("referent") else ""
        known = (
            "telle qu’elle était connue ce jour-là"
            if self.reponses.connu_au == self.mois.fin
            else f"telle qu’elle était connue au {francais.date_longue(self.reponses.connu_au)}"
        )
        return self.entete_de(
            f"Lettre {self.mois.adjectif}le – {self.mois.libelle}{who}",
            f"{self.quand}Situation au {francais.date_longue(self.mois.fin)}, {known}.",
        )

    def chiffres_cles(self) -> Bloc:
        """The five figures of the month, as cards."""
        du, au, mois, reponses = self.mois.depart, self.mois.fin, self.mois, self.reponses
        in_month = reponses.cellule("entrees", mois.debut, au)
        positive_month = reponses.cellule("sorties_positives", mois.debut, au)
        active = reponses.cellule("taux_objectif_file_active", du, au)
        return Bloc(
            [
                Cartes(
                    [
                        Carte(
                            f"Entrées {mois.depuis} {mois.depart.year}",
                            reponses.cellule("entrees", du, au),
                            _dont(in_month, mois),
                            (in_month,),
                        ),
                        Carte(
                            f"File active au {francais.jour(au)}",
                            reponses.cellule("file_active", du, au),
                            "" if active.est_vide else f"{active.texte} de l’objectif",
                            (active,),
                        ),
                        Carte(f"Personnes accompagnées {mois.depuis} {mois.depart.year}", reponses.cellule("accompagnes", du, au)),
                        Carte(
                            f"Sorties positives {mois.depuis}",
                            reponses.cellule("sorties_positives", du, au),
                            _dont(positive_month, mois),
                            (positive_month,),
                        ),
                        Carte("Part des sorties positives", reponses.cellule("taux_sorties_positives", du, au)),
                        Carte(f"Étapes de parcours en cours {mois.en_nom}", reponses.cellule("etapes", mois.debut, au)),
                    ]
                )
            ]
        )

    entrees = partie_flux.entrees
    file_active = partie_flux.file_active
    preaffectation = partie_flux.preaffectation
    non_entrees = partie_prescriptions.non_entrees
    prescripteurs = partie_prescriptions.prescripteurs
    etapes = partie_etapes.etapes
    sorties = partie_sorties.sorties


@dataclass(frozen=True)
class LettreTrimestrielle(Lettre):
    """The letter of one quarter: the same sections, whose months are quarters."""

    mois: Trimestre  # type: ignore[assignment]

    verifier = "le trimestre demandé"

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """Those of a letter, and each quarter gone by."""
        return {**super().periodes(), "ecoules": [self.periode(one.debut, one.fin) for one in self.mois.ecoules]}

    def questions(self) -> list[Question]:
        """Those of a letter: what it asks by month is asked of each quarter, whose small counts are protected as such."""
        kept = [question for question in super().questions() if question.par != ("mois",)]
        kept = [one._replace(indicateurs=tuple(name for name in one.indicateurs if name != partie_flux.EN_ACTION["mois"])) for one in kept]
        return [*kept, *questions_de("lettre_trimestre", self.periodes())]

    @property
    def quand(self) -> str:
        """« Du 1er décembre 2025 au 28 février 2026. »: which months make the quarter."""
        return f"{francais.majuscule(francais.periode(self.mois.debut, self.mois.fin))}. "


def _dont(cellule, mois: Moment) -> str:
    return "" if cellule.est_vide or not mois.precedent else f"dont {cellule.texte} {mois.en_nom}"
