"""The contours of the quartiers on each map, when the PLIE gives them: ``referentiels/contours-<carte>.geojson`` (WGS 84, degrees).

A feature is tied to a quartier by any of its properties: its official code, or its name and the commune. Every quartier prioritaire of
a map must have its contour, since an address that falls in none is « hors QPV »; the features that are no quartier of the list are
those of other territories.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import shapely

from ..carte_qpv import debuts
from ..settings import Settings
from .messages import citer, erreur

GENRES = ("Polygon", "MultiPolygon")
WGS84 = re.compile(r"CRS84|EPSG:+4326", re.IGNORECASE)
OFFICIEL = re.compile(r"Q[PN]\d{3,6}[A-Z]?", re.IGNORECASE)
INSEE = re.compile(r"\d\w{4}")
SEPARATEURS = re.compile(r"\s*[,;/]\s*")
REMEDE = "Corrigez ce fichier, ou sortez-le du dossier referentiels/ : il n'est pas obligatoire."
# Two contours that share less than this (square degrees: a few square metres) only touch.
RECOUVREMENT = 1e-9

# The quartiers of a map: each code with its commune, its kind, its official code, and the keys of its names.
QUARTIERS = """
SELECT q.code, any_value(q.commune) AS commune, any_value(q.type) AS type, any_value(upper(nullif(q.code_officiel, ''))) AS officiel,
    (SELECT list(DISTINCT l.cle) FROM libelle AS l WHERE l.nomenclature = 'quartier' AND l.code = q.code) AS cles
FROM ref.quartier AS q
WHERE q.type IN ('QPV', 'veille') AND coalesce(q.debut, DATE '0001-01-01') < coalesce($fin::DATE, DATE '9999-12-31') AND coalesce(q.fin, DATE '9999-12-31') >= $debut
GROUP BY q.code
ORDER BY q.code
"""


@dataclass(frozen=True)
class Quartier:
    """A quartier of a map, as the nomenclature knows it."""

    code: str
    commune: str
    type: str
    officiel: str | None
    cles: frozenset[str]


@dataclass(frozen=True)
class Contours:
    """The polygons of a map and the quartier that each is; ``None``: a quartier of elsewhere."""

    carte: str
    formes: tuple[shapely.Geometry, ...]
    codes: tuple[str | None, ...]

    @property
    def emprise(self) -> tuple[float, float, float, float]:
        """West, south, east and north bounds of the quartiers of the list, in degrees."""
        own = [shape for shape, code in zip(self.formes, self.codes, strict=True) if code]
        west, south, east, north = shapely.total_bounds(own).tolist()
        return west, south, east, north


def read_contours(con: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[Contours, ...]:
    """The contours that the working folder gives, one per map, after ``nomenclatures.load``. Raises ``PlieError`` on a file that cannot serve."""
    found = {path.stem.removeprefix("contours-"): path for path in sorted((settings.racine / "referentiels").glob("*.geojson"))}
    known = debuts()
    for carte, path in found.items():
        if carte not in known or path.name != f"contours-{carte}.geojson":
            expected = ", ".join(f"contours-{one}.geojson" for one in known)
            raise erreur(f"referentiels/{path.name} : aucune carte des quartiers ne porte ce nom.", f"Noms attendus : {expected}.")
    return tuple(_read(con, carte, found[carte]) for carte in known if carte in found)


def _read(con: duckdb.DuckDBPyConnection, carte: str, path: Path) -> Contours:
    quartiers, features = _quartiers(con, carte), _features(path)
    told = [_texts(feature.get("properties")) for feature in features]
    parts = sorted({part for texts in told for text in texts.values() for part in _parts(text)})
    keys = dict(con.execute("SELECT t, cle(t) FROM unnest(?::VARCHAR[]) AS u (t)", [parts]).fetchall())
    communes = dict(con.execute("SELECT DISTINCT cle, code FROM libelle WHERE nomenclature = 'commune'").fetchall())
    shapes = [_shape(path, rank, feature.get("geometry")) for rank, feature in enumerate(features, start=1)]
    codes = [_code(texts, keys, communes, quartiers) for texts in told]
    _check(path, carte, quartiers, shapes, codes)
    return Contours(carte, tuple(shapes), tuple(codes))


def _quartiers(con: duckdb.DuckDBPyConnection, carte: str) -> list[Quartier]:
    days = list(debuts().items())
    rank = [name for name, _ in days].index(carte)
    last = days[rank + 1][1] if rank + 1 < len(days) else None
    rows = con.execute(QUARTIERS, {"debut": days[rank][1], "fin": last}).fetchall()
    return [Quartier(code, commune, kind, officiel, frozenset(keys or ())) for code, commune, kind, officiel, keys in rows]


def _features(path: Path) -> list[dict]:
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise erreur(f"referentiels/{path.name} ne peut pas être lu : un GeoJSON en UTF-8 est attendu.", REMEDE) from None
    listed = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise erreur(f"referentiels/{path.name} : un GeoJSON de type FeatureCollection, avec au moins un contour, est attendu.", REMEDE)
    crs = json.dumps(read.get("crs"))
    if read.get("crs") is not None and not WGS84.search(crs):
        raise erreur(
            f"referentiels/{path.name} n'est pas en degrés (WGS 84).", "Enregistrez-le en WGS 84 (EPSG:4326), comme le veut le GeoJSON."
        )
    return listed


def _shape(path: Path, rank: int, geometry: object) -> shapely.Geometry:
    where = f"referentiels/{path.name}, contour n° {rank}"
    if not isinstance(geometry, dict) or geometry.get("type") not in GENRES:
        raise erreur(f"{where} : un polygone est attendu (Polygon ou MultiPolygon).", REMEDE)
    if not all(map(math.isfinite, numbers := list(_numbers(geometry.get("coordinates"))))) or not numbers:
        raise erreur(f"{where} : il n'a pas de coordonnées qui se lisent.", REMEDE)
    try:
        shape = shapely.make_valid(shapely.force_2d(shapely.from_geojson(json.dumps(geometry))))
    except (shapely.errors.GEOSException, ValueError, TypeError):
        raise erreur(f"{where} : ce polygone ne peut pas être lu.", REMEDE) from None
    west, south, east, north = shape.bounds if not shape.is_empty else (999.0,) * 4
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90) or not shape.area:
        raise erreur(
            f"{where} : ses coordonnées ne sont pas en degrés, ou n'entourent rien.",
            "Enregistrez le fichier en WGS 84 (EPSG:4326), la longitude d'abord, comme le veut le GeoJSON.",
        )
    return shape


def _numbers(part: object) -> Iterator[float]:
    """Every number of nested coordinates, without recursion; what is not one is told as not finite."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        else:
            yield float(one) if isinstance(one, int | float) and not isinstance(one, bool) else math.nan


