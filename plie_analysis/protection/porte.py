"""The door: the one way from the figures of a photo to anything shown or exported, at one level of diffusion."""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd

from ..database import newest_photo
from ..errors import PlieError
from ..indicateurs import Plan, assembler, compter, definitions, planifier
from ..indicateurs.offre import offers
from ..libelles import pour_tableur
from ..settings import Settings
from ..verrou import hold
from .cles import read_calcul
from .niveaux import INTERNE, seuil_de
from .registre import read_registre, write_registre
from .resultats import INDICATEURS, Brut, protect

SEANCE = "…"
RESERVE = "{quoi} ne se montre qu'au niveau « interne » : rien n'y protège les petits effectifs.\nPour le niveau « {niveau} », demandez des indicateurs ou un rapport."
SUIVI = "{quoi} ne se montre qu'au niveau « interne » : tout y vient des parcours, suivis un à un.\nPour le niveau « {niveau} », rien ne prouve encore qu'aucun petit effectif ne puisse en être déduit."


@dataclass(frozen=True)
class Chiffres:
    """Indicators that can be shown: their rows (see ``indicateurs.calculer``) with ``masque``, and what must be said of the exports."""

    frame: pd.DataFrame
    avis: tuple[str, ...] = ()


class Porte:
    """The figures of one photo at one level of diffusion.

    ``publication`` names the page being published, in a run that publishes one: what it shows is weighed with all that was
    published at that level, and recorded. Raises ``PlieError`` for a level that does not exist.
    """

    def __init__(self, settings: Settings, con, *, photo: dt.date | None = None, diffusion: str = INTERNE, publication: str = ""):
        self.config = settings.config
        self.con = con
        self.niveau = diffusion
        self.seuil = seuil_de(settings.config, diffusion)
        self.photo = photo or newest_photo(con)
        self._dossier: Path = settings.curated / "diffusion" / diffusion
        self._publication = publication
        self._shown: dict[tuple, tuple] = {}

    @property
    def est_protegee(self) -> bool:
        """Whether small counts are hidden at this level."""
        return self.seuil > 1

    def reserver(self, quoi: str, raison: str = RESERVE) -> None:
        """Raise ``PlieError`` at a protected level: what is about to be shown (« Une table ») has no rule there."""
        if self.est_protegee:
            raise PlieError(raison.format(quoi=quoi, niveau=self.niveau))

    def montrer(self, results: Mapping[Hashable, Brut]) -> dict[Hashable, pd.DataFrame]:
        """The results of a page, all asked for, as they can be shown, under their names, with a column ``masque``.

        They are weighed together and with what was published before. The log of what is hidden and why is written beside the
        register, as CSV: it stays in the house.
        """
        if not self.est_protegee:
            return protect(results, self.seuil).frames
        self._dossier.mkdir(parents=True, exist_ok=True)
        with hold(self._dossier / ".verrou", "publication d'un rapport", attente=600):
            registre = read_registre(self._dossier)
            registre.rapports[SEANCE] = list(self._shown.values())
            found = protect(results, self.seuil, registre=registre, rapport=self._publication)
            self._shown |= {tuple(cell[0]): cell for cell in found.cellules}
            if self._publication and found.journal is not None:
                write_registre(self._dossier, self._publication, list(self._shown.values()))
                found.journal.map(pour_tableur).to_csv(self._dossier / f"{self._publication}.csv", index=False)
        return found.frames

    def compter(self, ids: Iterable[str], **question) -> Brut:
        """Indicators before protection, for ``montrer``: see ``indicateurs.calculer`` for the arguments (but ``config`` and ``photo``)."""
        return self._brut(self._plan(ids, question))

    def indicateurs(self, ids: Iterable[str], **question) -> Chiffres:
        """The answer to one question, protected against itself and its margins (the same question over fewer axes, which anybody can ask too).

        In a run that publishes, it is also weighed with what was published before and with what the page showed already.
        """
        plan = self._plan(ids, question)
        if not self.est_protegee:
            return Chiffres(self._brut(plan).frame.assign(masque=False), plan.avis)
        axes = tuple(question.get("par") or ())
        fewer = [kept for size in range(len(axes)) for kept in combinations(axes, size)]
        margins = [self._plan(ids, {**question, "par": kept, "part": ()}) for kept in fewer]
        result = self._brut(plan, margins)
        frames = self.montrer({"": result}) if self._publication else protect({"": result}, self.seuil).frames
        return Chiffres(frames[""], plan.avis)

    def possibles(self, **question) -> tuple[list[str], list[str]]:
        """The indicators that a question suits, and why the others do not, one French sentence each."""
        wanted, left_out = [], []
        for name, definition in definitions(self.config).items():
            if not offers(definition, self.con, self.config, (*question.get("par", ()), *(question.get("filtres") or {}))):
                continue
            try:
                self._plan([name], {**question, "parametres": {}})
                wanted.append(name)
            except PlieError as error:
                left_out.append(f"{name} : {error.message.splitlines()[0]}")
        return wanted, left_out

    def _plan(self, ids: Iterable[str], question: Mapping) -> Plan:
        plan = planifier(self.con, ids, config=self.config, photo=self.photo, **question)
        for suivi in plan.suivis:
            self.reserver(f"L'indicateur « {suivi.definition.id} »", SUIVI)
        return plan

    def _brut(self, plan: Plan, margins: Iterable[Plan] = ()) -> Brut:
        found = compter(plan)
        weighed = [(plan, found), *((margin, compter(margin)) for margin in margins)] if self.est_protegee else []
        return Brut(INDICATEURS, assembler(plan, found), tuple(read_calcul(one, counts) for one, counts in weighed))
