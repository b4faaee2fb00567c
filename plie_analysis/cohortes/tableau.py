"""Every figure of a follow-up as one long table: a row per cohorte, cell, measure and modality."""

import numpy as np
import pandas as pd

from ..survie.appui import PERSONNE
from ..survie.reglages import en_jours, reglages
from .avant_sortie import mesures_d_etapes
from .durees import courbes, estimations
from .fiches import mesures
from .lecture import AUTRE, FIN_30_MOIS, OUVERT, POSITIVE
from .suivi import Suivi

COLONNES = (
    "cohorte", "mesure", "modalite", "valeur", "ic_bas", "ic_haut", "numerateur", "denominateur", "n_risque",
    "unite", "maturite", "couverture", "masque", "raison",
)  # fmt: skip
NOMBRES = ("valeur", "ic_bas", "ic_haut", "numerateur", "denominateur", "n_risque")
EFFECTIFS = {"en_parcours": OUVERT, "sorties_positives": POSITIVE, "sorties_autres": AUTRE, "sorties_fin_30_mois": FIN_30_MOIS}
VIDE = "Aucune entrée dans cette période : rien à suivre."


def tableau(suivi: Suivi) -> pd.DataFrame:
    """The figures of a follow-up; ``COLONNES`` with one more column per axis after ``cohorte``.

    - ``cohorte``: « 2017 », « 2017-T1 », « 2017-01 », or « ensemble » for all the entries of the period;
    - ``mesure``, ``modalite``: see ``fiches``; the modality is the horizon (« 12 mois »), a number or a class of étapes;
    - ``valeur``, ``ic_bas``, ``ic_haut``: in ``unite`` (shares from 0 to 100; months of ``JOURS_PAR_MOIS`` days), limits at 95 %;
    - ``numerateur``, ``denominateur``: what the value is made of; for an incidence, exits seen and parcours followed;
    - ``n_risque``: parcours still followed at the horizon (at the median for a median);
    - ``maturite``: « mûre » when the last entered were followed up to the horizon (30 months for a duration, étapes
      before the exit and time without étape), else « immature »; empty for a count;
    - ``couverture``: « entière », or « tardive » when some parcours are only seen some time after their entry;
    - ``masque``: hidden (see ``masquer``; always false here); ``raison``: why the value is empty, else missing.

    Rows follow the cohortes, « ensemble » last, then the modalities of the axes, then the measures in the order of their
    sheets. No entry gives no row and ``attrs["raison"]``.
    """
    groupes = suivi.groupes()
    columns = [COLONNES[0], *suivi.axes, *COLONNES[1:]]
    if not groupes:
        empty = pd.DataFrame(columns=columns).astype(dict.fromkeys(NOMBRES, "float64"))
        empty.attrs["raison"] = VIDE
        return empty
    rows = [*_counts(suivi, groupes), *_durations(suivi, groupes), *mesures_d_etapes(suivi, groupes)]
    frame = pd.DataFrame(rows)
    for name in NOMBRES:
        frame[name] = frame[name].astype("float64")
    frame["raison"] = frame["raison"].astype(object).where(frame["raison"].notna(), None)
    frame["unite"] = frame["mesure"].map({name: sheet.unite for name, sheet in mesures().items()})
    factor = frame["mesure"].map({name: _factor(name) for name in mesures()})
    for name in ("valeur", "ic_bas", "ic_haut"):
        frame[name] *= factor
    _place(frame, suivi, groupes)
    frame["masque"] = False
    order = {name: rank for rank, name in enumerate(mesures())}
    frame = frame.assign(_ordre=frame["mesure"].map(order), _rang=range(len(frame))).sort_values(
        ["groupe", "_ordre", "_rang"], ignore_index=True
    )
    return frame[columns]


def _factor(mesure: str) -> float:
    """From shares of 1 and days to the unit of the sheet."""
    unite = mesures()[mesure].unite
    return 100.0 if unite == "%" else 1 / en_jours(1) if mesure.startswith("duree_") else 1.0


def _counts(suivi: Suivi, groupes: list) -> list[dict]:
    cause = suivi.parcours["cause"].to_numpy()
    unknown = suivi.parcours["sans_motif"].to_numpy()
    rows = []
    for rank, (_, index) in enumerate(groupes):
        mine = cause[index]
        found = {"effectif": len(index), **{name: int((mine == code).sum()) for name, code in EFFECTIFS.items()}}
        found["sorties"] = int((mine != OUVERT).sum())
        found["sorties_sans_motif"] = int(unknown[index].sum())
        rows += [{"groupe": rank, "mesure": name, "modalite": "", "valeur": float(value), "raison": None} for name, value in found.items()]
    return rows


def _durations(suivi: Suivi, groupes: list) -> list[dict]:
    found = courbes(suivi, groupes)
    frame = estimations(suivi, found)
    frame["modalite"] = [f"{int(mois)} mois" if mois == mois else "" for mois in frame["mois"]]
    frame = frame.rename(columns={"n_evenements": "numerateur", "n": "denominateur"}).drop(columns="mois")
    seen = set(frame["groupe"])
    names = [name for name, sheet in mesures().items() if sheet.famille == "durees"]
    empty = [
        {"groupe": rank, "mesure": name, "modalite": modalite, "raison": PERSONNE}
        for rank in range(len(groupes))
        if rank not in seen
        for name in names
        for modalite in modalites_de(name)
    ]
    return [*frame.to_dict("records"), *empty]


def modalites_de(mesure: str) -> list[str]:
    """The modalities of a measure of durations."""
    if mesure == "duree_mediane":
        return [""]
    if mesure == "duree_moyenne_restreinte":
        return [f"{reglages()['horizon_moyenne']} mois"]
    return [f"{mois} mois" for mois in reglages()["horizons"]]


def _place(frame: pd.DataFrame, suivi: Suivi, groupes: list) -> None:
    """Cohorte, modalities, maturity and coverage of each row."""
    ranks = frame["groupe"].to_numpy()
    keys = [key for key, _ in groupes]
    late = np.array(["tardive" if suivi.est_tardif(rows) else "entière" for _, rows in groupes], dtype=object)
    for position, name in enumerate(("cohorte", *suivi.axes)):
        frame[name] = np.array([key[position] for key in keys], dtype=object)[ranks]
    frame["couverture"] = late[ranks]
    limit = reglages()["horizon_moyenne"]
    known: dict[tuple[str, int], str] = {}
    ages = []
    for cohorte, mesure, modalite in zip(frame["cohorte"], frame["mesure"], frame["modalite"], strict=True):
        if mesures()[mesure].famille == "effectifs":
            ages.append("")
            continue
        months = int(modalite.removesuffix(" mois")) if modalite.endswith(" mois") else limit
        if (cohorte, months) not in known:
            known[cohorte, months] = "mûre" if suivi.est_mure(cohorte, months) else "immature"
        ages.append(known[cohorte, months])
    frame["maturite"] = ages
