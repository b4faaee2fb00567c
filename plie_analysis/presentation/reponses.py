"""The answers to what a page asked: every figure is asked for before the first one is shown, computed once, protected together."""

import datetime as dt
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .. import francais, indicateurs
from ..database import usable_exports
from ..exercice import Exercice, exercice_de
from ..indicateurs.offre import needed_exports, offers, silence_of
from ..protection.cles import CleDeCompte
from ..protection.porte import Porte
from ..protection.resultats import Brut
from ..schema.natures import Reglage
from ..survie.couverture import Couverture, debut_de_couverture
from ..survie.dates import dates_impossibles, phrase_des_ecartes
from . import nomenclatures
from .elements import Cellule
from .nomenclatures import axes_reunis
from .publies import Publies

NON_RENSEIGNE = "non renseigné"
DECIMALES = {"mois": 1}
ENSEMBLE = "ensemble"
QUESTIONS = Path(__file__).with_name("questions.toml")


class Plage(NamedTuple):
    """Both days included, and the day whose knowledge is asked for."""

    du: dt.date
    au: dt.date
    connu_au: dt.date

    def annees(self, exercice: Exercice) -> range:
        """The years, as the PLIE counts them, that it goes over."""
        return range(exercice.annee_du(self.du).numero, exercice.annee_du(self.au).numero + 1)


class Question(NamedTuple):
    """Indicators over a period, by axes; ``parametres`` as sorted pairs."""

    indicateurs: tuple[str, ...]
    periode: Plage
    par: tuple[str, ...] = ()
    parametres: tuple[tuple[str, str], ...] = ()


def questions_de(page: str, periodes: Mapping[str, Iterable[Plage]], axes: Mapping[str, str] | None = None) -> list[Question]:
    """What ``questions.toml`` has a page ask over its named periods; ``axes`` gives those that it names otherwise."""
    return [
        Question(tuple(ids), periode, *_broken(key, axes or {}))
        for name, asked in _asked()[page].items()
        for key, ids in asked.items()
        for periode in dict.fromkeys(periodes[name])
    ]


