"""The parcours that the photo sees from their entry, month after month and étape after étape."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from .. import trajectoires
from ..errors import PlieError
from .suivi import Suivi

MOIS_SUIVIS = 30
MOIS_TYPES = 18


@dataclass(frozen=True)
class Sequences:
    """What is known of them; a typology tells nothing of a type under ``seuil`` parcours; ``poids_freins``: weights by family."""

    suivi: Suivi
    seuil: int
    poids_freins: dict[str, float]

    @cached_property
    def parcours(self) -> pd.DataFrame:
        """The parcours that the photo sees from their first day."""
        return self.suivi.parcours[self.suivi.parcours["retard"] < 0].reset_index(drop=True)

    @cached_property
    def etapes(self) -> pd.DataFrame:
        """Their étapes, ``id, debut, fin, etat, classe``; those whose operation is unknown have no state and are left out."""
        assert self.suivi.etapes is not None
        known = self.suivi.etapes[self.suivi.etapes["etat"].notna() & self.suivi.etapes["id_parcours"].isin(self.parcours["id_parcours"])]
        return known.rename(columns={"id_parcours": "id"})[["id", "debut", "fin", "etat", "classe"]]

    @cached_property
    def fenetres(self) -> pd.DataFrame:
        """``id, entree, sortie`` of these parcours."""
        return self.parcours.rename(columns={"id_parcours": "id"})[["id", "entree", "sortie"]]

    @cached_property
    def mensuelles(self) -> pd.DataFrame:
        """One state a month, from the entry to the observation, exits included."""
        return trajectoires.etats_mensuels(
            self.etapes[["id", "debut", "fin", "etat"]], parcours=self.fenetres, au=self.suivi.demande.au, nb_mois=MOIS_SUIVIS
        )

    @cached_property
    def interruptions(self) -> pd.DataFrame:
        """Gaps of more than three months without any étape, ``id`` and ``jours``."""
        return trajectoires.interruptions(self.etapes[["id", "debut", "fin"]], parcours=self.fenetres, au=self.suivi.demande.au)

    @cached_property
    def typologie(self) -> trajectoires.Typologie | str:
        """Types of parcours over their first months; why there is none."""
        length = self.mensuelles.groupby("id")["t"].agg(["min", "count"])
        complete = length.index[(length["min"] == 0) & (length["count"] >= MOIS_TYPES)]
        seq = self.mensuelles[self.mensuelles["id"].isin(complete) & (self.mensuelles["t"] < MOIS_TYPES)]
        try:
            return trajectoires.typologie(seq, seuil=self.seuil)
        except PlieError as error:
            return error.message.splitlines()[0]

    @cached_property
    def scores(self) -> pd.DataFrame | None:
        """Freins of these parcours by weighted intensity; ``None`` when none was evaluated."""
        contexte = self.suivi.demande.contexte
        table = contexte.con.execute(
            "SELECT id_parcours AS id, famille, intensite, date_evaluation FROM curated.frein WHERE photo = ? AND famille IS NOT NULL",
            [contexte.photo],
        ).df()
        table = table[table["id"].isin(self.parcours["id_parcours"])]
        if table.empty:
            return None
        weights = self.poids_freins or dict.fromkeys(sorted(table["famille"].unique()), 1.0)
        return trajectoires.scores_de_freins(table, poids=weights, date="date_evaluation", au=self.suivi.demande.au)
