"""From which day on the photo shows everybody: before it, it only knows the parcours that were still open.

A case-management export often holds « the parcours open since such a day ». Those who left before are absent, and
nothing in the file says so. But their absence shows: among the parcours known to be open before that day, nobody leaves.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from ..errors import PlieError
from ..jours import read_day
from .reglages import reglages


@dataclass(frozen=True)
class Couverture:
    """``debut``: first day from which exits are all shown; ``None`` when nothing tells that any is missing.

    ``observees`` and ``attendues``: exits seen before that day, and those that should have been if people had then left as
    fast as afterwards. ``declaree``: the day comes from ``plie.toml``.
    """

    debut: dt.date | None = None
    observees: float = 0
    attendues: float = 0
    declaree: bool = False


def debut_de_couverture(con, photo: dt.date, config: dict) -> Couverture:
    """The start of what the photo covers: ``[couverture] debut`` of ``plie.toml``, else told by the exits themselves.

    For each month M, exits seen before M are compared with those expected from the monthly exit rates by seniority seen
    from M on. The month whose lack is the most telling (Poisson likelihood) is kept, when less than a quarter of at least
    a dozen expected exits are there. Raises ``PlieError`` when the declared day is not a date.
    """
    declared = config.get("couverture", {}).get("debut")
    if declared is not None:
        return Couverture(_declared(declared), declaree=True)
    rows = con.execute(
        "SELECT year(date_entree) * 12 + month(date_entree) - 1 AS entree, year(date_sortie) * 12 + month(date_sortie) - 1 AS sortie, count(*)"
        " FROM curated.parcours WHERE photo = ? AND (date_sortie IS NULL OR date_sortie >= date_entree) GROUP BY ALL",
        [photo],
    ).fetchall()
    if not rows:
        return Couverture()
    first = min(entree for entree, _, _ in rows)
    size = photo.year * 12 + photo.month - first
    entries, exits = np.zeros(size), np.zeros((size, size))
    for entree, sortie, count in rows:
        if entree - first < size:
            entries[entree - first] += count
            if sortie is not None and sortie - first < size:
                exits[entree - first, sortie - first] += count
    return _most_telling(entries, exits, first)


def _declared(value) -> dt.date:
    try:
        return read_day(value)
    except PlieError as error:
        raise PlieError(f"plie.toml, [couverture] debut : « {value} » n'est pas une date.\nÉcrivez-la AAAA-MM-JJ.") from error


def _most_telling(entries: np.ndarray, exits: np.ndarray, first: int) -> Couverture:
    size = len(entries)
    entry, month = np.indices((size, size))
    seniority = month - entry
    gone_before = np.cumsum(exits, axis=1) - exits
    is_open = np.where(seniority >= 0, entries[:, None] - gone_before, 0)
    rules = reglages()["couverture"]
    best, kept = 0.0, Couverture()
    for start in range(1, size):
        after = (month >= start) & (seniority >= 0)
        left = np.bincount(seniority[after], weights=exits[after], minlength=size)
        exposed = np.bincount(seniority[after], weights=is_open[after], minlength=size)
        rate = np.divide(left, exposed, out=np.zeros(size), where=exposed > 0)
        before = (month < start) & (seniority >= 0)
        expected = float((is_open[before] * rate[seniority[before]]).sum())
        seen = float(exits[before].sum())
        if seen > rules["part_observee_max"] * expected or expected - seen < rules["sorties_manquantes_min"]:
            continue
        telling = expected - seen - (seen * np.log(expected / seen) if seen else 0)
        if telling > max(best, rules["vraisemblance_min"]):
            best = telling
            kept = Couverture(dt.date(*_year_month(first + start), 1), seen, expected)
    return kept


def _year_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
