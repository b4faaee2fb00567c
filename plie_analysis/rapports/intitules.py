"""What a page is called, as a person writes it: « Lettre – décembre 2017 », « Rapport annuel 2017 », and the period it is about."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from .. import francais

# What tells apart two pages of one report and one period.
PRECISIONS = ("prescripteur", "referent", "operation", "question", "repere")
TRIMESTRES = {"T1": "1er", "T2": "2e", "T3": "3e", "T4": "4e"}


class PeriodeDite(NamedTuple):
    """What a page is about: its last day, and how it is said; a year comes before its December."""

    fin: dt.date
    est_annee: bool
    libelle: str


def periode(parametres: Mapping) -> PeriodeDite | None:
    """The month, the quarter or the year that the parameters of a report ask for; ``None`` without one."""
    mois, annee = str(parametres.get("mois", "")), str(parametres.get("annee", ""))
    if len(mois) == 7 and mois[:4].isdigit() and mois[5:].isdigit() and 1 <= int(mois[5:]) <= 12:
        day = dt.date(int(mois[:4]), int(mois[5:]), 1)
        return PeriodeDite(day, False, francais.mois_annee(day))
    trimestre = str(parametres.get("trimestre", ""))
    if len(annee) == 4 and annee.isdigit() and trimestre in TRIMESTRES:
        return PeriodeDite(dt.date(int(annee), 3 * int(trimestre[1]), 1), False, f"{TRIMESTRES[trimestre]} trimestre {annee}")
    if len(annee) == 4 and annee.isdigit():
        return PeriodeDite(dt.date(int(annee), 12, 31), True, annee)
    return None


def intitule(titre: str, parametres: Mapping) -> str:
    """The title of a report with whom or what it is about, and its period."""
    about = [str(parametres[name]) for name in PRECISIONS if parametres.get(name)]
    name = " ".join([titre, *about])
    when = periode(parametres)
    if when is None:
        return name
    return f"{name} {when.libelle}" if when.est_annee else f"{name} – {when.libelle}"
