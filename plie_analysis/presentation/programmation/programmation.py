"""The programmation of a year: actions, what became of their participants, aides, clauses d'insertion."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ... import francais
from ...cohortes.avant_apres import avant_apres
from ...cohortes.devenir import devenir
from ...exercice import fin_de_mois
from ...protection.resultats import Brut
from ...protection.suites import calcul_devenir
from ..elements import Bloc, Carte, Cartes, Cellule, Texte
from ..pages import PageAnnuelle
from ..periodes import un_an_plus_tot
from ..reponses import Plage
from . import actions as partie_actions
from . import aides as partie_aides
from . import clauses as partie_clauses
from . import devenir as partie_devenir
from . import faits as partie_faits

DATES = {"action": "date_orientation", "aide": "date_aide", "clause": "date_orientation"}
SUITES, AVANT_APRES = "devenir", "avant_apres"
# At most: the latest days on which the référents noted what had become of the participants.
JOURS_DE_SUIVI = 3


@dataclass(frozen=True)
class Programmation(PageAnnuelle):
    """The actions, aides and clauses of one year."""

    NOM = "programmation"
    PRESENCE = ""

    def periodes(self) -> dict[str, Iterable[Plage]]:
        """The year; the year before, for each table that goes back to its first month: exports rarely go back as far as the parcours."""
        before = {f"avant_{table}": self._avant(table, column) for table, column in DATES.items()}
        return {"annee": [self.periode(self.du, self.au)], "suivi": [self.periode(day, day) for day in self.jours_de_suivi], **before}

    @property
    def observe_au(self) -> dt.date:
        """Last day that can be seen."""
        return min(self.reponses.connu_au, self.reponses.photo)

    @cached_property
    def jours_de_suivi(self) -> tuple[dt.date, ...]:
        """The latest days, from the year on, on which the référents noted what had become of participants, in order. Of the house only."""
        if self.reponses.est_protegee:
            return ()
        rows = self.reponses.porte.con.execute(
            "SELECT DISTINCT date_etape_action FROM curated.etape_action WHERE photo = $photo AND nature = $nature"
            " AND date_etape_action BETWEEN $du AND $au AND coalesce(connue_le <= $connu_au, true) ORDER BY 1 DESC LIMIT $nombre",
            {
                "photo": self.reponses.photo,
                "nature": partie_faits.SUIVI,
                "du": self.du,
                "au": self.observe_au,
                "connu_au": self.reponses.connu_au,
                "nombre": JOURS_DE_SUIVI,
            },
        ).fetchall()
        return tuple(sorted(day for (day,) in rows))

    @property
    def jour_du_suivi(self) -> dt.date:
        """The day at which everybody is looked at: the last follow-up of the référents, else the last day seen."""
        return self.jours_de_suivi[-1] if self.jours_de_suivi else self.observe_au

    def _avant(self, table: str, column: str) -> list[Plage]:
        du, au = self.l_annee_avant
        (found,) = self.reponses.porte.con.execute(
            f"SELECT coalesce(min({column}) <= $jour, false) FROM curated.{table} WHERE photo = $photo",
            {"photo": self.reponses.photo, "jour": fin_de_mois(du)},
        ).fetchone()
        return [Plage(du, au, un_an_plus_tot(self.reponses.connu_au))] if found else []

    def autres(self) -> dict[str, Brut]:
        """What became of those who entered an action in the year or the year before."""
        reponses = self.reponses
        found = devenir(reponses.porte.con, reponses.photo, du=self.l_annee_avant[0], au=self.au, connu_au=reponses.connu_au)
        counted = reponses.comptes("entrees_action", self.du, self.au)
        results = {SUITES: Brut("devenir", found, (calcul_devenir(found, *counted),) if counted else ())}
        if not reponses.est_protegee:
            con, photo, jour = reponses.porte.con, reponses.photo, self.jour_du_suivi
            results[AVANT_APRES] = Brut(AVANT_APRES, avant_apres(con, photo, du=self.du, au=self.au, connu_au=reponses.connu_au, jour=jour))
        return results

    def avant(self, indicateur: str) -> Cellule:
        """The year before, as known a year before; empty when its export does not go back that far."""
        du, au = self.l_annee_avant
        asked = self.reponses.a_pose(indicateur, Plage(du, au, un_an_plus_tot(self.reponses.connu_au)))
        return self.reponses.cellule(indicateur, du, au, un_an_plus_tot(self.reponses.connu_au)) if asked else Cellule()

    @property
    def suites(self) -> pd.DataFrame:
        """What became of the participants, as it can be shown."""
        return self.reponses.tables[SUITES]

    @property
    def avant_apres_lu(self) -> pd.DataFrame | None:
        """What the participants were doing before and after; nothing outside the house."""
        return self.reponses.tables.get(AVANT_APRES)

    def entete(self) -> Texte:
        """Heading of the page."""
        return self.entete_de(
            f"Programmation {self.annee.en_titre}", f"Actions, enveloppe souple et clauses d’insertion, {self.annee.du_au}."
        )

    def chiffres_cles(self) -> Bloc:
        """The figures of the year, as cards."""
        amount, hours = self.cellule("montant_aides"), self.cellule("heures_clauses")
        cards = [
            Carte("Orientations vers une action", _sans_unite(self.cellule("orientations_action"))),
            Carte("Entrées dans une action", _sans_unite(self.cellule("entrees_action"))),
            Carte("Taux d’entrée des orientations", self.cellule("taux_entree_action")),
            Carte("Actions achevées", _sans_unite(self.cellule("actions_achevees"))),
            Carte("Aides de l’enveloppe souple", _sans_unite(self.cellule("aides")), _euros(amount), (amount,)),
            Carte("Salariés des clauses d’insertion", self.cellule("salaries_clauses"), _heures(hours), (hours,)),
        ]
        return Bloc([Cartes(cards)])

    def ventilations(self, indicateurs: Iterable[str], axe: str) -> dict[str, dict[str, Cellule]]:
        """Figures of the year by modality of an axis."""
        return {name: self.reponses.ventilation(name, self.du, self.au, axe) for name in indicateurs}

    actions = partie_actions.actions
    issues = partie_actions.issues
    sessions = partie_actions.sessions
    faits = partie_faits.faits
    flux = partie_faits.flux
    devenir = partie_devenir.devenir
    avant_apres = partie_devenir.avant_apres
    suivi = partie_faits.suivi
    aides = partie_aides.aides
    clauses = partie_clauses.clauses
    clauses_par_quartier = partie_clauses.clauses_par_quartier


def _sans_unite(cell: Cellule) -> Cellule:
    """A count whose unit its label already says."""
    return replace(cell, unite="")


def _euros(cell: Cellule) -> str:
    return "" if cell.est_vide else f"{francais.quantite(cell.valeur, '€')} accordés"


def _heures(cell: Cellule) -> str:
    return "" if cell.est_vide else francais.quantite(cell.valeur, "heures")
