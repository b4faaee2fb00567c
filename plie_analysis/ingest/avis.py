"""What a person should know of the photos of the base, at each load and in the index: nothing here stops anything."""

import datetime as dt

import duckdb

from ..francais import INSECABLE, date_longue, enumeration, nombre
from ..marque import MODIFIEE
from ..origine import origines
from ..settings import Settings

# When as many parcours (share of 1) are known a month or more before their person, the dossier does not say when it was opened.
PART_TARDIVE = 0.05
TARDIFS = """
SELECT count(*) FILTER (p.date_saisie > greatest(b.date_entree, b.date_saisie_entree) + 31), count(*)
FROM raw.parcours AS b
JOIN raw.participants AS p ON p.photo = b.photo AND p.id_dossier = b.id_dossier AND p.est_retenue
WHERE b.photo = $photo AND b.est_retenue
"""


def avis_des_photos(con: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    """French sentences: photos whose folder is gone, invented ones (beside real ones or alone), a last load older than the newest photo,
    dossiers of the newest photo that look keyed long after their parcours.

    Empty when there is nothing to say, or when the base was made by a version that kept no log of its loads.
    """
    if not con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'journal' AND table_name = 'chargement'"
    ).fetchall()[0][0]:
        return []
    loaded = dict(con.execute("SELECT photo, charge_le FROM journal.chargement ORDER BY photo").fetchall())
    return [*_gone(loaded, settings), *_invented(loaded, origines(con)), *_older(loaded), *_keyed_late(con, loaded)]


def _gone(loaded: dict[dt.date, dt.datetime], settings: Settings) -> list[str]:
    gone = [day for day in loaded if not (settings.raw / day.isoformat()).is_dir()]
    if not gone:
        return []
    one = len(gone) == 1
    return [
        f"{'La photo' if one else 'Les photos'} du {_days(gone)} {'reste' if one else 'restent'} dans la base, mais {'son dossier n’est' if one else 'leurs dossiers ne sont'} plus dans data/raw/. "
        f"Remettez-{'le' if one else 'les'}, ou retirez la photo{INSECABLE}: plie retirer {gone[0].isoformat()}"
    ]


def _invented(loaded: dict[dt.date, dt.datetime], invented: dict[dt.date, str]) -> list[str]:
    if not invented:
        return []
    listed = f"la photo du {_days(invented)}" if len(invented) == 1 else f"les photos du {_days(invented)}"
    if changed := [day for day, how in invented.items() if how == MODIFIEE]:
        listed += f" ({'modifiée depuis' if len(invented) == 1 else f'modifiées depuis{INSECABLE}: {_days(changed)}'})"
    real = [day for day in loaded if day not in invented]
    if not real:
        return [
            f"Données inventées{INSECABLE}: {listed} {'a été fabriquée' if len(invented) == 1 else 'ont été fabriquées'} pour l’essai, ces personnes n’existent pas."
        ]
    return [
        f"Données inventées à côté de vraies{INSECABLE}: {listed} {'a été fabriquée' if len(invented) == 1 else 'ont été fabriquées'} pour l’essai, et la base contient aussi de vrais exports (du {_days(real)}). "
        f"Pour séparer{INSECABLE}: plie retirer {min(invented).isoformat()}"
    ]


def _older(loaded: dict[dt.date, dt.datetime]) -> list[str]:
    if not loaded:
        return []
    newest = max(loaded)
    last = max(loaded, key=lambda day: (loaded[day], day))
    if loaded[last] <= loaded[newest]:
        return []
    return [
        f"La dernière photo chargée, du {date_longue(last)}, est plus ancienne que celle du {date_longue(newest)}{INSECABLE}: les rapports continuent de porter sur la photo du {date_longue(newest)}."
    ]


def _keyed_late(con: duckdb.DuckDBPyConnection, loaded: dict[dt.date, dt.datetime]) -> list[str]:
    if not loaded:
        return []
    late, every = con.execute(TARDIFS, {"photo": max(loaded)}).fetchall()[0]
    if late < max(PART_TARDIVE * every, 1):
        return []
    return [
        f"Photo du {date_longue(max(loaded))}{INSECABLE}: pour {nombre(late)} parcours sur {nombre(every)}, le dossier est saisi plus d’un mois après l’entrée. Est-ce la date de sa dernière modification{INSECABLE}? "
        f"Une lettre et tout chiffre «{INSECABLE}connu au{INSECABLE}» ignorent ces personnes jusque-là. Si oui, ôtez la colonne «{INSECABLE}Date de saisie{INSECABLE}» de l’export des participants, puis rechargez."
    ]


def _days(days) -> str:
    return enumeration(date_longue(day) for day in sorted(days))
