"""Small counts of a table of cohortes, hidden so that they cannot be worked out from the rest."""

from collections import defaultdict
from collections.abc import Hashable

import pandas as pd

from ..cohortes.ecarts import TEXTES
from ..cohortes.suivi import ENSEMBLE
from ..cohortes.tableau import NOMBRES
from .suppression import suppress
from .systeme import System

ETATS = ("en_parcours", "sorties_positives", "sorties_autres", "sorties_fin_30_mois")
INCIDENCES = ("incidence_sortie_positive", "incidence_sortie_autre", "incidence_fin_30_mois")
COMPTES = ("effectif", "sorties", "sorties_sans_motif", *ETATS)
COMPTEES = (*INCIDENCES, "incidence_premiere_etape")
REPARTITION = "etapes_avant_sortie_repartition"
DES_SORTIES = ("etapes_avant_sortie", REPARTITION, "etapes_avant_sortie_par_classe")
MASQUE = "Effectif trop petit pour cette diffusion."


def masquer(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The table with the rows resting on fewer than ``seuil`` parcours emptied and ``masque`` set (0 or 1 hides nothing).

    Hidden: a count from 1 to ``seuil`` - 1; an estimate whose exits, or whose exits since the horizon before, or whose
    parcours still followed, are that few; a mean over too few exits; then what would let these be worked out from the
    sums over the cohortes, the states and the classes. Protects one table; not against another question asked elsewhere.
    """
    if seuil <= 1 or frame.empty:
        return frame
    axes = list(frame.columns[1 : list(frame.columns).index("mesure")])
    keys = [
        (mesure, modalite, cohorte, tuple(cell))
        for mesure, modalite, cohorte, *cell in frame[["mesure", "modalite", "cohorte", *axes]].itertuples(index=False, name=None)
    ]
    counts = _counts(frame, keys)
    hidden = _secondary(counts, seuil)
    hidden |= _few_at_risk(frame, keys, seuil)
    masked = [key in hidden or _rests_on_hidden(key, counts, hidden, seuil) for key in keys]
    result = frame.copy()
    result["masque"] = masked
    result.loc[masked, list(NOMBRES)] = float("nan")
    result.loc[masked, "raison"] = MASQUE
    return result


def masquer_ecarts(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The gaps, those that rest on fewer than ``seuil`` exits (or entries without) on either side emptied."""
    if seuil <= 1 or frame.empty:
        return frame
    few = pd.Series(False, index=frame.index)
    for side in ("", "_contre"):
        for count in (frame[f"n{side}"], frame[f"sorties{side}"], frame[f"n{side}"] - frame[f"sorties{side}"]):
            few |= (count > 0) & (count < seuil)
    result = _emptied(frame, few)
    result.loc[few, "raison"] = MASQUE
    return result


def masquer_ecarts_detailles(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """The gaps of publics that share out one whose total is known, all emptied when those kept back could be worked out from it: only one, or few exits."""
    masked = masquer_ecarts(frame, seuil)
    hidden = frame[masked["masque"]]
    left = (hidden["sorties"].sum(), (hidden["n"] - hidden["sorties"]).sum())
    if hidden.empty or (len(hidden) > 1 and all(count == 0 or count >= seuil for count in left)):
        return masked
    return _emptied(masked, pd.Series(True, index=frame.index))


def _emptied(frame: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    result = frame.copy()
    result.loc[hidden, [name for name in frame.columns if name not in (*TEXTES, "mois")]] = float("nan")
    result.loc[hidden, "masque"] = True
    return result


def _counts(frame: pd.DataFrame, keys: list[tuple]) -> dict[tuple, float]:
    """What the rows count: parcours in a state, exits by a horizon, exits after so many étapes."""
    counts = {}
    for key, value, numerator in zip(keys, frame["valeur"], frame["numerateur"], strict=True):
        if key[0] in COMPTES:
            counts[key] = float(value)
        elif key[0] in (*COMPTEES, REPARTITION) and numerator == numerator:
            counts[key] = float(numerator)
    return counts


def _secondary(counts: dict[tuple, float], seuil: int) -> set[Hashable]:
    """The keys to hide: inside each cohorte first, then what « ensemble » would give back by subtraction."""
    groups: dict[tuple, dict[tuple, float]] = defaultdict(dict)
    for key, count in counts.items():
        groups[key[2:]][key] = count
    hidden: set[Hashable] = set()
    for place, mine in groups.items():
        states = System({key: count for key, count in mine.items() if key[0] in COMPTES})
        _link(states, place)
        classes = System({key: count for key, count in mine.items() if key[0] == REPARTITION})
        if classes.counts:
            # The shares of a distribution make 100 %: their total is known as soon as one count is.
            classes.counts["total"] = sum(classes.counts.values())
            classes.add_relation({**{key: 1.0 for key in classes.counts if key != "total"}, "total": -1.0})
        hidden |= {
            *suppress(states, seuil, published=_kept(mine, place, seuil)).reasons,
            *suppress(classes, seuil).reasons,
            *_small_steps(mine, seuil),
        }
    return {key for key in hidden | _totals(counts, hidden, seuil) if key in counts}


def _kept(mine: dict[tuple, float], place: tuple, seuil: int) -> list[Hashable]:
    """The size of a cohorte is what its shares rest on: shown unless it is small; so are its exits unless few are still in."""
    names = ["effectif"] if 0 < mine.get(("en_parcours", "", *place), 0) < seuil else ["effectif", "sorties", "en_parcours"]
    return [(name, "", *place) for name in names if not 0 < mine.get((name, "", *place), 0) < seuil]


def _link(system: System, place: tuple) -> None:
    """The sums between the states of one cohorte."""

    def key(name: str) -> tuple:
        return name, "", *place

    system.add_relation({**{key(name): 1 for name in ETATS}, key("effectif"): -1})
    system.add_relation({**{key(name): 1 for name in ETATS[1:]}, key("sorties"): -1})
    whole, part = key("sorties_autres"), key("sorties_sans_motif")
    if system.counts.get(whole, 0) > system.counts.get(part, 0):
        system.counts["reste"] = system.counts[whole] - system.counts[part]
        system.add_relation({part: 1, "reste": 1, whole: -1})


def _small_steps(mine: dict[tuple, float], seuil: int) -> set[Hashable]:
    """Incidences that a few exits only tell from the last one shown: a reader can subtract."""
    found: set[Hashable] = set()
    for mesure in COMPTEES:
        shown = 0.0
        for key in (key for key in mine if key[0] == mesure):
            if 0 < mine[key] - shown < seuil:
                found.add(key)
            else:
                shown = mine[key]
    return found


def _totals(counts: dict[tuple, float], hidden: set[Hashable], seuil: int) -> set[Hashable]:
    """Figures of « ensemble » from which those of the hidden cohortes could be worked out.

    A number of parcours goes as soon as one cohorte is hidden; an incidence, which censoring keeps from adding up, when
    the hidden exits are those of one cohorte or fewer than the threshold.
    """
    found: set[Hashable] = set()
    for key in counts:
        if key[2] != ENSEMBLE:
            continue
        apart = [other for other in counts if other in hidden and other[:2] == key[:2] and other[3] == key[3] and other[2] != ENSEMBLE]
        if apart and (key[0] in COMPTES or len(apart) == 1 or sum(counts[other] for other in apart) < seuil):
            found.add(key)
    return found


def _few_at_risk(frame: pd.DataFrame, keys: list, seuil: int) -> set[Hashable]:
    few = (frame["n_risque"] > 0) & (frame["n_risque"] < seuil)
    return {key for key, is_few in zip(keys, few, strict=True) if is_few}


def _rests_on_hidden(key: tuple, counts: dict, hidden: set, seuil: int) -> bool:
    """Whether a row that counts nothing by itself describes too few parcours, or what its hidden neighbours add up to."""
    mesure, modalite, cohorte, cell = key

    def small(name: str) -> bool:
        return 0 < counts.get((name, "", cohorte, cell), 0) < seuil

    if mesure in COMPTES:
        return False
    if small("effectif"):
        return True
    if mesure == "part_encore_ouverte":
        return any((name, modalite, cohorte, cell) in hidden for name in INCIDENCES)
    if mesure in DES_SORTIES or mesure.startswith("duree_"):
        return small("sorties") or ("sorties", "", cohorte, cell) in hidden
    if mesure == "delai_premiere_etape":
        return all(
            (("incidence_premiere_etape", other, cohorte, cell) in hidden)
            for other in _modalites(counts, "incidence_premiere_etape", cohorte, cell)
        )
    return False


def _modalites(counts: dict, mesure: str, cohorte: str, cell: tuple) -> list[str]:
    return [key[1] for key in counts if key[0] == mesure and key[2:] == (cohorte, cell)]
