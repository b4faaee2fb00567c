"""Étapes of each group: before the exit, until the first one, and the time without any."""

import numpy as np
import pandas as pd

from .. import survie, trajectoires
from ..indicateurs import NON_RENSEIGNE
from ..survie.appui import PERSONNE, Appui, appuis, lus_a
from ..survie.reglages import en_jours, reglages
from .intervalle import moyenne, wilson
from .suivi import Suivi

CLASSES = ("emploi", "formation non qualifiante", "formation qualifiante", "mobilisation", NON_RENSEIGNE)
ETAPE, SORTIE_SANS_ETAPE = 1, 2


def mesures_d_etapes(suivi: Suivi, groupes: list[tuple[tuple[str, ...], np.ndarray]]) -> list[dict]:
    """Rows ``groupe, mesure, modalite, valeur, ic_bas, ic_haut, numerateur, denominateur, n_risque, raison`` of every group.

    Means are étapes or months, shares are of 1, delays are days. Without the export of étapes, rows are empty and say so.
    """
    if suivi.etapes is None:
        return [
            _row(rank, mesure, "", raison="L’export « etapes » est absent de la photo.")
            for rank in range(len(groupes))
            for mesure in ("etapes_avant_sortie", "delai_premiere_etape", "mois_sans_etape")
        ]
    counts = compter_etapes(suivi)
    without = sans_etape(suivi)
    rows = []
    for rank, (_, index) in enumerate(groupes):
        out = index[suivi.parcours["cause"].to_numpy()[index] > 0]
        rows += _before_exit(rank, counts, out)
        rows += _without(rank, without.iloc[index])
    return rows + _first(suivi, groupes)


def compter_etapes(suivi: Suivi) -> pd.DataFrame:
    """Étapes begun inside each parcours: one row per parcours, in their order; one column per class, and ``total``."""
    assert suivi.etapes is not None
    table = pd.crosstab(suivi.etapes["id_parcours"], suivi.etapes["classe"])
    table = table.reindex(index=suivi.parcours["id_parcours"], columns=list(CLASSES), fill_value=0)
    table["total"] = table.sum(axis=1)
    return table.reset_index(drop=True)


def sans_etape(suivi: Suivi) -> pd.DataFrame:
    """Days followed (``jours``) and days without any étape in progress (``jours_sans_etape``), one row per parcours, in order."""
    assert suivi.etapes is not None
    spells = suivi.etapes[["id_parcours", "debut", "fin"]].rename(columns={"id_parcours": "id"})
    people = suivi.parcours[["id_parcours", "entree", "sortie"]].rename(columns={"id_parcours": "id"})
    if people.empty:
        return pd.DataFrame({"jours": [], "jours_sans_etape": []})
    table = trajectoires.mois_sans_etape(spells, parcours=people, au=suivi.demande.au)
    return table.set_index("id").reindex(people["id"])[["jours", "jours_sans_etape"]].reset_index(drop=True)


def _before_exit(rank: int, counts: pd.DataFrame, out: np.ndarray) -> list[dict]:
    total = counts["total"].to_numpy()[out]
    none = None if len(out) else "Aucune sortie."
    mean, low, high = moyenne(total)
    rows = [_row(rank, "etapes_avant_sortie", "", mean, low, high, total.sum(), len(out), raison=none)]
    for name, (least, most) in reglages()["repartition_etapes"].items():
        inside = int(((total >= least) & (total <= most)).sum())
        rows.append(_share(rank, "etapes_avant_sortie_repartition", name, inside, len(out), none))
    for name in CLASSES:
        values = counts[name].to_numpy()[out]
        if name != NON_RENSEIGNE or values.any():
            mean, low, high = moyenne(values)
            rows.append(_row(rank, "etapes_avant_sortie_par_classe", name, mean, low, high, values.sum(), len(out), raison=none))
    return rows


def _without(rank: int, days: pd.DataFrame) -> list[dict]:
    followed, without = days["jours"].sum(), days["jours_sans_etape"].sum()
    mean, low, high = moyenne(days["jours_sans_etape"].to_numpy() / en_jours(1))
    none = None if followed else "Aucun jour de suivi."
    return [
        _row(rank, "mois_sans_etape", "", mean, low, high, without / en_jours(1), len(days)),
        _row(rank, "part_temps_sans_etape", "", without / followed if followed else np.nan, np.nan, np.nan, without, followed, raison=none),
    ]


