"""What a page is called, as a person writes it: « Lettre – décembre 2017 », « Rapport annuel 2017 », and the period it is about."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from .. import francais
from ..exercice import Exercice
from ..presentation.periodes import Trimestre

# What tells apart two pages of one report and one period.
PRECISIONS = ("prescripteur", "referent", "operation", "question", "repere")
TRIMESTRES = {"T1": 1, "T2": 2, "T3": 3, "T4": 4}


class PeriodeDite(NamedTuple):
    """What a page is about: a day near its end, how it is said alone and after a title; a year comes before its last month."""

    fin: dt.date
    est_annee: bool
    libelle: str
    en_titre: str


def periode(parametres: Mapping, exercice: Exercice) -> PeriodeDite | None:
    """The month, the quarter or the year that the parameters of a report ask for; ``None`` without one."""
    mois, annee = str(parametres.get("mois", "")), str(parametres.get("annee", ""))
    if len(mois) == 7 and mois[:4].isdigit() and mois[5:].isdigit() and 1 <= int(mois[5:]) <= 12:
        day = dt.date(int(mois[:4]), int(mois[5:]), 1)
        return PeriodeDite(day, False, francais.mois_annee(day), f"– {francais.mois_annee(day)}")
    trimestre = str(parametres.get("trimestre", ""))
    if len(annee) == 4 and annee.isdigit():
        year = exercice.annee(int(annee))
        if trimestre not in TRIMESTRES:
            return PeriodeDite(year.fin, True, year.nom, year.en_titre)
        quarter = Trimestre(year, TRIMESTRES[trimestre])
        return PeriodeDite(quarter.fin.replace(day=1), False, quarter.libelle, f"– {quarter.libelle}")
    return None


def intitule(titre: str, parametres: Mapping, exercice: Exercice) -> str:
    """The title of a report with whom or what it is about, and its period."""
    about = [str(parametres[name]) for name in PRECISIONS if parametres.get(name)]
    name = " ".join([titre, *about])
    when = periode(parametres, exercice)
    return name if when is None else f"{name} {when.en_titre}"
