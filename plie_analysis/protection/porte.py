"""The door: the one way from the figures of a photo to anything shown or exported, at one level of diffusion."""

import datetime as dt
import os
import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pandas as pd

from ..database import newest_photo
from ..errors import PlieError
from ..indicateurs import Plan, assembler, compter, definitions, planifier
from ..indicateurs.offre import offers
from ..libelles import pour_tableur
from ..settings import Settings
from ..survie.dates import phrase_des_ecartes
from ..verrou import hold
from .audit import auditer
from .cles import Calcul, read_calcul
from .effectifs import Lecteurs
from .faits import observe
from .montres import Montres
from .niveaux import EXECUTION, INTERNE, Lectorat, lectorats, seuil_de
from .registre import VERROU, Publication, dossier, read_registre, write_registre
from .resultats import INDICATEURS, Brut, Protege, en_clair, protect

QUESTIONS = "questions"
AXES_MAX = 4
ESSAIS = 4
RESERVE = "{quoi} ne se montre qu'au niveau « interne » : rien n'y protège les petits effectifs.\nPour le niveau « {niveau} », demandez des indicateurs ou un rapport."
TROP_D_AXES = (
    "Au niveau « {niveau} », une question croise au plus {nombre} axes, filtres compris.\nDemandez moins d'axes, ou le niveau « interne »."
)
SUIVI = "{quoi} ne se montre qu'au niveau « interne » : tout y vient des parcours, suivis un à un.\nPour le niveau « {niveau} », rien ne prouve encore qu'aucun petit effectif ne puisse en être déduit."


@dataclass(frozen=True)
class Chiffres:
    """Indicators that can be shown: their rows (see ``indicateurs.calculer``) with ``masque``, and what must be said of the exports."""

    frame: pd.DataFrame
    avis: tuple[str, ...] = ()


class Porte:
    """The figures of one photo at one level of diffusion.

    ``publication`` names the page being published, in a run that publishes one; without it, what is shown answers questions. Whatever
    a protected level shows is weighed with all that its readers were shown before, and recorded. Raises ``PlieError`` for a level that
    does not exist.
    """

    def __init__(self, settings: Settings, con, *, photo: dt.date | None = None, diffusion: str = INTERNE, publication: str = ""):
        self.config = settings.config
        self.con = con
        self.niveau = diffusion
        self.seuil = seuil_de(settings.config, diffusion)
        self.photo = photo or newest_photo(con)
        self._registre: Path = dossier(settings)
        self._nom = publication or QUESTIONS
        self._execution = f"{os.environ.get(EXECUTION, '')}/{uuid.uuid4().hex}"
        self._shown = Publication()
        self.montres = Montres()

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

        They are weighed together and with what their readers were shown before. The log of what is hidden and why is written beside the
        register, as CSV: it stays in the house.
        """
        if not self.est_protegee:
            return en_clair(results).frames
        folder = self._registre / self.niveau
        folder.mkdir(parents=True, exist_ok=True)
        with hold(self._registre / VERROU, "publication d'un rapport", attente=600):
            found = self._weigh(results)
            self._shown.add(found.publication)
            write_registre(folder, self._nom, self._execution, self._shown)
            _write_journal(folder / f"{self._nom}.csv", found)
        self.montres.noter(found.frames.values())
        return found.frames

    def _weigh(self, results: Mapping[Hashable, Brut]) -> Protege:
        """The results protected; chosen again with more room where whole numbers leave less of it than the choice reckoned."""
        readers = [(one.niveau, Lecteurs(one.seuil, self._read_by(one))) for one in lectorats(self.config, self.niveau)]
        every = [calcul for result in results.values() for calcul in (*result.appui, *result.marges)]
        keys = [key for _, lecture in readers for key in lecture.connu.comptes] + [key for calcul in every for key in calcul.comptes]
        known = {"faits": observe(self.con, self.photo.isoformat(), keys), "homogeneite": self.config["homogeneite"]}
        wider: dict[Hashable, float] = {}
        for _ in range(ESSAIS):
            found = protect(results, [lecture for _, lecture in readers], wider=wider, **known)
            weak = [one for one in auditer(readers, found.publication, **known) if one.cle not in found.choix.exposed]
            if not weak:
                break
            for one in weak:
                wider[one.cle] = wider.get(one.cle, 0.0) + max(1.0, one.largeur - (one.haut - one.bas))
        return found

    def _read_by(self, lectorat: Lectorat) -> Publication:
        """What some readers were shown before, this session included."""
        known = read_registre([self._registre / name for name in lectorat.lit], sauf={self._execution})
        known.add(self._shown)
        return known

    def compter(self, ids: Iterable[str], **question) -> Brut:
        """Indicators before protection, for ``montrer``: see ``indicateurs.calculer`` for the arguments (but ``config`` and ``photo``)."""
        return self._brut(self._plan(ids, question))

    def indicateurs(self, ids: Iterable[str], **question) -> Chiffres:
        """The answer to one question, weighed with its totals (over fewer axes) and with what its filters leave out.

        At a protected level it is recorded, as a page is: what the answers to several questions say together is weighed too.
        """
        ids = list(ids)
        plan = self._plan(ids, question)
        if not self.est_protegee:
            return Chiffres(self._brut(plan).frame.assign(masque=False), (*plan.avis, *self.ecartes(plan)))
        axes = tuple(question.get("par") or ())
        every = tuple(dict.fromkeys([*axes, *(question.get("filtres") or {})]))
        if len(every) > AXES_MAX:
            raise PlieError(TROP_D_AXES.format(niveau=self.niveau, nombre=AXES_MAX))
        plain = {**question, "part": ()}
        margins = [self._calcul(ids, {**plain, "par": kept}) for kept in _subsets(axes) if kept != axes]
        besides = [self._calcul(ids, {**plain, "filtres": None, "par": kept}) for kept in _subsets(every)] if len(every) > len(axes) else []
        asked = self._brut(plan)
        result = replace(asked, appui=(*asked.appui, *besides), marges=tuple(margins))
        return Chiffres(self.montrer({"": result})[""], (*plan.avis, *self.ecartes(plan)))

    def ecartes(self, plan: Plan) -> tuple[str, ...]:
        """What must be said of the parcours that durations leave out: their numbers for the house, how many for the others."""
        return phrase_des_ecartes(plan.ecartes, nommer=not self.est_protegee)

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

    def _brut(self, plan: Plan) -> Brut:
        found = compter(plan)
        return Brut(INDICATEURS, assembler(plan, found), (read_calcul(plan, found),) if self.est_protegee else ())

    def _calcul(self, ids: Iterable[str], question: Mapping) -> Calcul:
        plan = self._plan(ids, question)
        return read_calcul(plan, compter(plan))


def _subsets(axes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every choice of some of these axes, all and none included."""
    return [kept for size in range(len(axes) + 1) for kept in combinations(axes, size)]


def _write_journal(path: Path, found: Protege) -> None:
    """What is hidden and why, then how many cells that makes beside the least that any sound choice would hide."""
    if found.journal is None:
        return
    bilan = f"{found.choix.cases} cases masquées ; au moins {found.choix.borne:g} pour tout choix sûr"
    last = pd.DataFrame([("(ensemble)", bilan, "", "", "")], columns=found.journal.columns)
    pd.concat([found.journal, last]).map(pour_tableur).to_csv(path, index=False)
