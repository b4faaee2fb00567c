"""The page of the cohortes as an object: one method by section."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from .. import cohortes, francais
from ..cohortes.notes import PAS_UN_EFFET, notes
from ..cohortes.suivi import Suivi
from ..errors import PlieError
from ..exercice import exercice_de
from ..protection.resultats import Brut
from . import cohortes_tables as tables
from . import courbes
from .cohortes_figures import carte, durees, foret
from .elements import Bloc, Commentaires, Phrase, Texte, absent
from .page import entete
from .pages import PageSuivi
from .periodes import lire_annee, lire_date

NB = francais.INSECABLE
GRAINS = {"annee": "année", "trimestre": "trimestre", "mois": "mois"}
PAR_COHORTE = "par cohorte d’entrée"


@dataclass(frozen=True)
class PageCohortes(PageSuivi):
    """Entries followed up to one day, by cohorte and by public."""

    @cached_property
    def sans_axes(self) -> Suivi:
        """The same entries, all publics together."""
        return replace(self.suivi, demande=replace(self.suivi.demande, par=()))

    def autres(self) -> dict[str, Brut]:
        """Figures by cohorte and public, by cohorte, and the gaps between publics."""
        return {
            "publics": Brut("cohortes", cohortes.tableau(self.suivi)),
            "ensemble": Brut("cohortes", cohortes.tableau(self.sans_axes)),
            "ecarts": Brut("ecarts", cohortes.comparer(self.suivi)),
        }

    @property
    def frame(self) -> pd.DataFrame:
        """Figures by cohorte and public."""
        return self.reponses.tables["publics"]

    @property
    def globale(self) -> pd.DataFrame:
        """Figures by cohorte."""
        return self.reponses.tables["ensemble"]

    @property
    def gaps(self) -> pd.DataFrame:
        """Publics compared."""
        return self.reponses.tables["ecarts"]

    def entete(self) -> Texte:
        """Heading of the page."""
        periode = self.suivi.demande.periode
        count = francais.compte(len(self.suivi.parcours), "entrée suivie", "entrées suivies")
        return entete(
            self.organisme,
            f"Cohortes d’entrée, observées au {francais.date_longue(periode.au)}",
            f"{count}, du {francais.date_longue(periode.du)} au {francais.date_longue(periode.au)}, par {GRAINS[self.suivi.demande.grain]}.",
        )

    def lecture(self) -> Commentaires:
        """What must be known before reading: observation, coverage, maturity."""
        return Commentaires([Phrase("lecture", text) for text in notes(self.suivi, self.globale, signes=False)])

    def effectifs(self) -> Bloc:
        """Sizes and exits."""
        shown = [tables.tableau(self.globale, self.sans_axes, f"Entrées et sorties, {PAR_COHORTE}", tables.EFFECTIFS)]
        if self.suivi.axes:
            shown.append(
                tables.tableau(
                    self.frame, self.suivi, "Entrées et sorties, toutes cohortes, par public", tables.EFFECTIFS, seul_ensemble=True
                )
            )
        return Bloc([*shown, durees(self.suivi)])

    def incidences(self) -> Bloc:
        """When people leave, and how."""
        return Bloc([carte(self.globale), courbes.issues(self.suivi)])

    def durees(self) -> Bloc:
        """Median and restricted mean, open parcours counted."""
        return Bloc(
            [
                tables.tableau(self.globale, self.sans_axes, f"Durées, parcours ouverts compris, {PAR_COHORTE}", tables.DUREES, ic=True),
                courbes.encore_en_parcours(self.suivi),
            ]
        )

    def etapes(self) -> Bloc:
        """Étapes before the exit, first étape, time without any."""
        if self.suivi.etapes is None:
            return Bloc([absent("L’export des étapes est absent de la photo.")])
        whole, one = self.globale, self.sans_axes
        note = francais.espaces("Une cohorte immature ne montre que ses sorties rapides : sa moyenne montera.")
        return Bloc(
            [
                tables.tableau(whole, one, f"Étapes avant la sortie, {PAR_COHORTE}", tables.repartition(), note=note),
                tables.tableau(whole, one, f"Étapes avant la sortie, par classe, {PAR_COHORTE}", tables.classes(whole)),
                tables.tableau(whole, one, f"Première étape et temps sans étape, {PAR_COHORTE}", tables.PREMIERE),
            ]
        )

    def publics(self) -> Bloc:
        """Publics side by side: curves, tables, gaps."""
        if not self.suivi.axes:
            return Bloc([absent("Aucun axe n’est demandé (paramètre « par »).")])
        return Bloc(
            [
                courbes.sorties_positives(self.suivi),
                tables.tableau(
                    self.frame,
                    self.suivi,
                    "Part sortie positivement, toutes cohortes, par public",
                    tables.incidences(),
                    ic=True,
                    seul_ensemble=True,
                ),
                tables.tableau(self.frame, self.suivi, "Durées, toutes cohortes, par public", tables.DUREES, ic=True, seul_ensemble=True),
                tables.tableau(
                    self.frame, self.suivi, "Étapes avant la sortie, toutes cohortes, par public", tables.repartition(), seul_ensemble=True
                ),
                foret(self.gaps),
                *([Commentaires([Phrase("ecarts", PAS_UN_EFFET)])] if len(self.gaps) else []),
            ]
        )

    def detail(self) -> Bloc:
        """Positive exits by cohorte and public."""
        if not self.suivi.axes:
            return Bloc([])
        return Bloc(
            [tables.tableau(self.frame, self.suivi, f"Part sortie positivement, {PAR_COHORTE} et public", tables.incidences(), ic=True)]
        )

    def fiches(self) -> Bloc:
        """The method sheets."""
        return Bloc([tables.fiches()])


def suivre(
    con,
    config: dict,
    *,
    annee: str | int,
    du: str = "",
    au: str = "",
    grain: str = "annee",
    par: str | tuple = (),
    connu_au: str = "",
    photo: dt.date,
) -> Suivi:
    """The follow-up that the parameters of a notebook ask for; ``au`` empty: the last day of the year.

    Raises ``PlieError`` as ``cohortes.suivre`` does, and when nobody entered in the period.
    """
    end = lire_date(au) if au else exercice_de(config).annee(lire_annee(annee)).fin
    names = [name.strip() for name in par.replace(";", ",").split(",") if name.strip()] if isinstance(par, str) else list(par)
    found = cohortes.suivre(
        con,
        au=end,
        du=lire_date(du) if du else None,
        config=config,
        grain=grain,
        par=names,
        connu_au=lire_date(connu_au) if connu_au else None,
        photo=photo,
    )
    if found.parcours.empty:
        raise PlieError(
            f"Aucune entrée n’est connue jusqu’au {francais.date_longue(end)}.\nVérifiez la période demandée et la photo chargée."
        )
    return found
