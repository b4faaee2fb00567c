"""Parcours whose dates cannot be (``a_dates_impossibles``): no duration counts them, and whoever shows durations says which they are."""

import datetime as dt

from ..francais import INSECABLE, compte, enumeration, majuscule

NOMMES = 10
# The parcours known at $connu_au (NULL: at the photo): an exit keyed later is not known, and makes nothing impossible.
CONNUS = """
SELECT
    *,
    CASE WHEN coalesce(sortie_connue_le <= $connu_au, true) THEN date_sortie END AS sortie,
    coalesce(sortie_connue_le <= $connu_au, true) AND (a_dates_impossibles OR coalesce(dates_passees_le > $connu_au, false)) AS est_impossible
FROM curated.parcours
WHERE photo = $photo AND coalesce(connue_le <= $connu_au, true)
"""


def parcours_possibles(*colonnes: str) -> str:
    """Query of the entries and exits of the parcours that can be counted, for ``$photo`` and ``$connu_au``, with more columns."""
    return f"SELECT {', '.join(['date_entree', 'sortie AS date_sortie', *colonnes])} FROM ({CONNUS}) WHERE NOT est_impossible"


def dates_impossibles(con, photo: dt.date, connu_au: dt.date | None = None) -> tuple[str, ...]:
    """Numbers of the parcours of a photo whose dates cannot be, as known at ``connu_au``, in order."""
    query = f"SELECT id_parcours FROM ({CONNUS}) WHERE est_impossible ORDER BY 1"
    return tuple(numero for (numero,) in con.execute(query, {"photo": photo, "connu_au": connu_au}).fetchall())


def phrase_des_ecartes(numeros: tuple[str, ...], *, nommer: bool) -> tuple[str, ...]:
    """What must be said of them under durations: nothing when there is none; ``nommer``: their numbers too, for the house alone."""
    if not numeros:
        return ()
    one = len(numeros) == 1
    named = [*numeros[:NOMMES], *([f"{len(numeros) - NOMMES} autres"] if len(numeros) > NOMMES else [])]
    which = f" ({enumeration(named)})" if nommer else ""
    return (
        f"{majuscule(compte(len(numeros), 'parcours', 'parcours'))} aux dates impossibles{which} {'est écarté' if one else 'sont écartés'} "
        f"des durées et des suivis{INSECABLE}: sortie avant l’entrée, ou date après la photo. À corriger (charte de saisie, article C02).",
    )
