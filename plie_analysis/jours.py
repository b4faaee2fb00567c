"""Days, months and years as people write them: 31/12/2017 or 2017-12-31, 09/2017 or 2017-09 or « septembre 2017 »."""

import datetime as dt
import re
import unicodedata
from functools import cache

from .errors import PlieError
from .francais import MOIS

# The one length of a month, wherever days become months: 365.25 ÷ 12. Calendar months are another thing, said as such.
JOURS_PAR_MOIS = 30.4375
PREMIERE_ANNEE, DERNIERE_ANNEE = 1900, 2100
PREMIER_MOIS = 1990


@cache
def days_between(du: str, au: str) -> int:
    """Days from one day to another, both ``AAAA-MM-JJ``."""
    return (dt.date.fromisoformat(au) - dt.date.fromisoformat(du)).days


@cache
def shifted(jour: str, jours: int) -> str:
    """A day so many days later, both ``AAAA-MM-JJ``."""
    return (dt.date.fromisoformat(jour) + dt.timedelta(days=jours)).isoformat()


def read_day(texte: dt.date | str, quoi: str = "") -> dt.date:
    """A day from ``AAAA-MM-JJ`` or ``JJ/MM/AAAA`` (a date is given back as it is). Raises ``PlieError`` otherwise.

    ``quoi``: the name of what is read, told in the error.
    """
    if isinstance(texte, dt.datetime):
        return texte.date()
    if isinstance(texte, dt.date):
        return texte
    said = str(texte).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", said):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", said):
        day, month, year = map(int, found.groups())
    else:
        raise _not_a_day(said, quoi)
    try:
        read = dt.date(year, month, day)
    except ValueError:
        raise _not_a_day(said, quoi) from None
    if not PREMIERE_ANNEE <= year <= DERNIERE_ANNEE:
        raise _not_a_day(said, quoi)
    return read


def read_month(texte: str) -> dt.date:
    """The first day of a month written ``AAAA-MM``, ``MM/AAAA`` or « septembre 2017 ». Raises ``PlieError`` otherwise."""
    said = str(texte).strip()
    year = month = 0
    if found := re.fullmatch(r"(\d{4})[-/](\d{2})", said):
        year, month = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", said):
        month, year = map(int, found.groups())
    elif found := re.fullmatch(r"([^\W\d]+)\s+(\d{4})", said):
        names = [_plain(name) for name in MOIS]
        month, year = names.index(_plain(found[1])) + 1 if _plain(found[1]) in names else 0, int(found[2])
    if not 1 <= month <= 12 or not PREMIER_MOIS <= year <= DERNIERE_ANNEE:
        raise PlieError(
            f"«\u00a0{_shown(said)}\u00a0» n'est pas un mois.\nÉcrivez l'année puis le mois, par exemple 2017-09 (ou 09/2017), de {PREMIER_MOIS} à {DERNIERE_ANNEE}."
        )
    return dt.date(year, month, 1)


def read_quarter(texte: str) -> tuple[int, int]:
    """The year and the quarter (1 to 4) of ``2017-T4``, ``T4 2017`` or « 4e trimestre 2017 ». Raises ``PlieError`` otherwise."""
    said = str(texte).strip()
    if found := re.fullmatch(r"(\d{4})[- ]?[Tt]([1-4])", said):
        return read_year(found[1]), int(found[2])
    if found := re.fullmatch(r"(?:[Tt]([1-4])|([1-4])(?:er|e)? trim(?:estre|\.)?)[- ](\d{4})", said):
        return read_year(found[3]), int(found[1] or found[2])
    raise PlieError(f"«\u00a0{_shown(said)}\u00a0» n'est pas un trimestre.\nÉcrivez l'année puis le trimestre, par exemple 2017-T4.")


def read_year(texte: str | int) -> int:
    """A year written ``AAAA``. Raises ``PlieError`` otherwise."""
    said = str(texte).strip()
    if not re.fullmatch(r"\d{4}", said) or not PREMIER_MOIS <= int(said) <= DERNIERE_ANNEE:
        raise PlieError(
            f"«\u00a0{_shown(said)}\u00a0» n'est pas une année.\nÉcrivez-la en quatre chiffres, par exemple 2017 (de {PREMIER_MOIS} à {DERNIERE_ANNEE})."
        )
    return int(said)


def _not_a_day(said: str, quoi: str) -> PlieError:
    what = f" ({quoi})" if quoi else ""
    return PlieError(
        f"La date «\u00a0{_shown(said)}\u00a0»{what} ne se lit pas.\nÉcrivez-la AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2017-12-31 ou 31/12/2017."
    )


def _shown(said: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in said)[:40]


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
