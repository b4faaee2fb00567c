"""Parcours whose dates cannot be (``a_dates_impossibles``): no duration counts them, and whoever shows durations says which they are."""

import datetime as dt

from ..francais import INSECABLE, compte, enumeration, majuscule

NOMMES = 10


def parcours_possibles(connu_au: dt.date | None = None) -> str:
    """Query of the entries and exits of the parcours that can be counted, for ``$photo`` (and ``$connu_au``)."""
    return _parcours("date_entree, {sortie} AS date_sortie", "NOT", connu_au)


def dates_impossibles(con, photo: dt.date, connu_au: dt.date | None = None) -> tuple[str, ...]:
    """Numbers of the parcours of a photo whose dates cannot be, as known at ``connu_au``, in order."""
    known = {"photo": photo} | ({"connu_au": connu_au} if connu_au else {})
    return tuple(numero for (numero,) in con.execute(_parcours("id_parcours", "", connu_au) + " ORDER BY 1", known).fetchall())


def phrase_des_ecartes(numeros: tuple[str, ...], *, nommer: bool) -> tuple[str, ...]:
    """What must be said of them under durations: nothing when there is none; ``nommer``: their numbers too, for the house alone."""
    if not numeros:
        return ()
    one = len(numeros) == 1
    named = [*numeros[:NOMMES], *([f"{len(numeros) - NOMMES} autres"] if len(numeros) > NOMMES else [])]
    which = f" ({enumeration(named)})" if nommer else ""
    return (
        f"{majuscule(compte(len(numeros), 'parcours', 'parcours'))} aux dates impossibles{which} {'est écarté' if one else 'sont écartés'} "
        f"des durées et des suivis{INSECABLE}: sortie avant l’entrée, ou date après la photo. À corriger (voir « plie controler », article C02).",
    )


def _parcours(columns: str, negation: str, connu_au: dt.date | None) -> str:
    """A query of ``curated.parcours``; a date keyed after ``connu_au`` is not known, and makes nothing impossible."""
    if connu_au is None:
        return (
            f"SELECT {columns.format(sortie='date_sortie')} FROM curated.parcours WHERE photo = $photo AND {negation} a_dates_impossibles"
        )
    known = "coalesce(date_saisie_sortie <= $connu_au, true)"
    return (
        f"SELECT {columns.format(sortie=f'CASE WHEN {known} THEN date_sortie END')} FROM curated.parcours WHERE photo = $photo"
        f" AND coalesce(date_saisie_entree <= $connu_au, true) AND {negation} ({known} AND a_dates_impossibles)"
    )