def _texts(properties: object) -> dict[str, str]:
    """The properties of a feature that are texts, by name."""
    held = properties if isinstance(properties, dict) else {}
    return {name: value.strip() for name, value in held.items() if isinstance(value, str) and value.strip()}


def _parts(text: str) -> list[str]:
    """A text, and each of those that it lists: a quartier may be in several communes."""
    return [text, *filter(None, SEPARATEURS.split(text))]


def _code(texts: dict[str, str], keys: dict[str, str], communes: dict[str, str], quartiers: list[Quartier]) -> str | None:
    """The quartier that a feature is: by its official code; else by its name, if nothing says that it is another of the same name.

    ``keys``: text → the key by which labels are compared; ``communes``: key → code of a commune.
    """
    official = {text.upper() for text in texts.values() if OFFICIEL.fullmatch(text)}
    coded = {keys[text] for text in texts.values() if text.upper() in official}
    held = {keys[text] for text in texts.values()}
    said = [text for name, text in texts.items() if "com" in name.lower() and not INSEE.fullmatch(text)]
    there = {communes.get(keys[part]) for text in said for part in _parts(text)}
    for one in quartiers:
        if one.officiel in official or coded & one.cles:
            return one.code
    named = [one.code for one in quartiers if held & one.cles and not (official and one.officiel) and (not said or one.commune in there)]
    return named[0] if len(named) == 1 else None


def _check(path: Path, carte: str, quartiers: list[Quartier], shapes: list[shapely.Geometry], codes: list[str | None]) -> None:
    lacking = [one.code for one in quartiers if one.type == "QPV" and one.code not in codes]
    if lacking:
        raise erreur(
            f"referentiels/{path.name} : il manque le contour de {citer(lacking)}, de la carte de {carte} (referentiels/quartier.csv).",
            "Sans lui, ses habitants passeraient pour « hors QPV ». Ajoutez-le, avec son code officiel ou son nom parmi ses propriétés.",
        )
    twice = sorted({code for code in codes if code and codes.count(code) > 1})
    if twice:
        raise erreur(
            f"referentiels/{path.name} : plusieurs contours se disent {citer(twice[:1])}.",
            "Gardez celui de votre territoire, ou écrivez son code officiel dans referentiels/quartier.csv.",
        )
    own = [(code, shape) for code, shape in zip(codes, shapes, strict=True) if code]
    tree = shapely.STRtree([shape for _, shape in own])
    for first, second in np.transpose(tree.query([shape for _, shape in own], predicate="intersects")).tolist():
        if first < second and own[first][1].intersection(own[second][1]).area > RECOUVREMENT:
            raise erreur(f"referentiels/{path.name} : les contours de {citer([own[first][0], own[second][0]])} se recouvrent.", REMEDE)
