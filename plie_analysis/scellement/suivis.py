"""The tables of a bundle that follow parcours: cohorts, gaps between publics, trajectories, in the columns of every table."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .. import trajectoires
from ..cohortes import Suivi, comparer, suivre
from ..cohortes import tableau as cohortes
from ..cohortes.sequences import Sequences
from .fenetres import FenetreScellee, TableauScelle

# A typology does not tell a type of fewer parcours.
SEUIL_TYPE = 5
PRINCIPALES = ("valeur", "numerateur", "denominateur")
Ligne = tuple[str, str, tuple[str, ...], tuple[object, object, object], str, str]


def lignes(con, config: dict, tableau: TableauScelle, fenetre: FenetreScellee, photo) -> Iterator[Ligne]:
    """(indicator, parameters, modalities, (value, numerator, denominator), unit, why it is empty) of one table on one window.

    The entries are those of the whole photo up to the end of the window, which is the day of observation. Raises ``PlieError``
    when an axis or an export is not there.
    """
    suivi = suivre(con, config=config, photo=photo, au=fenetre.au, grain=tableau.grain, par=tableau.publics, connu_au=fenetre.connu_au)
    yield from SUIVIS[tableau.calcul](suivi)


def _cohortes(suivi: Suivi) -> Iterator[Ligne]:
    for row in cohortes(suivi).to_dict("records"):
        where = (*(str(row[name]) for name in ("cohorte", *suivi.axes)), str(row["modalite"] or ""))
        mesure, unite, why = str(row["mesure"]), str(row["unite"]), str(row["raison"] or "")
        yield mesure, "", where, tuple(row[name] for name in PRINCIPALES), unite, why
        for name in ("ic_bas", "ic_haut", "n_risque"):
            yield mesure, f"colonne={name}", where, (row[name], None, None), unite, why if pd.isna(row[name]) else ""


def _ecarts(suivi: Suivi) -> Iterator[Ligne]:
    for row in comparer(suivi).to_dict("records"):
        yield from _figures("ecart_sorties_positives", row, ("axe", "modalite", "contre", "mois"), ("masque", "raison"))


def _trajectoires(suivi: Suivi) -> Iterator[Ligne]:
    if suivi.etapes is None or not np.any(suivi.parcours["retard"] < 0):
        return
    seen = Sequences(suivi, SEUIL_TYPE, {})
    found = {
        "etats_mensuels": trajectoires.chronogramme(seen.mensuelles),
        "mois_par_etat": trajectoires.temps_moyen(seen.mensuelles),
        "passages": trajectoires.transitions(seen.mensuelles),
        "suites_d_etats": trajectoires.variantes(seen.mensuelles),
        "suites_d_etapes": trajectoires.suivi_direct(
            seen.etapes.drop(columns="etat").rename(columns={"classe": "etat"}), au=suivi.demande.au
        ),
        "interruptions": pd.DataFrame(
            {"parcours": [seen.interruptions["id"].nunique()], "interruptions": [len(seen.interruptions)], "total": [len(seen.parcours)]}
        ),
    }
    if not isinstance(seen.typologie, str):
        found["types"] = seen.typologie.types
    for name, frame in found.items():
        keys = tuple(column for column in frame if not pd.api.types.is_numeric_dtype(frame[column]) or column in ("t", "type"))
        for row in frame.to_dict("records"):
            where = (";".join(f"{key}={row[key]}" for key in keys),)
            for column in frame:
                if column not in keys:
                    yield name, f"colonne={column}", where, (row[column], None, None), "", ""


def _figures(name: str, row: dict, keys: tuple[str, ...], sauf: tuple[str, ...]) -> Iterator[Ligne]:
    """One line per figure of a row."""
    for column, value in row.items():
        if column not in keys and column not in sauf:
            yield (
                name,
                f"colonne={column}",
                tuple(f"{row[key]:g}" if isinstance(row[key], float) else str(row[key]) for key in keys),
                (value, None, None),
                "",
                str(row.get("raison") or "") if pd.isna(value) else "",
            )


SUIVIS = {"cohortes": _cohortes, "ecarts": _ecarts, "trajectoires": _trajectoires}
