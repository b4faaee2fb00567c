"""Where the addresses of an export fall on the maps of the quartiers, from their coordinates, which stop here.

``brouillon.situe`` gives, for a line, the quartier under the map of the photo (``contour``) and under each map (``contour_<carte>``): a
code, ``hors QPV``, or NULL when the coordinates, or the contours, do not say it. Nothing of the coordinates goes further.
"""

import datetime as dt
import math

import duckdb
import numpy as np
import pandas as pd
import shapely

from .. import francais
from ..carte_qpv import carte_du
from ..contrat import DEDUITES, queries
from .contours import Contours
from .messages import insecables
from .reglages import quoted
from .source import Source
from .valeurs import Traduction

HORS = "hors QPV"
KM_PAR_DEGRE = 111.2
LOIN = "ces coordonnées sont à plus de {} km des quartiers : latitude et longitude sont peut-être inversées, ou le repère n'est pas WGS 84"
SEULE = "une coordonnée sans l'autre ne situe rien"
AILLEURS = "ces coordonnées sont dans le quartier « {} », qui n'est pas dans la commune de la ligne"
INCONNU = "ces coordonnées sont dans un quartier de la carte de {} que referentiels/quartier.csv ne connaît pas"


def situate(
    con: duckdb.DuckDBPyConnection, source: Source, photo: dt.date, traduction: Traduction, contours: tuple[Contours, ...], portee_km: float
) -> tuple[str, ...]:
    """Fill ``brouillon.situe`` and add to ``brouillon.refus`` the coordinates that cannot be, without any of them; returns what a person should know.

    ``portee_km``: beyond this distance from the bounds of the contours, in kilometres, a point is a mistake.
    """
    if source.requete not in DEDUITES:
        return ()
    names = DEDUITES[source.requete]
    con.execute(f"CREATE OR REPLACE TABLE brouillon.situe (ligne BIGINT, {', '.join(f'{name} VARCHAR' for name in names)})")
    asked = [column for column in queries()[source.requete] if not column.is_kept]
    given = [column for column in asked if column.colonne in source.colonnes]
    if not given:
        return ()
    heads = " et ".join(f"« {column.entete} »" for column in given)
    if len(given) < len(asked):
        return (insecables(f"{heads} : il faut la latitude et la longitude pour situer une adresse ; celle-ci n'a pas été gardée."),)
    if not contours:
        return (
            insecables(
                f"{heads} : ces coordonnées n'ont servi à rien et n'ont pas été gardées, faute de contours (referentiels/contours-{carte_du(photo)}.geojson)."
            ),
        )
    rows = _rows(con, traduction)
    refused = _impossible(rows, contours, portee_km)
    communes = dict(con.execute("SELECT code, any_value(commune) FROM ref.quartier GROUP BY code").fetchall())
    found = {one.carte: _fall(rows, one, communes, refused) for one in contours}
    for name in names:
        rows[name] = found.get(carte_du(photo) if name == "contour" else name.removeprefix("contour_"))
    rows["motif"] = pd.Series(refused, dtype=object).reindex(rows.index)
    con.register("situees", rows)
    con.execute(f"INSERT INTO brouillon.situe SELECT ligne, {', '.join(names)} FROM situees WHERE motif IS NULL")
    con.execute(f"INSERT INTO brouillon.refus SELECT ligne, {quoted(asked[0].colonne)}, motif FROM situees WHERE motif IS NOT NULL")
    con.unregister("situees")
    maps = f"{'la carte' if len(found) == 1 else 'les cartes'} {francais.enumeration(f'de {carte}' for carte in found)}"
    placed = francais.compte(len(rows) - len(refused), "adresse située", "adresses situées")
    return (insecables(f"{heads} : {placed} sur {maps} ; les coordonnées n'ont pas été gardées."),)


def _rows(con: duckdb.DuckDBPyConnection, traduction: Traduction) -> pd.DataFrame:
    """Line, coordinates (NaN when absent) and commune of the lines that have a coordinate at least."""
    y, x, commune = (traduction.valeurs[name] for name in ("latitude", "longitude", "commune"))
    return con.execute(
        f"SELECT lu.ligne, {x} AS x, {y} AS y, {commune} AS commune FROM lu\n{traduction.jointures}\nWHERE coalesce({x}, {y}) IS NOT NULL ORDER BY lu.ligne"
    ).df()


def _impossible(rows: pd.DataFrame, contours: tuple[Contours, ...], portee_km: float) -> dict[int, str]:
    """Rank of each row that cannot be an address of the territory → why."""
    alone = rows["x"].isna() | rows["y"].isna()
    far = ~alone
    for one in contours:
        west, south, east, north = one.emprise
        up = portee_km / KM_PAR_DEGRE
        across = up / max(math.cos(math.radians((south + north) / 2)), 0.01)
        far &= ~(rows["x"].between(west - across, east + across) & rows["y"].between(south - up, north + up))
    motif = LOIN.format(francais.nombre(portee_km))
    return dict.fromkeys(np.flatnonzero(alone).tolist(), SEULE) | dict.fromkeys(np.flatnonzero(far).tolist(), motif)


def _fall(rows: pd.DataFrame, contours: Contours, communes: dict[str, str], refused: dict[int, str]) -> list[str]:
    """The quartier of each row on one map; a row that contradicts itself, or that the list does not know, joins ``refused``."""
    found = [HORS] * len(rows)
    points = shapely.points(rows["x"].fillna(0.0).to_numpy(), rows["y"].fillna(0.0).to_numpy())
    stated = rows["commune"].tolist()
    for row, shape in zip(*shapely.STRtree(contours.formes).query(points, predicate="intersects").tolist(), strict=True):
        code = contours.codes[shape]
        if code is None:
            refused.setdefault(row, INCONNU.format(contours.carte))
        else:
            found[row] = code
            if isinstance(stated[row], str) and communes[code] != stated[row]:
                refused.setdefault(row, AILLEURS.format(code))
    return found
