"""The periods of a question: what they are called, their first and last days, the one that a month belongs to."""

import datetime as dt

from ..exercice import CIVIL, Exercice, fin_de_mois
from ..jours import read_month

ANNEE, TRIMESTRE, MOIS, COHORTE, DATES = GENRES = ("annee", "trimestre", "mois", "cohorte", "dates")
GENRES_DITS = {ANNEE: "Une année", TRIMESTRE: "Un trimestre", MOIS: "Un mois", COHORTE: "Les entrés d’une année", DATES: "Deux dates"}


def bornes(genre: str, valeur: str, photo: dt.date, exercice: Exercice = CIVIL) -> tuple[dt.date, dt.date]:
    """First and last days of a period, both included; never after the photo. A cohort, of a civil year, goes from its first entry to the photo."""
    if genre in (ANNEE, COHORTE):
        year = (CIVIL if genre == COHORTE else exercice).annee(int(valeur))
        first, last = year.debut, year.fin
    elif genre == TRIMESTRE:
        first, last = exercice.annee(int(valeur[:4])).trimestre(int(valeur[-1]))
    else:
        first = read_month(valeur)
        last = fin_de_mois(first)
    return first, photo if genre == COHORTE else min(last, photo)


def periode_du_mois(genre: str, fin: dt.date, exercice: Exercice = CIVIL) -> str:
    """The last whole period of a kind that is over when a month ends: that month, its quarter or the one before, its year or the one before."""
    if genre == MOIS:
        return f"{fin:%Y-%m}"
    if genre == TRIMESTRE:
        year, quarter = exercice.dernier_trimestre(fin)
        return f"{year.numero}-T{quarter}"
    return str(exercice.derniere_finie(fin).numero)