def premiere_etape(suivi: Suivi, groupes: list[tuple[tuple[str, ...], np.ndarray]]) -> pd.DataFrame:
    """Days until the first étape, of the followed parcours of each group: ``jours``, ``cause``, ``retard``, ``groupe``.

    ``cause``: 1 the first étape begins, 2 exit without any étape, 0 neither yet. A parcours whose first étape began before
    the photo sees it tells nothing of the delay: it is left out.
    """
    assert suivi.etapes is not None
    first = suivi.etapes.groupby("id_parcours")["delai"].min().reindex(suivi.parcours["id_parcours"]).to_numpy(dtype="float64")
    table = suivi.parcours[["jours", "retard"]].copy()
    begun = ~np.isnan(first)
    table["cause"] = np.where(begun, ETAPE, np.where(suivi.parcours["cause"] > 0, SORTIE_SANS_ETAPE, 0))
    table["jours"] = np.where(begun, first, table["jours"])
    index = np.concatenate([rows for _, rows in groupes]) if groupes else np.array([], dtype=np.int64)
    code = np.repeat(np.arange(len(groupes), dtype=np.int64), [len(rows) for _, rows in groupes])
    table = table.iloc[index].assign(groupe=code)
    return table[table["jours"] > table["retard"]]


def _first(suivi: Suivi, groupes: list) -> list[dict]:
    table = premiere_etape(suivi, groupes)
    events = survie.evenements(table, duree="jours", cause="cause", groupe="groupe", entree="retard", causes=(ETAPE, SORTIE_SANS_ETAPE))
    curve = survie.incidence_cumulee(events)
    months = reglages()["horizons_premiere_etape"]
    read = lus_a(events, curve, [en_jours(m) for m in months])
    begun = curve[curve["cause"] == ETAPE]
    sizes = table["groupe"].value_counts()
    known = dict(zip((group for (group,) in events.groupes), appuis(events), strict=True))
    rows = []
    for rank in range(len(groupes)):
        if rank not in known:
            rows.append(_row(rank, "delai_premiere_etape", "", raison=PERSONNE))
            rows += [_row(rank, "incidence_premiere_etape", _mois(m), raison=PERSONNE) for m in months]
            continue
        rows.append(_delay(rank, begun[begun["groupe"] == rank], known[rank]))
        mine = read[(read["groupe"] == rank) & (read["cause"] == ETAPE)]
        for m, at in zip(months, mine.to_dict("records"), strict=True):
            figures = (at["estimation"], at["ic_bas"], at["ic_haut"], at["n_evenements"], int(sizes[rank]), at["n_risque"], at["raison"])
            rows.append(_row(rank, "incidence_premiere_etape", _mois(m), *figures))
    return rows


def _delay(rank: int, curve: pd.DataFrame, appui: Appui) -> dict:
    """The delay after which half of the entries have begun an étape."""
    reached = curve[curve["estimation"] >= 0.5 - 1e-9]
    at = float(reached["t"].iloc[0]) if len(reached) else np.nan
    begun = curve.loc[curve["n_evenements"] > 0, "t"]
    refused = appui.refus(at if at == at else float(begun.min()) if len(begun) else 0.0)
    reason = refused or (None if at == at else "Médiane non atteinte : moins de la moitié des entrées ont commencé une étape.")
    return _row(rank, "delai_premiere_etape", "", np.nan if refused else at, numerateur=float(curve["n_evenements"].sum()), raison=reason)


def _mois(mois: int) -> str:
    return f"{mois} mois"


def _share(rank: int, mesure: str, modalite: str, part: int, whole: int, raison: str | None) -> dict:
    if not whole:
        return _row(rank, mesure, modalite, numerateur=part, denominateur=whole, raison=raison)
    low, high = wilson(part / whole, whole)
    return _row(rank, mesure, modalite, part / whole, low, high, part, whole)


def _row(
    groupe, mesure, modalite, valeur=np.nan, ic_bas=np.nan, ic_haut=np.nan, numerateur=None, denominateur=None, n_risque=None, raison=None
) -> dict:
    return {
        "groupe": groupe, "mesure": mesure, "modalite": modalite, "valeur": valeur, "ic_bas": ic_bas, "ic_haut": ic_haut,
        "numerateur": numerateur, "denominateur": denominateur, "n_risque": n_risque, "raison": raison,
    }  # fmt: skip
