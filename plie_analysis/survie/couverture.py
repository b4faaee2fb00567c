"""What a photo covers: from which day on it shows everybody, up to the day it was taken. The one rule of letters, reports, cohorts and indicators.

A case-management export often holds « the parcours open since such a day ». Those who left before are absent, and
nothing in the file says so. But their absence shows: among the parcours known to be open before that day, nobody leaves.
Before its first entries (all but a few strays), a photo shows nothing at all.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import numpy as np

from ..database import is_lake
from ..errors import PlieError
from ..francais import INSECABLE, compte, date_longue, nombre
from ..jours import read_day
from .dates import parcours_possibles
from .reglages import reglages


@dataclass(frozen=True)
class Couverture:
    """``debut``: first day from which exits are all shown; ``None`` when nothing tells that any is missing.

    ``observees`` and ``attendues``: exits seen before that day, and those that should have been if people had then left as
    fast as afterwards. ``premieres``: first day of the month from which entries are regular. ``declaree``: the day comes from
    ``plie.toml``.
    """

    debut: dt.date | None = None
    observees: float = 0
    attendues: float = 0
    declaree: bool = False
    premieres: dt.date | None = None

    @property
    def depuis(self) -> dt.date | None:
        """First day of what is covered; ``None`` when the photo holds no parcours."""
        if self.declaree:
            return self.debut
        return max((day for day in (self.debut, self.premieres) if day), default=None)

    def couvre(self, jour: dt.date) -> bool:
        """Whether the photo shows what happened since that day."""
        return self.depuis is not None and self.depuis <= jour

    def reserves(self, photo: dt.date, du: dt.date) -> tuple[str, ...]:
        """What must be said of a period that begins on ``du``: nothing when it is covered."""
        if self.depuis is None or self.couvre(du):
            return ()
        return (
            f"La photo du {date_longue(photo)} ne montre tout le monde qu’à partir du {date_longue(self.depuis)} ({self.raison}){INSECABLE}: ce qui est compté avant cette date est incomplet.",
        )

    @property
    def raison(self) -> str:
        """Why the photo is not trusted before that day."""
        if self.declaree:
            return "plie.toml, [couverture] debut"
        if self.debut and self.depuis == self.debut:
            return (
                f"on y voit {compte(self.observees, 'sortie')} avant, au lieu d’environ {nombre(self.attendues)} au rythme observé ensuite"
            )
        return "les entrées n’y sont régulières que depuis ce mois"

    def exiger(self, photo: dt.date, au: dt.date, libelle: str) -> None:
        """Raise ``PlieError`` when the photo does not cover the month that ends on ``au``. ``libelle``: « mars 2015 »."""
        if self.depuis is not None and not self.couvre(au.replace(day=1)):
            raise PlieError(
                f"La photo du {date_longue(photo)} ne couvre pas {libelle} : elle ne montre tout le monde qu'à partir du {date_longue(self.depuis)} ({self.raison}).\n"
                'Choisissez une période plus récente. Si vos exports remontent vraiment plus haut, déclarez-le dans plie.toml : [couverture] debut = "AAAA-MM-JJ".'
            )


def exiger_photo(photo: dt.date, au: dt.date, libelle: str) -> None:
    """Raise ``PlieError`` when the photo was taken before the last day of a period, ``libelle`` (« mars 2015 »)."""
    if photo < au:
        raise PlieError(
            f"La dernière photo date du {date_longue(photo)} : elle ne couvre pas {libelle} en entier.\nDéposez un export plus récent dans data/raw/ puis lancez « plie charger »."
        )


def debut_de_couverture(con, photo: dt.date, config: dict, connu_au: dt.date | None = None) -> Couverture:
    """The start of what the photo covers, or would have covered if taken on ``connu_au``: ``[couverture] debut`` of ``plie.toml``, else told by the exits themselves.

    For each month M, exits seen before M are compared with those expected from the monthly exit rates by seniority seen
    from M on. The month whose lack is the most telling (Poisson likelihood) is kept, when less than a quarter of at least
    a dozen expected exits are there; failing that, the month of the very first exit, when several were expected before it.
    Entries are regular from the first month whose year reaches a tenth of the pace observed afterwards. With ``connu_au``, only what
    was keyed by then tells it, as in a photo taken that day. Of a lake, the latest start of its PLIE, each told by its own lines. Raises ``PlieError`` when the declared day is not a date.
    """
    declared = config.get("couverture", {}).get("debut")
    if declared is not None:
        return Couverture(_declared(declared), declaree=True)
    known = parcours_possibles("plie" if is_lake(con) else "'' AS plie")
    rows = con.execute(
        "SELECT plie, year(date_entree) * 12 + month(date_entree) - 1 AS entree, year(date_sortie) * 12 + month(date_sortie) - 1 AS sortie, count(*)"
        f" FROM ({known}) GROUP BY ALL ORDER BY ALL",
        {"photo": photo, "connu_au": connu_au},
    ).fetchall()
    end = min(photo, connu_au or photo).replace(day=1)
    return _last([_told_by(tuple(tuple(row[1:]) for row in group), end) for _, group in groupby(rows, key=itemgetter(0))])


def _last(found: list[Couverture]) -> Couverture:
    """What all of them cover: the photo of each PLIE of a lake tells its own start."""
    if not found:
        return Couverture()
    kept = max(found, key=lambda one: one.debut or dt.date.min)
    return replace(kept, premieres=max((one.premieres for one in found if one.premieres), default=None))


@lru_cache(maxsize=32)
def _told_by(rows: tuple[tuple[int, int | None, int], ...], end: dt.date) -> Couverture:
    """The coverage told by the numbers of parcours of each month of entry and of exit, before the month ``end``."""
    if not rows:
        return Couverture()
    first = min(entree for entree, _, _ in rows)
    size = end.year * 12 + end.month - first
    if size <= 0:
        return Couverture()
    entries, exits = np.zeros(size), np.zeros((size, size))
    for entree, sortie, count in rows:
        if entree - first < size:
            entries[entree - first] += count
            if sortie is not None and sortie - first < size:
                exits[entree - first, sortie - first] += count
    found = _most_telling(entries, exits, first)
    return replace(found, premieres=_first_regular(entries, first))


def _declared(value) -> dt.date:
    try:
        return read_day(value)
    except PlieError as error:
        raise PlieError(f"plie.toml, [couverture] debut : « {value} » n'est pas une date.\nÉcrivez-la AAAA-MM-JJ.") from error


def _first_regular(entries: np.ndarray, first: int) -> dt.date:
    """The first month with entries whose twelve months reach the share asked of the mean pace from it on."""
    share = reglages()["couverture"]["part_entrees_min"]
    for start in np.flatnonzero(entries):
        pace = 12 * entries[start:].sum() / max(len(entries) - start, 12)
        if entries[start : start + 12].sum() >= share * pace:
            return dt.date(*_year_month(first + int(start)), 1)
    raise AssertionError("the last month with entries is always regular")


def _most_telling(entries: np.ndarray, exits: np.ndarray, first: int) -> Couverture:
    size = len(entries)
    entry, month = np.indices((size, size))
    seniority = month - entry
    gone_before = np.cumsum(exits, axis=1) - exits
    is_open = np.where(seniority >= 0, entries[:, None] - gone_before, 0)
    rules = reglages()["couverture"]
    best, kept, none_seen = 0.0, Couverture(), Couverture()
    for start in range(1, size):
        after = (month >= start) & (seniority >= 0)
        left = np.bincount(seniority[after], weights=exits[after], minlength=size)
        exposed = np.bincount(seniority[after], weights=is_open[after], minlength=size)
        rate = np.divide(left, exposed, out=np.zeros(size), where=exposed > 0)
        before = (month < start) & (seniority >= 0)
        expected = float((is_open[before] * rate[seniority[before]]).sum())
        seen = float(exits[before].sum())
        if not seen and kept.debut is None and expected >= rules["sorties_manquantes_aucune_min"]:
            none_seen = Couverture(dt.date(*_year_month(first + start), 1), seen, expected)
        if seen > rules["part_observee_max"] * expected or expected - seen < rules["sorties_manquantes_min"]:
            continue
        telling = expected - seen - (seen * np.log(expected / seen) if seen else 0)
        if telling > max(best, rules["vraisemblance_min"]):
            best = telling
            kept = Couverture(dt.date(*_year_month(first + start), 1), seen, expected)
    return kept if kept.debut else none_seen


def _year_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