def _broken(key: str, axes: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Axes and parameters that a key of ``questions.toml`` writes."""
    if "=" in key:
        name, _, choice = key.partition("=")
        return (), ((name, choice),)
    return () if key == ENSEMBLE else tuple(axes.get(axe, axe) for axe in key.split(" + ")), ()


@cache
def _asked() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))


class Reponses:
    """The figures of one photo as one page sees them: known at one date, perhaps for one référent.

    ``poser`` asks for everything, once; then ``cellule``, ``ventilation`` and ``croisement`` read indicators, ``tables`` the other
    results. Reading what was not asked for is a fault of the page (``LookupError``). ``publies``: figures of print; ``ecartes``: what
    must be said of the parcours that no duration counts; ``ensemble``: the answers without ``filtres``, protected with these.
    """

    def __init__(
        self,
        porte: Porte,
        *,
        connu_au: dt.date,
        filtres: dict | None = None,
        publies: Publies | None = None,
        ensemble: "Reponses | None" = None,
    ):
        nomenclatures.suivre(porte.con)
        self.porte = porte
        self.ensemble = ensemble
        self.photo = porte.photo
        self.connu_au = connu_au
        self.filtres = filtres or None
        self.publies = publies or Publies({})
        self.couverture: Couverture = debut_de_couverture(porte.con, porte.photo, porte.config, connu_au)
        known = dates_impossibles(porte.con, porte.photo, connu_au)
        self.ecartes: tuple[str, ...] = phrase_des_ecartes(known, nommer=not porte.est_protegee)
        self.tables: dict[str, pd.DataFrame] = {}
        self.exports = usable_exports(porte.con, porte.photo)
        self.axes = axes_reunis() if porte.est_protegee else {}
        self._bruts: dict[Question, Brut] = {}
        self._known: dict[tuple, dict[tuple, Cellule]] = {}

    def poser(self, questions: Iterable[Question]) -> None:
        """Compute what the photo can tell of these questions, an indicator once; nothing can be read yet."""
        for asked_as in questions:
            question = asked_as._replace(par=self._shown(asked_as.par))
            rest = question[1:]
            asked = [name for name in question.indicateurs if (name, *rest) not in self._known]
            self._known |= {(name, *rest): {} for name in asked}
            told = tuple(name for name in asked if self._can_tell(name, question))
            if told:
                du, au, connu_au = question.periode
                self._bruts[question._replace(indicateurs=told)] = self.porte.compter(
                    told, du=du, au=au, connu_au=connu_au, par=question.par, filtres=self.filtres, parametres=dict(question.parametres)
                )

    def est_nul(self, indicateur: str, du: dt.date, au: dt.date) -> bool:
        """Whether an indicator asked for is 0 or unknown, before any protection: what a page refuses to speak of."""
        for question, result in self._bruts.items():
            if indicateur in question.indicateurs and question[1:] == ((du, au, self.connu_au), (), ()):
                values = result.frame.loc[result.frame["indicateur"] == indicateur, "valeur"]
                return not (values.fillna(0) > 0).any()
        return True

    def comptes(self, indicateur: str, du: dt.date, au: dt.date) -> tuple[CleDeCompte, dict[CleDeCompte, float]] | None:
        """The key of an indicator asked for over a period, without axis, and all that was counted; ``None`` where nothing has to be protected.

        What another result of the page needs to say what its own numbers count.
        """
        for question, result in self._bruts.items():
            if result.appui and indicateur in question.indicateurs and question[1:] == ((du, au, self.connu_au), (), ()):
                rank = result.frame["indicateur"].tolist().index(indicateur)
                known = {key: value for brut in self._bruts.values() for key, value in brut.appui[0].comptes.items()}
                return result.appui[0].rangees[rank].cles[0], known
        return None

    def proteger(self, autres: Mapping[str, Brut]) -> None:
        """Protect all that was asked, the other results of the page included: it can be read from now on."""
        every = [self, *([self.ensemble] if self.ensemble else [])]
        asked: dict[Hashable, Brut] = dict(autres.items())
        asked |= {(rank, question): brut for rank, one in enumerate(every) for question, brut in one._bruts.items()}
        frames = self.porte.montrer(asked)
        for rank, one in enumerate(every):
            one._take({question: frames[rank, question] for question in one._bruts})
        self.tables = {name: frames[name] for name in autres}

    def _take(self, frames: Mapping[Question, pd.DataFrame]) -> None:
        """Keep what the door gave back."""
        for question, frame in frames.items():
            names = ("indicateur", *question.par, "valeur", "numerateur", "denominateur", "unite", "masque")
            for name, *cell, value, above, below, unit, hidden in zip(*(frame[column].tolist() for column in names), strict=True):
                decimals = DECIMALES.get(unit, 0)
                self._known[name, *question[1:]][tuple(cell)] = (
                    Cellule(unite=unit, decimales=decimals, masquee=True)
                    if hidden
                    else Cellule(_number(value), unit, _number(above), _number(below), decimals)
                )
        self._bruts.clear()

    def _shown(self, par: Iterable[str]) -> tuple[str, ...]:
        """The axes that stand for these at the level of the page."""
        return tuple(self.axes.get(axis, axis) for axis in par)

    def _can_tell(self, name: str, question: Question) -> bool:
        """Whether the photo has the exports that an indicator and its axes need, ``plie.toml`` its settings, and the indicator the filters.

        What cannot be told is left empty: a letter without the optional exports or objectives is still a letter.
        """
        config = self.porte.config
        definition = indicateurs.definitions(config)[name]
        needed = needed_exports(definition, config).union(*(indicateurs.axes()[axis].exports for axis in question.par))
        is_set = all(self._is_set(definition, year) for year in question.periode.annees(exercice_de(config)))
        is_set = is_set and not silence_of(definition, self.porte.con, config)
        return is_set and needed <= self.exports and (not self.filtres or offers(definition, self.porte.con, config, self.filtres))

    def _is_set(self, definition, year: int) -> bool:
        """Whether ``plie.toml`` gives the yearly values that an indicator, or one it divides, reads there."""
        known = indicateurs.definitions(self.porte.config)
        if isinstance(definition, Reglage):
            given = self.porte.config.get(definition.reglage.section, {}).get(str(year))
            return (given.get(definition.reglage.cle) if isinstance(given, dict) else given) is not None
        return all(self._is_set(known[part], year) for part in definition.composantes)

    def cellule(self, indicateur: str, du: dt.date, au: dt.date, connu_au: dt.date | None = None, **parametres) -> Cellule:
        """The figure of an indicator over a period, both days included; empty when there is none."""
        return self._read(indicateur, du, au, connu_au, (), parametres).get((), Cellule())

    def ventilation(self, indicateur: str, du: dt.date, au: dt.date, axe: str, connu_au: dt.date | None = None) -> dict[str, Cellule]:
        """The figures of an indicator by modality of an axis."""
        return {modality: cell for (modality,), cell in self._read(indicateur, du, au, connu_au, (axe,)).items()}

    def croisement(
        self, indicateur: str, du: dt.date, au: dt.date, axes: tuple[str, ...], connu_au: dt.date | None = None
    ) -> dict[tuple, Cellule]:
        """The figures of an indicator by modalities of several axes."""
        return self._read(indicateur, du, au, connu_au, axes)

    def a_pose(self, indicateur: str, periode: Plage) -> bool:
        """Whether an indicator was asked for over a period, without axis."""
        return (indicateur, periode, (), ()) in self._known

    def _read(self, name: str, du: dt.date, au: dt.date, connu_au: dt.date | None, par: tuple, parametres: dict | None = None) -> dict:
        key = (name, Plage(du, au, connu_au or self.connu_au), self._shown(par), tuple(sorted((parametres or {}).items())))
        if key not in self._known:
            raise LookupError(f"not among the questions of the page: {key}")
        return self._known[key]

    @property
    def est_protegee(self) -> bool:
        """Whether small counts are hidden in the page."""
        return self.porte.est_protegee

    def couvre(self, jour: dt.date) -> bool:
        """Whether the photo holds what happened since that day. A count over a period that begins earlier would miss those already gone."""
        return self.couverture.couvre(jour)


def somme(cellules: Iterable[Cellule], unite: str = "") -> Cellule:
    """The total of counts; empty when there is none, kept back when one of them is."""
    cells = list(cellules)
    known = [cell for cell in cells if not cell.est_vide]
    if any(cell.masquee for cell in cells):
        return Cellule(unite=unite or next(cell.unite for cell in cells if cell.masquee), masquee=True)
    return Cellule(sum(cell.connue for cell in known), unite or known[0].unite, de=tuple(known)) if known else Cellule(unite=unite)


def part(numerateur: Cellule, denominateur: Cellule) -> Cellule:
    """A share in %, with what it is made of; empty when the denominator is empty or zero, kept back when one of them is."""
    if numerateur.masquee or denominateur.masquee:
        return Cellule(unite="%", masquee=True)
    if numerateur.est_vide or denominateur.est_vide or not denominateur.valeur:
        return Cellule(unite="%")
    sources = (numerateur, denominateur)
    return Cellule(100 * numerateur.connue / denominateur.connue, "%", numerateur.connue, denominateur.connue, de=sources)


def ecart(un: Cellule, autre: Cellule) -> Cellule:
    """The gap between two known figures, on what is printed of the second one."""
    return Cellule(round(un.connue - float(francais.arrondi(autre.connue))), de=(un, autre))


def evolution(un: Cellule, avant: Cellule) -> Cellule:
    """The change from one known figure to another, in % of the first one in time, which is not 0."""
    return Cellule(100 * (un.connue - avant.connue) / avant.connue, "%", de=(un, avant))


def sans_detail(cellule: Cellule) -> Cellule:
    """The same figure, without what it is made of (when the table already shows it)."""
    return replace(cellule, muette=True)


def chiffre(row: Mapping, colonne: str, unite: str = "", *, facteur: float = 1, decimales: int = 0) -> Cellule:
    """The cell of a column in a row of a protected result (``tables``): kept back when the row is."""
    value = _number(row[colonne])
    return Cellule(None if value is None else facteur * value, unite, decimales=decimales, masquee=bool(row["masque"]))


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)
