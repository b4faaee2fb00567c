"""The periods of a question: what they are called, their first and last days, the one that a month belongs to."""

import calendar
import datetime as dt

from ..jours import read_month

ANNEE, TRIMESTRE, MOIS, COHORTE, DATES = GENRES = ("annee", "trimestre", "mois", "cohorte", "dates")
GENRES_DITS = {ANNEE: "Une année", TRIMESTRE: "Un trimestre", MOIS: "Un mois", COHORTE: "Les entrés d’une année", DATES: "Deux dates"}


def bornes(genre: str, valeur: str, photo: dt.date) -> tuple[dt.date, dt.date]:
    """First and last days of a period, both included; never after the photo. A cohort goes from its first entry to the photo."""
    if genre in (ANNEE, COHORTE):
        first, last = dt.date(int(valeur), 1, 1), dt.date(int(valeur), 12, 31)
    elif genre == TRIMESTRE:
        year, number = int(valeur[:4]), int(valeur[-1])
        first, last = dt.date(year, 3 * number - 2, 1), fin_de_mois(year, 3 * number)
    else:
        first = read_month(valeur)
        last = fin_de_mois(first.year, first.month)
    return first, photo if genre == COHORTE else min(last, photo)


def periode_du_mois(genre: str, fin: dt.date) -> str:
    """The last whole period of a kind that is over when a month ends: that month, its quarter or the one before, its year or the one before."""
    if genre == MOIS:
        return f"{fin:%Y-%m}"
    over = fin.year * 12 + fin.month
    if genre == TRIMESTRE:
        year, quarter = divmod(over // 3 - 1, 4)
        return f"{year}-T{quarter + 1}"
    return str(over // 12 - 1)


def fin_de_mois(year: int, month: int) -> dt.date:
    """Last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])
