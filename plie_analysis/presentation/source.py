"""Where the figures of a report come from: the indicators, asked for once each, as cells."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from .. import contrat, francais, indicateurs, masquage
from ..cohortes import Couverture, debut_de_couverture
from ..database import usable_exports
from ..indicateurs.offre import needed_exports, offers
from ..schema.definitions import Reglage
from .elements import Cellule

NON_RENSEIGNE = "non renseigné"
DECIMALES = {"mois": 1}


class Source:
    """The indicators of one photo, known at one date, for one report (optionally for one référent).

    ``calculer`` has the signature of ``indicateurs.calculer``; tests give their own.
    """

    def __init__(
        self, con, config: dict, *, connu_au: dt.date, photo: dt.date, filtres: dict | None = None, calculer: Callable | None = None
    ):
        self.con = con
        self.config = config
        self.connu_au = connu_au
        self.photo = photo
        self.filtres = filtres or None
        self._calculer = calculer
        self._known: dict[tuple, dict] = {}
        self._calculs: list[tuple[masquage.Calcul, list[tuple]]] = []
        self._is_protected = False
        self._exports: set[str] = set()
        self._coverage: Couverture | None = None
        self._others: dict[dt.date, Source] = {}

    def connue_au(self, connu_au: dt.date) -> "Source":
        """The same source, as known at another date."""
        if connu_au == self.connu_au:
            return self
        if connu_au not in self._others:
            self._others[connu_au] = Source(
                self.con, self.config, connu_au=connu_au, photo=self.photo, filtres=self.filtres, calculer=self._calculer
            )
        return self._others[connu_au]

    def prevoir(self, ids: Iterable[str], du: dt.date, au: dt.date, par: tuple[str, ...] = (), **parametres) -> None:
        """Compute several indicators in one go; the cells are then at hand."""
        asked = [name for name in ids if (name, du, au, par, _key(parametres)) not in self._known]
        for name in asked:
            self._known[name, du, au, par, _key(parametres)] = {}
        missing = [name for name in asked if self._can_tell(name, du, au, par)]
        if not missing:
            return
        frame, calcul = self._compute(missing, du, au, par, parametres)
        places = []
        columns = [
            frame["indicateur"],
            *(frame[axis] for axis in par),
            *(frame[column] for column in ("valeur", "numerateur", "denominateur", "unite")),
        ]
        for name, *modalities, value, numerator, denominator, unit in zip(*(column.tolist() for column in columns), strict=True):
            cell = Cellule(_number(value), unit, _number(numerator), _number(denominator), DECIMALES.get(unit, 0))
            asked_for = (name, du, au, par, _key(parametres))
            self._known[asked_for][tuple(modalities)] = masked(cell) if self._is_protected else cell
            places.append((asked_for, tuple(modalities)))
        if calcul:
            self._calculs.append((calcul, places))

    def _compute(self, names: list[str], du: dt.date, au: dt.date, par: tuple[str, ...], parametres: dict):
        """The rows, and the counts they rest on (none when the computing function was given)."""
        asked = {
            "du": du,
            "au": au,
            "config": self.config,
            "connu_au": self.connu_au,
            "par": par,
            "filtres": self.filtres,
            "parametres": parametres or None,
            "photo": self.photo,
        }
        if self._calculer:
            return self._calculer(self.con, names, **asked), None
        plan = indicateurs.planifier(self.con, names, **asked)
        found = indicateurs.compter(plan)
        return indicateurs.assembler(plan, found), masquage.read_calcul(plan, found)

    def proteger(self, seuil: int, registre: masquage.Registre, rapport: str) -> masquage.Masque:
        """Empty the cells that would give away a small count, given everything asked so far and what was published before.

        What is asked for the first time afterwards comes masked: it was not weighed with the rest.
        """
        sources = [self, *self._others.values()]
        calculs = [(source, calcul, places) for source in sources for calcul, places in source._calculs]
        mask = masquage.protect([calcul for _, calcul, _ in calculs], seuil, registre=registre, rapport=rapport)
        for (source, calcul, places), rows in zip(calculs, mask.lignes, strict=True):
            estimates = range(len(calcul.lignes), len(places))
            for rank in {*rows, *(rank for rank in estimates if source._is_small(places[rank], seuil))}:
                asked_for, modalities = places[rank]
                source._known[asked_for][modalities] = masked(source._known[asked_for][modalities])
        for source in sources:
            source._is_protected = True
        return mask

    def _is_small(self, place: tuple, seuil: int) -> bool:
        """Whether a survival estimate rests on few parcours, few exits or few others."""
        cell = self._known[place[0]][place[1]]
        if cell.denominateur is None:
            return False
        counts = (cell.denominateur, cell.numerateur or 0, cell.denominateur - (cell.numerateur or 0))
        return any(0 < count < seuil for count in counts)

    def _can_tell(self, name: str, du: dt.date, au: dt.date, par: tuple[str, ...]) -> bool:
        """Whether the photo has the exports that an indicator and its axes need, ``plie.toml`` its settings, and the indicator the filters.

        What cannot be told is left empty: a letter without the optional exports or objectives is still a letter.
        """
        if self.con is None:
            return True
        if not self._exports:
            self._exports = usable_exports(self.con, self.photo)
        definition = indicateurs.definitions(self.config)[name]
        needed = needed_exports(definition, self.config).union(*(indicateurs.axes()[axis].exports for axis in par))
        is_set = all(self._is_set(definition, year) for year in range(du.year, au.year + 1))
        return is_set and needed <= self._exports and (not self.filtres or offers(definition, self.con, self.config, self.filtres))

    def _is_set(self, definition, year: int) -> bool:
        """Whether ``plie.toml`` gives the yearly values that an indicator, or one it divides, reads there."""
        known = indicateurs.definitions(self.config)
        if isinstance(definition, Reglage):
            given = self.config.get(definition.reglage.section, {}).get(str(year))
            return (given.get(definition.reglage.cle) if isinstance(given, dict) else given) is not None
        return all(self._is_set(known[part], year) for part in definition.composantes)

    def cellule(self, indicateur: str, du: dt.date, au: dt.date, **parametres) -> Cellule:
        """The figure of an indicator over a period, both days included; empty when there is none."""
        self.prevoir([indicateur], du, au, **parametres)
        return self._known[indicateur, du, au, (), _key(parametres)].get((), Cellule())

    def ventilation(self, indicateur: str, du: dt.date, au: dt.date, axe: str) -> dict[str, Cellule]:
        """The figures of an indicator by modality of an axis."""
        return {modality: cell for (modality,), cell in self.croisement(indicateur, du, au, (axe,)).items()}

    def croisement(self, indicateur: str, du: dt.date, au: dt.date, axes: tuple[str, ...]) -> dict[tuple, Cellule]:
        """The figures of an indicator by modalities of several axes."""
        self.prevoir([indicateur], du, au, axes)
        return self._known[indicateur, du, au, axes, ()]

    @property
    def couverture(self) -> Couverture:
        """What the photo covers (see ``cohortes.couverture``). A count over a period that begins earlier would miss the people who had already left."""
        if self._coverage is None:
            self._coverage = debut_de_couverture(self.con, self.photo, self.config) if self.con is not None else Couverture()
        return self._coverage

    def couvre(self, jour: dt.date) -> bool:
        """Whether the photo holds what happened since that day."""
        return self.couverture.couvre(jour)


def attributs(nomenclature: str, attribut: str = "libelle") -> dict[str, str]:
    """``{code: libelle}`` of a nomenclature of the house, in its order; a code seen twice keeps its last line."""
    with (contrat.REFERENTIELS / f"{nomenclature}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row[attribut] for row in csv.DictReader(lines) if row.get(attribut)}


def masked(cellule: Cellule) -> Cellule:
    """The cell without its figures: it says that there is one, and that it is kept back."""
    return Cellule(None, cellule.unite, decimales=cellule.decimales, masquee=True)


def somme(cellules: Iterable[Cellule], unite: str = "") -> Cellule:
    """The total of counts; empty when there is none, kept back when one of them is."""
    cells = list(cellules)
    known = [cell for cell in cells if not cell.est_vide]
    if any(cell.masquee for cell in cells):
        return Cellule(unite=unite or next(cell.unite for cell in cells if cell.masquee), masquee=True)
    return Cellule(sum(cell.valeur for cell in known), unite or known[0].unite) if known else Cellule(unite=unite)


def part(numerateur: Cellule, denominateur: Cellule) -> Cellule:
    """A share in %, with what it is made of; empty when the denominator is empty or zero, kept back when one of them is."""
    if numerateur.masquee or denominateur.masquee:
        return Cellule(unite="%", masquee=True)
    if numerateur.est_vide or denominateur.est_vide or not denominateur.valeur:
        return Cellule(unite="%")
    return Cellule(100 * numerateur.valeur / denominateur.valeur, "%", numerateur.valeur, denominateur.valeur)


def sans_detail(cellule: Cellule) -> Cellule:
    """The same figure, without what it is made of (when the table already shows it)."""
    return replace(cellule, muette=True)


def _key(parametres: dict) -> tuple:
    return tuple(sorted(parametres.items()))


def _number(value) -> float | None:
    return None if francais.is_empty(value) else float(value)
